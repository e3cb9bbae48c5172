from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.errors import Refused
from ati_desktop.models.dates import PartialDate
from ati_desktop.ui.kit.typed_dates import DateWords, read_date

TODAY = date(2026, 11, 12)
US = DateWords("mdy")
UK = DateWords("dmy")
SPAIN = DateWords(
    "dmy",
    ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
     "octubre", "noviembre", "diciembre"),
    ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    {"hoy": 0, "ayer": -1, "mañana": 1},
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("today", "2026-11-12"),
        ("Yesterday", "2026-11-11"),
        ("tomorrow", "2026-11-13"),
        ("-3", "2026-11-09"),
        ("+14", "2026-11-26"),
        ("mon", "2026-11-09"),
        ("thu", "2026-11-12"),
        ("fri", "2026-11-06"),
        ("3/11", "2026-03-11"),
        ("12/28", "2025-12-28"),
        ("25/3", "2026-03-25"),
        ("3/11/24", "2024-03-11"),
        ("3/11/85", "1985-03-11"),
        ("3.11.2024", "2024-03-11"),
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("3/2024", "2024-03"),
        ("mar 2024", "2024-03"),
        ("March 2024", "2024-03"),
        ("2024 mar", "2024-03"),
        ("mar", "2026-03"),
        ("dec", "2025-12"),
        ("11 mar", "2026-03-11"),
        ("11 mar 2024", "2024-03-11"),
        ("mar 11, 2024", "2024-03-11"),
        ("11-mar-24", "2024-03-11"),
        ("2024-03-11", "2024-03-11"),
        ("20240311", "2024-03-11"),
        ("~2024", "2024~"),
        ("2024-03~", "2024-03~"),
        ("about mar 2024", "2024-03~"),
        ("c. 1990", "1990~"),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, stored: str) -> None:
    assert read_date(typed, TODAY, US) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("3/11", "2026-11-03"), ("11/3/2024", "2024-03-11"), ("3/25/2024", "2024-03-25")],
)
def test_the_locale_decides_which_number_is_the_day(typed: str, stored: str) -> None:
    assert read_date(typed, TODAY, UK) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("ayer", "2026-11-11"), ("miercoles", "2026-11-11"), ("11 septiembre 2024", "2024-09-11")],
)
def test_other_languages_are_read_without_their_accents(typed: str, stored: str) -> None:
    assert read_date(typed, TODAY, SPAIN) == stored


@pytest.mark.parametrize(
    ("typed", "stored"), [("mon", "2026-11-16"), ("3/11", "2027-03-11"), ("thu", "2026-11-12")]
)
def test_a_date_to_come_lies_ahead(typed: str, stored: str) -> None:
    assert read_date(typed, TODAY, US, towards=1) == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 feb 2024", "29 days"),
        ("13/13/2024", "no month 13"),
        ("sometime", "not part of a date"),
        ("11", "needs a month"),
        ("3/11/1200", "not a year"),
        ("+99999", "not a year"),
        ("11 mar 2024 2025", "too many parts"),
    ],
)
def test_what_cannot_be_a_date_is_told_by_its_part(typed: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_date(typed, TODAY, US)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["mdy", "dmy", "ymd"]))
def test_a_whole_date_comes_back_from_every_shape(day: date, order: str) -> None:
    words = DateWords(order)
    shapes = {"mdy": "%m/%d/%Y", "dmy": "%d.%m.%Y", "ymd": "%Y-%m-%d"}
    for shape in (shapes[order], "%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%b %d, %Y"):
        assert read_date(day.strftime(shape), TODAY, words) == day.isoformat()


@given(st.integers(-5000, 5000))
def test_an_offset_counts_days_from_today(days: int) -> None:
    assert read_date(f"{days:+d}", TODAY, US) == (TODAY + timedelta(days=days)).isoformat()


@given(st.text(max_size=14))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        stored = read_date(text, TODAY, US)
    except Refused:
        return
    assert stored == "" or PartialDate.parse(stored).text == stored


@given(st.text(alphabet="0123456789/-. marjun~", max_size=12))
def test_near_dates_are_read_or_refused(text: str) -> None:
    try:
        stored = read_date(text, TODAY, US)
    except Refused:
        return
    assert stored == "" or PartialDate.parse(stored).text == stored
