"""The whole way: from frames and a specification to figures, tables, curves and tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.intervals import wilson
from ati_desktop.evaluation.results import Evaluation, Exclusion, Figure, Unit, Where
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.courses import arrest, data, enrollment, person, referral, unhurried
from tests.evaluation.office import office

SPEC = Spec("Court", threshold=3, windows_days=(182, 365))


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(office(), SPEC)


def whole(evaluation: Evaluation, measure: str) -> Figure:
    return next(one for one in evaluation.figures if one.measure == measure and one.group == ())


def cell_count(evaluation: Evaluation, cell: Where) -> int:
    """Work a cell out from the published tables alone, as a reader would."""
    wanted = dict(cell)
    table = next(one for one in evaluation.tables if set(one.variables) == set(wanted))
    return table.cells[tuple(wanted[name] for name in table.variables)]


def numbers(evaluation: Evaluation) -> Iterator[tuple[int | None, tuple[Where, ...]]]:
    for figure in evaluation.figures:
        if figure.not_computed is None:
            if figure.unit in (Unit.COUNT, Unit.SHARE):
                yield figure.numerator, figure.numerator_cells
            yield figure.denominator or 0, figure.denominator_cells
            yield from ((one.count, one.cells) for one in figure.excluded if one.cells)


def test_every_number_can_be_worked_out_from_the_tables(evaluation: Evaluation) -> None:
    checked = 0
    for count, cells in numbers(evaluation):
        assert sum(cell_count(evaluation, cell) for cell in cells) == count
        assert len(set(cells)) == len(cells)
        checked += len(cells)
    assert checked > 500


def test_every_share_is_its_cells_divided_with_wilsons_interval(evaluation: Evaluation) -> None:
    shares = [one for one in evaluation.figures if one.unit is Unit.SHARE and one.denominator]
    assert shares
    for share in shares:
        assert share.numerator is not None
        assert share.denominator is not None
        assert share.value == share.numerator / share.denominator
        assert (share.low, share.high) == wilson(share.numerator, share.denominator)


def test_counted_and_left_out_make_up_all_referrals(evaluation: Evaluation) -> None:
    for measure in ("completion_of_exits", "retention_90", "rearrest_365", "rearrest_km_365"):
        figure = whole(evaluation, measure)
        left_out = sum(one.count for one in figure.excluded)
        assert (figure.denominator or 0) + left_out == evaluation.cohort.referrals


def test_a_value_is_missing_exactly_where_a_reason_is_given(evaluation: Evaluation) -> None:
    for figure in evaluation.figures:
        assert (figure.value is None) == (figure.not_computed is not None)
        if figure.low is not None and figure.high is not None:
            assert figure.value is not None
            assert figure.low <= figure.value <= figure.high


def test_every_table_is_whole_and_no_other_variable_is_named(evaluation: Evaluation) -> None:
    values = {variable.name: variable.values for variable in evaluation.variables}
    for table in evaluation.tables:
        assert list(table.cells) == list(product(*(values[name] for name in table.variables)))
        assert sum(table.cells.values()) == evaluation.cohort.referrals
    assert len({table.id for table in evaluation.tables}) == len(evaluation.tables)
    assert {name for table in evaluation.tables for name in table.variables} == set(values)


def test_unknown_and_not_recorded_are_groups_like_others(evaluation: Evaluation) -> None:
    groups = {one.group for one in evaluation.figures if one.measure == "referrals"}
    assert {(("sex", "unknown"),), (("sex", "not_recorded"),)} <= groups


def test_deaths_stay_in_the_denominator_and_are_noted() -> None:
    found = data(
        [person(name, arrest_complete_day=1000) for name in "abc"],
        [referral(name) for name in "abc"],
        [enrollment(name, 0) for name in "abc"],
        [
            {**arrest("a", 100), "kind": "death"},
            {**arrest("b", 100), "kind": "death"},
            arrest("b", 50),
            {**arrest("c", 400), "kind": "death"},
        ],
    )
    figure = whole(evaluate(found, Spec("x", windows_days=(365,))), "rearrest_365")
    assert (figure.numerator, figure.denominator) == (1, 3)
    assert [one.count for one in figure.notes] == [1]


def test_the_curve_speaks_of_the_followed_people_and_groups_are_compared(
    evaluation: Evaluation,
) -> None:
    (curve,) = (one for one in evaluation.curves if one.group == ())
    figure = whole(evaluation, "rearrest_km_365")
    assert curve.people == figure.denominator
    assert (curve.horizon, curve.time_unit) == (365.0, "days")
    assert curve.restricted_mean is not None
    last = [point for point in curve.points if point.time <= 365][-1]
    assert figure.value == pytest.approx(1 - last.survival)
    assert [test.variable for test in evaluation.tests] == ["program", "sex", "ethnicity", "year"]
    program = evaluation.tests[0]
    assert program.groups == ("DC", "MHC", "VC")
    assert sum(program.observed) == curve.events
    alone = evaluation.tests[2]
    assert alone.groups == ("not_recorded",)
    assert alone.not_computed == "A comparison needs two groups with people who were followed."


def test_a_curve_that_ends_early_has_no_mean_and_is_not_read() -> None:
    found = data(
        [person(name, arrest_complete_day=100) for name in "abcd"],
        [referral(name) for name in "abcd"],
        [enrollment(name, 0) for name in "abcd"],
        [arrest("a", 20)],
    )
    evaluation = evaluate(found, SPEC)
    assert evaluation.curves[0].restricted_mean is None
    reason = "Fewer than 3 people were still followed at 365 days."
    assert whole(evaluation, "rearrest_km_365").not_computed == reason


def test_before_anything_happened_the_probability_is_nought_without_an_interval() -> None:
    found = data(
        [person(name, arrest_complete_day=900) for name in "abcd"],
        [referral(name) for name in "abcd"],
        [enrollment(name, 0) for name in "abcd"],
    )
    evaluation = evaluate(found, SPEC)
    figure = whole(evaluation, "rearrest_km_365")
    assert (figure.value, figure.low, figure.high) == (0.0, None, None)
    assert evaluation.tests[0].not_computed is not None


def test_groups_without_any_event_are_not_compared() -> None:
    found = data(
        [person(name, arrest_complete_day=900) for name in "ab"],
        [referral("a"), referral("b", program="VC")],
        [enrollment("a", 0), enrollment("b", 0, program="VC")],
    )
    (program,) = evaluate(found, Spec("x", by=("program",))).tests
    assert program.not_computed == "Too few events to compare the groups."


def test_referrals_that_cannot_be_placed_and_enrollments_without_one_are_counted_beside() -> None:
    found = data(
        referrals=[referral("a", 1), referral("a", 2, month=None, day=None)],
        enrollments=[enrollment("a", 5, 1), enrollment("a", 9, 7, referral_no=None)],
    )
    evaluation = evaluate(found, Spec("x", first="2020"))
    vague = Exclusion("Referral date too vague to tell whether it lies in the period", 1)
    assert whole(evaluation, "referrals").excluded == (vague,)
    alone = Exclusion("Enrollment without a referral", 1)
    assert whole(evaluation, "admissions").excluded == (vague, alone)


def test_a_cohort_of_admissions_has_no_referrals_and_says_so() -> None:
    evaluation = evaluate(office(), Spec("x", kind="admission", threshold=3))
    for measure in ("referrals", "admission_rate", "days_to_closing"):
        figure = whole(evaluation, measure)
        assert figure.value is None
        assert figure.not_computed == (
            "This cohort was chosen by admission. Choose a cohort of referrals for this."
        )
    assert whole(evaluation, "admissions").value == evaluation.cohort.referrals


def test_a_cohort_of_nobody_gives_counts_of_nought_and_reasons() -> None:
    evaluation = evaluate(office(), Spec("x", first="2090"))
    assert whole(evaluation, "referrals").value == 0
    assert whole(evaluation, "retention_90").not_computed == (
        "There is nobody in this group to compute it of."
    )
    assert (evaluation.curves, evaluation.tests) == ((), ())


def test_only_what_was_asked_for_is_worked_out() -> None:
    spec = Spec("x", measures=("retention",), by=(), windows_days=(), retention_days=(30,))
    evaluation = evaluate(office(), spec)
    assert {one.measure for one in evaluation.figures} == {"retention_30"}
    assert [table.id for table in evaluation.tables if table.listed] == ["retained_30"]
    assert [card.measure for card in evaluation.cards] == ["retention_30"]
    assert (evaluation.curves, evaluation.tests) == ((), ())


def test_completion_within_days_can_be_asked_for() -> None:
    found = data(
        [person(name, as_of_day=day) for name, day in (("a", 600), ("b", 600), ("c", 300))],
        [referral(name) for name in "abc"],
        [
            enrollment("a", 0, exit_program="completed", exited_day=360),
            enrollment("b", 0, exit_program="completed", exited_day=370),
            enrollment("c", 0, exit_program="completed", exited_day=100),
        ],
    )
    evaluation = evaluate(found, Spec("x", completion_days=365))
    figure = whole(evaluation, "completion_of_admitted")
    assert (figure.numerator, figure.denominator) == (1, 2)
    (card,) = (one for one in evaluation.cards if one.measure == "completion_of_admitted")
    assert card.title == "Completion of all admitted within 365 days"


def test_every_figure_curve_and_test_has_its_card(evaluation: Evaluation) -> None:
    cards = {card.measure for card in evaluation.cards}
    for results in (evaluation.figures, evaluation.curves, evaluation.tests):
        assert {one.measure for one in results} <= cards


def test_doubts_are_counted_by_code(evaluation: Evaluation) -> None:
    assert evaluation.doubts == {"late": 8}


@settings(unhurried, max_examples=20)
@given(st.integers(0, 45), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(size: int, random: object) -> None:
    ordered = office(size)
    seed = random.randrange(1000)  # type: ignore[attr-defined]
    shuffled = EvaluationData(
        ordered.people.sample(fraction=1, shuffle=True, seed=seed),
        ordered.referrals.sample(fraction=1, shuffle=True, seed=seed),
        ordered.enrollments.sample(fraction=1, shuffle=True, seed=seed),
        ordered.stays,
        ordered.events.sample(fraction=1, shuffle=True, seed=seed),
        ordered.as_of,
        ordered.arrest_complete_to,
    )
    assert evaluate(shuffled, SPEC) == evaluate(ordered, SPEC)


def test_windows_and_follow_up_agree_person_by_person() -> None:
    found = office()
    frame = build_base(found, choose_cohort(found, SPEC), SPEC).frame
    for row in frame.iter_rows(named=True):
        if row["rearrest_365"] == "yes":
            assert row["new_arrest"]
            assert row["follow_days"] <= 365
        if row["rearrest_365"] == "no":
            assert row["follow_days"] > 365 or not row["new_arrest"]
        assert (row["follow_days"] is None) == (row["new_arrest"] is None)


def test_reading_a_specification_loads_no_numbers_library() -> None:
    code = (
        "import sys, ati_desktop.evaluation.spec;"
        "print([m for m in ('numpy', 'polars', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
