from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.curve_audit import curves_hold
from ati_desktop.disclosure.grid import course_of, joined, lay, regular_times
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.views import Shown, Views
from ati_desktop.evaluation.results import Curve, Evaluation, Figure, Unit
from tests.disclosure.builders import (
    curve,
    evaluation_of,
    log_rank,
    people_of,
    shares,
    where,
)

Times = list[tuple[float, bool]]


def times(seed: int, people: int, last: int = 52, share: float = 0.5) -> Times:
    random = Random(seed)
    draws = [random.randint(1, 2 * last) for _ in range(people)]
    return [(float(min(d, last)), d <= last and random.random() < 2 * share) for d in draws]


def package(*curves: Curve, **more: object) -> Evaluation:
    people = people_of({("1", "x"): 300, ("2", "x"): 200, ("1", "y"): 200}, ("sex", "result"))
    return evaluation_of(people, [("sex", "result")], curves=curves, **more)


def views(evaluation: Evaluation, threshold: int = 11) -> Views:
    return protect(evaluation, threshold).views


MALE, FEMALE, OTHER = (where(sex=value) for value in ("1", "2", "3"))


@given(seed=st.integers(0, 10_000), people=st.integers(30, 400), threshold=st.integers(3, 20))
def test_every_step_has_enough_events_and_people(seed: int, people: int, threshold: int) -> None:
    course = course_of(curve(times(seed, people)))
    least = max(10, threshold)
    ends = lay([course], regular_times("weeks", 52, ()), (), least)
    assert ends == sorted(set(ends))
    for start, end in zip([0.0, *ends], ends, strict=False):
        assert course.counts(end)[0] - course.counts(start)[0] >= least
        assert course.entering(end) >= least
        gone = course.counts(end)[1] - course.counts(start)[1]
        assert gone == 0 or gone >= least


@given(seed=st.integers(0, 10_000), sizes=st.lists(st.integers(5, 200), min_size=1, max_size=4))
def test_curves_of_parts_and_whole_can_be_subtracted_without_finding_anybody(
    seed: int, sizes: list[int]
) -> None:
    parts = [times(seed + at, size) for at, size in enumerate(sizes)]
    curves = [curve([t for part in parts for t in part])]
    curves += [curve(part, where(sex=str(at))) for at, part in enumerate(parts, start=1)]
    assert curves_hold(views(package(*curves)), 11)


def test_a_course_counts_events_leavers_and_those_still_there() -> None:
    course = course_of(curve([(1.0, True), (2.0, False), (2.0, True), (5.0, False)]))
    assert course.counts(0.5) == (0, 0)
    assert course.counts(2) == (2, 1)
    assert (course.entering(2), course.still(2), course.entering(0.5)) == (3, 1, 4)
    whole = joined([course, course])
    assert (whole.people, whole.counts(9)) == (8, (4, 4))


def test_time_is_cut_on_a_regular_grid_and_where_a_figure_reads_it() -> None:
    assert regular_times("days", 100, [45, 200]) == [30, 45, 60, 90]
    assert regular_times("months", 3, []) == [1, 2, 3]


def test_a_small_groups_curve_is_hidden_and_so_is_the_one_that_would_give_it_away() -> None:
    many, few = times(1, 300), times(2, 9)
    shown = views(package(curve(many + few), curve(many, MALE), curve(few, FEMALE)))
    assert [each.shown for each in shown.curves] == [Shown.SHOWN, Shown.HIDDEN, Shown.HIDDEN]
    assert not shown.curves[1].steps


def test_attack_18_few_events_after_the_last_step_are_not_left_over() -> None:
    """A table says how many had the event at all: 63, of whom 60 by week 30 and 3 later."""
    followed = [(10.0, True)] * 30 + [(30.0, True)] * 30 + [(40.0, True)] * 3 + [(52.0, False)] * 80
    made = package(curve(followed))
    (shown,) = views(made).curves
    assert [step.end for step in shown.steps] == [10.0, 40.0]
    assert sum(step.events for step in shown.steps) == 63
    early = replace(shown, steps=(shown.steps[0], replace(shown.steps[1], end=30.0, events=30)))
    planted = replace(views(made), curves=(early,))
    assert curves_hold(planted, 11)  # as long as nobody knows how many had it at all
    assert not curves_hold(planted, 11, made.curves)


def test_the_rest_of_two_hidden_groups_may_be_large_enough() -> None:
    groups = {MALE: times(1, 300), FEMALE: times(2, 200), OTHER: times(4, 300, share=0.04)}
    every = [each for group in groups.values() for each in group]
    made = package(curve(every), *(curve(group, name) for name, group in groups.items()))
    assert curves_hold(views(made), 11)


def test_groups_without_a_whole_are_cut_alike() -> None:
    shown = views(package(curve(times(1, 300), MALE), curve(times(2, 250), FEMALE)))
    ends = [[step.end for step in each.steps] for each in shown.curves]
    assert ends[0] == ends[1] != []


