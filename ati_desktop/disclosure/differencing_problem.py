"""What earlier packages ask of the suppression of a new one, as one system with it.

Every number of the new package is made of rows that an earlier package counted in the same cell
and of rows that came; every number of the earlier one of the former and of rows that left. So
those who came and those who left become numbers of the suppression problem, never printed, tied to
what is printed now and to what was printed then; where they are few they are targets like any
small count, from 0 to the threshold. So are the numbers that the earlier package hid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ati_desktop.disclosure.cells import Cell, lines, margins, values_of
from ati_desktop.disclosure.comparison import Comparison, Earlier
from ati_desktop.disclosure.numbers import printed_cells
from ati_desktop.disclosure.problem import Equation, Problem, Target
from ati_desktop.disclosure.system import System
from ati_desktop.evaluation.results import Change, Evaluation

_SAID_BY_PREDICATE = frozenset({"program", "year"})


def with_changes(
    problem: Problem, system: System, comparisons: Iterable[Comparison], threshold: int
) -> Problem:
    """Return the problem of a package with all that earlier packages ask of it.

    Args:
        problem: of the new package alone; its places are those of ``system``.
        system: all numbers of the new package.
        comparisons: the earlier packages, and how their rows overlap with the new one's.
        threshold: of the new package.
    """
    for comparison in comparisons:
        for package, earlier in enumerate(comparison.earlier):
            pair = _Pair(problem, system, comparison, package, max(earlier.threshold, threshold))
            if pair.small or comparison.shares(package):
                problem = pair.extended(earlier)
    return problem


@dataclass
class _Pair:
    """The places that one earlier package adds to a problem."""

    problem: Problem
    system: System
    comparison: Comparison
    package: int
    few: int
    caps: list[tuple[float, float]] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def changes(self) -> Iterator[Change]:
        """All changes between the earlier package and the new one; noise tells none."""
        if not self.comparison.earlier[self.package].exact:
            return
        for each in self.comparison.overlap.changes:
            if (each.first, each.second) == (self.package, self.comparison.newest):
                yield each

    @property
    def small(self) -> bool:
        """Whether few people came to any number, or left it."""
        return any(
            0 < count < self.few for each in self.changes for count in (each.came, each.left)
        )

    def place(self, value: float, up: float | None = None, down: float | None = None) -> int:
        """Add a number that is never printed; it can grow without end and shrink to nothing."""
        self.caps.append((self._endless if up is None else up, value if down is None else down))
        return len(self.problem.caps) + len(self.caps) - 1

    @property
    def _endless(self) -> float:
        return 4.0 * (self.system.total + self.few)

    def sum_of(self, parts: Iterable[int]) -> int:
        """Return the place of a sum of which nothing is known but its parts."""
        whole = self.place(0.0, down=self._endless)
        self.tie(whole, parts)
        return whole

    def tie(self, whole: int | None, parts: Iterable[int | None]) -> None:
        """Say that a number is the sum of others; None stands for one that is known to be zero."""
        there = tuple(sorted(part for part in parts if part is not None))
        if whole is not None or there:
            self.equations.append((self.place(0.0, 0.0, 0.0) if whole is None else whole, there))

    def extended(self, earlier: Earlier) -> Problem:
        """Return the problem with the earlier package's numbers, changes and targets."""
        rows = _Rows(self, earlier)
        rows.add()
        free = range(len(self.problem.caps), len(self.problem.caps) + len(self.caps))
        return replace(
            self.problem,
            equations=(*self.problem.equations, *self.equations),
            caps=(*self.problem.caps, *self.caps),
            costs=(*self.problem.costs, *([0.0] * len(self.caps))),
            targets=(*self.problem.targets, *self.targets),
            free=self.problem.free | frozenset(free),
        )


@dataclass
class _Sides:
    """The rows of a cell by cohort: in the new one only, in the earlier one only, in both.

    ``now`` and ``then`` count those in both that each package has in the cell; ``gained`` came to
    it and ``lost`` left it among these.
    """

    only_new: dict[Cell, int] = field(default_factory=dict)
    only_old: dict[Cell, int] = field(default_factory=dict)
    now: dict[Cell, int] = field(default_factory=dict)
    then: dict[Cell, int] = field(default_factory=dict)
    gained: dict[Cell, int] = field(default_factory=dict)
    lost: dict[Cell, int] = field(default_factory=dict)


