"""Whether the rows at given levels hold k, l and t, and how many must be left out for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.column_codes import Codes
from ati_desktop.disclosure.lattice_keys import Ladder, Levels
from ati_desktop.disclosure.lattice_model import ROUNDING, Model
from ati_desktop.disclosure.lattice_tables import Counts, Table, Tables, summed

Sizes = Counts
"""Rows of each class, as floats that are whole."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A node: whether it holds, its loss (whole numbers only, to be compared), which classes go."""

    holds: bool
    cost: int
    failing: NDArray[np.bool_]
    suppressed: int


class Checks:
    """Judges nodes of the lattice of a file.

    ``sensitive`` are the codes of the sensitive columns by row, each in the order of its values,
    which matters for the ordered distance only. ``weights`` of the columns count in the loss
    ``precision``.
    """

    def __init__(
        self,
        model: Model,
        ladders: Sequence[Ladder],
        rows: Sequence[Codes],
        sensitive: Sequence[Codes],
        group: Codes | None,
        weights: Sequence[int],
    ) -> None:
        self._model = model
        self._groups = group is not None
        self._tables = Tables(ladders, rows, group)
        if model.l == 1 and model.t is None:
            sensitive = ()
        self._sensitive = [Tables(ladders, rows, codes) for codes in sensitive]
        self._all = [np.bincount(codes) / max(codes.size, 1) for codes in sensitive]
        self._rows = rows[0].size
        self._budget = int(Fraction(str(model.suppression)) * self._rows)
        self._heights = [ladder.height for ladder in ladders]
        self._weights = weights
        self._far_from = (1.0 if model.t is None else model.t) + ROUNDING

    @property
    def k_alone(self) -> bool:
        """Return whether nothing is asked but k."""
        return not self._sensitive

    @property
    def all_or_none(self) -> bool:
        """Return whether no row may be left out: then l and t, like k, only improve upward.

        The values of a joined class are those of its parts, and its distance is at most the
        largest of theirs, as the distance is convex.
        """
        return not self._budget

    def judge(self, levels: Levels) -> Judged:
        """Judge a node of the lattice by all that is asked."""
        judged = self.by_k(levels)
        return self.by_l_and_t(levels, judged) if judged.holds else judged

    def by_k(self, levels: Levels) -> Judged:
        """Judge a node by k alone: where that does not hold, it does not hold below either."""
        table, size = self._sized(levels)
        units = np.bincount(table.klass) if self._groups else size
        failing = units < self._model.k
        gone = int(size[failing].sum())
        holds = self._within(gone) and self._enough_stay(failing, gone, table)
        return Judged(holds, self._cost(levels, size), failing, gone if holds else 0)

    def by_l_and_t(self, levels: Levels, by_k: Judged) -> Judged:
        """Judge a node by l and t, after k was found to hold."""
        if self.k_alone:
            return by_k
        table, size = self._sized(levels)
        failing = self._without_l_and_t(by_k.failing, size, levels)
        gone = int(size[failing].sum())
        holds = self._within(gone) and self._enough_stay(failing, gone, table)
        return Judged(holds, by_k.cost, failing, gone)

    def floor(self, levels: Levels) -> int:
        """Return what the loss of a node is at least, without looking at the rows."""
        return self._precision(levels) if self._model.loss == "precision" else -self._rows

    def loss(self, cost: int) -> float:
        """Return the loss as it is told."""
        if self._model.loss == "dm":
            return cost
        if self._model.loss == "classes":
            return float(self._rows / -cost)
        return cost / max(self._whole() * sum(self._weights), 1)

    def _sized(self, levels: Levels) -> tuple[Table, Sizes]:
        table = self._tables.at(levels)
        if not self._groups:
            return table, table.counts
        return table, summed(table.klass, table.counts)

    def _within(self, gone: int) -> bool:
        return gone <= self._budget and gone < self._rows

    def _enough_stay(self, failing: NDArray[np.bool_], gone: int, table: Table) -> bool:
        """Return whether enough stay; like k, this never gets worse at coarser levels."""
        if not self._model.fewest or not gone:
            return True
        stay = self._rows - gone
        if self._groups:
            stay = np.unique(table.values[~failing[table.klass]]).size
        return bool(stay >= self._model.fewest)

    def _without_l_and_t(
        self, failing: NDArray[np.bool_], size: Sizes, levels: Levels
    ) -> NDArray[np.bool_]:
        """Return which classes go in the end, or so many of them that it is too many.

        A class is held against the distribution of all rows, and against that of the rows that
        stay, which is what a reader of the file sees; leaving a class out changes the second, so
        it is asked again until nothing more goes.
        """
        pairs = [tables.at(levels) for tables in self._sensitive]
        if self._model.l > 1:
            for table in pairs:
                failing = failing | (np.bincount(table.klass) < self._model.l)
        if self._model.t is None:
            return failing
        shares = [table.counts / size[table.klass] for table in pairs]
        for table, share, overall in zip(pairs, shares, self._all, strict=True):
            failing = failing | self._far(table, share, overall)
        while failing.any() and self._within(int(size[failing].sum())):
            again = failing
            for table, share, overall in zip(pairs, shares, self._all, strict=True):
                stays = np.where(failing[table.klass], 0.0, table.counts)
                left = summed(table.values, stays, overall.size)
                again = again | self._far(table, share, left / left.sum())
            if np.array_equal(again, failing):
                break
            failing = again
        return failing

    def _far(
        self, table: Table, share: NDArray[np.float64], overall: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        if self._model.distance == "equal":
            excess = np.maximum(share - overall[table.values], 0.0)
            far = summed(table.klass, excess, table.classes)
        else:
            far = _ordered_distance(table, share, overall)
        return np.asarray(far > self._far_from)

    def _cost(self, levels: Levels, size: Sizes) -> int:
        if self._model.loss == "dm":
            return int(np.einsum("i,i", size, size))  # as @ would, without waking other threads
        return -size.size if self._model.loss == "classes" else self._precision(levels)

    def _precision(self, levels: Levels) -> int:
        whole = self._whole()
        told = zip(levels, self._heights, self._weights, strict=True)
        return sum(level * weight * (whole // height) for level, height, weight in told if height)

    def _whole(self) -> int:
        return int(np.lcm.reduce([height or 1 for height in self._heights]))


def _ordered_distance(
    table: Table, share: NDArray[np.float64], overall: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the earth mover's distance of each class where values stand in an order.

    Source: Li, Li, Venkatasubramanian 2007, ordered distance.
    """
    if overall.size < 2:
        return np.zeros(table.classes)
    shares = np.zeros((table.classes, overall.size))
    shares[table.klass, table.values] = share
    steps = np.abs(np.cumsum(shares - overall, axis=1)).sum(axis=1)
    return np.asarray(steps / (overall.size - 1))
