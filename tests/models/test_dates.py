from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.errors import Refused
from ati_desktop.models.answers import Missing
from ati_desktop.models.dates import PartialDate, exact_day, surely_before, whole_years


def _cut(day: date, precision: int, about: bool) -> PartialDate:
    parts = (day.year, day.month, day.day)[:precision]
    return PartialDate(*parts, approximate=about)


partial_dates = st.builds(_cut, st.dates(), st.integers(1, 3), st.booleans())


@pytest.mark.parametrize(
    "text", ["2024", "2024-03", "2024-03-11", "2024~", "2024-03~", "2024-03-11~", "0001-01-01"]
)
def test_the_stored_form_is_read_back_as_it_was(text: str) -> None:
    assert PartialDate.parse(text).text == text


@given(partial_dates)
def test_every_date_comes_back_from_its_text(when: PartialDate) -> None:
    assert PartialDate.parse(when.text) == when


@pytest.mark.parametrize(
    "text",
    ["", "11.03.2024", "2024-3-11", "2024-13", "2024-02-30", "2023-02-29", "0000", "2024-03-11 ~",
     "2024-03-11T00:00", "20240311", "about 2024", "2024-00", "2024-03-00",
     "2024--11", "-2024"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        PartialDate.parse(text)


def test_a_leap_day_is_a_day_in_leap_years_only() -> None:
    assert PartialDate.parse("2024-02-29").exact == date(2024, 2, 29)
    assert PartialDate(2024, 2).latest == date(2024, 2, 29)
    assert PartialDate(2023, 2).latest == date(2023, 2, 28)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(Refused, match="month"):
        PartialDate(2024, None, 11)


@given(partial_dates)
def test_the_first_possible_day_is_never_after_the_last(when: PartialDate) -> None:
    assert when.earliest <= when.latest
    assert (when.latest - when.earliest).days in range(366)
    assert (when.exact is not None) == (when.day is not None and not when.approximate)


@given(st.lists(partial_dates))
def test_dates_of_any_precision_can_be_put_in_order(dates: list[PartialDate]) -> None:
    ordered = sorted(dates)
    assert [one.earliest for one in ordered] == sorted(one.earliest for one in dates)


@given(partial_dates, partial_dates)
def test_the_order_is_whole_and_agrees_with_being_equal(one: PartialDate, two: PartialDate) -> None:
    assert (one < two) + (two < one) + (one == two) == 1
    assert (one <= two) == (one < two or one == two)


def test_a_year_stands_before_its_months_and_a_month_before_its_days() -> None:
    texts = ["2024", "2024-01", "2024-01-01", "2024-01-01~", "2024-03", "2024-03-11"]
    assert [when.text for when in sorted(map(PartialDate.parse, reversed(texts)))] == texts


@given(partial_dates, partial_dates)
def test_surely_before_is_said_only_where_no_day_could_contradict(
    one: PartialDate, two: PartialDate
) -> None:
    if surely_before(one, two):
        assert one.latest < two.earliest
        assert not surely_before(two, one)
    assert not surely_before(one, one)


@pytest.mark.parametrize(
    ("first", "second", "sure"),
    [
        ("2024-03-10", "2024-03-11", True),
        ("2024-03-11", "2024-03-11", False),
        ("2024-03", "2024-03-11", False),
        ("2024-02", "2024-03-01", True),
        ("2024", "2024-12-31", False),
        ("2023", "2024", True),
        # Told as "about": it may have been somewhat later than it says.
        ("2024-03-10~", "2024-03-11", False),
        ("2024-03-10", "2024-03-11~", False),
        ("2023~", "2024", False),
        ("2020~", "2024", True),
    ],
)
def test_being_before_follows_what_is_known(first: str, second: str, sure: bool) -> None:
    assert surely_before(PartialDate.parse(first), PartialDate.parse(second)) is sure


def test_a_missing_date_is_before_nothing() -> None:
    day = PartialDate(2024, 3, 11)
    for other in (None, *Missing):
        assert not surely_before(other, day)
        assert not surely_before(day, other)
        assert exact_day(other) is None


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1990-05-17", date(2026, 5, 16), 35),
        ("1990-05-17", date(2026, 5, 17), 36),
        ("2000-02-29", date(2023, 2, 28), 22),
        ("2000-02-29", date(2023, 3, 1), 23),
        ("2000-02-29", date(2024, 2, 29), 24),
        ("1990-05", date(2026, 6, 1), 36),
        ("1990-05", date(2026, 5, 17), None),
        ("1990", date(2026, 6, 1), None),
        ("1990", date(2026, 12, 31), 36),
        ("2026-05-18", date(2026, 5, 17), None),
        ("1990-05-17~", date(2026, 6, 1), None),
    ],
)
def test_the_age_is_counted_in_completed_years_or_left_open(
    born: str, on: date, years: int | None
) -> None:
    assert whole_years(PartialDate.parse(born), on) == years


@given(st.dates(max_value=date(2100, 1, 1)), st.integers(0, 60_000))
def test_an_age_never_sinks_and_rises_once_a_year(born: date, days: int) -> None:
    if born.toordinal() + days + 366 > date.max.toordinal():
        return
    day = born + timedelta(days=days)
    now, later = (whole_years(PartialDate.of(born), one) for one in (day, day + timedelta(366)))
    assert now is not None
    assert later is not None
    assert later - now in (1, 2)


def test_the_month_is_told_where_it_is_known() -> None:
    assert PartialDate(2024, 3, 11).month_text == "2024-03"
    assert PartialDate(2024, 3).month_text == "2024-03"
    assert PartialDate(2024).month_text is None