@pytest.mark.parametrize("with_figures", [True, False])
def test_a_curve_does_not_give_the_hidden_size_of_its_group_away(with_figures: bool) -> None:
    """A hidden denominator must not come back as the number at risk at the start."""
    people = people_of({("1", "yes"): 300, ("1", "no"): 100, ("2", "yes"): 30, ("2", "no"): 34,
                        ("3", "yes"): 3, ("3", "no"): 2}, ("sex", "returned"))  # fmt: skip
    figures = shares(people, ["sex"], "return_52", "returned", ["yes"]) if with_figures else ()
    made = evaluation_of(
        people,
        [("sex", "returned")],
        figures=figures,
        curves=(curve(times(1, 469)), curve(times(2, 64), FEMALE)),
    )
    found = protect(made, 11).views
    assert ("2", None) in found.tables[0].hidden
    assert found.curves[1].shown is Shown.HIDDEN


def test_a_curve_stays_away_from_a_hidden_count_of_the_same_events() -> None:
    course = [(float(week), True) for week in range(1, 41) for _ in range(5)]
    people = people_of({("1", "yes"): 8, ("1", "no"): 300, ("2", "yes"): 100, ("2", "no"): 80},
                       ("sex", "returned"))  # fmt: skip
    figures = shares(people, ["sex"], "return_10", "returned", ["yes"])
    made = evaluation_of(people, [("sex", "returned")], figures=figures,
                         curves=(curve(course), curve(course, MALE)))  # fmt: skip
    steps = views(made).curves[1].steps
    assert not steps or steps[0].events >= 19


def test_a_curve_stays_away_from_a_count_of_the_same_events() -> None:
    course = [(float(week), True) for week in range(1, 41) for _ in range(5)]
    people = people_of({("1", "yes"): 120, ("1", "no"): 80}, ("sex", "returned"))
    figures = shares(people, [], "return_52", "returned", ["yes"])
    made = evaluation_of(people, [("returned",)], figures=figures, curves=(curve(course),))
    summed, reached = 0, []
    for step in views(made).curves[0].steps:
        summed += step.events
        reached.append(summed)
    assert 120 in reached
    assert not [each for each in reached if 0 < abs(each - 120) < 11]


def km(measure: str, evaluation: Evaluation, value: float, group=()) -> Figure:
    people = sum(1 for _ in range(700))
    return Figure(
        measure, group, Unit.PROBABILITY, value, denominator=people, low=0.1, high=0.9,
        denominator_cells=((),),
    )  # fmt: skip


def test_a_probability_is_shown_where_it_is_read_off_the_grid() -> None:
    course = times(3, 700, last=60)
    whole = curve(course, horizon=52.0, restricted_mean=30.123, unit="weeks")
    at_52 = [p.survival for p in whole.points if p.time <= 52][-1]
    at_1 = next(p.survival for p in whole.points if p.events)
    figures = (
        km("return_km_52", package(), 1 - at_52),
        km("return_km_odd", package(), 1 - at_1 + 1e-6),
    )
    shown = views(package(whole, figures=figures))
    assert 52.0 in [step.end for step in shown.curves[0].steps]
    assert shown.figures[0].value == round(1 - at_52, 4)
    assert shown.figures[1].shown is Shown.HIDDEN
    assert shown.figures[1].hidden == {"value", "low", "high"}
    assert shown.curves[0].restricted_mean == 30.1


def test_a_probability_without_a_curve_of_its_group_is_hidden() -> None:
    people = people_of({("1", "x"): 300, ("2", "x"): 200, ("1", "y"): 200}, ("sex", "result"))
    figure = replace(km("return_km_52", package(), 0.4, MALE), denominator=500,
                     denominator_cells=(MALE,))  # fmt: skip
    made = evaluation_of(people, [("sex", "result")], figures=(figure,),
                         curves=(curve(times(1, 700)),))  # fmt: skip
    assert views(made).figures[0].shown is Shown.HIDDEN


def test_the_mean_to_a_horizon_beyond_the_grid_is_hidden() -> None:
    whole = curve(times(3, 300), horizon=500.0, restricted_mean=40.0)
    assert views(package(whole)).curves[0].restricted_mean is None


@pytest.mark.parametrize(("second", "state"), [(250, Shown.SHOWN), (8, Shown.HIDDEN)])
def test_a_test_is_shown_where_the_curves_of_its_groups_are(second: int, state: Shown) -> None:
    one, two = times(1, 300), times(2, second)
    made = package(curve(one + two), curve(one, MALE), curve(two, FEMALE),
                   tests=(log_rank("sex", ["1", "2"]),))  # fmt: skip
    (test,) = views(made).tests
    assert test.shown is state
    assert (test.chi_square is None) is (state is Shown.HIDDEN)


def test_a_test_that_was_not_computed_says_why() -> None:
    none = replace(log_rank("sex", ["1"]), chi_square=None, not_computed="One group only.")
    (test,) = views(package(curve(times(1, 300)), tests=(none,))).tests
    assert (test.shown, test.not_computed) == (Shown.NOT_COMPUTED, "One group only.")


def test_nothing_is_drawn_where_nobody_had_the_event() -> None:
    quiet = [(float(week), False) for week in range(1, 50) for _ in range(5)]
    (only,) = views(package(curve(quiet))).curves
    assert (only.shown, only.steps) == (Shown.HIDDEN, ())
