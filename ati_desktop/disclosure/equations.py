"""The sums of a suppression problem as one sparse matrix; questions, and what answers lack."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.problem import Problem

Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

SMALL = 1e-6
"""Movements below this are none."""

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Ask:
    """Can this number seem ``need`` above (side 1) or below (side -1) what it is?

    ``still`` are numbers that this attacker knows.
    """

    at: int
    side: int
    need: float
    still: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The weights of the hidden numbers must come to at least ``least``."""

    places: Places
    weights: Vector
    least: float

    def lacks(self, hidden: Vector | Flags) -> float:
        """Return by which share of itself it is broken; 0 or less where it is kept."""
        reached = float(self.weights @ hidden[self.places])
        return (self.least - reached) / max(self.least, 1.0)


class Equations:
    """The sums of a problem, row by row, and how far each number could move up and down.

    ``always`` are those that are not printed whatever is chosen.
    """

    def __init__(self, problem: Problem) -> None:
        self.up = np.array([cap[0] for cap in problem.caps], dtype=np.float64)
        self.down = np.array([cap[1] for cap in problem.caps], dtype=np.float64)
        hidden = {*problem.hidden, *problem.free, *(target.at for target in problem.targets)}
        self.always = np.zeros(len(problem.caps), dtype=bool)
        self.always[sorted(hidden)] = True
        lengths = [1 + len(parts) for _, parts in problem.equations]
        self.count = len(lengths)
        self.rows = np.repeat(np.arange(self.count, dtype=np.intp), lengths)
        flat = [at for whole, parts in problem.equations for at in (whole, *parts)]
        self.columns = np.array(flat, dtype=np.intp)
        self.weights = np.ones(len(flat))
        self.weights[np.cumsum([0, *lengths])[:-1]] = -1.0

    def within(self, open_: Flags) -> tuple[Places, NDArray[np.int32], Places, Vector]:
        """Return the sums in which something is open, with only that.

        Which they are, where each begins and the last one ends, the numbers, their weights.
        """
        there = open_[self.columns]
        rows = self.rows[there]
        kept, starts = np.unique(rows, return_index=True)
        ends = np.append(starts, len(rows)).astype(np.int32)
        return kept, ends, self.columns[there], self.weights[there]

    def cut(self, ask: Ask, prices: Vector) -> Cut | None:
        """Return the inequality that prices of the sums give; None where it says nothing."""
        worth = self.weights * prices.round(_DIGITS)[self.rows]
        gain = np.bincount(self.columns, worth, minlength=len(self.up))
        gain[ask.at] += ask.side
        gain[np.abs(gain) < SMALL**2] = 0.0
        gain[list(ask.still)] = 0.0
        adds = np.maximum(gain, 0.0) * self.up + np.maximum(-gain, 0.0) * self.down
        least = ask.need - float(adds[self.always].sum())
        if least <= SMALL * max(ask.need, 1.0):
            return None
        places = np.flatnonzero(~self.always & (adds > 0.0))
        return Cut(places, np.minimum(adds[places], least), least)

    def blocks(self, moving: Flags) -> Places:
        """Return for each number that may move the first of those it hangs together with.

        Two hang together where they stand in one sum; the others are blocks by themselves.
        """
        there = moving[self.columns]
        rows, columns = self.rows[there], self.columns[there]
        label = np.arange(len(moving))
        before = np.zeros(0, dtype=np.intp)
        while not np.array_equal(label, before):
            before = label.copy()
            least = np.full(self.count, len(moving))
            np.minimum.at(least, rows, label[columns])
            np.minimum.at(label, columns, least[rows])
            label = label[label]
        return label

    def parts_of(self, moved: Vector) -> list[Vector]:
        """Return a movement as the movements that hang together: each is one by itself."""
        moving = np.abs(moved) > SMALL
        label = self.blocks(moving)
        names = np.unique(label[moving])
        return [np.where(moving & (label == name), moved, 0.0) for name in names.tolist()]
