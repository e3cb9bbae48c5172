"""Dates without a calendar: what a shift keeps, and what must not give it away."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.dates import (
    LONG_REACH,
    REACH,
    Window,
    as_number,
    draw_shift,
    interval,
    intervals_kept,
    weekdays_flat,
)

START = date(2020, 1, 1).toordinal()
END = date(2023, 12, 31).toordinal()
WINDOW = Window(START, END)


@pytest.mark.parametrize("reach", [REACH, LONG_REACH])
def test_every_shift_but_none_is_drawn(reach: int) -> None:
    drawn = Counter(draw_shift(secrets.token_bytes, reach) for _ in range(60_000))
    assert set(drawn) <= set(range(-reach, reach + 1)) - {0}
    assert 0 not in drawn
    assert min(drawn) == -reach
    assert max(drawn) == reach
    assert max(drawn.values()) < 4 * 60_000 / (2 * reach)


def test_a_shift_reaches_both_ends_and_passes_over_none() -> None:
    def given_number(number: int) -> int:
        return draw_shift(number.to_bytes)

    assert [given_number(n) for n in (0, 181, 182, 363, 364)] == [-182, -1, 1, 182, -182]


def test_a_number_that_would_favour_some_shifts_is_drawn_again() -> None:
    turns = iter([b"\xff" * 4, (5).to_bytes(4)])
    assert draw_shift(lambda size: next(turns)) == -177


@given(st.lists(st.integers(START, END), min_size=1, max_size=5), st.integers(-182, 182))
def test_where_days_may_be_told_many_shifts_explain_them(days: list[int], shift: int) -> None:
    told = [day + shift for day in days]
    if not WINDOW.holds(told):
        return
    explained = [
        guess
        for guess in range(-REACH, REACH + 1)
        if guess and all(START <= day - guess <= END for day in told)
    ]
    assert len(explained) >= REACH - 1


def test_a_day_outside_the_window_is_not_told() -> None:
    assert WINDOW.holds([START, START + 30])
    assert not WINDOW.holds([START - 1, START + 30])
    assert not WINDOW.holds([END - 10, END + 1])
    assert WINDOW.holds([])
    assert len(WINDOW) == 1461


def test_a_course_as_long_as_the_window_is_not_told() -> None:
    assert not WINDOW.holds([START + 1, END - 1])
    assert not Window(START, START + 100).holds([START + 50])


def test_weekdays_show_dates_that_were_not_shifted() -> None:
    workdays = [day for day in range(START, END) if date.fromordinal(day).weekday() < 5]
    assert not weekdays_flat(workdays)
    assert weekdays_flat([day + draw_shift(secrets.token_bytes) for day in workdays])
    assert weekdays_flat([])


def test_whole_weeks_would_keep_the_weekday_and_are_found_out() -> None:
    workdays = [day for day in range(START, END) if date.fromordinal(day).weekday() < 5]
    assert not weekdays_flat([day + 7 * (day % 20) for day in workdays])


def test_days_of_one_person_stay_as_far_apart_as_they_were() -> None:
    before = [[1, 5, 9], [4], []]
    assert intervals_kept(before, [[11, 15, 19], [2], []])
    assert not intervals_kept(before, [[11, 15, 20], [2], []])
    assert not intervals_kept(before, [[11, 15], [2], []])
    assert not intervals_kept(before, [[11, 15, 19]])


def test_intervals_are_whole_units() -> None:
    assert [interval(days, "days") for days in (None, 0, 13)] == [None, 0, 13]
    assert [interval(days, "weeks") for days in (6, 7, 13, 14)] == [0, 1, 1, 2]
    assert [interval(days, "months") for days in (30, 31, 366)] == [0, 1, 12]


def test_a_day_as_a_number_counts_from_1960() -> None:
    assert as_number(date(1960, 1, 1).toordinal()) == 0
    assert as_number(date(2024, 3, 11).toordinal()) == 23446
