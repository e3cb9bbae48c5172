"""The attack on several packages at once: can few people be found in what lies between them?

Asked for are the numbers that each package hides: they must stay as open as its own audit found
them, from 1 to threshold - 1. And all who came and all who left, of every number of a pair of
packages, and the people of each region, where they are 1 to threshold - 1: each must seem able to
be anything from 0 to threshold - 1, to everybody and to each of these people.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from math import ceil, floor
from typing import Literal

from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.solver import Program
from ati_desktop.disclosure.targets import find_targets
from ati_desktop.disclosure.together import Together, bare, knowing_less
from ati_desktop.disclosure.together_asks import Asked, attack
from ati_desktop.disclosure.together_changes import Known, few_changes, known_changes
from ati_desktop.disclosure.together_insiders import Insiders
from ati_desktop.disclosure.work import Cancelled

_ROUNDING = 0.01
_SLACK = 1e-4


def find_weak(joint: Together, *, cancelled: Cancelled | None = None) -> list[Asked]:
    """Return what could be found out from all packages together and not from less.

    Let pass is what nobody can help: that a number that is hidden is not zero, since zeros are
    shown; and what the earlier packages tell by themselves.
    """
    changes = known_changes(joint)
    less = _Less(joint, cancelled)
    asked = [*_hidden_numbers(joint), *_few_people(joint), *_few_changes(joint, changes)]
    attack(joint.program, asked, cancelled)
    weak = less.unexcused([each for each in asked if not each.open])
    fine = [each for each in asked if each.pair and each not in weak]
    weak += Insiders(joint, changes, fine, less.program, cancelled).learned()
    return weak


class _Less:
    """What would be known though the newest package, or each of them, showed next to nothing."""

    def __init__(self, joint: Together, cancelled: Cancelled | None) -> None:
        self._joint, self._cancelled = joint, cancelled

    @cached_property
    def earlier(self) -> Together:
        """What is known from the earlier packages and the zeros of the newest."""
        *before, newest = (each.views for each in self._joint.packages)
        return knowing_less(self._joint, [*before, bare(newest, total=False)])

    @cached_property
    def totals(self) -> Together:
        """What is known from the zeros and totals of all packages."""
        return knowing_less(self._joint, [bare(each.views) for each in self._joint.packages])

    def program(self) -> Program:
        """Return the program of the earlier packages, columns as in the joint one."""
        return _with_changes(self.earlier)

    def unexcused(self, asked: list[Asked]) -> list[Asked]:
        """Lower what is asked to what cannot be helped; return those that do not hold then."""
        newest = len(self._joint.packages) - 1
        new = [each for each in asked if each.own == newest]
        for each, nothing in zip(asked, self._ends("earlier", asked), strict=True):
            each.low = max(each.low, float(ceil(nothing.least - _ROUNDING)))
            each.high = min(each.high, float(floor(nothing.most + _ROUNDING)))
        for each, nothing in zip(new, self._ends("totals", new), strict=True):
            each.low = max(each.low, float(ceil(nothing.least - _ROUNDING)))
        weak = [each for each in asked if not each.open]
        return [each for each in weak if each.own != newest or not self._weak_alone(each)]

    def _weak_alone(self, asked: Asked) -> bool:
        package = len(self._joint.packages) - 1
        shift = self._joint.shift[package]
        own = {column - shift: worth for column, worth in asked.terms.items()}
        program = self._joint.known[package].program
        alone = Asked(asked.cells, own, asked.low, asked.high)
        attack(program.copy(), [alone], self._cancelled)
        low, high = max(alone.least, asked.low), min(alone.most, asked.high)
        return asked.least <= low + _SLACK and asked.most >= high - _SLACK

    def _ends(self, less: Literal["earlier", "totals"], asked: list[Asked]) -> list[Asked]:
        again = [Asked(each.cells, each.terms, each.low, each.high) for each in asked]
        if again:
            attack(_with_changes(getattr(self, less)), again, self._cancelled)
        return again


def _with_changes(less: Together) -> Program:
    """Return a copy of a program with the columns of its changes."""
    if not less.changed:
        known_changes(less)
        less.changed = True
    return less.program.copy()


def _hidden_numbers(joint: Together) -> Iterator[Asked]:
    """Yield the numbers that each package must hide by its own audit."""
    for package, each in enumerate(joint.packages):
        known = joint.known[package]
        for target in find_targets(each.evaluation, known, each.threshold, each.outcomes):
            terms = joint.shifted(package, target.terms)
            cells = tuple(cell for cell in target.number if cell in known.columns)
            yield Asked(cells, terms, target.low, target.high, own=package)


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
        yield Asked((place[2],), {column: 1.0}, 0.0, threshold - 1.0)


def _few_changes(joint: Together, changes: list[Known]) -> Iterator[Asked]:
    """Yield who came to a number and who left it, where they are few."""
    thresholds = [each.threshold for each in joint.packages]
    for known in changes:
        few = max(thresholds[package] for package in known.pair)
        for each, came in few_changes([known], few):
            cells: tuple[Cell, ...] = tuple(sorted(each.cells, key=sorted))
            terms = each.came if came else each.left
            yield Asked(cells, terms, 0.0, few - 1.0, pair=each.pair, came=came)
