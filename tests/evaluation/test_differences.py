"""Rows known again from one state of the store to the next, and who came into each cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.differences import Rows, overlap_of, rows_behind
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.tables import where
from tests.evaluation.courses import data, enrollment, referral
from tests.evaluation.office import office

SPEC = Spec(title="x", by=("program",), measures=("referrals", "admissions"))
K = 5


def behind(data: EvaluationData, spec: Spec = SPEC) -> Rows:
    return rows_behind(data, spec, evaluate(data, spec))


def test_the_counts_of_all_regions_are_those_of_the_tables() -> None:
    then, now = office(60), office(75)
    overlap = overlap_of([behind(then), behind(now)], K)
    evaluation = evaluate(now, SPEC)
    (table,) = [each for each in evaluation.tables if each.variables == ("program",)]
    for (program,), count in table.cells.items():
        found = [
            region.counts[region.packages.index(1)][where(("program", program))]
            for region in overlap.regions
            if 1 in region.packages
        ]
        assert sum(found) == count


def test_the_same_state_and_question_have_no_moves_and_nothing_near() -> None:
    rows = behind(office(60))
    overlap = overlap_of([rows, rows], K)
    assert [region.packages for region in overlap.regions] == [(0, 1)]
    assert overlap.moves == ()
    assert [near for near in overlap.near if near.old == near.new] == []


def test_somebody_who_comes_goes_or_changes_is_seen_in_each_cell() -> None:
    then = data(referrals=[referral("a"), referral("b"), referral("c", program="VC")])
    now = data(referrals=[referral("b", program="VC"), referral("c", program="VC"), referral("d")])
    overlap = overlap_of([behind(then), behind(now)], K)
    assert sorted(region.packages for region in overlap.regions) == [(0,), (0, 1), (1,)]
    moves = {move.cell: (move.gained, move.lost) for move in overlap.moves}
    assert moves[where(("program", "DC"))] == (0, 1)
    assert moves[where(("program", "VC"))] == (1, 0)
    assert () not in moves


def test_a_later_referral_of_somebody_known_is_a_row_of_its_own() -> None:
    then = data(referrals=[referral("a")])
    now = data(referrals=[referral("a"), referral("a", 2, month="2021-01")])
    overlap = overlap_of([behind(then), behind(now)], K)
    assert sorted(region.packages for region in overlap.regions) == [(0, 1), (1,)]


def test_an_admission_is_the_row_of_its_referral_in_either_kind_of_cohort() -> None:
    store = data(
        referrals=[referral("a"), referral("b")],
        enrollments=[
            enrollment("a", 5),
            enrollment("a", 50, 2, referral_no=1),
            enrollment("c", 5, referral_no=None),
        ],
    )
    admissions = replace(SPEC, kind="admission", measures=("admissions",))
    overlap = overlap_of([behind(store), behind(store, admissions)], K)
    regions = {region.packages: region.counts[0][()] for region in overlap.regions}
    assert regions == {(0, 1): 1, (0,): 1, (1,): 2}


@pytest.mark.parametrize("few", [3, 5, 11])
def test_near_are_cells_that_differ_by_few_and_could_both_be_printed(few: int) -> None:
    then, now = office(120), office(124)
    near = overlap_of([behind(then), behind(now)], few).near
    whole = [each for each in near if each.old == each.new == ()]
    assert [(each.then, each.now, each.gained, each.lost) for each in whole] == (
        [(120, 124, 4, 0)] if few > 4 else []
    )
    assert all(min(each.then, each.now) >= few for each in near)


def test_a_program_then_and_the_cohort_of_that_program_now_are_near() -> None:
    store = office(120)
    alone = replace(SPEC, programs=("DC",))
    late = replace(alone, first="2018-05")
    near = overlap_of([behind(store), behind(store, late)], 20).near
    assert any(each.old == where(("program", "DC")) and each.new == () for each in near)
    exact = overlap_of([behind(store), behind(store, alone)], 20).near
    assert not any(each.old == where(("program", "DC")) and each.new == () for each in exact)
