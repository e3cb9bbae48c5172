"""Numbers outside the tables, and curves, beside those of an earlier package."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.disclosure import views as shapes
from ati_desktop.disclosure.earlier_views import changed_curves, key_of, trimmed
from ati_desktop.disclosure.views import CurveStep, CurveView, FigureView, Shown, Views
from ati_desktop.evaluation.results import Where

SEX_1: Where = (("sex", "1"),)
FEW = 11


def curve(*steps: tuple[float, float, int, int], group: Where = ()) -> CurveView:
    drawn = tuple(CurveStep(*step, 0.9, 0.8, 0.95) for step in steps)
    shown = Shown.SHOWN if drawn else Shown.HIDDEN
    return CurveView("rearrest_km", group, "days", shown, drawn, 300.0, 365.0)


FIGURE = FigureView(
    measure="rearrest_365", group=(), unit="share", shown=Shown.SHOWN, value=0.25, numerator=25,
    denominator=100, low=0.2, high=0.3, quantile=None, hidden=frozenset(),
    excluded=(("Not admitted", 40),),
)  # fmt: skip
HEIGHT = replace(FIGURE, measure="rearrest_km_365", unit="probability", numerator=None)
TEST = shapes.TestView("rearrest_km", "sex", ("1", "2"), Shown.SHOWN, 1.5, 1, 0.2)
THEN = Views(
    tables=(),
    figures=(FIGURE, HEIGHT),
    curves=(curve((0, 100, 90, 20), (100, 200, 70, 15)),),
    tests=(TEST,),
    referrals=100,
    people=80,
    doubts=(("late", 20),),
)


def after(now: Views, then: Views = THEN, *, same: bool = False) -> Views:
    keys = frozenset(map(key_of, now.figures)) if same else frozenset()
    return trimmed(now, then, FEW, keys)


def test_the_same_stays_as_it_is() -> None:
    assert after(THEN, same=True) == THEN


@pytest.mark.parametrize(("people", "kept"), [(80, 80), (83, None), (77, None), (91, 91)])
def test_people_are_told_where_none_or_enough_came_or_went(people: int, kept: int | None) -> None:
    assert after(replace(THEN, people=people)).people == kept


def test_doubtful_records_and_those_left_out_are_compared_too() -> None:
    figure = replace(FIGURE, excluded=(("Not admitted", 43), ("New reason", 12)))
    now = after(replace(THEN, doubts=(("late", 22), ("odd", 12)), figures=(figure, HEIGHT)))
    assert now.doubts == (("late", None), ("odd", 12))
    assert now.figures[0].excluded == (("Not admitted", None), ("New reason", 12))


def test_a_figure_that_was_hidden_of_the_same_rows_stays_hidden() -> None:
    gone = frozenset({"value", "numerator", "denominator", "low", "high"})
    before = replace(
        FIGURE, value=None, numerator=None, denominator=None, low=None, high=None, hidden=gone,
        shown=Shown.HIDDEN, excluded=(("Not admitted", None),),
    )  # fmt: skip
    then = replace(THEN, figures=(before, HEIGHT))
    assert after(THEN, then).figures[0] == FIGURE  # other rows: nothing follows
    kept = after(THEN, then, same=True).figures[0]
    assert (kept.value, kept.numerator, kept.denominator) == (None, None, None)
    assert (kept.shown, kept.hidden) == (Shown.HIDDEN, gone)
    assert kept.excluded == (("Not admitted", None),)


@pytest.mark.parametrize(
    "steps",
    [
        ((0, 100, 93, 20), (100, 200, 73, 15)),  # 3 more at the start
        ((0, 100, 90, 23), (100, 200, 67, 12)),  # 3 more events by day 100
        ((0, 100, 90, 20), (100, 200, 75, 15)),  # 5 more still there on day 100
        ((0, 90, 90, 15), (90, 200, 75, 20)),  # another grid: 5 events from day 90 to 100
    ],
)
def test_a_curve_that_differs_by_few_takes_all_of_its_measure_with_it(
    steps: tuple[tuple[float, float, int, int], ...],
) -> None:
    other = curve((0, 365, 60, 30), group=SEX_1)
    now = after(replace(THEN, curves=(curve(*steps), other)))
    assert [(each.shown, each.steps, each.restricted_mean) for each in now.curves] == [
        (Shown.HIDDEN, (), None)
    ] * 2
    assert (now.tests[0].shown, now.tests[0].chi_square) == (Shown.HIDDEN, None)
    assert (now.figures[1].shown, now.figures[1].value) == (Shown.HIDDEN, None)
    assert "value" in now.figures[1].hidden
    assert now.figures[0] == FIGURE


def test_a_curve_of_many_more_people_is_shown() -> None:
    many = curve((0, 100, 190, 60), (100, 200, 130, 55))
    assert changed_curves(replace(THEN, curves=(many,)), THEN, FEW) == frozenset()
    assert after(replace(THEN, curves=(many,))).curves == (many,)


def test_a_group_that_was_not_shown_beside_its_family_is_not_shown_later() -> None:
    one = curve((0, 365, 60, 30), group=SEX_1)
    two = curve((0, 365, 50, 20), group=(("sex", "2"),))
    then = replace(THEN, curves=(*THEN.curves, one))
    now = after(replace(THEN, curves=(*THEN.curves, one, two)), then)
    assert [bool(each.steps) for each in now.curves] == [True, True, False]
    first = after(replace(THEN, curves=(*THEN.curves, one, two)))
    assert [bool(each.steps) for each in first.curves] == [True, True, True]


def test_what_was_never_drawn_is_nothing_to_differ_from() -> None:
    assert changed_curves(THEN, replace(THEN, curves=(curve(),)), FEW) == frozenset()
    assert changed_curves(replace(THEN, curves=(curve(),)), THEN, FEW) == frozenset()
    not_computed = replace(TEST, shown=Shown.NOT_COMPUTED)
    odd = replace(THEN, tests=(not_computed,), curves=(curve((0, 100, 93, 20)),))
    assert after(odd).tests == (not_computed,)
