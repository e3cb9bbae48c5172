"""Protection against what left before: nobody is found in the difference of two packages.

A count that is printed then and now tells by its change how many people came or went; two
cohorts of which one lies in the other tell who is between them. The promise is that of any hidden
count: a difference of 1 to threshold - 1 must seem able to be anything from 0, where the cell is
one that would be printed, to threshold - 1. Such a cell is therefore hidden in the new package and
left open from what it was to threshold - 1 beyond. What has left cannot be hidden any more, so
where that does not help the new package is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ati_desktop.disclosure.cells import TOTAL, Cell, lines, margins, values_of
from ati_desktop.disclosure.earlier_views import trimmed
from ati_desktop.disclosure.protect import THRESHOLD, Protected, protect
from ati_desktop.disclosure.views import Views
from ati_desktop.disclosure.work import Cancelled, Progress
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation, Overlap

_ROUNDS = 6

Interval = tuple[int, int]


@dataclass(frozen=True)
class Earlier:
    """A package that left: its id, the truth behind it worked out again, and what it printed."""

    id: str
    evaluation: Evaluation
    views: Views
    outcomes: frozenset[str]
    threshold: int


@dataclass(frozen=True)
class Comparison:
    """Packages that are looked at together with the new one, which comes last in ``overlap``."""

    earlier: tuple[Earlier, ...]
    overlap: Overlap

    @property
    def newest(self) -> int:
        """The number of the new package."""
        return len(self.earlier)

    def apart(self, package: int, cell: Cell = TOTAL) -> tuple[int, int]:
        """Return how many rows of a cell only the earlier package and only the new one has."""
        where = tuple(sorted(cell))
        only = [0, 0]
        for region in self.overlap.regions:
            for side, (one, other) in enumerate([(package, self.newest), (self.newest, package)]):
                if one in region.packages and other not in region.packages:
                    counts = region.counts[region.packages.index(one)]
                    only[side] += counts.get(where, 0)
        return only[0], only[1]

    def same_rows(self, package: int, cell: Cell) -> bool:
        """Tell whether exactly the same rows are in a cell for both packages."""
        where = tuple(sorted(cell))
        moved = any(
            (move.first, move.second, move.cell) == (package, self.newest, where)
            for move in self.overlap.moves
        )
        return not moved and self.apart(package, cell) == (0, 0)

    def close(self, package: int, few: int) -> bool:
        """Tell whether one cohort lies in the other, or they are the same but for a few rows."""
        then, now = self.apart(package)
        return min(then, now) == 0 or max(then, now) < few


@dataclass
class _Asked:
    """What the new package is asked to hide, with the range that must stay open."""

    evaluation: Evaluation
    threshold: int
    truth: dict[Cell, int] = field(default_factory=dict)
    intervals: dict[Cell, Interval] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in self.evaluation.tables:
            self.truth |= margins(table)

    def hide(self, cell: Cell, low: int, high: int) -> bool:
        """Ask for a range, or for more than was asked for; False where nothing is new."""
        if cell == TOTAL or cell not in self.truth:
            return False
        before = self.intervals.get(cell, (low, high))
        wider = (max(min(low, before[0]), 0), max(high, before[1]))
        new = self.intervals.get(cell) != wider
        self.intervals[cell] = wider
        return new

    def hide_around(self, cell: Cell, few: int) -> bool:
        """Ask that a cell is hidden and could be few - 1 more or less."""
        count = self.truth.get(cell, 0)
        return self.hide(cell, min(count, max(count - few + 1, 1)), count + few - 1)


@dataclass(frozen=True)
class Found:
    """Cells about which too much could be found out; ``own`` is the package that hides them."""

    cells: tuple[Cell, ...]
    own: int | None


def protect_after(
    evaluation: Evaluation,
    threshold: int = THRESHOLD,
    comparisons: Sequence[Comparison] = (),
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Protected:
    """Protect a package by itself and together with those that left before.

    Args:
        evaluation: all results of the new package.
        threshold: the smallest count that may be shown.
        comparisons: the earlier packages that share rows with it.
        progress: told (done, of how many).
        cancelled: asked between steps.

    Raises:
        Refused: as for ``protect``; or few people could be found between two packages, and no
            hiding in the new one helps.
    """
    asked = _Asked(evaluation, threshold)
    for comparison in comparisons:
        _ask_for_changes(comparison, asked)
    for _ in range(_ROUNDS):
        protected = protect(
            evaluation,
            threshold,
            intervals=asked.intervals,
            progress=progress,
            cancelled=cancelled,
        )
        for comparison in comparisons:
            protected = _trim(protected, comparison, threshold)
        weak = [
            (comparison, each)
            for comparison in comparisons
            for each in _weak(protected, comparison, cancelled)
        ]
        if not weak:
            return protected
        new = [_hide_more(protected, comparison, each, asked) for comparison, each in weak]
        if not any(new):
            break
    raise too_close(weak[0][0].earlier[-1].id if weak else "", threshold)


def too_close(release: str, threshold: int) -> Refused:
    """Return the refusal of a package that is too close to one that left, and what to do."""
    return Refused(
        "Together with the release {id} this one would tell about fewer than {threshold} people. "
        "Work on the frozen period of that release, take whole quarters or years, or wait until "
        "{threshold} more people have come.",
        id=release,
        threshold=threshold,
    )


def printed_cells(views: Views) -> dict[Cell, int]:
    """Return every count of a cell that is printed in any table."""
    return {
        frozenset((name, value) for name, value in pairs if value is not None): row.count
        for table in views.tables
        for row in table.rows
        if row.count is not None
        for pairs in [list(zip(table.variables, row.key, strict=True))]
    }


def _ask_for_changes(comparison: Comparison, asked: _Asked) -> None:
    """Ask for each cell that was printed and has changed by few people.

    Refused is what cannot be hidden: the whole, where it has changed by few.
    """
    printed = [printed_cells(each.views) for each in comparison.earlier]
    for near in comparison.overlap.near:
        earlier = comparison.earlier[near.package]
        old, new = frozenset(near.old), frozenset(near.new)
        few = max(earlier.threshold, asked.threshold)
        if old not in printed[near.package] or not 0 < abs(near.now - near.then) < few:
            continue
        if old != new and _said_already(comparison, near.package, printed, old, new, asked):
            continue
        if new == TOTAL:
            raise too_close(earlier.id, few)
        least, most = (0, few - 1) if near.now > near.then else (1 - few, 0)
        asked.hide(new, near.then + least, near.then + most)


def _said_already(
    comparison: Comparison,
    package: int,
    printed: list[dict[Cell, int]],
    old: Cell,
    new: Cell,
    asked: _Asked,
) -> bool:
    """Tell whether both cells stand in one of the packages anyway, whose own audit knows them."""
    both_then = new in printed[package] and comparison.same_rows(package, new)
    both_now = old in asked.truth and comparison.same_rows(package, old)
    return both_then or both_now


def _trim(protected: Protected, comparison: Comparison, threshold: int) -> Protected:
    """Hide the numbers that stand in no table where they changed by few people."""
    for package, earlier in enumerate(comparison.earlier):
        few = max(earlier.threshold, threshold)
        if comparison.close(package, few):
            views = trimmed(protected.views, earlier.views, few)
            if views != protected.views:
                protected = replace(protected, views=views)
    return protected


def _weak(
    protected: Protected, comparison: Comparison, cancelled: Cancelled | None
) -> Iterator[Found]:
    from ati_desktop.disclosure.together import (  # noqa: PLC0415 - loads numpy
        Package,
        put_together,
    )
    from ati_desktop.disclosure.together_audit import find_weak  # noqa: PLC0415 - loads numpy

    packages = [
        Package(each.evaluation, each.views, each.outcomes, each.threshold)
        for each in comparison.earlier
    ]
    new = Package(protected.evaluation, protected.views, protected.outcomes, protected.threshold)
    joint = put_together([*packages, new], comparison.overlap)
    for each in find_weak(joint, cancelled=cancelled):
        yield Found(each.cells, each.own)


def _hide_more(protected: Protected, comparison: Comparison, found: Found, asked: _Asked) -> bool:
    """Ask for more around what could be found out; False where there is nothing left to ask.

    What an earlier package hid and the new one prints of the same rows comes first; then the
    cells themselves; then the smallest printed cell of each line with one of them.
    """
    few = max(asked.threshold, *(each.threshold for each in comparison.earlier))
    printed = printed_cells(protected.views)
    new = [asked.hide_around(cell, few) for cell in _hidden_before(comparison, printed)]
    new += [asked.hide_around(cell, few) for cell in found.cells if cell in printed]
    if any(new):
        return True
    said = [
        cell
        for package, earlier in enumerate(comparison.earlier)
        for cell in printed_cells(earlier.views)
        if comparison.same_rows(package, cell)
    ]
    around = _neighbours(asked, printed.keys() - set(said), found.cells)
    new = [asked.hide_around(cell, few) for cell in sorted(around, key=sorted)]
    return any(new)


def _hidden_before(comparison: Comparison, printed: Mapping[Cell, int]) -> Iterator[Cell]:
    """Yield what is printed now and was hidden in an earlier package, of the same rows."""
    for package, earlier in enumerate(comparison.earlier):
        before = printed_cells(earlier.views)
        there = {cell for table in earlier.evaluation.tables for cell in margins(table)}
        for cell in sorted((there & printed.keys()) - before.keys(), key=sorted):
            if comparison.same_rows(package, cell):
                yield cell


def _neighbours(asked: _Asked, open_: set[Cell], cells: tuple[Cell, ...]) -> set[Cell]:
    """Return, for each line with one of the cells, its smallest part that could be hidden."""
    values = values_of(asked.evaluation.variables)
    weak, found = set(cells), set[Cell]()
    for table in asked.evaluation.tables:
        for whole, _, parts in lines(table.variables, values):
            if weak.isdisjoint((whole, *parts)):
                continue
            there = [part for part in parts if part in open_ and asked.truth[part]]
            if there:
                found.add(min(there, key=lambda part: (asked.truth[part], sorted(part))))
    return found - {TOTAL}
