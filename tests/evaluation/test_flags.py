"""People and doubts as variables of the base table: a person is counted at one row."""

from __future__ import annotations

import pytest

from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.results import DOUBT, FIRST, FURTHER, NO_DOUBT, PERSON
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.courses import data, enrollment, referral
from tests.evaluation.office import office


def test_a_person_is_counted_at_the_first_admission_or_else_at_the_first_row() -> None:
    referrals = [
        referral("a", 1, decision="ineligible"),
        referral("a", 2),
        referral("a", 3),
        referral("b", 1, decision="ineligible"),
        referral("b", 2, decision="ineligible"),
    ]
    found = data((), referrals, [enrollment("a", 90, 3), enrollment("a", 20, 2)])
    spec = Spec("x")
    frame = build_base(found, choose_cohort(found, spec), spec).frame
    rows = {(row["research_id"], row["referral_no"]): row[PERSON] for row in frame.to_dicts()}
    assert rows == {
        ("a", 1): FURTHER,
        ("a", 2): FIRST,
        ("a", 3): FURTHER,
        ("b", 1): FIRST,
        ("b", 2): FURTHER,
    }


@pytest.mark.parametrize("kind", ["referral", "admission"])
def test_people_and_doubts_are_tables_that_are_not_listed(kind: str) -> None:
    evaluation = evaluate(office(90), Spec("x", kind=kind))
    flags = {table.variables: table.cells for table in evaluation.tables if not table.listed}
    people, rows = evaluation.cohort.people, evaluation.cohort.referrals
    late = evaluation.doubts["late"]
    assert flags == {
        (PERSON,): {(FIRST,): people, (FURTHER,): rows - people},
        (f"{DOUBT}late",): {("late",): late, (NO_DOUBT,): rows - late},
    }


def test_several_doubts_of_one_row_are_counted_each() -> None:
    found = data((), [referral("a", doubts="late,odd"), referral("b", doubts="odd"), referral("c")])
    evaluation = evaluate(found, Spec("x"))
    assert evaluation.doubts == {"late": 1, "odd": 2}
    for code, count in evaluation.doubts.items():
        (table,) = (one for one in evaluation.tables if one.id == DOUBT + code)
        assert table.cells[(code,)] == count
