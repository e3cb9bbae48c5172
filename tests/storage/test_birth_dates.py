from __future__ import annotations

import pytest

from ati_desktop.storage.birth_dates import read_typed

BOTH = ("1984-12-03", "1984-03-12")


@pytest.mark.parametrize(
    ("typed", "dates", "rest"),
    [
        ("12/03/1984", BOTH, ""),
        ("12.3.1984", BOTH, ""),
        ("1984-03-12", ("1984-03-12",), ""),
        ("1984/3/12", ("1984-03-12",), ""),
        ("12 mar 1984", ("1984-03-12",), ""),
        ("12th March, 1984", ("1984-03-12",), ""),
        ("march 12 1984", ("1984-03-12",), ""),
        ("12 de marzo de 1984", ("1984-03-12",), ""),
        ("1er août 1984", ("1984-08-01",), ""),
        ("mar 1984", ("1984-03",), ""),
        ("03/1984", ("1984-03",), ""),
        ("1984-03", ("1984-03",), ""),
        ("1984", ("1984",), ""),
        ("nguyen 1984", ("1984",), "nguyen"),
        ("maria 12/03/1984", BOTH, "maria"),
        ("25/03/1984", ("1984-03-25",), ""),
    ],
)
def test_a_birth_date_is_read_in_the_forms_people_type(
    typed: str, dates: tuple[str, ...], rest: str
) -> None:
    assert read_typed(typed)[0] == (dates, rest)


def test_two_figures_of_a_year_may_be_of_either_century() -> None:
    dates, rest = read_typed("25/03/84")[0]
    assert (set(dates), rest) == ({"1984-03-25", "2084-03-25"}, "")


@pytest.mark.parametrize(
    "typed", ["31/02/1984", "99/99/1984", "2021-CR-00123", "lan", "12345", "", "P-1984-AB"]
)
def test_what_is_no_date_stays_as_it_was_typed(typed: str) -> None:
    assert read_typed(typed) == [((), typed)]


def test_a_month_may_also_be_a_name() -> None:
    assert read_typed("April 1984") == [
        (("1984-04",), ""),
        (("1984",), "April"),
        ((), "April 1984"),
    ]
    assert read_typed("maria 1984") == [(("1984",), "maria"), ((), "maria 1984")]
