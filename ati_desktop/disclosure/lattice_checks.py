"""Whether the rows at given levels hold k, l and t, and how many must be left out for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.lattice_tables import Codes, Ladder, Levels, Table, Tables
from ati_desktop.errors import Refused

Loss = Literal["dm", "precision", "classes"]
Distance = Literal["equal", "ordered"]
LOSSES: tuple[Loss, ...] = ("dm", "precision", "classes")
DISTANCES: tuple[Distance, ...] = ("equal", "ordered")
ROUNDING = 1e-9
"""How far a distance may lie above t and be taken for t: what floats lose."""


@dataclass(frozen=True, slots=True)
class Model:
    """What must hold in the rows that leave.

    ``k`` rows (or groups, where ``group`` names a column) in each class, ``l`` different values of
    each sensitive column in it, and a distance of at most ``t`` (0 to 1) between the distribution
    in a class and the one in all rows. ``suppression`` is the share of rows that may be left out
    for it, as long as ``fewest`` rows (or groups) stay. ``loss`` says what is made as small as can
    be; ``weights`` say how much columns count in ``precision``, 1 where nothing is said.
    """

    k: int = 5
    l: int = 1  # noqa: E741 - the name that the field has given it
    t: float | None = None
    suppression: float = 0.0
    loss: Loss = "dm"
    distance: Distance = "equal"
    group: str | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    fewest: int = 0

    def __post_init__(self) -> None:
        if self.k < 1 or self.l < 1:
            raise Refused("k and l are whole numbers from 1.")
        if self.t is not None and not 0 <= self.t <= 1:
            raise Refused("t is a number from 0 to 1.")
        if not 0 <= self.suppression < 1:
            raise Refused("suppression is a share of the rows, from 0 to below 1.")
        if self.loss not in LOSSES or self.distance not in DISTANCES:
            raise Refused("loss or distance is not one of those that are known.")


class Verdict(Enum):
    """What was found of a node: it holds, k does not, or k does but l or t does not."""

    HOLDS = "holds"
    K_FAILS = "k"
    L_OR_T_FAILS = "l or t"


@dataclass(frozen=True, slots=True)
class Judged:
    """A node: its verdict, its loss (whole numbers only, to be compared), which classes go."""

    verdict: Verdict
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
        rows: Codes,
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
        self._kinds = [int(codes.max(initial=0)) + 1 for codes in sensitive]
        self._all = [np.bincount(codes) / max(codes.size, 1) for codes in sensitive]
        self._rows = rows.shape[1]
        self._budget = int(Fraction(str(model.suppression)) * self._rows)
        self._heights = [ladder.height for ladder in ladders]
        self._weights = weights

    def judge(self, levels: Levels) -> Judged:
        """Judge a node of the lattice."""
        table = self._tables.at(levels)
        size = np.bincount(table.klass, weights=table.counts).astype(np.int64)
        units = np.bincount(table.klass) if self._groups else size
        cost = self._cost(levels, size)
        failing = units < self._model.k
        if not (self._within(failing, size) and self._enough_stay(failing, size, table)):
            return Judged(Verdict.K_FAILS, cost, failing, 0)
        failing = self._without_l_and_t(failing, size, levels)
        suppressed = int(size[failing].sum())
        holds = self._within(failing, size) and self._enough_stay(failing, size, table)
        return Judged(Verdict.HOLDS if holds else Verdict.L_OR_T_FAILS, cost, failing, suppressed)

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

    def _within(self, failing: NDArray[np.bool_], size: NDArray[np.int64]) -> bool:
        gone = int(size[failing].sum())
        return gone <= self._budget and gone < self._rows

    def _enough_stay(
        self, failing: NDArray[np.bool_], size: NDArray[np.int64], table: Table
    ) -> bool:
        """Return whether enough stay; like k, this never gets worse at coarser levels."""
        gone = int(size[failing].sum())
        if not self._model.fewest or not gone:
            return True
        stay = self._rows - gone
        if self._groups:
            stay = np.unique(table.codes[-1][~failing[table.klass]]).size
        return bool(stay >= self._model.fewest)

    def _without_l_and_t(
        self, failing: NDArray[np.bool_], size: NDArray[np.int64], levels: Levels
    ) -> NDArray[np.bool_]:
        """Return which classes go in the end.

        A class is held against the distribution of all rows, and against that of the rows that
        stay, which is what a reader of the file sees; leaving a class out changes the second, so
        it is asked again until nothing more goes.
        """
        pairs = [tables.at(levels) for tables in self._sensitive]
        for table, overall in zip(pairs, self._all, strict=True):
            failing = failing | (np.bincount(table.klass) < self._model.l)
            failing = failing | self._far(table, size, overall)
        while self._model.t is not None and failing.any() and self._within(failing, size):
            again = failing
            for table, kinds in zip(pairs, self._kinds, strict=True):
                stays = ~failing[table.klass]
                left = np.bincount(
                    table.codes[-1][stays], weights=table.counts[stays], minlength=kinds
                )
                again = again | self._far(table, size, left / left.sum())
            if np.array_equal(again, failing):
                break
            failing = again
        return failing

    def _far(
        self, table: Table, size: NDArray[np.int64], overall: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        if self._model.t is None:
            return np.zeros(table.classes, dtype=bool)
        share = table.counts / size[table.klass]
        if self._model.distance == "equal":
            excess = np.maximum(share - overall[table.codes[-1]], 0.0)
            far = np.bincount(table.klass, excess, table.classes).astype(np.float64)
        else:
            far = _ordered_distance(table, share, overall)
        return np.asarray(far > self._model.t + ROUNDING)

    def _cost(self, levels: Levels, size: NDArray[np.int64]) -> int:
        if self._model.loss == "dm":
            return int(size @ size)
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
    shares[table.klass, table.codes[-1]] = share
    steps = np.abs(np.cumsum(shares - overall, axis=1)).sum(axis=1)
    return np.asarray(steps / (overall.size - 1))
