"""Every row of the base table gets one value of every variable, and none is dropped."""

from __future__ import annotations

import pytest

from ati_desktop.evaluation.base import BaseTable, build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.courses import Row, data, enrollment, person, referral


def base(
    *stays: Row, spec: Spec | None = None, people: tuple[Row, ...] = (), **said: object
) -> BaseTable:
    """Return the base table of one referral a named person, each with the stay given."""
    spec = spec or Spec("x", retention_days=(90,), completion_days=365)
    names = dict.fromkeys(str(stay["research_id"]) for stay in stays)
    found = data(people, [referral(name, **said) for name in names], stays)
    return build_base(found, choose_cohort(found, spec), spec)


def value(name: str, *stays: Row, **said: object) -> str:
    found = base(*stays, **said)  # type: ignore[arg-type]
    assert found.frame.height == 1
    return str(found.frame[name][0])


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ({}, "enrolled"),
        ({"exit_program": "completed", "exited_day": 300}, "completed"),
        ({"exit_program": "not_completed"}, "not_completed"),
        ({"exit_program": "other_exit", "exited_day": 3}, "other_exit"),
        ({"exit_program": "unknown"}, "exit_not_recorded"),
        ({"exited_day": 40}, "exit_not_recorded"),
    ],
)
def test_the_result_of_a_stay(said: Row, result: str) -> None:
    assert value("result", enrollment("a", 10, **said)) == result


@pytest.mark.parametrize(
    ("decision", "result"),
    [
        ("ineligible", "not_admitted"),
        ("pending", "not_admitted"),
        (None, "not_admitted"),
        ("declined", "not_admitted"),
        ("admitted", "admission_not_recorded"),
        ("unknown", "admission_not_recorded"),
    ],
)
def test_the_result_of_a_referral_without_a_stay(decision: str | None, result: str) -> None:
    found = data(referrals=[referral("a", decision=decision)])
    table = build_base(found, choose_cohort(found, Spec("x")), Spec("x"))
    assert table.frame["result"].to_list() == [result]
    admitted = {"not_admitted": "not_admitted"}.get(result, "not_recorded")
    assert table.frame["admission"].to_list() == [admitted]
    assert table.frame["rearrest_365"].to_list() == [admitted]


@pytest.mark.parametrize(
    ("exit_said", "retained", "completed"),
    [
        ({}, "yes", "no"),
        ({"exit_program": "completed", "exited_day": 40}, "yes", "yes"),
        ({"exit_program": "completed", "exited_day": 376}, "yes", "no"),
        ({"exit_program": "completed"}, "yes", "not_recorded"),
        ({"exit_program": "not_completed", "exited_day": 99}, "no", "no"),
        ({"exit_program": "not_completed", "exited_day": 100}, "yes", "no"),
        ({"exit_program": "other_exit", "exited_day": 99}, "no", "no"),
        ({"exit_program": "not_completed"}, "not_recorded", "no"),
        ({"exit_program": "unknown", "exited_day": 99}, "not_recorded", "not_recorded"),
        ({"exit_program": "unknown", "exited_day": 100}, "yes", "not_recorded"),
        ({"exit_program": "unknown", "exited_day": 376}, "yes", "no"),
        ({"exit_program": "unknown"}, "not_recorded", "not_recorded"),
        ({"exit_program": "completed", "exited_day": 9}, "not_recorded", "not_recorded"),
    ],
)
def test_retention_at_90_and_completion_by_365_days_after_day_10(
    exit_said: Row, retained: str, completed: str
) -> None:
    stay = enrollment("a", 10, **exit_said)
    assert value("retained_90", stay) == retained
    assert value("completed_365", stay) == completed


def test_nobody_is_judged_at_a_day_that_has_not_come() -> None:
    stay = enrollment("a", 10, exit_program="completed", exited_day=40)
    assert value("retained_90", stay, people=(person("a", as_of_day=99),)) == "not_yet_observed"
    assert value("retained_90", stay, people=(person("a", as_of_day=100),)) == "yes"
    assert value("retained_90", stay, people=(person("a", as_of_day=None),)) == "not_recorded"


