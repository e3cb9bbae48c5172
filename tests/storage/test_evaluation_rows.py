from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.storage.evaluation_facts import Facts
from ati_desktop.storage.evaluation_rows import exact_ordinal, make_rows, month_of
from ati_desktop.storage.evaluation_schema import TABLES

TODAY = date(2026, 5, 17)
PROGRAMS = {1: ("DC", "Drug court")}


def facts(**said: Any) -> Facts:
    """One participant, 7, of whom nothing is known but what is said."""
    nothing: dict[str, Any] = {
        "people": [(7, "aa" * 8, "1", None, "unknown", False)],
        "births": {},
        "referrals": [],
        "enrollments": [],
        "stays": [],
        "events": [],
        "offences": {},
        "programs": PROGRAMS,
        "doubts": {},
        "source_kinds": {},
        "arrest_complete_to": None,
        "without_id": 0,
    }
    return Facts(**(nothing | said))


def referral(number: int = 1, on: str | None = None, **said: Any) -> tuple[Any, ...]:
    row = {"program": 1, "case": None, "decision": None, "decided": None, "person": 7} | said
    return (
        number,
        row["person"],
        row["program"],
        row["case"],
        "judge",
        None,
        on,
        row["decision"],
        row["decided"],
    )


def enrollment(
    number: int = 1,
    admitted: str | None = None,
    exited: str | None = None,
    *,
    ordered: str | None = None,
    referral_id: int | None = None,
) -> tuple[Any, ...]:
    return (number, 7, 1, referral_id, ordered, admitted, exited, None, None, None, None)


