"""Kaplan-Meier, restricted mean and log-rank, against known values and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from ati_desktop.evaluation.survival import kaplan_meier, log_rank, restricted_mean
from tests.evaluation.courses import unhurried

DAYS = [30, 60, 60, 90, 120, 200, 365, 365, 400, 730]
EVENTS = [1, 1, 0, 1, 0, 1, 0, 0, 0, 0]

courses = st.integers(1, 60).flatmap(
    lambda n: st.tuples(
        hnp.arrays(np.int64, n, elements=st.integers(1, 30)),
        hnp.arrays(np.bool_, n),
        hnp.arrays(np.int64, n, elements=st.integers(0, 3)),
    )
)


def test_the_ten_people_of_the_vector_survive_as_worked_out_by_hand() -> None:
    curve = kaplan_meier(DAYS, EVENTS)
    happened = curve.events > 0
    assert curve.time[happened].tolist() == [30, 60, 90, 200]
    assert curve.at_risk[happened].tolist() == [10, 9, 7, 5]
    assert curve.survival[happened] == pytest.approx([0.9, 0.8, 0.685714, 0.548571], abs=5e-7)
    errors = curve.standard_errors()[happened]
    assert errors == pytest.approx([0.094868, 0.126491, 0.151494, 0.172438], abs=5e-7)
    last = curve.last_step(200)
    assert last is not None
    assert (curve.low[last], curve.high[last]) == pytest.approx((0.1873, 0.8064), abs=5e-5)


def test_a_person_censored_on_the_day_of_an_event_is_still_at_risk() -> None:
    curve = kaplan_meier([60, 60], [1, 0])
    assert curve.survival.tolist() == [0.5]
    assert (curve.at_risk.tolist(), curve.censored.tolist()) == ([2], [1])


def test_nobody_gives_an_empty_estimate() -> None:
    curve = kaplan_meier(np.array([]), np.array([]))
    assert len(curve.time) == 0
    assert curve.last_step(5) is None
    assert curve.people_at(5) == 0


def test_steps_and_people_are_read_at_any_moment() -> None:
    curve = kaplan_meier(DAYS, EVENTS)
    assert curve.last_step(29.9) is None
    assert curve.last_step(30) == 0
    assert [curve.people_at(day) for day in (0, 30, 31, 730, 731)] == [10, 10, 9, 1, 0]


def test_there_is_no_interval_before_the_first_event_nor_when_nobody_is_left() -> None:
    curve = kaplan_meier([1, 2, 3], [0, 1, 1])
    assert np.isnan(curve.low).tolist() == [True, False, True]
    assert np.isnan(curve.high).tolist() == [True, False, True]
    assert np.isnan(curve.standard_errors()[-1])


@unhurried
@given(courses)
def test_it_agrees_with_statsmodels(course: tuple[np.ndarray, ...]) -> None:
    times, events, _ = course
    curve = kaplan_meier(times, events)
    happened = curve.events > 0
    other = SurvfuncRight(times, events.astype(int))
    assert curve.time[happened].tolist() == other.surv_times.tolist()
    assert curve.survival[happened] == pytest.approx(other.surv_prob, abs=1e-12)
    assert curve.at_risk[happened].tolist() == other.n_risk.tolist()
    left = curve.survival[happened] > 0
    mine = curve.standard_errors()[happened][left]
    assert mine == pytest.approx(other.surv_prob_se[left], abs=1e-12)


@unhurried
@given(courses)
def test_it_never_rises_and_the_order_of_people_does_not_matter(
    course: tuple[np.ndarray, ...],
) -> None:
    times, events, _ = course
    curve = kaplan_meier(times, events)
    assert (np.diff(curve.survival) <= 0).all()
    assert ((curve.survival >= 0) & (curve.survival <= 1)).all()
    order = np.argsort(np.arange(len(times)) * 7919 % 61, kind="stable")
    again = kaplan_meier(times[order], events[order])
    assert again.survival.tolist() == curve.survival.tolist()
    assert (curve.events.sum() + curve.censored.sum()) == len(times)


@unhurried
@given(courses)
def test_without_censoring_it_is_the_share_still_without_event(
    course: tuple[np.ndarray, ...],
) -> None:
    times, _, _ = course
    curve = kaplan_meier(times, np.ones(len(times)))
    shares = [(times > moment).mean() for moment in curve.time]
    assert curve.survival == pytest.approx(shares, abs=1e-12)


def test_the_restricted_mean_is_the_area_under_the_curve() -> None:
    curve = kaplan_meier([2, 4, 4, 6], [1, 1, 0, 0])
    mean, error = restricted_mean(curve, 5)
    assert mean == pytest.approx(2 + 2 * 0.75 + 1 * 0.5)
    assert error == pytest.approx((2.0**2 / (4 * 3) + 0.5**2 / (3 * 2)) ** 0.5)


def test_the_restricted_mean_stands_when_the_last_person_has_the_event() -> None:
    mean, error = restricted_mean(kaplan_meier([1, 3], [1, 1]), 10)
    assert mean == pytest.approx(2.0)
    assert error == pytest.approx(1 / 2**0.5)


@unhurried
@given(courses)
def test_the_log_rank_agrees_with_statsmodels(course: tuple[np.ndarray, ...]) -> None:
    times, events, groups = course
    both = groups % 2
    result = log_rank(times, events, both, 2)
    if result.chi_square is None:
        return
    chi, p_value = survdiff(times, events.astype(int), both)
    assert result.chi_square == pytest.approx(chi, rel=1e-9, abs=1e-9)
    assert result.p_value == pytest.approx(p_value, rel=1e-7, abs=1e-9)


@unhurried
@given(courses, st.permutations(range(4)))
def test_renaming_the_groups_leaves_the_log_rank_as_it_is(
    course: tuple[np.ndarray, ...], names: list[int]
) -> None:
    times, events, groups = course
    one = log_rank(times, events, groups, 4)
    other = log_rank(times, events, np.array(names)[groups], 4)
    assert one.degrees == other.degrees
    assert (one.chi_square is None) == (other.chi_square is None)
    if one.chi_square is not None:
        assert one.chi_square == pytest.approx(other.chi_square, rel=1e-7, abs=1e-9)
    assert sum(one.expected) == pytest.approx(sum(one.observed))


def test_the_log_rank_does_not_overflow_with_a_million_people() -> None:
    thousand = np.random.default_rng(7).integers(1, 21, 1000)
    events, groups = thousand % 3 > 0, np.arange(1000) % 2
    small = log_rank(thousand, events, groups, 2)
    large = log_rank(np.tile(thousand, 1000), np.tile(events, 1000), np.tile(groups, 1000), 2)
    assert small.chi_square is not None
    # Ties make the variance of a thousandfold table a little more than a thousandfold.
    assert large.chi_square == pytest.approx(1000 * small.chi_square, rel=0.01)


@pytest.mark.parametrize(
    ("times", "events", "groups"),
    [
        ([1, 2, 3], [0, 0, 0], [0, 1, 1]),
        ([1, 2, 3], [1, 1, 0], [0, 0, 0]),
        ([5, 5, 5], [1, 1, 1], [0, 1, 1]),
        ([], [], []),
    ],
)
def test_where_nothing_can_be_compared_there_is_no_test(
    times: list[int], events: list[int], groups: list[int]
) -> None:
    result = log_rank(times, events, groups, 2)
    assert result.chi_square is None
    assert result.p_value is None
