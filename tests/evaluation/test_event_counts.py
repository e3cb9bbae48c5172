"""People counted at each time: whole times without sorting, with the same counts as sorting."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.evaluation import event_counts
from ati_desktop.evaluation.event_counts import count_events
from ati_desktop.evaluation.survival import kaplan_meier, log_rank
from tests.evaluation.courses import unhurried

people = st.lists(
    st.tuples(st.integers(-40, 4_200), st.booleans(), st.integers(0, 2)), min_size=1, max_size=80
)


@unhurried
@given(people, st.sampled_from([np.int64, np.int32, np.float64, np.float32]))
def test_people_are_counted_as_by_hand_at_whole_times(rows, kind) -> None:
    times, events, groups = (np.array(column) for column in zip(*rows, strict=True))
    found = count_events(times.astype(kind), events, groups, 3)
    here = Counter((group, time) for time, _, group in rows)
    came = Counter((group, time) for time, event, group in rows if event)
    assert found.times.tolist() == sorted({time for time, _, _ in rows})
    for group in range(3):
        assert found.here[group].tolist() == [here[group, time] for time in found.times]
        assert found.came[group].tolist() == [came[group, time] for time in found.times]
        longer = [sum(g == group and t >= time for t, _, g in rows) for time in found.times]
        assert found.at_risk()[group].tolist() == longer


@unhurried
@given(people, st.floats(0.001, 0.999))
def test_times_that_are_not_whole_give_the_same_counts(rows, beside: float) -> None:
    times, events, groups = (np.array(column) for column in zip(*rows, strict=True))
    whole = count_events(times, events, groups, 3)
    other = count_events(times + beside, events, groups, 3)
    assert other.times == pytest.approx(whole.times + beside)
    assert other.here.tolist() == whole.here.tolist()
    assert other.came.tolist() == whole.came.tolist()


@pytest.mark.parametrize("kind", [np.int16, np.int64, np.float64])
def test_whole_days_are_never_sorted(kind, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(3)
    times = draw.integers(0, 3_650, 100_000).astype(kind)
    events, groups = draw.random(100_000) < 0.4, draw.integers(0, 4, 100_000)
    expected = log_rank(times + 0.5, events, groups, 4), kaplan_meier(times + 0.5, events)

    def sorting(*_given: object, **_named: object) -> None:
        raise AssertionError("whole days were sorted")

    for name in ("unique", "sort", "argsort"):
        monkeypatch.setattr(event_counts.np, name, sorting)
    assert log_rank(times, events, groups, 4) == expected[0]
    assert kaplan_meier(times, events).survival.tolist() == expected[1].survival.tolist()


@pytest.mark.parametrize("odd", [1e15, float("inf"), float("nan"), -1e18])
def test_times_far_apart_or_without_end_ask_for_no_room(odd: float) -> None:
    found = count_events([1.0, 2.0, odd], [1, 0, 1])
    assert found.times.size == 3
    assert found.came.sum() == 2