def as_dicts(known: Facts, name: str, today: date = TODAY) -> list[dict[str, Any]]:
    rows = getattr(make_rows(known, today), name)
    (table,) = (table for table in TABLES if table.name == name)
    assert all(len(row) == len(table.c) for row in rows)
    return [dict(zip(table.c.keys(), row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("text", "exact", "month"),
    [
        ("2024-03-11", date(2024, 3, 11).toordinal(), "2024-03"),
        ("2024-03-11~", None, "2024-03"),
        ("2024-03", None, "2024-03"),
        ("2024-03~", None, "2024-03"),
        ("2024", None, "2024"),
        ("2024~", None, "2024"),
        ("unknown", None, None),
        ("not_applicable", None, None),
        (None, None, None),
    ],
)
def test_only_a_date_known_to_the_day_gives_a_day(
    text: str | None, exact: int | None, month: str | None
) -> None:
    assert exact_ordinal(text) == exact
    assert month_of(text) == month


def test_the_anchor_is_the_first_referral_order_or_admission_known_to_the_day() -> None:
    known = facts(
        referrals=[referral(1, "2024-01"), referral(2, "2024-04-10", decided="2024-04-12")],
        enrollments=[
            enrollment(1, "2024-03-20", "2024-06-18", ordered="2024-03-11", referral_id=2),
            enrollment(2, "2023~", "2023-12-31"),
        ],
    )
    (person,) = as_dicts(known, "people")
    assert person["anchor_month"] == "2024-03"
    first, second = as_dicts(known, "referrals")
    assert (first["referral_no"], first["month"], first["day"]) == (1, "2024-01", None)
    assert (second["referral_no"], second["month"], second["day"]) == (2, "2024-04", 30)
    assert (second["decision_day"], second["closed_day"]) == (32, 99)
    vague, exact = as_dicts(known, "enrollments")
    assert (vague["enrollment_no"], vague["admitted_month"], vague["admitted_day"]) == (
        1,
        "2023",
        None,
    )
    assert vague["exited_day"] == -71
    assert vague["referral_no"] is None
    assert (exact["ordered_day"], exact["admitted_day"], exact["exited_day"]) == (0, 9, 99)
    assert (exact["referral_no"], exact["program"]) == (2, "DC")


def test_without_any_exact_date_there_are_months_and_no_days() -> None:
    known = facts(referrals=[referral(1, "2024-01")], events=[event("2024-02-01")])
    (person,) = as_dicts(known, "people")
    assert (person["anchor_month"], person["as_of_day"]) == (None, None)
    assert [row["month"] for row in as_dicts(known, "referrals")] == ["2024-01"]
    assert [row["day"] for row in as_dicts(known, "events")] == [None]


def event(on: str | None, **said: Any) -> tuple[Any, ...]:
    row = {"person": 7, "offence": None, "ended": None, "source": None} | said
    return (row["person"], "arrest", on, row["offence"], row["ended"], "02", 0, 1, row["source"])


def test_events_before_and_after_the_anchor_keep_their_distance() -> None:
    known = facts(
        referrals=[referral(1, "2024-03-11")],
        events=[
            event("2024-03-01", offence="2024-02-29", source=3),
            event("2024-03", ended="2025"),
        ],
        source_kinds={3: "police"},
        stays=[(7, "1", "outpatient", True, "2024-03-12", None), (8, "1", None, False, None, None)],
    )
    first, second = as_dicts(known, "events")
    assert (first["day"], first["offence_day"], first["source_kind"]) == (-10, -11, "police")
    assert (second["day"], second["end_day"], second["source_kind"]) == (None, None, None)
    assert (first["section"], first["index_case"], first["technical"]) == ("02", 0, 1)
    (stay,) = as_dicts(known, "stays")
    assert (stay["start_day"], stay["end_day"], stay["in_custody"]) == (1, None, True)


def test_people_who_share_a_docket_number_are_one_group() -> None:
    known = facts(
        people=[(at, f"{at:x}" * 16, "1", None, "unknown", False) for at in range(1, 7)],
        dockets={b"a": {2, 3}, b"b": {3, 5}, b"c": {4, 99}},
    )
    groups = {row["research_id"][0]: row["case_group"][0] for row in as_dicts(known, "people")}
    assert groups == {"1": "1", "2": "2", "3": "2", "4": "4", "5": "2", "6": "6"}


def test_people_without_a_research_id_leave_nothing() -> None:
    other = {"person": 8}
    known = facts(referrals=[referral(1, "2024-03-11", **other)], events=[event(None, **other)])
    assert as_dicts(known, "referrals") == []
    assert as_dicts(known, "events") == []


@given(
    anchor=st.dates(date(1990, 1, 1), TODAY),
    complete=st.dates(date(1990, 1, 1), TODAY),
)
def test_the_days_of_observation_tell_only_the_month_of_the_anchor(
    anchor: date, complete: date
) -> None:
    def observed(day: date) -> tuple[Any, ...]:
        known = facts(referrals=[referral(1, day.isoformat())], arrest_complete_to=complete)
        (person,) = as_dicts(known, "people")
        return person["as_of_day"], person["arrest_complete_day"]

    last = monthrange(anchor.year, anchor.month)[1]
    assert observed(anchor) == observed(anchor.replace(day=1)) == observed(anchor.replace(day=last))
    as_of, arrests = observed(anchor)
    assert as_of >= 0
    assert as_of == 0 or (TODAY - anchor).days - 30 <= as_of <= (TODAY - anchor).days
    assert (complete - anchor).days - 30 <= arrests <= (complete - anchor).days


@pytest.mark.parametrize(
    ("born", "year", "aged"),
    [
        ("1984-03-12", 1984, False),
        ("1984", 1984, False),
        ("1937-05-17", 1937, False),  # 89 today
        ("1936-05-18", 1936, False),  # 90 tomorrow
        ("1936-05-17", None, True),  # 90 today
        ("1936-05", None, True),  # may be 90
        ("1936-06", 1936, False),
        ("1936", None, True),
        ("1936~", None, True),
        ("1936-05~", None, True),
        ("1921-01-01", None, True),
        ("unknown", None, False),
        ("declined", None, False),
    ],
)
def test_who_may_be_over_89_has_no_birth_year(born: str, year: int | None, aged: bool) -> None:
    (person,) = as_dicts(facts(births={7: born}), "people")
    assert (person["birth_year"], person["aged_90_plus"]) == (year, aged)


def test_a_referral_is_closed_by_the_last_exit_of_all_its_enrollments() -> None:
    def closed(*enrollments: tuple[Any, ...]) -> Any:
        known = facts(referrals=[referral(1, "2024-03-11")], enrollments=enrollments)
        return as_dicts(known, "referrals")[0]["closed_day"]

    assert closed() is None
    assert closed(enrollment(1, exited="2024-03-21", referral_id=1)) == 10
    assert closed(enrollment(1, exited="2024-03", referral_id=1)) is None
    both = enrollment(1, exited="2024-03-21", referral_id=1)
    assert closed(both, enrollment(2, exited="2024-03-31", referral_id=1)) == 20
    assert closed(both, enrollment(2, referral_id=1)) is None


def test_doubts_about_the_referral_its_case_and_its_enrollments_stand_by_it() -> None:
    known = facts(
        referrals=[referral(1, "2024-03-11", case=5), referral(2, "2024-03-12")],
        enrollments=[enrollment(9, referral_id=1)],
        offences={5: ("0602", "narcotics")},
        doubts={
            ("referrals", 1): {"referral_before_case"},
            ("enrollments", 9): {"closed_on_referral_day", "referral_before_case"},
            ("legal_cases", 5): {"date_implausible"},
            ("people", 1): {"birth_date_implausible"},
        },
    )
    first, second = as_dicts(known, "referrals")
    assert first["doubts"] == "closed_on_referral_day,date_implausible,referral_before_case"
    assert (first["offence_section"], first["offence_category"]) == ("0602", "narcotics")
    assert (second["doubts"], second["offence_section"]) == (None, None)


def test_numbers_follow_the_dates_and_undated_ones_come_last() -> None:
    known = facts(
        referrals=[
            referral(1),
            referral(2, "2024-05-01"),
            referral(3, "2023"),
            referral(4, "unknown"),
        ]
    )
    months = [(row["referral_no"], row["month"]) for row in as_dicts(known, "referrals")]
    assert months == [(1, "2023"), (2, "2024-05"), (3, None), (4, None)]


@given(
    st.lists(st.dates(date(2000, 1, 1), TODAY), min_size=1, max_size=6), st.integers(-9999, 9999)
)
def test_offsets_do_not_move_when_all_dates_move_together(days: list[date], shift: int) -> None:
    def offsets(by: int) -> list[Any]:
        moved = [(day + timedelta(by)).isoformat() for day in days]
        known = facts(referrals=[referral(n, text) for n, text in enumerate(moved, 1)])
        return [row["day"] for row in as_dicts(known, "referrals")]

    assert offsets(0) == offsets(shift)
    assert min(offsets(0)) == 0
