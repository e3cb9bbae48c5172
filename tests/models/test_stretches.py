"""Stays in programs and in treatment: what overlaps, what covers a day, how long it lasts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.models import Enrollment, Stay
from ati_desktop.models.answers import Missing
from ati_desktop.models.dates import PartialDate, When

TODAY = date(2026, 5, 17)


def when(text: str | None) -> When | None:
    if text is None or text in tuple(Missing):
        return None if text is None else Missing(text)
    return PartialDate.parse(text)


def enrollment(start: str | None, end: str | None = None, outcome: str | None = None) -> Enrollment:
    return Enrollment(
        participant_id=1,
        program_id=1,
        admitted_on=when(start),
        exited_on=when(end),
        exit_program=outcome,
    )


@pytest.mark.parametrize(
    ("one", "two", "overlap"),
    [
        (("2024-01-01", "2024-03-31"), ("2024-03-31", "2024-06-30"), True),
        (("2024-01-01", "2024-03-30"), ("2024-03-31", "2024-06-30"), False),
        (("2024-01-01", None), ("2025-01-01", None), True),
        (("2024-01-01", "2024-12-31"), ("2025-01-01", None), False),
        (("2024-01-01", "2024-03"), ("2024-03-15", None), True),
        (("2024", "2024"), ("2024-12-31", None), True),
        ((None, "2024-01-01"), ("2023-01-01", "2023-02-01"), True),
        (("unknown", "unknown"), ("2023-01-01", "2023-02-01"), True),
    ],
)
def test_two_stays_overlap_where_they_can_share_a_day(
    one: tuple[str, str | None], two: tuple[str, str | None], overlap: bool
) -> None:
    first, second = enrollment(*one), enrollment(*two)
    assert first.overlaps(second) is overlap
    assert second.overlaps(first) is overlap


days = st.dates(date(2020, 1, 1), date(2026, 1, 1)).map(PartialDate.of)


@given(days, days, days, days)
def test_overlap_is_the_same_seen_from_both_stays(
    a: PartialDate, b: PartialDate, c: PartialDate, d: PartialDate
) -> None:
    one = Enrollment(participant_id=1, program_id=1, admitted_on=min(a, b), exited_on=max(a, b))
    two = Enrollment(participant_id=1, program_id=1, admitted_on=min(c, d), exited_on=max(c, d))
    assert one.overlaps(two) == two.overlaps(one)
    assert one.overlaps(one)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-05-17", None, 1),
        ("2026-05-16", None, 2),
        ("2026-05-01", "2026-05-01", 1),
        ("2026-05-01", "2026-05-10", 10),
        ("2026-05-18", None, None),
        ("2026-05", None, None),
        ("unknown", None, None),
        (None, None, None),
        # Somebody who left on a day nobody knows has not stayed until today.
        ("2026-05-01", "2026-05", None),
        ("2026-05-01", "unknown", None),
    ],
)
def test_days_in_a_program_count_the_first_one(
    start: str | None, end: str | None, days: int | None
) -> None:
    assert enrollment(start, end).days_in_program(TODAY) == days


def test_an_outcome_ends_a_stay_even_without_a_date() -> None:
    assert not enrollment("2026-01-01").ended
    assert enrollment("2026-01-01", "2026-02").ended
    left = enrollment("2026-01-01", None, "completed")
    assert left.ended
    assert left.days_in_program(TODAY) is None


def stay(start: str | None, end: str | None = None) -> Stay:
    return Stay(participant_id=1, episode_id=1, started_on=when(start), ended_on=when(end))


@pytest.mark.parametrize(
    ("start", "end", "day", "covered"),
    [
        ("2026-05-01", "2026-05-10", "2026-04-30", False),
        ("2026-05-01", "2026-05-10", "2026-05-01", True),
        ("2026-05-01", "2026-05-10", "2026-05-10", True),
        ("2026-05-01", "2026-05-10", "2026-05-11", False),
        ("2026-05-01", None, "2030-01-01", True),
        ("2026-05-01", "unknown", "2030-01-01", True),
        ("2026-05", "2026-06", "2026-06-30", True),
        ("2026-05", "2026-06", "2026-07-01", False),
        (None, None, "2026-05-01", False),
        ("unknown", "2026-05-10", "2026-05-01", False),
    ],
)
def test_a_stay_covers_its_days_as_far_as_they_are_known(
    start: str | None, end: str | None, day: str, covered: bool
) -> None:
    assert stay(start, end).covers(date.fromisoformat(day)) is covered
