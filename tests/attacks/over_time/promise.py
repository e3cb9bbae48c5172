"""What several releases promise together, and every count that somebody can narrow below it.

For every number of two releases, those who came into it and those who left it are two counts.
Each that is below the threshold, the larger one of the two releases, stays open from 0 to the
threshold less one for whoever has all packages; and so does the others' part of it for whoever is
one of those who came or left and knows where they stand themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from tests.attacks.over_time.columns import Axes, State, Ways, stayed
from tests.attacks.over_time.packages import Cell, Package, cells_over, margins
from tests.attacks.over_time.system import (
    ENOUGH,
    Counted,
    Program,
    Vector,
    everything,
    zeros_and_total,
)

Row = tuple[str, int]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Narrowed:
    """A small count of people who came or left that is open less far than promised.

    ``low`` and ``high`` are the ends for whoever has all packages; of the others' part where
    ``insider`` is somebody who came or left. ``excused`` is how far it would be open if the
    newest package had hidden all but its zeros and its whole cohort.
    """

    pair: Pair
    what: str
    cell: tuple[tuple[str, str], ...]
    truth: int
    threshold: int
    insider: str
    low: float
    high: float
    excused: tuple[float, float]

    def __str__(self) -> str:
        cell = ", ".join(f"{name} {value}" for name, value in self.cell) or "all"
        who = f" for {self.insider}" if self.insider else ""
        return (
            f"{self.pair[0]}-{self.pair[1]} {self.what} {cell}: {self.truth} of {self.threshold}"
            f" is {self.low:g} to {self.high:g}{who}, at best {self.excused}"
        )


@dataclass(frozen=True)
class Target:
    """A small count: its ends are those of ``least`` and ``most``, which are mostly the same.

    Where nothing is known of who is the same in two states, at least the difference of the two
    counts came, and at most everybody in the later one.
    """

    pair: Pair
    what: str
    cell: Cell
    truth: int
    least: Vector
    most: Vector


class Attack:
    """Somebody with all packages, and what the office knows, to judge what they find out."""

    def __init__(
        self, packages: Sequence[Package], states: Sequence[State], *, who_stayed: bool
    ) -> None:
        used = sorted({package.state for package in packages})
        self.states = [states[at] for at in used]
        axes = Axes(tuple(replace(one, state=used.index(one.state)) for one in packages))
        self.packages, self.axes = axes.packages, axes
        steps = [stayed(axes, self.states, step) for step in range(len(self.states) - 1)]
        self.ways = Ways(axes, steps if who_stayed or not steps else None)
        self.counted = Counted(self.ways)
        newest = len(packages) - 1
        before = [one for at in range(newest) for one in everything(self.counted, at)]
        self._says = (before, list(everything(self.counted, newest)))
        self._hides = (before, list(zeros_and_total(self.counted, newest)))
        self._truth = self._true_counts()
        self._held = [self._rows_of(package) for package in self.packages]
        self.program = self._asked(self._says)
        self._excusing: Program | None = None

    def _asked(self, known: tuple[list, list]) -> Program:  # type: ignore[type-arg]
        program = Program(len(self.ways.index), [*known[0], *known[1]])
        assert program.fits(self._truth), "this attacker knows something that is not so"
        program.meet(self._truth)
        return program

    @property
    def _excuse(self) -> Program:
        if self._excusing is None:
            self._excusing = self._asked(self._hides)
        return self._excusing

    def _true_counts(self) -> Vector:
        counts = np.zeros(len(self.ways.index))
        for row in {row for state in self.states for row in state}:
            for way in self.ways.of_row(self.states, row):
                counts[way] += 1
        return counts

    def targets(self) -> Iterator[Target]:
        """Yield every count of those who came or left, for each two packages, that is small.

        Where no row can be in both cohorts by their filters, nobody comes to one from the other.
        """
        for one, other in combinations(range(len(self.packages)), 2):
            if not self.axes.can_share(self.packages[one], self.packages[other]):
                continue
            larger = max(self.packages[at].question.threshold for at in (one, other))
            for cell in self.shared_cells(one, other):
                for what, then, now in (("came to", one, other), ("left", other, one)):
                    target = self._target(what, then, now, cell)
                    if 0 < target.truth < larger:
                        yield target

    def shared_cells(self, one: int, other: int) -> Iterator[Cell]:
        """Yield the cells and margins that stand in a table of both packages."""
        first, second = self.packages[one], self.packages[other]
        for names in sorted(margins(first.tables) & margins(second.tables)):
            yield from (
                cell
                for cell in cells_over(names, first.values)
                if cell in first.cells and cell in second.cells
            )

    def _target(self, what: str, then: int, now: int, cell: Cell) -> Target:
        before, after = self.counted.cell(then, cell), self.counted.cell(now, cell)
        pair = (min(then, now), max(then, now))
        truth = self._truly(then, now, cell)
        if self.ways.followed or self.packages[then].state == self.packages[now].state:
            came = (after & ~before).astype(float)
            return Target(pair, what, cell, truth, came, came)
        least = after.astype(float) - before.astype(float)
        return Target(pair, what, cell, truth, least, after.astype(float))

    def _truly(self, then: int, now: int, cell: Cell) -> int:
        return sum(
            cell <= pairs and not (row in self._held[then] and cell <= self._held[then][row])
            for row, pairs in self._held[now].items()
        )

    def _rows_of(self, package: Package) -> dict[Row, Cell]:
        """Return the rows of a cohort, and the values by which its package counts each."""
        found = {}
        for row, fact in self.states[package.state].items():
            place = self.axes.place(package, self.axes.record(fact))
            if place is not None:
                found[row] = frozenset(zip(package.names, place, strict=True))
        return found

    def insiders(self, pair: Pair) -> list[tuple[str, Mapping[int, int]]]:
        """Return who came or left between two packages, each kind once, and their own ways."""
        every = dict.fromkeys(row for state in self.states for row in state)
        moved = {row[0] for row in every if self._moved(pair, row)}
        found: dict[tuple[tuple[int, int], ...], str] = {}
        for person in sorted(moved):
            rows = [row for row in every if row[0] == person]
            own = Counter(way for row in rows for way in self.ways.of_row(self.states, row))
            found.setdefault(tuple(sorted(own.items())), self._named(pair, rows))
        return [(name, dict(own)) for own, name in found.items()]

    def _moved(self, pair: Pair, row: Row) -> bool:
        return self._places(pair, 0, row) != self._places(pair, 1, row)

    def _places(self, pair: Pair, which: int, row: Row) -> Mapping[str, str] | None:
        """Return what both packages may print of a row, as one has it; None: it counts no such."""
        at = pair[which]
        if row not in self._held[at]:
            return None
        shared = [
            name for name in self.packages[pair[0]].names if name in self.packages[pair[1]].names
        ]
        named = dict(self._held[at][row])
        return {name: named[name] for name in shared}

    def _named(self, pair: Pair, rows: Iterable[Row]) -> str:
        parts = [(self._places(pair, 0, row), self._places(pair, 1, row)) for row in rows]
        said = [
            " to ".join("/".join(one.values()) if one is not None else "out" for one in part)
            for part in parts
        ]
        return " and ".join(said)

    def narrowed(self) -> list[Narrowed]:
        """Return every small count that is narrowed below the promise, and not excused."""
        targets = list(self.targets())
        found = []
        for pair in sorted({target.pair for target in targets}):
            larger = max(self.packages[at].question.threshold for at in pair)
            asked = [target for target in targets if target.pair == pair]
            for name, known in (("", {}), *self.insiders(pair)):
                found += self._narrowed_for(asked, larger, name, known)
        return found

    def opened(self) -> list[Narrowed]:
        """Return every small hidden count that is not open from 1 to the threshold less one."""
        found = []
        for at, package in enumerate(self.packages):
            most = package.question.threshold - 1
            for cell in sorted(package.hidden, key=sorted):
                held = self.counted.cell(at, cell).astype(float)
                truth = round(float(held @ self._truth))
                if not 0 < truth <= most:
                    continue
                target = Target((at, at), "is", cell, truth, held, held)
                low, high = self._range(self.program, target, {}, (1, most))
                if low > 1 + ENOUGH or high < most - ENOUGH:
                    found.append(self._judged(target, "", {}, (low, high), (1, most)))
        return [one for one in found if one is not None]

    def _narrowed_for(
        self, targets: Iterable[Target], larger: int, name: str, known: Mapping[int, int]
    ) -> Iterator[Narrowed]:
        wanted = (0, larger - 1)
        for target in targets:
            low, high = self._range(self.program, target, known, wanted)
            if low > ENOUGH or high < larger - 1 - ENOUGH:
                judged = self._judged(target, name, known, (low, high), wanted)
                if judged is not None:
                    yield judged

    def _judged(
        self,
        target: Target,
        name: str,
        known: Mapping[int, int],
        ends: tuple[float, float],
        wanted: tuple[int, int],
    ) -> Narrowed | None:
        """Return a count that is narrowed more than zeros and whole cohorts alone would do.

        A whole cohort that changed by a few is never excused.
        """
        excused = self._range(self._excuse, target, known, wanted)
        low_by = ends[0] - max(excused[0], wanted[0])
        high_by = min(excused[1], wanted[1]) - ends[1]
        if target.cell and low_by <= ENOUGH and high_by <= ENOUGH:
            return None
        cell = tuple(sorted(target.cell))
        larger = wanted[1] + 1
        return Narrowed(target.pair, target.what, cell, target.truth, larger, name, *ends, excused)

    def _range(
        self, program: Program, target: Target, known: Mapping[int, int], wanted: tuple[int, int]
    ) -> tuple[float, float]:
        """Return how few and how many the others are, no further than is wanted."""
        own = np.zeros(program.columns)
        for at, count in known.items():
            own[at] = count
        own_low, own_high = float(target.least @ own), float(target.most @ own)
        met = program.met(known)  # the truth at least
        low = float(np.min(met @ target.least)) - own_low
        high = float(np.max(met @ target.most)) - own_high
        if low > wanted[0] + ENOUGH:
            low = program.end(target.least, 1, known) - own_low
        if high < wanted[1] - ENOUGH:
            high = program.end(target.most, -1, known) - own_high
        return round(max(low, 0.0), 6), round(high, 6)
