"""The audit finds what can be worked out, whoever hid it and however."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from ati_desktop.disclosure.audit import attacker_range, audit
from ati_desktop.disclosure.cells import alone
from ati_desktop.disclosure.curve_audit import curves_hold
from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.views import CurveStep, CurveView, FigureView, Shown, Views
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.builders import (
    SDC,
    SDC_HIDDEN,
    crowd,
    evaluation_of,
    grid,
    people_of,
    seven,
    shares,
    views_of,
)

NONE: frozenset[str] = frozenset()
PAIR = [("row", "column")]


def sdc(**changed: tuple[int, ...]) -> Evaluation:
    return evaluation_of(grid(SDC | changed), PAIR)


def sdc_views(evaluation: Evaluation, *more: str) -> Views:
    return views_of(
        evaluation, lambda c: c.get("row", "") + c.get("column", "") in (*SDC_HIDDEN, *more)
    )


def at(row: str, column: str):
    return alone(frozenset({("row", row), ("column", column)}))


def test_two_hidden_in_each_line_are_not_enough() -> None:
    evaluation = sdc()
    found = attacker_range(evaluation, sdc_views(evaluation), NONE, at("w", "b"))
    assert found == (47, 47)


def test_one_cell_more_opens_the_range() -> None:
    evaluation = sdc()
    # 0 to 141 if zeros could be hidden; they are not, so each hidden cell is at least 1.
    found = attacker_range(evaluation, sdc_views(evaluation, "xb"), NONE, at("w", "b"))
    assert found == (1, 139)


def test_the_audit_refuses_that_pattern_and_names_the_cell() -> None:
    evaluation = sdc(w=(30, 7, 64, 89))
    result = audit(evaluation, sdc_views(evaluation), 11, NONE)
    assert not result.holds
    assert at("w", "b") in result.weak
    assert result.narrowest == 0


def test_the_audit_refuses_when_a_complementary_cell_is_shown_again() -> None:
    evaluation = sdc(w=(30, 7, 64, 89))
    protected = protect(evaluation, 11)
    (view,) = protected.views.tables
    truth = dict(evaluation.tables[0].cells)
    assert protected.holds
    others = [key for key in view.hidden if truth.get(key, 0) >= 11]
    assert others
    for key in others:
        rows = tuple(replace(r, count=truth[key]) if r.key == key else r for r in view.rows)
        views = replace(protected.views, tables=(replace(view, rows=rows),))
        assert not audit(evaluation, views, 11, protected.outcomes).holds


def test_a_small_number_that_is_simply_printed_is_found() -> None:
    evaluation = sdc()
    assert not audit(evaluation, views_of(evaluation, lambda _: False), 11, NONE).holds


def test_numbers_outside_the_tables_are_looked_at_too() -> None:
    protected = protect(sdc(), 11)
    views = replace(protected.views, doubts=(("odd date", 3),))
    assert audit(sdc(), protected.views, 11, NONE).holds
    assert not audit(sdc(), views, 11, NONE).holds


def results() -> Evaluation:
    counts = {
        ("north", "completed"): 40,
        ("north", "left"): 4,
        ("south", "completed"): 300,
        ("south", "left"): 200,
        ("west", "completed"): 90,
        ("west", "left"): 60,
    }
    people = people_of(counts, ("place", "result"))
    figures = shares(people, ["place"], "completion", "result", ["completed"])
    return evaluation_of(people, [("place", "result")], figures=figures)


def test_a_hidden_group_holds_somebody_though_each_of_its_outcomes_could_be_zero() -> None:
    evaluation = replace(results(), figures=())
    views = views_of(evaluation, lambda c: c.get("place") in ("north", "south"))
    outcomes = frozenset({"result"})
    group, cell = {("place", "north")}, {("place", "north"), ("result", "left")}
    assert attacker_range(evaluation, views, outcomes, alone(frozenset(group))) == (1, 543)
    assert attacker_range(evaluation, views, outcomes, alone(frozenset(cell)))[0] == 0


def test_a_percentage_with_its_base_gives_a_hidden_numerator_away() -> None:
    evaluation = results()
    protected = protect(evaluation, 11)
    assert protected.holds
    at_north = next(i for i, f in enumerate(evaluation.figures) if f.group == (("place", "north"),))
    figure = protected.views.figures[at_north]
    assert figure.shown is Shown.HIDDEN
    for leak in ({"value": 0.9091, "denominator": 44}, {"numerator": 40, "denominator": 44}):
        figures = list(protected.views.figures)
        figures[at_north] = replace(figure, **leak)
        views = replace(protected.views, figures=tuple(figures))
        assert not audit(evaluation, views, 11, protected.outcomes).holds


def test_a_share_printed_alone_still_narrows_its_cells() -> None:
    evaluation = results()
    protected = protect(evaluation, 11)
    figures = list(protected.views.figures)
    figures[1] = replace(figures[1], value=0.9091)
    views = replace(protected.views, figures=tuple(figures))
    assert not audit(evaluation, views, 11, protected.outcomes).holds


@pytest.mark.parametrize("seed", [2, *(pytest.param(n, marks=pytest.mark.long) for n in (3, 0))])
def test_linked_tables_protected_one_by_one_are_not_safe(seed: int) -> None:
    """What is safe by itself in each table is not safe in all of them together."""
    evaluation = seven(seed, 80)
    evaluation = replace(evaluation, tables=evaluation.tables[:6])
    alone_each = [replace(evaluation, tables=(each,)) for each in evaluation.tables]
    tables = tuple(protect(each, 5).views.tables[0] for each in alone_each)
    together = protect(evaluation, 5)
    views = replace(together.views, tables=tables)
    assert together.holds
    assert not audit(evaluation, views, 5, outcome_variables(evaluation)).holds


def test_three_dimensions_are_attacked_in_whole_people() -> None:
    people = people_of({("x", "y", "z"): 30, ("x", "y", "w"): 4}, ("a", "b", "c"))
    people += people_of({("u", "y", "z"): 25, ("u", "v", "w"): 60, ("u", "v", "z"): 12}, "abc")
    evaluation = evaluation_of(people, [("a", "b", "c")])
    protected = protect(evaluation, 11)
    assert protected.method.startswith("integer programs on the joint base")
    assert protected.holds


def test_a_base_too_large_is_cut_into_blocks_and_says_so() -> None:
    names = [f"g{number}" for number in range(6)]
    people = crowd(1, 6_500, dict.fromkeys(names, 7))
    evaluation = evaluation_of(people, list(combinations(names, 2)))
    protected = protect(evaluation, 3)
    assert protected.hidden_cells
    assert protected.method == "linear programs on blocks of linked tables"


def test_a_package_with_nothing_to_hide_holds_at_once() -> None:
    evaluation = evaluation_of(grid({"w": (30, 40), "x": (50, 60)}), PAIR)
    protected = protect(evaluation, 11)
    assert (protected.hidden_cells, protected.holds) == (0, True)


def test_the_audit_stops_when_asked() -> None:
    evaluation = sdc()
    with pytest.raises(Refused, match="stopped"):
        audit(evaluation, sdc_views(evaluation), 11, NONE, cancelled=lambda: True)


def test_a_number_that_is_in_no_table_has_no_range() -> None:
    evaluation = sdc()
    nowhere = alone(frozenset({("row", "w"), ("other", "x")}))
    assert attacker_range(evaluation, sdc_views(evaluation), NONE, nowhere) is None


def test_numbers_that_contradict_one_another_have_no_range() -> None:
    evaluation = sdc()
    views = views_of(evaluation, lambda _: False)
    (view,) = views.tables
    rows = (replace(view.rows[0], count=1), *view.rows[1:])
    lies = replace(views, tables=(replace(view, rows=rows),))
    assert attacker_range(evaluation, lies, NONE, at("w", "b")) is None


def step(start: float, end: float, at_risk: int, events: int) -> CurveStep:
    return CurveStep(start, end, at_risk, events, 0.9, None, None)


def drawn(*steps: CurveStep, group: tuple[tuple[str, str], ...] = ()) -> CurveView:
    return CurveView("return_km", group, "weeks", Shown.SHOWN, steps)


def counted(numerator: int) -> FigureView:
    return FigureView(
        "return_52", (), "share", Shown.SHOWN, 0.5, numerator, 500, None, None, None, NONE, ()
    )


@pytest.mark.parametrize(
    ("curves", "figures", "holds"),
    [
        ((drawn(step(0, 9, 200, 20), step(9, 20, 180, 12)),), (), True),
        ((drawn(step(0, 9, 200, 6)),), (), False),
        ((drawn(step(0, 9, 200, 20), step(9, 20, 177, 12)),), (), False),
        ((drawn(step(0, 9, 200, 20)),), (counted(20),), True),
        ((drawn(step(0, 9, 200, 20)),), (counted(23),), False),
        (
            (
                drawn(step(0, 9, 200, 40)),
                drawn(step(0, 9, 150, 20), group=(("sex", "1"),)),
            ),
            (),
            True,
        ),
        (
            (
                drawn(step(0, 9, 200, 40)),
                drawn(step(0, 9, 150, 37), group=(("sex", "1"),)),
            ),
            (),
            False,
        ),
        (
            (
                drawn(step(0, 9, 200, 40), step(9, 20, 160, 40)),
                drawn(step(0, 9, 150, 20), step(9, 20, 130, 37), group=(("sex", "1"),)),
            ),
            (),
            False,
        ),
    ],
)
def test_subtracting_printed_curves_must_not_leave_few(
    curves: tuple[CurveView, ...], figures: tuple[FigureView, ...], holds: bool
) -> None:
    evaluation = evaluation_of(grid({"w": (300, 400), "x": (500, 600)}), PAIR)
    views = replace(views_of(evaluation, lambda _: False), curves=curves)
    assert audit(evaluation, views, 11, NONE).holds is (holds if not figures else True)
    assert curves_hold(replace(views, figures=figures), 11) is holds
