"""The attack on several packages at once: can few people be found in what lies between them?

Asked for are the numbers that each package hides: they must stay as open as its own audit found
them, from 1 to threshold - 1. And the people of each region and by how much a number has changed,
where they are 1 to threshold - 1: each must seem able to be nobody, or threshold or more, so that
nobody learns that few people came or went.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.attacker import Terms
from ati_desktop.disclosure.cells import Cell, Number
from ati_desktop.disclosure.numbers import true_numbers
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.targets import find_targets
from ati_desktop.disclosure.together import Together, without_counts
from ati_desktop.disclosure.work import Cancelled, stop_if

_SLACK = 1e-4
_AT_ONCE = 40
_LEAD = 1_000.0


@dataclass(eq=False)
class Asked:
    """A number that must stay open from ``low`` to ``high``, and the cells it is about.

    ``own`` is the package that hides it by its own audit; ``either``: one open end is enough.
    """

    cells: tuple[Cell, ...]
    terms: Terms
    low: float
    high: float
    own: int | None = None
    either: bool = False
    least: float = float("inf")
    most: float = float("-inf")
    ends: list[int] = field(default_factory=list)

    def saw(self, solution: NDArray[np.float64]) -> None:
        """Take note of a way in which all that is printed could have come about."""
        value = float(sum(worth * solution[column] for column, worth in self.terms.items()))
        self.least, self.most = min(self.least, value), max(self.most, value)

    def settled(self, side: int) -> bool:
        """Return whether the range is open to the low side (0) or the high side (1)."""
        return self.most >= self.high - _SLACK if side else self.least <= self.low + _SLACK

    @property
    def enough(self) -> bool:
        """Whether no more has to be asked, as one open end is enough."""
        return self.either and self.open

    @property
    def open(self) -> bool:
        """Whether nothing was found out."""
        sides = (self.settled(0), self.settled(1))
        return any(sides) if self.either else all(sides)


def find_weak(joint: Together, *, cancelled: Cancelled | None = None) -> list[Asked]:
    """Return what could be found out from all packages together and not from one alone."""
    asked = [*_hidden_numbers(joint), *_few_people(joint), *_few_moves(joint)]
    _attack(joint.program, asked, cancelled)
    weak = [each for each in asked if not each.open]
    _excuse(joint, [each for each in weak if not each.settled(0)], cancelled)
    weak = [each for each in weak if not each.open]
    return [each for each in weak if each.own is None or not _weak_alone(joint, each, cancelled)]


def _excuse(joint: Together, asked: list[Asked], cancelled: Cancelled | None) -> None:
    """Let pass what is known from totals and shown zeros alone: no hiding of counts changes that.

    The columns of the joint program do not depend on what is printed.
    """
    if not asked:
        return
    again = [Asked(each.cells, each.terms, each.low, each.high) for each in asked]
    _attack(without_counts(joint).program, again, cancelled, sides=(0,))
    for each, bare in zip(asked, again, strict=True):
        if each.own is not None:
            each.low = max(each.low, ceil(bare.least - 0.01))


def _hidden_numbers(joint: Together) -> Iterator[Asked]:
    """Yield the numbers that each package must hide by its own audit."""
    for package, each in enumerate(joint.packages):
        known = joint.known[package]
        for target in find_targets(each.evaluation, known, each.threshold, each.outcomes):
            terms = joint.shifted(package, target.terms)
            cells = tuple(cell for cell in target.number if cell in known.columns)
            yield Asked(cells, terms, target.low, target.high, package)


def _few_people(joint: Together) -> Iterator[Asked]:
    """Yield the cells of regions with few rows, where a region is not all that a package has."""
    whole = {
        package
        for package in range(len(joint.packages))
        if sum(package in region.packages for region in joint.overlap.regions) == 1
    }
    threshold = max(each.threshold for each in joint.packages)
    seen = {column for (_, package, _), column in joint.places.items() if package in whole}
    for place, count in joint.counts():
        column = joint.places.get(place)
        if column is None or column in seen or not 0 < count < threshold:
            continue
        seen.add(column)
        yield Asked((place[2],), {column: 1.0}, 0.0, float(threshold), either=True)


def _few_moves(joint: Together) -> Iterator[Asked]:
    """Yield by how much the newest package and each other differ in a number, where by few.

    By how much two cohorts differ of which neither lies in the other tells of nobody.
    """
    newest = len(joint.packages) - 1
    now = true_numbers(joint.packages[newest].evaluation)
    for package in range(newest):
        if not _close(joint, package):
            continue
        then = true_numbers(joint.packages[package].evaluation)
        for number in sorted(then.keys() & now.keys(), key=_ordered):
            asked = _move(joint, package, number, then[number], now[number])
            if asked is not None:
                yield asked


def _close(joint: Together, package: int) -> bool:
    """Tell whether one cohort lies in the other, or they are the same but for a few rows."""
    newest = len(joint.packages) - 1
    only = [0, 0]
    for region in joint.overlap.regions:
        for side, (one, other) in enumerate([(package, newest), (newest, package)]):
            if one in region.packages and other not in region.packages:
                only[side] += region.counts[region.packages.index(one)].get((), 0)
    threshold = max(each.threshold for each in joint.packages)
    return min(only) == 0 or max(only) < threshold


def _move(joint: Together, package: int, number: Number, then: int, now: int) -> Asked | None:
    newest = len(joint.packages) - 1
    threshold = max(each.threshold for each in joint.packages)
    before, after = joint.number(package, number), joint.number(newest, number)
    if not 0 < abs(now - then) < threshold or before is None or after is None:
        return None
    sign = 1.0 if now > then else -1.0
    terms = {column: sign * worth for column, worth in after.items()}
    terms |= {column: -sign * worth for column, worth in before.items()}
    cells = tuple(sorted(number, key=sorted))
    low, high = 0.0, float(threshold)
    if min(then, now) < threshold:
        # One of the two is few itself and open by that; only the change must not be known exactly.
        low, high = abs(now - then) - 1.0, abs(now - then) + 1.0
    return Asked(cells, terms, low, high, either=True)


def _ordered(number: Number) -> list[list[tuple[str, str]]]:
    return sorted(sorted(cell) for cell in number)


def _weak_alone(joint: Together, asked: Asked, cancelled: Cancelled | None) -> bool:
    """Tell whether the package alone says as much, which its own audit has let pass."""
    package = asked.own or 0
    shift = joint.shift[package]
    own = {column - shift: worth for column, worth in asked.terms.items()}
    program = joint.known[package].program
    alone = Asked(asked.cells, own, asked.low, asked.high)
    again = Program(list(program.lower), list(program.upper), list(program.rows))
    _attack(again, [alone], cancelled)
    sides = (max(alone.least, asked.low), min(alone.most, asked.high))
    return asked.least <= sides[0] + _SLACK and asked.most >= sides[1] - _SLACK


def _attack(
    program: Program,
    asked: list[Asked],
    cancelled: Cancelled | None,
    sides: tuple[int, ...] = (0, 1),
) -> None:
    """Look for the least and the most of each number, many of them in one go."""
    for each in asked:
        below = program.column(lower=each.low)
        above = program.column(lower=float("-inf"), upper=each.high)
        less = {column: -worth for column, worth in each.terms.items()}
        program.at_least({below: 1.0, **less}, 0.0)
        program.at_least({**each.terms, above: -1.0}, 0.0)
        each.ends = [below, above]
    solver = Solver(program, keep_rows=True)
    for side in sides:
        open_ = [each for each in asked if not each.settled(side) and not each.enough]
        while open_:
            stop_if(cancelled)
            _ask(solver, asked, open_[:_AT_ONCE], side)
            first = open_.pop(0)
            if not first.settled(side):
                _ask(solver, asked, [first], side)
            open_ = [each for each in open_ if not each.settled(side) and not each.enough]


def _ask(solver: Solver, asked: list[Asked], open_: list[Asked], side: int) -> None:
    costs: dict[int, float] = {}
    for each in open_:
        worth = 1.0 if costs else _LEAD
        costs[each.ends[side]] = -worth if side else worth
    solver.costs(costs)
    solution = solver.minimum()
    solver.costs(dict.fromkeys(costs, 0.0))
    if solution is None:
        return
    for each in asked:
        each.saw(solution)
