"""Rows known again from one state of the store to the next, and who came into each cell."""

from __future__ import annotations

from dataclasses import replace

from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.differences import overlap_of
from ati_desktop.evaluation.package_rows import Rows, rows_behind
from ati_desktop.evaluation.results import Where
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.tables import where
from tests.evaluation.courses import data, enrollment, referral
from tests.evaluation.office import office

SPEC = Spec(title="x", by=("program",), measures=("referrals", "admissions"))


def behind(data: EvaluationData, spec: Spec = SPEC) -> Rows:
    return rows_behind(data, spec, evaluate(data, spec))


def test_the_counts_of_all_regions_are_those_of_the_tables() -> None:
    then, now = office(60), office(75)
    overlap = overlap_of([behind(then), behind(now)])
    evaluation = evaluate(now, SPEC)
    (table,) = [each for each in evaluation.tables if each.variables == ("program",)]
    for (program,), count in table.cells.items():
        found = [
            region.counts[region.packages.index(1)][where(("program", program))]
            for region in overlap.regions
            if 1 in region.packages
        ]
        assert sum(found) == count


def test_the_same_state_and_question_have_no_moves_and_no_changes() -> None:
    rows = behind(office(60))
    overlap = overlap_of([rows, rows])
    assert [region.packages for region in overlap.regions] == [(0, 1)]
    assert overlap.moves == ()
    assert overlap.changes == ()
    assert overlap.insiders == ()


def test_somebody_who_comes_goes_or_changes_is_seen_in_each_cell() -> None:
    then = data(referrals=[referral("a"), referral("b"), referral("c", program="VC")])
    now = data(referrals=[referral("b", program="VC"), referral("c", program="VC"), referral("d")])
    overlap = overlap_of([behind(then), behind(now)])
    assert sorted(region.packages for region in overlap.regions) == [(0,), (0, 1), (1,)]
    moves = {move.cell: (move.gained, move.lost) for move in overlap.moves}
    assert moves[where(("program", "DC"))] == (0, 1)
    assert moves[where(("program", "VC"))] == (1, 0)
    assert () not in moves


def test_a_later_referral_of_somebody_known_is_a_row_of_its_own() -> None:
    then = data(referrals=[referral("a")])
    now = data(referrals=[referral("a"), referral("a", 2, month="2021-01")])
    overlap = overlap_of([behind(then), behind(now)])
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
    overlap = overlap_of([behind(store), behind(store, admissions)])
    regions = {region.packages: region.counts[0][()] for region in overlap.regions}
    assert regions == {(0, 1): 1, (0,): 1, (1,): 2}


def test_people_who_came_and_people_who_left_are_two_counts() -> None:
    then = data(referrals=[referral("a"), referral("b"), referral("c", program="VC")])
    now = data(referrals=[referral("b", program="VC"), referral("c", program="VC"), referral("d")])
    found = overlap_of([behind(then), behind(now)]).changes
    changes = {each.cells: (each.came, each.left, each.gained, each.lost) for each in found}
    dc, vc = where(("program", "DC")), where(("program", "VC"))
    assert changes[((),)] == (1, 1, 0, 0)
    assert changes[(dc,)] == (1, 2, 0, 1)
    assert changes[(vc,)] == (1, 0, 1, 0)


def test_people_who_came_or_moved_are_named_once_with_all_their_rows() -> None:
    dc, vc = where(("program", "DC")), where(("program", "VC"))
    then = [referral("a"), referral("b"), referral("v", program="VC"), referral("w")]
    now = [*then[:1], referral("b", program="VC"), *then[2:], referral("d"), referral("e")]
    now += [referral("w", 2, month="2021-01", program="VC")]
    overlap = overlap_of([behind(data(referrals=then)), behind(data(referrals=now))])

    def by_program(cells: frozenset[Where]) -> frozenset[Where]:
        return frozenset(cell for cell in cells if dict(cell).keys() <= {"program"})

    found = [
        sorted((tuple(map(by_program, row)) for row in each.rows), key=repr)
        for each in overlap.insiders
    ]
    in_dc, in_vc, nowhere = frozenset({(), dc}), frozenset({(), vc}), frozenset[Where]()
    stayed_and_came = sorted([(in_dc, in_dc), (nowhere, in_vc)], key=repr)
    expected = [[(in_dc, in_vc)], [(nowhere, in_dc)], stayed_and_came]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_a_sum_behind_a_figure_counts_who_came_to_it_and_not_who_moved_within_it() -> None:
    spec = replace(SPEC, measures=("completion_of_exits",))
    then = data(
        referrals=[referral("a"), referral("b"), referral("c")],
        enrollments=[
            enrollment("a", 5, exited_day=50, exit_program="completed"),
            enrollment("b", 5, exited_day=50, exit_program="not_completed"),
            enrollment("c", 5),
        ],
    )
    now = data(
        referrals=[referral("a"), referral("b"), referral("c")],
        enrollments=[
            enrollment("a", 5, exited_day=50, exit_program="not_completed"),
            enrollment("b", 5, exited_day=50, exit_program="not_completed"),
            enrollment("c", 5, exited_day=60, exit_program="completed"),
        ],
    )
    found = overlap_of([behind(then, spec), behind(now, spec)]).changes
    sums = {each.cells: each for each in found if len(each.cells) > 1}
    exits = next(
        each for each in sums.values()
        if all(dict(cell).keys() == {"result"} for cell in each.cells)
    )  # fmt: skip
    assert (exits.came, exits.left) == (1, 0)
