"""The receipt of a package: what is in it, and how it was made sure that nobody can be found.

It names no person, day or time, so that the same package always has the same receipt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ati_desktop.reports.facts import Say
from ati_desktop.reports.page import PaperSize
from ati_desktop.reports.statement import Grid, Lines, Part, Statement, render_statement

_OTHERS = (
    "Every file of the package stands with its checksum in manifest.sha256. These are the main"
    " ones; the other formats of a table hold the same rows."
)


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A file of the package: its name, its size ready to print, its SHA-256 in hex."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """All facts of one receipt, ready to print.

    ``office`` is the office's random code; ``review`` says whether a second person agreed. The
    three lists are (label, value): what is counted, what protects it, what was left out.
    """

    title: str
    version: str
    office: str
    review: str
    content: Sequence[tuple[str, str]]
    protection: Sequence[tuple[str, str]]
    left_out: Sequence[tuple[str, str]]
    files: Sequence[ReleasedFile]
    demo: bool = False
    size: PaperSize = "A4"
    language: str = "en"


def render_receipt(facts: ReceiptFacts, say: Say) -> bytes:
    """Return the receipt as a PDF; the same facts give the same bytes."""
    origin = [
        (say("Office"), facts.office or say("no code")),
        (say("Review"), facts.review or say("not said")),
        (say("Made with"), facts.version),
    ]
    sections: list[tuple[str, Sequence[Part]]] = [
        (say("Origin"), [Lines(origin)]),
        (say("Content"), [_said(facts.content, say)]),
        (say("Protection"), [_said(facts.protection, say)]),
        (say("Left out"), [_said(facts.left_out, say)]),
        (say("Files"), [say(_OTHERS), _files(facts.files, say)]),
    ]
    statement = Statement(
        kind=say("Release receipt"),
        title=facts.title,
        reference=facts.office,
        sections=[(title, parts) for title, parts in sections if parts != [Lines([])]],
        demo=facts.demo,
        size=facts.size,
        language=facts.language,
    )
    return render_statement(statement, say)


def _said(pairs: Sequence[tuple[str, str]], say: Say) -> Lines:
    return Lines([(say(name), value) for name, value in pairs])


def _files(files: Sequence[ReleasedFile], say: Say) -> Grid:
    columns = ((say("File"), 35.0), (say("Size"), 9.0), ("SHA-256", 56.0))
    return Grid(columns, [(file.name, file.size, file.sha256) for file in files], sums=True)
