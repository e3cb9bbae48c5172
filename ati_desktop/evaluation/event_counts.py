"""How many people have an event, or are censored, at each time: counted where times are whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_ROOM, _ROOM_FOR_EACH = 4_096, 4
"""Times are counted, not sorted, where they span no more than this, or this for each person."""
_BLOCK = 1 << 15
"""So many people are counted at once: what is worked out for them stays near the processor."""


@dataclass(frozen=True, slots=True)
class EventCounts:
    """The distinct times, ascending, and at each how many people of each group.

    ``came`` are those with the event, ``here`` they and those who are censored; both have a row
    for each group and a column for each time.
    """

    times: Floats
    here: Floats
    came: Floats

    def at_risk(self) -> Floats:
        """Return how many of each group are followed just before each time."""
        return np.cumsum(self.here[:, ::-1], axis=1)[:, ::-1]


def count_events(
    times: ArrayLike, events: ArrayLike, groups: ArrayLike | None = None, count: int = 1
) -> EventCounts:
    """Count people by time, event (1 or True) or censoring (0), and group (0 to ``count`` - 1).

    Whole times, such as days, are counted in one pass; others are sorted. Both give the same.
    """
    when, state = np.asarray(times), np.asarray(events)
    codes = None if groups is None else np.asarray(groups)
    low, span = _whole_times(when)
    moments = np.arange(low, low + span, dtype=np.float64)
    if not span:
        low = 0
        moments, when = np.unique(when.astype(np.float64), return_inverse=True)
    counts = np.zeros(2 * count * len(moments), dtype=np.int64)
    for part in _blocks(when, max(_BLOCK, counts.size)):
        cell = state[part].astype(np.int64)
        if codes is not None:
            cell += 2 * codes[part]
        cell *= len(moments)
        cell += when[part].astype(np.int64, copy=False)
        counts += np.bincount(cell - low if low else cell, minlength=counts.size)
    states = counts.reshape(count, 2, len(moments))
    there = np.flatnonzero(states.sum(axis=(0, 1)))
    found = states.take(there, axis=2).astype(np.float64)
    return EventCounts(moments[there], found.sum(axis=1), found[:, 1])


def _whole_times(times: NDArray[np.generic]) -> tuple[int, int]:
    """Return the first of whole times and how many they span; 0, 0 where they are not to count."""
    if not times.size:
        return 0, 0
    first, last = float(times.min()), float(times.max())
    # Not so either where a time is no number or without end.
    if not last - first < max(_ROOM, _ROOM_FOR_EACH * times.size):
        return 0, 0
    if times.dtype.kind == "f":
        parts = (times[part] for part in _blocks(times, _BLOCK))
        if not all(np.array_equal(part, np.floor(part)) for part in parts):
            return 0, 0
    return int(first), int(last - first) + 1


def _blocks(people: NDArray[np.generic], size: int) -> Iterator[slice]:
    for start in range(0, people.size, size):
        yield slice(start, start + size)
