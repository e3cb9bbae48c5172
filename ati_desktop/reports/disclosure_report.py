"""The disclosure-control report: by which rules nobody can be found in a package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ati_desktop.reports.facts import Say
from ati_desktop.reports.page import PaperSize
from ati_desktop.reports.statement import Grid, Lines, Part, Statement, render_statement


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """What may be said about the protection of a package, ready to print.

    Counts only: nothing here tells which number was hidden for which reason, and there are no
    true values, seeds or tables of noise. ``sections`` are (title, sentences, facts) in order;
    ``attacks`` are (what was tried, what came of it); ``columns`` of a record-level extract are
    (name, what it is, how it was coarsened).
    """

    title: str
    version: str
    sections: Sequence[tuple[str, Sequence[str], Sequence[tuple[str, str]]]]
    attacks: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str, str]] = ()
    law: Sequence[str] = ()
    demo: bool = False
    size_of_paper: PaperSize = "A4"


def render_disclosure(facts: DisclosureFacts, say: Say) -> bytes:
    """Return the report as a PDF; the same facts give the same bytes."""
    sections: list[tuple[str, Sequence[Part]]] = [
        (say(title), [*map(say, sentences), *_lines(pairs, say)])
        for title, sentences, pairs in facts.sections
    ]
    if facts.columns:
        three = ((say("Column"), 30.0), (say("What it is"), 30.0), (say("Coarsened to"), 40.0))
        sections.append((say("Columns"), [Grid(three, facts.columns)]))
    if facts.attacks:
        two = ((say("What was tried"), 55.0), (say("Result"), 45.0))
        sections.append((say("Attacks"), [Grid(two, facts.attacks)]))
    if facts.law:
        sections.append((say("Law"), [say(sentence) for sentence in facts.law]))
    statement = Statement(
        kind=say("Disclosure-control report"),
        title=facts.title,
        reference=facts.version,
        sections=sections,
        demo=facts.demo,
        size=facts.size_of_paper,
    )
    return render_statement(statement, say)


def _lines(pairs: Sequence[tuple[str, str]], say: Say) -> list[Part]:
    return [Lines([(say(name), value) for name, value in pairs])] if pairs else []
