from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.cells import alone
from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.primary import (
    find_sensitive,
    quantile_interval_may_be_shown,
    quantile_may_be_shown,
    small_probability,
)
from ati_desktop.disclosure.system import build_system
from ati_desktop.evaluation.results import Evaluation, Figure, Unit
from tests.disclosure.builders import evaluation_of, people_of, shares


def found(evaluation: Evaluation, threshold: int = 11):
    system = build_system(evaluation)
    outcomes = outcome_variables(evaluation)
    return system, find_sensitive(system, evaluation.tables, threshold, outcomes)


def package(**counts: int) -> Evaluation:
    """Return places a and b with results x and y; ``ax`` is the count of a and x."""
    people = people_of({(k[0], k[1]): n for k, n in counts.items()}, ("place", "result"))
    spans = {"place": ["a", "b"], "result": ["x", "y", "z"]}
    figures = shares(people, ["place"], "share", "result", ["x"], ["x", "y"])
    return evaluation_of(people, [("place", "result")], spans=spans, figures=figures)


@given(count=st.integers(0, 25), threshold=st.integers(3, 20))
def test_a_count_is_hidden_from_one_to_below_the_threshold(count: int, threshold: int) -> None:
    evaluation = package(ax=count, ay=60, az=60, bx=60, by=60, bz=60)
    system, sensitive = found(evaluation, threshold)
    at = system.places[alone(frozenset({("place", "a"), ("result", "x")}))]
    assert (at in sensitive.small) is (0 < count < threshold)


def test_a_zero_is_shown_where_the_group_is_not_alike() -> None:
    system, sensitive = found(package(ax=60, ay=60, bx=60, by=60, bz=60))
    at = system.places[alone(frozenset({("place", "a"), ("result", "z")}))]
    assert at not in sensitive.hidden


def test_a_group_that_is_all_alike_is_hidden_whole() -> None:
    system, sensitive = found(package(ax=60, bx=60, by=60, bz=60))
    for result in "xyz":
        at = system.places[alone(frozenset({("place", "a"), ("result", result)}))]
        assert at in sensitive.alike
        assert (at in sensitive.zeros) is (result != "x")


def test_a_percentage_of_nothing_or_everything_is_hidden_on_both_sides() -> None:
    system, sensitive = found(package(ay=60, az=50, bx=60, by=60, bz=60))
    for result in "xy":
        assert system.places[alone(frozenset({("place", "a"), ("result", result)}))] in (
            sensitive.alike
        )


def test_a_group_variable_is_not_an_outcome_and_may_be_alike() -> None:
    people = people_of({("a", "x", "m"): 40, ("b", "x", "m"): 40, ("b", "y", "f"): 40},
                       ("place", "result", "sex"))  # fmt: skip
    figures = shares(people, ["place", "sex"], "share", "result", ["x"])
    evaluation = evaluation_of(people, [("place", "sex"), ("place", "result")], figures=figures)
    system, sensitive = found(evaluation)
    alike = system.places[alone(frozenset({("place", "a"), ("sex", "f")}))]
    outcome = system.places[alone(frozenset({("place", "a"), ("result", "y")}))]
    assert alike not in sensitive.hidden
    assert outcome in sensitive.alike


def test_the_twin_of_a_hidden_zero_is_hidden_too() -> None:
    people = people_of(
        {("a", "x", "yes"): 50, ("b", "x", "yes"): 40, ("b", "open", "open"): 30,
         ("b", "y", "no"): 40, ("c", "open", "open"): 20, ("c", "x", "no"): 30,
         ("c", "y", "yes"): 15, ("a", "x", "no"): 20},
        ("place", "result", "kept"),
    )  # fmt: skip
    figures = shares(people, ["place"], "share", "result", ["x"], ["x", "y"])
    evaluation = evaluation_of(people, [("place", "result"), ("place", "kept")], figures=figures)
    system, sensitive = found(evaluation)
    for name in ("result", "kept"):
        at = system.places[alone(frozenset({("place", "a"), (name, "open")}))]
        assert at in sensitive.zeros


DAYS = Figure("days", (), Unit.DAYS, 30.0, denominator=44, quantile=0.5)


@pytest.mark.parametrize(
    ("people", "quantile", "shown", "interval"),
    [(44, 0.5, True, True), (21, 0.5, False, False), (22, 0.5, True, False),
     (43, 0.25, False, False), (44, 0.75, True, False), (0, 0.5, False, False),
     (400, 0.25, True, True), (44, None, True, True)],
)  # fmt: skip
def test_a_quantile_needs_enough_people_on_either_side(
    people: int, quantile: float | None, shown: bool, interval: bool
) -> None:
    figure = replace(DAYS, denominator=people, quantile=quantile)
    assert quantile_may_be_shown(figure, 11) is shown
    assert quantile_interval_may_be_shown(figure, 11) is interval


@pytest.mark.parametrize(
    ("value", "people", "small"), [(0.5, 100, False), (0.05, 100, True), (0.97, 100, True)]
)
def test_a_probability_of_few_people_is_small(value: float, people: int, small: bool) -> None:
    figure = Figure("km", (), Unit.PROBABILITY, value, denominator=people)
    assert small_probability(figure, 11) is small
    assert not small_probability(replace(figure, unit=Unit.SHARE), 11)
    assert not small_probability(replace(figure, value=None), 11)
