"""What an attacker must not find out: the audit's own list, made from the true numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.attacker import Knowledge, Terms, outside
from ati_desktop.disclosure.cells import (
    Cell,
    Number,
    Values,
    alone,
    lines,
    margins,
    number_of,
    values_of,
)
from ati_desktop.disclosure.definitions import nested_sums, reasons_of, says_something
from ati_desktop.evaluation.results import Evaluation, Figure, Where

_SMALLEST_MOVE = 1e-5


@dataclass
class Target:
    """A number, how low and how high an attacker must think it could be, and what was found."""

    number: Number
    terms: Terms
    low: int
    high: int
    least: float = float("inf")
    most: float = float("-inf")
    above: int = -1
    below: int = -1

    def saw(self, solution: NDArray[np.float64]) -> None:
        """Take note of a way in which all that is printed could have come about."""
        value = float(sum(worth * solution[column] for column, worth in self.terms.items()))
        self.least, self.most = min(self.least, value), max(self.most, value)

    @property
    def seen(self) -> bool:
        """Whether there is any way at all; there is none where what is printed contradicts."""
        return self.most >= self.least

    def settled(self, side: int) -> bool:
        """Return whether the range is open to the low side (0) or the high side (1)."""
        if side:
            return self.most >= self.high - _SMALLEST_MOVE
        return self.least <= self.low + _SMALLEST_MOVE


@dataclass
class _Finder:
    evaluation: Evaluation
    known: Knowledge
    threshold: int
    values: Values
    truth: dict[Cell, int] = field(default_factory=dict)
    floors: dict[Cell, int] = field(default_factory=dict)
    found: dict[Number, Target] = field(default_factory=dict)

    def add(self, number: Number, terms: Terms, low: int) -> None:
        self.found.setdefault(number, Target(number, terms, low, self.threshold - 1))

    def small(self, count: int) -> bool:
        return 0 < count < self.threshold

    def floor(self, number: Number) -> int:
        """Return what is known of a sum from the zeros that are shown: its parts are not zero."""
        return max(sum(self.floors.get(cell, 0) for cell in number), 1)


def find_targets(
    evaluation: Evaluation, known: Knowledge, threshold: int, outcomes: frozenset[str]
) -> list[Target]:
    """Return every number from 1 to threshold - 1 that is printed or implied, and telling zeros.

    A count must seem able to be 1, or as low as its parts allow that are known not to be zero;
    a zero of a group that is all alike must seem able to be 0; both must seem able to be
    threshold - 1.
    """
    finder = _Finder(evaluation, known, threshold, values_of(evaluation.variables))
    for table in evaluation.tables:
        finder.truth |= margins(table)
    _set_floors(finder)
    for cell, count in finder.truth.items():
        if finder.small(count):
            finder.add(alone(cell), {known.columns[cell]: 1.0}, finder.floor(alone(cell)))
    for table in evaluation.tables:
        for _, running, parts in lines(table.variables, finder.values):
            if running in outcomes:
                _add_alike(finder, parts)
    for figure, reasons in zip(evaluation.figures, reasons_of(evaluation), strict=True):
        _add_figure(finder, figure)
        _add_left_out(finder, reasons)
    _add_nested(finder)
    return list(finder.found.values())


def _set_floors(finder: _Finder) -> None:
    """Work out the least each cell can be, fine cells first, from which of them are not empty."""
    for cell, count in finder.truth.items():
        finder.floors[cell] = int(count > 0 and cell not in finder.known.may_be_zero)
    deepest = max((len(table.variables) for table in finder.evaluation.tables), default=0)
    for size in range(deepest - 1, -1, -1):
        for table in finder.evaluation.tables:
            for whole, _, parts in lines(table.variables, finder.values):
                if len(whole) == size:
                    least = sum(finder.floors[part] for part in parts)
                    finder.floors[whole] = max(finder.floors[whole], least)


def _add_alike(finder: _Finder, parts: tuple[Cell, ...]) -> None:
    there = [part for part in parts if finder.truth[part]]
    if len(there) != 1 or not says_something(there[0], parts):
        return
    for part in parts:
        if finder.truth[part] == 0:
            finder.add(alone(part), {finder.known.columns[part]: 1.0}, 0)


def _add_figure(finder: _Finder, figure: Figure) -> None:
    """Add numerator, denominator and what is left between them, where they say too much."""
    part = number_of(figure.numerator_cells, finder.values)
    whole = number_of(figure.denominator_cells, finder.values)
    above, below = finder.known.terms(part), finder.known.terms(whole)
    counted, base = (sum(finder.truth.get(cell, 0) for cell in each) for each in (part, whole))
    if above is not None and finder.small(counted):
        finder.add(part, above, finder.floor(part))
    if below is not None and finder.small(base):
        finder.add(whole, below, finder.floor(whole))
    if above is None or below is None or base == 0 or part == whole:
        return
    if counted == 0:
        finder.add(part, above, 0)
    if base - counted < finder.threshold:
        name = whole | {frozenset({("without", repr(sorted(map(sorted, part))))})}
        finder.add(name, _difference(below, above), _least_left(finder, part, whole))


def _least_left(finder: _Finder, part: Number, whole: Number) -> int:
    if sum(finder.truth[cell] for cell in whole) == sum(finder.truth[cell] for cell in part):
        return 0
    beside = outside(whole, part, finder.values)
    return max(sum(finder.floors.get(cell, 0) for cell in beside), 1)


def _add_nested(finder: _Finder) -> None:
    """Add by how much one sum exceeds another that lies inside it, where that is few people."""
    columns = finder.known.columns
    for inner, outer in nested_sums(finder.evaluation, finder.truth.get):
        gap = sum(finder.truth[c] for c in outer) - sum(finder.truth[c] for c in inner)
        if finder.small(gap):
            less, more = ({columns[cell]: 1.0 for cell in cells} for cells in (inner, outer))
            name = frozenset({*outer, frozenset({("beyond", repr(sorted(map(sorted, inner))))})})
            finder.add(name, _difference(more, less), 1)


def _difference(one: Terms, two: Terms) -> Terms:
    return {
        column: one.get(column, 0.0) - two.get(column, 0.0)
        for column in sorted(one.keys() | two.keys())
        if one.get(column, 0.0) != two.get(column, 0.0)
    }


def _add_left_out(finder: _Finder, reasons: dict[str, tuple[Where, ...]]) -> None:
    for cells in reasons.values():
        number = number_of(cells, finder.values)
        terms = finder.known.terms(number)
        if terms is not None and finder.small(sum(finder.truth[cell] for cell in number)):
            finder.add(number, terms, finder.floor(number))
