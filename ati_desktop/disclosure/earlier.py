"""Protection against what left before: nobody is found in the difference of two packages.

A count that is printed then and now tells by its change how many people came or went; two
cohorts of which one lies in the other tell who is between them. The promise is that of any hidden
count: a difference of 1 to threshold - 1 must seem able to be anything from 0, where the cell is
one that would be printed, to threshold - 1. Such a cell is therefore hidden in the new package and
left open from what it was to threshold - 1 beyond. What has left cannot be hidden any more, so
where that does not help the new package is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ati_desktop.disclosure.cells import TOTAL, Cell, Number, alone, lines, values_of
from ati_desktop.disclosure.earlier_views import Key, key_of, trimmed
from ati_desktop.disclosure.numbers import printed_cells, printed_numbers, true_numbers
from ati_desktop.disclosure.protect import THRESHOLD, Protected, protect
from ati_desktop.disclosure.views import Views
from ati_desktop.disclosure.work import Cancelled, Progress
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation, Overlap

_ROUNDS = 6
_WORK = 100_000
"""Steps of the solver for each round: there are several, and each asks for more than the last."""

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

    def same_rows_in(self, package: int, number: Number) -> bool:
        """Tell whether exactly the same rows are in each cell of a sum for both packages."""
        return all(self.same_rows(package, cell) for cell in number)

    def close(self, package: int, few: int) -> bool:
        """Tell whether one cohort lies in the other, or they are the same but for a few rows."""
        then, now = self.apart(package)
        return min(then, now) == 0 or max(then, now) < few


@dataclass
class _Asked:
    """What the new package is asked to hide, with the range that must stay open."""

    evaluation: Evaluation
    threshold: int
    truth: dict[Number, int] = field(default_factory=dict)
    intervals: dict[Number, Interval] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.truth = true_numbers(self.evaluation)

    def hide(self, number: Number, low: int, high: int) -> bool:
        """Ask for a range, or for more than was asked for; False where nothing is new."""
        if number == alone(TOTAL) or number not in self.truth:
            return False
        before = self.intervals.get(number, (low, high))
        wider = (max(min(low, before[0]), 0), max(high, before[1]))
        new = self.intervals.get(number) != wider
        self.intervals[number] = wider
        return new

    def keep_hidden(self, number: Number) -> None:
        """Ask that a number stays hidden; that it is open enough the earlier audit has seen to."""
        self.hide(number, self.truth[number], self.truth[number])

    def hide_around(self, number: Number, few: int) -> bool:
        """Ask that a number is hidden and could be few - 1 more or less."""
        count = self.truth.get(number, 0)
        return self.hide(number, min(count, max(count - few + 1, 1)), count + few - 1)


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
        _keep_hidden(comparison, asked)
    public = frozenset(number for comparison in comparisons for number in _public(comparison))
    for _ in range(_ROUNDS):
        protected = protect(
            evaluation,
            threshold,
            work=_WORK if asked.intervals else None,
            intervals=asked.intervals,
            public=public,
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


def _ask_for_changes(comparison: Comparison, asked: _Asked) -> None:
    """Ask for each number that was printed and has changed by few people.

    Refused is what cannot be hidden: the whole, where it has changed by few.
    """
    printed = [printed_numbers(each.evaluation, each.views) for each in comparison.earlier]
    for near in comparison.overlap.near:
        old, new = frozenset(near.old), frozenset(near.new)
        if alone(old) not in printed[near.package]:
            continue
        if old == new or not _said_already(comparison, near.package, printed, old, new, asked):
            _ask_for(comparison, near.package, asked, alone(new), near.then, near.now)
    for package, numbers in enumerate(printed):
        if not comparison.close(package, asked.threshold):
            continue
        for number, then in numbers.items():
            if len(number) > 1 and number in asked.truth:
                _ask_for(comparison, package, asked, number, then, asked.truth[number])


def _ask_for(
    comparison: Comparison, package: int, asked: _Asked, number: Number, then: int, now: int
) -> None:
    earlier = comparison.earlier[package]
    few = max(earlier.threshold, asked.threshold)
    if not 0 < abs(now - then) < few:
        return
    if number == alone(TOTAL):
        raise too_close(earlier.id, few)
    least, most = (0, few - 1) if now > then else (1 - few, 0)
    asked.hide(number, then + least, then + most)


def _keep_hidden(comparison: Comparison, asked: _Asked) -> None:
    """Ask for what an earlier package hid of the same rows, which would otherwise be told now."""
    for package, earlier in enumerate(comparison.earlier):
        hidden = true_numbers(earlier.evaluation).keys() & asked.truth.keys()
        hidden -= printed_numbers(earlier.evaluation, earlier.views).keys()
        for number in sorted(hidden, key=_ordered):
            if comparison.same_rows_in(package, number):
                asked.keep_hidden(number)


def _ordered(number: Number) -> list[list[tuple[str, str]]]:
    return sorted(sorted(cell) for cell in number)


def _said_already(
    comparison: Comparison,
    package: int,
    printed: list[dict[Number, int]],
    old: Cell,
    new: Cell,
    asked: _Asked,
) -> bool:
    """Tell whether both cells stand in one of the packages anyway, whose own audit knows them."""
    both_then = alone(new) in printed[package] and comparison.same_rows(package, new)
    both_now = alone(old) in asked.truth and comparison.same_rows(package, old)
    return both_then or both_now


def _trim(protected: Protected, comparison: Comparison, threshold: int) -> Protected:
    """Hide the numbers that stand in no table where they changed by few people."""
    for package, earlier in enumerate(comparison.earlier):
        few = max(earlier.threshold, threshold)
        if comparison.close(package, few):
            same = frozenset(_same_figures(comparison, package))
            views = trimmed(protected.views, earlier.views, few, same)
            if views != protected.views:
                protected = replace(protected, views=views)
    return protected


def _same_figures(comparison: Comparison, package: int) -> Iterator[Key]:
    """Yield the figures that count exactly the same rows then and now."""
    for figure in comparison.earlier[package].evaluation.figures:
        cells = (*figure.numerator_cells, *figure.denominator_cells)
        if all(comparison.same_rows(package, frozenset(cell)) for cell in cells):
            yield key_of(figure)


def _public(comparison: Comparison) -> Iterator[Number]:
    """Yield every number that an earlier package printed of exactly the same rows."""
    for package, earlier in enumerate(comparison.earlier):
        for number in printed_numbers(earlier.evaluation, earlier.views):
            if comparison.same_rows_in(package, number):
                yield number


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

    First the cells themselves; then the smallest printed cell of each line with one of them.
    """
    few = max(asked.threshold, *(each.threshold for each in comparison.earlier))
    printed = printed_numbers(protected.evaluation, protected.views)
    numbers = [frozenset(found.cells), *(alone(cell) for cell in found.cells)]
    new = [asked.hide_around(number, few) for number in numbers if number in printed]
    if any(new):
        return True
    said = set(_public(comparison))
    open_ = {cell for cell in printed_cells(protected.views) if alone(cell) not in said}
    around = _neighbours(asked, open_, found.cells)
    new = [asked.hide_around(alone(cell), few) for cell in sorted(around, key=sorted)]
    return any(new)


def _neighbours(asked: _Asked, open_: set[Cell], cells: tuple[Cell, ...]) -> set[Cell]:
    """Return, for each line with one of the cells, its smallest number that could be hidden.

    The whole of a line comes last: it is what readers look for.
    """
    values = values_of(asked.evaluation.variables)
    weak, found = set(cells), set[Cell]()
    for table in asked.evaluation.tables:
        for whole, _, parts in lines(table.variables, values):
            if weak.isdisjoint((whole, *parts)):
                continue
            there = [part for part in parts if part in open_ and asked.truth[alone(part)]]
            there = there or [one for one in (whole,) if one in open_ and one != TOTAL]
            if there:
                found.add(min(there, key=lambda part: (asked.truth[alone(part)], sorted(part))))
    return found
