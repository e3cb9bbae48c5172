"""What somebody knows of several packages who came or left: where they are counted themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.together import Together
from ati_desktop.disclosure.together_asks import Asked
from ati_desktop.evaluation.results import Places

Counts = NDArray[np.int64]
Row = tuple[frozenset[Cell], ...]
"""The cells of each package that count a row."""


class OwnRows:
    """The columns of a joint program that count somebody who came or left, and how often.

    ``columns`` are all columns that count anybody of them; ``counts`` tells for each person how
    many of their rows each of these has.
    """

    def __init__(self, joint: Together) -> None:
        self._joint = joint
        self._regions = {each.packages: at for at, each in enumerate(joint.overlap.regions)}
        self.people = joint.overlap.insiders
        kinds = dict.fromkeys(row for person in self.people for row in person.rows)
        self._kinds = {row: at for at, row in enumerate(kinds)}
        self._rows = [_as_cells(row) for row in kinds]
        held = [sorted(set(self._held(row))) for row in self._rows]
        self.columns = np.unique(np.array([one for each in held for one in each], dtype=np.intp))
        rows = np.zeros((len(held), len(self.columns)), dtype=np.int64)
        for at, each in enumerate(held):
            rows[at, np.searchsorted(self.columns, each)] = 1
        self.counts = self._of_people(rows)

    def changed(self, asked: Sequence[Asked]) -> Counts:
        """Return for each person and number how many of their rows came to it, or left it."""
        rows = [[_is_among(row, each) for each in asked] for row in self._rows]
        return self._of_people(np.array(rows, dtype=np.int64).reshape(len(rows), len(asked)))

    def concerned(self, asked: Sequence[Asked]) -> NDArray[np.bool_]:
        """Return for each person and number whether they changed between its two packages."""
        pairs = list(combinations(range(len(self._joint.packages)), 2))
        known = [each.columns.keys() for each in self._joint.known]
        shared = {(one, other): known[one] & known[other] for one, other in pairs}
        rows = [
            [(row[one] & shared[one, other]) != (row[other] & shared[one, other])
             for one, other in pairs]
            for row in self._rows
        ]  # fmt: skip
        moved = self._of_people(np.array(rows, dtype=np.int64).reshape(len(rows), len(pairs))) > 0
        return moved[:, [pairs.index(each.pair) for each in asked if each.pair is not None]]

    def _of_people(self, rows: Counts) -> Counts:
        own = [rows[[self._kinds[row] for row in one.rows]].sum(axis=0) for one in self.people]
        return np.array(own, dtype=np.int64).reshape(len(self.people), rows.shape[-1])

    def _held(self, row: Row) -> Iterator[int]:
        """Yield the columns that count a row: cells of its region, and moves within it."""
        joint = self._joint
        there = tuple(at for at, cells in enumerate(row) if cells)
        region = self._regions[there]
        for package in there:
            places = (joint.places.get((region, package, cell)) for cell in row[package])
            yield from (one for one in places if one is not None)
        for first, second in combinations(there, 2):
            for columns, cells in (
                (joint.gained, row[second] - row[first]),
                (joint.lost, row[first] - row[second]),
            ):
                moves = (columns.get((region, first, second, cell)) for cell in cells)
                yield from (one for one in moves if one is not None)


def _as_cells(row: Places) -> Row:
    return tuple(frozenset(map(frozenset, cells)) for cells in row)


def _is_among(row: Row, asked: Asked) -> bool:
    """Tell whether a row came to a number, or left it."""
    first, second = asked.pair or (0, 0)
    then, now = (first, second) if asked.came else (second, first)
    cells = set(asked.cells)
    return not cells.isdisjoint(row[now]) and cells.isdisjoint(row[then])