class _Rows:
    """The rows behind an earlier package and the new one, as places and sums of a problem."""

    def __init__(self, pair: _Pair, earlier: Earlier) -> None:
        self.pair, self.earlier = pair, earlier
        self.counts = _counted(pair.comparison, pair.package)
        self.places: dict[str, dict[Cell, int | None]] = {}

    def add(self) -> None:
        """Add everything: places, sums of tables, those who came and left, targets."""
        new = _cells(self.pair.system)
        old = {cell: count for table in self.earlier.evaluation.tables
               for cell, count in margins(table).items()}  # fmt: skip
        counts = self.counts
        same = self._unmoved()
        for name, cells in (
            ("only_new", new), ("only_old", old), ("gained", new), ("lost", old), ("now", new)
        ):  # fmt: skip
            known: Mapping[Cell, int] = getattr(counts, name)
            self.places[name] = {cell: self._place(known, cell) for cell in cells}
        now = self.places["now"]
        self.places["then"] = {
            cell: now[cell] if cell in now and cell in same else self._place(counts.then, cell)
            for cell in old
        }
        printed = printed_cells(self.earlier.views)
        before: dict[Cell, int] = {}
        for cell, place in new.items():
            self.pair.tie(place, self._of("only_new", "now", cell=cell))
        for cell, count in old.items():
            before[cell] = where = self._before(cell, count, printed)
            self.pair.tie(where, self._of("only_old", "then", cell=cell))
            if cell in now and cell not in same:
                either = self._of("now", "lost", cell=cell), self._of("then", "gained", cell=cell)
                self.pair.tie(self.pair.sum_of(_known(either[0])), either[1])
        self._tie_ranges(before, old)
        self._tie_lines(("only_new", "now"), _evaluation_lines(self.pair.system))
        every = list(_lines(self.earlier.evaluation))
        self._tie_lines(("only_old", "then"), every)
        for whole, parts in every:
            if all(cell in new for cell in (whole, *parts)):
                self._tie_moves(whole, parts)
        self._aim()

    def _unmoved(self) -> set[Cell]:
        moved = {cell for moves in (self.counts.gained, self.counts.lost)
                 for cell, count in moves.items() if count}  # fmt: skip
        return self.counts.then.keys() - moved

    def _place(self, counts: Mapping[Cell, int], cell: Cell) -> int | None:
        """Return a place for a count; None where everybody knows that it is nothing."""
        count = counts.get(cell, 0)
        changes = counts is not self.counts.now and counts is not self.counts.then
        if count == 0 and (changes or {name for name, _ in cell} <= _SAID_BY_PREDICATE):
            return None
        return self.pair.place(float(count))

    def _of(self, *names: str, cell: Cell) -> list[int | None]:
        return [self.places[name].get(cell) for name in names]

    def _before(self, cell: Cell, count: int, printed: Mapping[Cell, int]) -> int:
        """Return the place of a number of the earlier package, a target where it was small."""
        if cell in printed:
            return self.pair.place(float(count), 0.0, 0.0)
        if not self.earlier.hides:
            return self.pair.place(float(count))
        place = self.pair.place(float(count), down=float(max(count - 1, 0)))
        if 0 < count < self.earlier.threshold:
            up = float(self.earlier.threshold - 1 - count)
            self.pair.targets.append(Target(place, up, float(count - 1)))
        return place

    def _tie_ranges(self, before: Mapping[Cell, int], old: Mapping[Cell, int]) -> None:
        """Say how far the numbers can move of which the earlier package tells a range."""
        for number, (low, high) in self.earlier.ranges.items():
            if number <= old.keys():
                count = float(sum(old[cell] for cell in number))
                whole = self.pair.place(count, max(high - count, 0.0), max(count - low, 0.0))
                self.pair.tie(whole, [before[cell] for cell in sorted(number, key=sorted)])

    def _tie_lines(
        self, names: Sequence[str], every: Iterable[tuple[Cell, tuple[Cell, ...]]]
    ) -> None:
        done: set[tuple[int | None, ...]] = set()
        for whole, parts in every:
            for name in names:
                places = self.places[name]
                key = (places.get(whole), *sorted(
                    part for part in map(places.get, parts) if part is not None
                ))  # fmt: skip
                if key not in done:
                    done.add(key)
                    self.pair.tie(key[0], key[1:])

    def _aim(self) -> None:
        """Add those who came to a number and those who left it, as targets where they are few."""
        for change in self.pair.changes:
            cells = [frozenset(cell) for cell in change.cells]
            sides = (
                (change.came, self._parts(cells, "only_new", "gained")),
                (change.left, self._parts(cells, "only_old", "lost")),
            )
            inner = None
            if len(cells) > 1 and all(parts for _, parts in sides):
                inside = sum(self.counts.gained.get(cell, 0) for cell in cells) - change.gained
                inner = self.pair.place(float(inside))
            for count, parts in sides:
                if parts and (inner is not None or 0 < count < self.pair.few):
                    self._target(count, parts, inner)

    def _parts(self, cells: Iterable[Cell], *names: str) -> list[int]:
        return _known(self.places[name].get(cell) for cell in cells for name in names)

    def _target(self, count: int, parts: Sequence[int], inner: int | None) -> None:
        at = self.pair.place(float(count))
        self.pair.tie(at if inner is None else self.pair.sum_of((at, inner)), parts)
        if 0 < count < self.pair.few:
            self.pair.targets.append(Target(at, float(self.pair.few - count), float(count)))

    def _tie_moves(self, whole: Cell, parts: Sequence[Cell]) -> None:
        """Say that who moved between the parts of a whole neither came to it nor left it."""
        gained, lost = (self._parts(parts, name) for name in ("gained", "lost"))
        if not gained and not lost:
            return
        counts = self.counts
        inside = sum(counts.gained.get(cell, 0) for cell in parts) - counts.gained.get(whole, 0)
        inner = self.pair.place(float(inside)) if gained and lost else None
        for sides, name in ((gained, "gained"), (lost, "lost")):
            around = _known((self.places[name].get(whole), inner))
            self.pair.tie(self.pair.sum_of(sides), around)


