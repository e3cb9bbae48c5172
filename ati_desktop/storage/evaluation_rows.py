"""From records to rows in which nobody can be named: months, offsets, codes, numbers.

The two days to which somebody was observed are counted from the last day of the month of the
anchor. Counted from the anchor itself they would give it away to whoever knows when the store was
made; this way they tell no more than the month, and claim at most 30 days of observation too
few.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ati_desktop.models import Enrollment, LegalCase, Referral
from ati_desktop.storage.birth_years import told_birth
from ati_desktop.storage.case_groups import case_groups
from ati_desktop.storage.evaluation_facts import Facts

_EXACT = 10
Table = list[tuple[Any, ...]]
Offset = Callable[[str | None], int | None]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of each table, in the order of its columns."""

    people: Table = field(default_factory=list)
    referrals: Table = field(default_factory=list)
    enrollments: Table = field(default_factory=list)
    stays: Table = field(default_factory=list)
    events: Table = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Person:
    """One person's research id, the ordinal of the anchor, and the numbers given to referrals."""

    research_id: str
    anchor: int | None
    referral_numbers: dict[int, int] = field(default_factory=dict)

    def day(self, text: str | None) -> int | None:
        """Return the offset of a date that is known to the day."""
        ordinal = exact_ordinal(text)
        return None if ordinal is None or self.anchor is None else ordinal - self.anchor


def exact_ordinal(text: str | None) -> int | None:
    """Return the ordinal of a date known to the day, else None."""
    if text is None or len(text) != _EXACT or not text[0].isdecimal():
        return None
    return date.fromisoformat(text).toordinal()


def month_of(text: str | None) -> str | None:
    """Return the month of a date, its year where only that is known, else None."""
    return text.rstrip("~")[:7] if text and text[0].isdecimal() else None


def make_rows(facts: Facts, today: date) -> Rows:
    """Return the rows of the evaluation store for one day."""
    anchors = _anchors(facts)
    people = {row[0]: _Person(row[1], anchors.get(row[0])) for row in facts.people}
    enrolled = _by_referral(facts)
    rows = Rows()
    groups = case_groups(facts.dockets, {row[0]: row[1] for row in facts.people})
    for row in facts.people:
        own = _person_row(row, facts, anchors.get(row[0]), today)
        rows.people.append((*own, groups[row[0]]))
    for person, number, row in _numbered(facts.referrals, people, date_at=6):
        person.referral_numbers[row[0]] = number
        rows.referrals.append(_referral_row(row, facts, person, number, enrolled[row[0]]))
    for person, number, row in _numbered(facts.enrollments, people, date_at=5):
        rows.enrollments.append(_enrollment_row(row, facts, person, number))
    for person, row in _known(facts.stays, people):
        rows.stays.append((person.research_id, *row[1:4], *map(person.day, row[4:6])))
    for person, row in _known(facts.events, people):
        source = facts.source_kinds.get(row[8])
        days = map(person.day, row[2:5])
        rows.events.append((person.research_id, row[1], *days, *row[5:8], source))
    return rows


def _known(rows: Iterable[Any], people: dict[int, _Person]) -> Iterable[tuple[_Person, Any]]:
    return ((people[row[0]], row) for row in rows if row[0] in people)


def _anchors(facts: Facts) -> dict[int, int]:
    found: dict[int, int] = {}
    dated = [(row[1], row[6]) for row in facts.referrals]
    dated += [(row[1], text) for row in facts.enrollments for text in (row[4], row[5])]
    for participant_id, text in dated:
        ordinal = exact_ordinal(text)
        if ordinal is not None and ordinal < found.get(participant_id, ordinal + 1):
            found[participant_id] = ordinal
    return found


def _by_referral(facts: Facts) -> defaultdict[int | None, list[Any]]:
    found: defaultdict[int | None, list[Any]] = defaultdict(list)
    for row in facts.enrollments:
        found[row[3]].append(row)
    return found


def _numbered(
    rows: Iterable[Any], people: dict[int, _Person], *, date_at: int
) -> Iterable[tuple[_Person, int, Any]]:
    """Yield each row with its person and its number: 1 for a person's first by date."""
    numbers: defaultdict[int, int] = defaultdict(int)

    def by_date(row: Any) -> tuple[bool, str]:
        month = month_of(row[date_at])
        return month is None, row[date_at] if month else ""

    for row in sorted(rows, key=by_date):
        if person := people.get(row[1]):
            numbers[row[1]] += 1
            yield person, numbers[row[1]], row


def _person_row(row: Any, facts: Facts, anchor: int | None, today: date) -> tuple[Any, ...]:
    birth = facts.births.get(row[0])
    year, aged = told_birth(birth, today)
    month = None if anchor is None else date.fromordinal(anchor).isoformat()[:7]
    as_of = _observed_to(today, anchor)
    arrests = _observed_to(facts.arrest_complete_to, anchor)
    as_of_day = None if as_of is None else max(as_of, 0)
    return (row[1], *row[2:5], year, aged, month, as_of_day, arrests)


def _observed_to(day: date | None, anchor: int | None) -> int | None:
    if day is None or anchor is None:
        return None
    first = date.fromordinal(anchor)
    last_of_month = first.replace(day=monthrange(first.year, first.month)[1])
    return (day - last_of_month).days


def _program(facts: Facts, program_id: int | None) -> str | None:
    return facts.programs[program_id][0] if program_id is not None else None


def _referral_row(
    row: Any, facts: Facts, person: _Person, number: int, enrolled: list[Any]
) -> tuple[Any, ...]:
    section, category = facts.offences.get(row[3], (None, None))
    return (
        person.research_id,
        number,
        _program(facts, row[2]),
        row[4],
        row[5],
        month_of(row[6]),
        person.day(row[6]),
        row[7],
        person.day(row[8]),
        section,
        category,
        _closed(person, enrolled),
        _doubts(row, facts, enrolled),
    )


def _closed(person: _Person, enrolled: list[Any]) -> int | None:
    """Return the day of the last exit, when every enrollment of a referral has a known one."""
    days = [person.day(row[6]) for row in enrolled]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _doubts(row: Any, facts: Facts, enrolled: list[Any]) -> str | None:
    """Return the doubts about a referral, its case and its enrollments, settled ones too."""
    about = [(Referral.__tablename__, row[0]), (LegalCase.__tablename__, row[3])]
    about += [(Enrollment.__tablename__, one[0]) for one in enrolled]
    codes = set().union(*(facts.doubts.get(one, ()) for one in about))
    return ",".join(sorted(codes)) or None


def _enrollment_row(row: Any, facts: Facts, person: _Person, number: int) -> tuple[Any, ...]:
    return (
        person.research_id,
        number,
        person.referral_numbers.get(row[3]),
        _program(facts, row[2]),
        person.day(row[4]),
        person.day(row[5]),
        month_of(row[5]),
        person.day(row[6]),
        *row[7:11],
    )