def test_an_admission_without_a_day_is_not_judged() -> None:
    assert value("retained_90", enrollment("a", None, admitted_month="2020-02")) == "not_recorded"


@pytest.mark.parametrize(
    ("said", "closing", "days"),
    [
        ({"closed_day": 5}, "closed", 5),
        ({"closed_day": 0}, "closed", 0),
        ({"closed_day": -1}, "closed_before_referral", None),
        ({"closed_day": 5, "day": None}, "closed_inexact", None),
        ({}, "open", None),
    ],
)
def test_closing_has_its_days_or_says_why_not(said: Row, closing: str, days: int | None) -> None:
    table = base(enrollment("a", 0), **said).frame
    assert (table["closing"][0], table["closing_days"][0]) == (closing, days)


def test_the_end_of_the_stay_closes_a_referral_that_has_no_day_of_its_own() -> None:
    ended = base(enrollment("a", 0, exited_day=70, exit_program="completed"), day=10).frame
    assert (ended["closing"][0], ended["closing_days"][0]) == ("closed", 60)
    vague = base(enrollment("a", 0, exit_program="completed")).frame
    assert vague["closing"].to_list() == ["closed_inexact"]


@pytest.mark.parametrize(
    ("day", "admitted", "admission", "days"),
    [
        (0, 12, "admitted", 12),
        (13, 12, "admitted_before_referral", None),
        (None, 12, "admitted_inexact", None),
        (0, None, "admitted_inexact", None),
    ],
)
def test_admission_has_its_days_or_says_why_not(
    day: int | None, admitted: int | None, admission: str, days: int | None
) -> None:
    table = base(enrollment("a", admitted), day=day).frame
    assert (table["admission"][0], table["admission_days"][0]) == (admission, days)


def test_an_admission_without_a_referral_says_so() -> None:
    spec = Spec("x", kind="admission")
    found = data(enrollments=[enrollment("a", 10, referral_no=None)])
    table = build_base(found, choose_cohort(found, spec), spec)
    assert table.frame["admission"].to_list() == ["no_referral"]
    assert table.frame["closing"].to_list() == ["open"]
    assert table.variables["year"].title == "Year of admission"


def test_missing_answers_stay_apart_and_come_last() -> None:
    people = [
        person("a", sex="2"),
        person("b", sex="unknown"),
        person("c", sex=None),
        person("d", sex="1"),
        person("e", sex="declined"),
    ]
    found = data(people, [referral(str(one["research_id"])) for one in people])
    sex = build_base(found, choose_cohort(found, Spec("x")), Spec("x")).variables["sex"]
    assert sex.values == ("1", "2", "unknown", "declined", "not_recorded")
    assert [sex.labels[code] for code in sex.values] == [
        "Male",
        "Female",
        "Unknown",
        "Declined to answer",
        "Not recorded",
    ]


def test_words_given_with_the_data_are_used_and_codes_without_words_are_shown() -> None:
    rows = [referral("a", 1, program="DS"), referral("a", 2, program="ACT")]
    found = data(referrals=rows, labels={"program": {"DS": "Drug school", "XX": "Not there"}})
    table = build_base(found, choose_cohort(found, Spec("x")), Spec("x"))
    program = table.variables["program"]
    assert (program.values, program.labels) == (("DS", "ACT"), {"DS": "Drug school", "ACT": "ACT"})


def test_every_row_has_one_of_the_closed_values_of_every_variable() -> None:
    table = base(enrollment("a", 5), enrollment("b", None), month="2020", day=None)
    for name, variable in table.variables.items():
        assert set(table.frame[name]) <= set(variable.values)
        assert set(variable.labels) == set(variable.values)
    assert table.variables["year"].values == ("2020",)
