"""What may be said about how a package is protected, for people and for machines.

Never in it: true values, which hidden numbers are small and which protect others, how many of
either, seeds, keys, tables of noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import Shown
from ati_desktop.exports.about import About
from ati_desktop.exports.magnitudes import magnitude_notes
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.pool_words import POOL_ATTACKS, POOL_AUDIT, POOL_HOW
from ati_desktop.exports.rows import DEMO

PATH = "docs/disclosure_control_report.json"

LAW = (
    "Record-level identifiers: 45 CFR 164.514(b) and (c) describe when health information is no"
    " longer tied to a person, by safe harbor or by the judgement of an expert.",
    "Treatment for substance use: 42 CFR Part 2 protects records that would show that somebody is"
    " or was a patient; aggregated figures may be published where nobody can be found in them.",
    "Research and statistics paid for by the Department of Justice: 28 CFR Part 22 limits the use"
    " of information that can be tied to a person.",
    "This report states what was done. Whether it is enough under the law that applies where the"
    " package is used is for the office and its counsel to decide.",
)
"""The frame in law; it names where to look, and promises nothing."""

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """The report: facts in chapters, attacks with their results, columns of an extract."""

    title: str
    version: str
    chapters: tuple[tuple[str, tuple[str, ...], Pairs], ...]
    attacks: Pairs
    columns: tuple[tuple[str, str, str], ...] = ()
    demo: bool = False

    def as_json(self) -> bytes:
        """Return docs/disclosure_control_report.json."""
        mark: dict[str, object] = {"mark": DEMO} if self.demo else {}
        columns = [
            {"column": name, "what": what, "coarsened": how} for name, what, how in self.columns
        ]
        return as_json(
            {
                "format": "ati-desktop/disclosure-control-report",
                "version": 1,
                **mark,
                "title": self.title,
                **{
                    title: {"said": list(said), **dict(pairs)}
                    for title, said, pairs in self.chapters
                },
                **({"columns": columns} if columns else {}),
                "attacks": [{"attack": tried, "result": came} for tried, came in self.attacks],
                "law": list(LAW),
                "program version": self.version,
            }
        )


def release_protection(release: SealedRelease, about: About) -> Protection:
    """Return the report of a release of figures."""
    most = release.threshold - 1
    everything = (release, *release.beside)
    rules = (
        f"Every count from 1 to {most} is hidden, and so is every number from which"
        " one could be worked out: totals, complements, the base of a percentage, the people"
        " behind a median or a curve.",
        "A zero or a whole group is hidden where it would say that everybody in a group shares"
        " an outcome. Other zeros are shown.",
        *magnitude_notes(release),
    )
    facts = (
        ("Smallest shown", str(release.threshold)),
        ("Curves", f"in steps of at least {release.threshold} events and people at risk"),
        ("Quartiles", "only of enough people on either side"),
        ("Extremes", "no smallest or largest value of anything is shown"),
    )
    return Protection(
        title=release.title,
        version=release.version,
        chapters=(
            ("Rules", rules, facts),
            ("Hiding", (POOL_HOW if release.pooled else _how(),), _hidden(everything)),
            ("Audit", (POOL_AUDIT if release.pooled else _audit(most),), _method(release)),
            ("Before it left", (_over_time(about),), (("Review", about.review or "not said"),)),
        ),
        attacks=POOL_ATTACKS if release.pooled else _attacks(release),
        demo=release.demo,
    )


def _method(release: SealedRelease) -> Pairs:
    sums = (("Sums of amounts", release.sum_method),) if release.sum_method else ()
    return (("Holds", "yes"), ("Method", release.method), *sums)


def _how() -> str:
    return (
        "All tables and figures are margins of one table and were protected as one system: a"
        " number has one state wherever it stands. The choice of what to hide depends on nothing"
        " but the figures, so that making the package again hides the same numbers."
    )


def _hidden(parts: Sequence[SealedRelease]) -> Pairs:
    tables = [table for part in parts for table in part.views.listed]
    shown = [table for table in tables if not table.withheld]
    figures = [figure for part in parts for figure in part.views.figures]
    curves = [curve for part in parts for curve in part.views.curves]
    states = ", ".join(
        f"{sum(1 for each in figures if each.shown is state)} {state.value}" for state in Shown
    )
    drawn = sum(1 for each in curves if each.shown is Shown.SHOWN)
    return (
        ("Tables", str(len(shown))),
        ("Tables left out", "; ".join(t.title for t in tables if t.withheld) or "none"),
        ("Numbers", f"{sum(len(table.rows) for table in shown)} in these tables"),
        ("Hidden cells", str(sum(part.views.hidden_cells for part in parts))),
        ("Figures", states),
        ("Curves shown", str(drawn)),
    )


def _audit(most: int) -> str:
    return (
        "An attacker, written apart from the part that hides, took exactly what is printed and"
        " asked by linear programs how small and how large each hidden number could be. Each"
        f" small number could lie anywhere from 1 to {most}, each hidden zero from 0."
    )


def _over_time(about: About) -> str:
    if not about.office:
        return "This package was not compared with earlier ones: it was made outside a register."
    compared = (
        "Before this package left it was compared with every earlier release in the register of"
        " the office. Counts that differ from earlier ones by a few people are refused or hidden."
    )
    if not about.not_compared:
        return compared
    return (
        f"{compared} Releases of which the register does not hold what they printed could not be"
        f" compared: {about.not_compared}."
    )


def _attacks(release: SealedRelease) -> Pairs:
    least, most = release.threshold, release.threshold - 1
    return (
        ("Sums and differences of all tables at once", f"no number from 1 to {most} narrowed down"),
        ("The same cell in two tables", "one state everywhere"),
        ("The sign that stands for a hidden number", "the same for every reason"),
        ("Percentages, bases, intervals, exclusions", "shown only with both of their counts"),
        ("Groups that are all alike", "hidden"),
        ("Steps of survival curves", f"no step of fewer than {least} events or people at risk"),
        ("Making the package again", "the same bytes"),
    )
