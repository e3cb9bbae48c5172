"""Which arrest counts as a new one, of whom, and how long anybody was followed."""

from __future__ import annotations

import pytest

from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.courses import Row, arrest, data, enrollment, person, referral

SPEC = Spec("x", windows_days=(365,))


def looked_at(
    *events: Row, complete: int | None = 1000, admitted: int | None = 100
) -> tuple[str, str, int | None, bool | None]:
    """Return window, ever, days followed and event of one person admitted on day 100."""
    found = data(
        [person("a", arrest_complete_day=complete)],
        [referral("a")],
        [enrollment("a", admitted)],
        events,
    )
    row = build_base(found, choose_cohort(found, SPEC), SPEC).frame.row(0, named=True)
    return row["rearrest_365"], row["rearrest_followed"], row["follow_days"], row["new_arrest"]


def test_without_an_arrest_a_person_is_followed_to_the_day_the_source_is_complete() -> None:
    assert looked_at() == ("no", "no_new_arrest", 900, False)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (arrest("a", 465), ("yes", "new_arrest", 365, True)),
        (arrest("a", 466), ("no", "new_arrest", 366, True)),
        (arrest("a", 101), ("yes", "new_arrest", 1, True)),
        (arrest("a", 100), ("no", "no_new_arrest", 900, False)),
        (arrest("a", 200, offence_day=99), ("no", "no_new_arrest", 900, False)),
        (arrest("a", 500, offence_day=150), ("yes", "new_arrest", 50, True)),
        (arrest("a", 200, index_case=True), ("no", "no_new_arrest", 900, False)),
        (arrest("a", 200, technical=True), ("no", "no_new_arrest", 900, False)),
        (arrest("a", 1001, offence_day=150), ("no", "no_new_arrest", 900, False)),
        (arrest("a", 1000), ("no", "new_arrest", 900, True)),
        (arrest("a", None, offence_day=150), ("yes", "new_arrest", 50, True)),
        ({**arrest("a", 200), "kind": "conviction"}, ("no", "no_new_arrest", 900, False)),
        (arrest("a", None), ("not_recorded", "not_recorded", None, None)),
    ],
)
def test_which_arrest_is_a_new_one(event: Row, expected: tuple[object, ...]) -> None:
    assert looked_at(event) == expected


def test_the_first_of_several_new_arrests_counts() -> None:
    events = (arrest("a", 700), arrest("a", 400), arrest("a", 150, technical=True))
    assert looked_at(*events) == ("yes", "new_arrest", 300, True)


def test_an_undated_arrest_beside_a_dated_one_changes_nothing() -> None:
    assert looked_at(arrest("a", None), arrest("a", 200)) == ("yes", "new_arrest", 100, True)


def test_nobody_with_a_short_follow_up_is_in_a_window_even_with_a_new_arrest() -> None:
    expected = ("not_yet_observed", "new_arrest", 50, True)
    assert looked_at(arrest("a", 150), complete=464) == expected
    assert looked_at(arrest("a", 150), complete=465)[0] == "yes"


def test_without_a_source_or_before_it_ends_nobody_is_followed() -> None:
    nobody = ("not_followed", "not_followed", None, None)
    assert looked_at(arrest("a", 150), complete=None) == nobody
    assert looked_at(complete=100) == nobody
    assert looked_at(admitted=None) == ("not_recorded", "not_recorded", None, None)


def test_the_clock_starts_at_the_first_admission_and_stays_there() -> None:
    found = data(
        [person("a", arrest_complete_day=2000)],
        [referral("a", 1), referral("a", 2), referral("a", 3, decision="ineligible")],
        [enrollment("a", 400, 1), enrollment("a", 100, 2)],
        [arrest("a", 450)],
    )
    frame = build_base(found, choose_cohort(found, SPEC), SPEC).frame
    assert frame["rearrest_365"].to_list() == ["not_first", "yes", "not_admitted"]
    assert frame["follow_days"].to_list() == [None, 350, None]


@pytest.mark.parametrize(
    ("month", "first"), [("2020-05", "no"), ("2020-04", "not_first"), ("2020", "not_first")]
)
def test_a_vague_admission_that_may_be_the_first_stops_the_clock(month: str, first: str) -> None:
    found = data(
        [person("a", arrest_complete_day=2000)],
        [referral("a", 1), referral("a", 2)],
        [enrollment("a", 100, 1), enrollment("a", None, 2, admitted_month=month)],
    )
    frame = build_base(found, choose_cohort(found, SPEC), SPEC).frame
    assert frame["admitted_month"][0] == "2020-04"
    other = "not_first" if first == "no" else "not_recorded"
    assert frame["rearrest_365"].to_list() == [first, other]
