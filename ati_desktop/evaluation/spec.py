"""What an evaluation is asked for: cohort, measures, breakdowns, follow-up; read from TOML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ati_desktop.errors import Refused
from ati_desktop.evaluation.catalogue import (
    BREAKDOWNS,
    MEASURES,
    RETENTION_DAYS,
    THRESHOLD,
    WINDOWS_DAYS,
)
from ati_desktop.evaluation.settings import Section

LONGEST_DAYS = 36_525


@dataclass(frozen=True, slots=True)
class CohortFileSpec:
    """Which cohort file stands beside, and which of its columns to use; None keeps its own."""

    name: str
    time: str | None = None
    event: str | None = None
    group: tuple[str, ...] = ()
    times: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Values of a breakdown that are counted as one, such as two years."""

    variable: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """One evaluation, checked. ``first`` and ``last`` are YYYY or YYYY-MM, both inclusive.

    ``period`` names the frozen copy of the figures to work on; None: the figures as they are.
    """

    title: str
    name: str = "specification"
    kind: Literal["referral", "admission"] = "referral"
    first: str | None = None
    last: str | None = None
    programs: tuple[str, ...] = ()
    measures: tuple[str, ...] = MEASURES
    by: tuple[str, ...] = BREAKDOWNS
    windows_days: tuple[int, ...] = WINDOWS_DAYS
    retention_days: tuple[int, ...] = RETENTION_DAYS
    completion_days: int | None = None
    threshold: int = THRESHOLD
    cohort_file: CohortFileSpec | None = None
    joins: tuple[Join, ...] = ()
    period: str | None = None

    def may_share(self, other: Spec) -> bool:
        """Tell whether a month and a program could be in the cohorts of both."""
        first = max(f"{each.first or '0000'}-01"[:7] for each in (self, other))
        last = min(f"{each.last or '9999'}-12"[:7] for each in (self, other))
        named = [set(each.programs) for each in (self, other) if each.programs]
        return first <= last and bool(set.intersection(*named) if named else {""})

    @classmethod
    def from_text(cls, text: str, name: str) -> Spec:
        """Read a specification; ``name`` (of its file) is used in refusals.

        Raises:
            Refused: it is not TOML, or a setting is unknown, missing or out of its range; the
                sentence names the setting and says what is allowed.
        """
        root = Section.of_text(text, name)
        parts = ("cohort", "follow_up", "protection", "cohort_file")
        root.knows("title", "measures", "by", *parts, "join")
        cohort, follow_up, protection = (root.section(part) for part in parts[:3])
        cohort.knows("kind", "from", "to", "programs", "period")
        follow_up.knows("windows_days", "retention_days", "completion_days")
        protection.knows("threshold")
        first, last = cohort.period("from"), cohort.period("to")
        if first and last and f"{first}-01"[:7] > f"{last}-12"[:7]:
            raise Refused(
                "{name}: in [cohort], from ({first}) lies after to ({last}).",
                name=name,
                first=first,
                last=last,
            )
        longest = (1, LONGEST_DAYS)
        return cls(
            title=root.text("title"),
            name=name,
            kind="admission" if cohort.choice("kind", _KINDS) == "admission" else "referral",
            first=first,
            last=last,
            programs=cohort.texts("programs"),
            measures=root.choices("measures", MEASURES),
            by=root.choices("by", BREAKDOWNS),
            windows_days=follow_up.numbers("windows_days", WINDOWS_DAYS, longest),
            retention_days=follow_up.numbers("retention_days", RETENTION_DAYS, longest),
            completion_days=follow_up.number("completion_days", None, longest),
            threshold=protection.number("threshold", THRESHOLD, (3, 20)) or THRESHOLD,
            cohort_file=_cohort_file(root) if "cohort_file" in root else None,
            joins=_joins(root, name),
            period=cohort.text("period") if "period" in cohort else None,
        )


_FEWEST_JOINED = 2
_KINDS = ("referral", "admission")


def _cohort_file(root: Section) -> CohortFileSpec:
    part = root.section("cohort_file")
    part.knows("name", "time", "event", "group", "times")
    return CohortFileSpec(
        name=part.text("name"),
        time=part.text("time") if "time" in part else None,
        event=part.text("event") if "event" in part else None,
        group=part.one_or_more("group"),
        times=part.moments("times"),
    )


def _joins(root: Section, name: str) -> tuple[Join, ...]:
    joins = []
    seen: set[tuple[str, str]] = set()
    for part in root.sections("join"):
        part.knows("variable", "values")
        join = Join(part.choice("variable", BREAKDOWNS), part.texts("values"))
        pairs = {(join.variable, value) for value in join.values}
        if len(pairs) < _FEWEST_JOINED or pairs & seen:
            raise Refused(
                "{name}: [[join]] of {variable} needs two or more values, and each value may stand"
                " in one join only.",
                name=name,
                variable=join.variable,
            )
        seen |= pairs
        joins.append(join)
    return tuple(joins)