def _known(places: Iterable[int | None]) -> list[int]:
    return [place for place in places if place is not None]


def _counted(comparison: Comparison, package: int) -> _Sides:
    """Return the true counts of the rows of two packages by cohort."""
    sides, newest = _Sides(), comparison.newest
    for region in comparison.overlap.regions:
        here, there = package in region.packages, newest in region.packages
        for name, wanted, whose in (
            ("only_new", there and not here, newest),
            ("only_old", here and not there, package),
            ("now", here and there, newest),
            ("then", here and there, package),
        ):
            if wanted:
                counts = region.counts[region.packages.index(whose)]
                _add(getattr(sides, name), counts.items())
    for move in comparison.overlap.moves:
        if (move.first, move.second) == (package, newest):
            _add(sides.gained, [(move.cell, move.gained)])
            _add(sides.lost, [(move.cell, move.lost)])
    return sides


def _add(counts: dict[Cell, int], more: Iterable[tuple[Iterable[tuple[str, str]], int]]) -> None:
    for where, count in more:
        cell = frozenset(where)
        counts[cell] = counts.get(cell, 0) + count


def _cells(system: System) -> dict[Cell, int]:
    """Return the place of each cell of the tables of a package."""
    names = system.spans.keys()
    found: dict[Cell, int] = {}
    for number, place in system.places.items():
        (cell, *more) = number
        if not more and all(name in names for name, _ in cell):
            found[cell] = place
    return found


def _evaluation_lines(system: System) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    """Yield each whole with its parts, for all lines of the tables of a package."""
    cells = {place: cell for cell, place in _cells(system).items()}
    for whole, parts in system.equations:
        if whole in cells and all(part in cells for part in parts):
            yield cells[whole], tuple(cells[part] for part in parts)


def _lines(evaluation: Evaluation) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    values = values_of(evaluation.variables)
    for table in evaluation.tables:
        for whole, _, parts in lines(table.variables, values):
            yield whole, parts
