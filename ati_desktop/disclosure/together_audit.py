"""The attack on several packages at once: can few people be found in what lies between them?

Asked for are the numbers that each package hides: they must stay as open as its own audit found
them, from 1 to threshold - 1. And all who came and all who left, of every number of a pair of
packages, and the people of each region, where they are 1 to threshold - 1: each must seem able to
be anything from 0 to threshold - 1, to everybody and to each of these people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from math import ceil, floor, isfinite

from ati_desktop.disclosure.attacker import Terms
from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.comparison import Package
from ati_desktop.disclosure.solver import Program
from ati_desktop.disclosure.targets import find_targets
from ati_desktop.disclosure.together import Together, bare, knowing_less
from ati_desktop.disclosure.together_asks import Asked, ProgramName, attack
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
    fine = [each for each in asked if each.pair and each not in weak and each not in less.told]
    return weak + Insiders(joint, fine, less, cancelled).learned()


class _Less:
    """What would be known though the newest package, or each of them, showed next to nothing."""

    def __init__(self, joint: Together, cancelled: Cancelled | None) -> None:
        self._joint, self._cancelled = joint, cancelled
        self.told: list[Asked] = []
        """What the newest package tells by itself, where it is one that hides nothing."""

    @cached_property
    def earlier(self) -> Together:
        """What is known from the earlier packages and the zeros of the newest."""
        *before, newest = self._joint.packages
        less = bare(newest.views, total=False, zeros=newest.hides)
        return knowing_less(self._joint, [*before, replace(newest, views=less, ranges={})])

    @cached_property
    def as_strict(self) -> Together:
        """What is known from the earlier packages that hide as much, and the zeros of all.

        What a lower threshold told excuses no package of a higher one: it need not leave.
        """
        *before, newest = self.earlier.packages
        if all(each.threshold >= newest.threshold or not each.hides for each in before):
            return self.earlier
        kept = [_as_strict(each, newest.threshold) for each in before]
        return knowing_less(self._joint, [*kept, newest])

    @cached_property
    def figures(self) -> Together:
        """What is known from the earlier figures that hide as much, and the zeros of all.

        What noise or rows tell of a number excuses no figures that hide it: they need not leave.
        """
        *before, newest = self.as_strict.packages
        kept = [each if each.hides else _silent(each) for each in before]
        return knowing_less(self._joint, [*kept, newest])

    @cached_property
    def totals(self) -> Together:
        """What is known from the zeros and totals of all packages."""
        every = self._joint.packages
        return knowing_less(
            self._joint, [replace(each, views=bare(each.views), ranges={}) for each in every]
        )

    @cached_property
    def newest(self) -> Together:
        """What is known from the newest package alone."""
        *before, newest = self._joint.packages
        return knowing_less(self._joint, [*map(_silent, before), newest])

    def excusing(self, asked: Asked) -> ProgramName:
        """Return which program tells what cannot be helped of a number."""
        newest = len(self._joint.packages) - 1
        if asked.own == newest:
            return "figures"
        return "as_strict" if asked.pair is not None and newest in asked.pair else "earlier"

    def program(self, name: ProgramName) -> Program:
        """Return one of these programs; its columns are those of the joint one."""
        return _with_changes(getattr(self, name))

    def unexcused(self, asked: list[Asked]) -> list[Asked]:
        """Lower what is asked to what cannot be helped; return those that do not hold then."""
        newest = len(self._joint.packages) - 1
        new = [each for each in asked if each.own == newest]
        for less in sorted({self.excusing(each) for each in asked}):
            mine = [each for each in asked if self.excusing(each) == less]
            for each, nothing in zip(mine, self._ends(less, mine), strict=True):
                _lower(each, nothing)
        for each, nothing in zip(new, self._ends("totals", new), strict=True):
            _lower(each, nothing, upper=False)
        weak = [each for each in asked if not each.open]
        if not self._joint.packages[newest].hides:
            self._tells_itself([each for each in weak if each.own is None])
        weak = [each for each in weak if not each.open]
        return [each for each in weak if each.own != newest or not self._weak_alone(each)]

    def _tells_itself(self, asked: list[Asked]) -> None:
        """Ask of changes no more than what the newest package leaves open by itself."""
        for each, alone in zip(asked, self._ends("newest", asked), strict=True):
            low, high = each.low, each.high
            _lower(each, alone)
            if (low, high) != (each.low, each.high):
                self.told.append(each)

    def _weak_alone(self, asked: Asked) -> bool:
        package = len(self._joint.packages) - 1
        shift = self._joint.shift[package]
        own = {column - shift: worth for column, worth in asked.terms.items()}
        program = self._joint.known[package].program
        alone = Asked(asked.cells, own, asked.low, asked.high)
        attack(program.copy(), [alone], self._cancelled)
        low, high = max(alone.least, asked.low), min(alone.most, asked.high)
        return asked.least <= low + _SLACK and asked.most >= high - _SLACK

    def _ends(self, less: ProgramName, asked: list[Asked]) -> list[Asked]:
        again = [Asked(each.cells, each.terms, each.low, each.high) for each in asked]
        if again:
            attack(self.program(less), again, self._cancelled)
        return again


def _silent(package: Package) -> Package:
    return replace(package, views=bare(package.views, total=False, zeros=False), ranges={})


def _as_strict(package: Package, threshold: int) -> Package:
    """Return figures of a lower threshold without their counts, and any other package as it is."""
    if not package.hides or package.threshold >= threshold:
        return package
    return replace(package, views=bare(package.views, total=False))


def _lower(asked: Asked, known: Asked, *, upper: bool = True) -> None:
    """Ask no more of a number than what so much leaves open.

    Where no way was found in which all that is known could have come about, nothing is excused.
    """
    if not isfinite(known.least):
        return
    asked.low = max(asked.low, float(ceil(known.least - _ROUNDING)))
    if upper:
        asked.high = min(asked.high, float(floor(known.most + _ROUNDING)))


def _with_changes(less: Together) -> Program:
    """Return a copy of a program with the columns of its changes."""
    if not less.changed:
        known_changes(less)
        less.changed = True
    return less.program.copy()


def _hidden_numbers(joint: Together) -> Iterator[Asked]:
    """Yield the numbers that each package must hide by its own audit."""
    for package, each in enumerate(joint.packages):
        if not each.hides:
            continue
        known = joint.known[package]
        for target in find_targets(each.evaluation, known, each.threshold, each.outcomes):
            terms = joint.shifted(package, target.terms)
            cells = tuple(cell for cell in target.number if cell in known.columns)
            yield Asked(cells, terms, target.low, target.high, own=package)


def _few_people(joint: Together) -> Iterator[Asked]:
    """Yield the cells of regions with few rows, where a region is not all that a package has.

    Regions are cut by the packages of figures, and by these and one extract: noise tells changes
    by its own rule, and two extracts are compared row by row (``extract_joins``).
    """
    figures = {at for at, each in enumerate(joint.packages) if each.hides}
    others = {at for at, each in enumerate(joint.packages) if each.exact} - figures
    threshold = max((joint.packages[at].threshold for at in figures), default=0)
    seen: set[frozenset[tuple[int, float]]] = set()
    for cutting in (figures, *(figures | {each} for each in sorted(others))):
        cut = [frozenset(region.packages) & cutting for region in joint.overlap.regions]
        whole = {at for at in cutting if len({each for each in cut if at in each}) == 1}
        counts = _counts(joint, cut, cutting)
        seen |= {_key(terms) for (_, package, _), (_, terms) in counts.items() if package in whole}
        for (_, _, cell), (count, terms) in counts.items():
            if _key(terms) not in seen and 0 < count < threshold:
                seen.add(_key(terms))
                yield Asked((cell,), terms, 0.0, threshold - 1.0)


def _counts(
    joint: Together, cut: Sequence[frozenset[int]], cutting: set[int]
) -> dict[tuple[frozenset[int], int, Cell], tuple[int, Terms]]:
    """Return each cell of each of these packages by region: its count, and its sum over columns."""
    found: dict[tuple[frozenset[int], int, Cell], tuple[int, Terms]] = {}
    for (region, package, cell), count in joint.counts():
        column = joint.places.get((region, package, cell))
        if column is not None and package in cutting:
            before, terms = found.get((cut[region], package, cell), (0, {}))
            more = {**terms, column: terms.get(column, 0.0) + 1.0}
            found[(cut[region], package, cell)] = before + count, more
    return found


def _key(terms: Terms) -> frozenset[tuple[int, float]]:
    return frozenset(terms.items())


def _few_changes(joint: Together, changes: list[Known]) -> Iterator[Asked]:
    """Yield who came to a number and who left it, where they are few.

    Two extracts are compared row by row (``extract_joins``); noise tells changes by its own rule.
    """
    for known in changes:
        pair = [joint.packages[package] for package in known.pair]
        if not all(each.exact for each in pair) or not any(each.hides for each in pair):
            continue
        few = max(each.threshold for each in pair)
        for each, came in few_changes([known], few):
            cells: tuple[Cell, ...] = tuple(sorted(each.cells, key=sorted))
            terms = each.came if came else each.left
            yield Asked(cells, terms, 0.0, few - 1.0, pair=each.pair, came=came)
