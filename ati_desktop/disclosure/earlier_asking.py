"""What the new package is asked to hide for the sake of earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ati_desktop.disclosure.cells import TOTAL, Cell, Number, alone, lines, values_of
from ati_desktop.disclosure.comparison import Comparison
from ati_desktop.disclosure.numbers import printed_cells, printed_numbers, true_numbers
from ati_desktop.disclosure.protected import Protected
from ati_desktop.disclosure.refused_release import too_close, too_close_beside
from ati_desktop.evaluation.results import Evaluation

Interval = tuple[int, int]


@dataclass
class Asked:
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

    def widen(self, number: Number, few: int) -> bool:
        """Ask that a number that is hidden anyway is open further, up to four times as far."""
        count = self.truth.get(number, 0)
        _, high = self.intervals.get(number, (count, count))
        far = max(2 * (high - count), few - 1)
        return far < 4 * few and self.hide(number, min(count, max(count - far, 1)), count + far)

    def hide_around(self, number: Number, few: int) -> bool:
        """Ask that a number is hidden and could be few - 1 more or less."""
        count = self.truth.get(number, 0)
        return self.hide(number, min(count, max(count - few + 1, 1)), count + few - 1)


@dataclass(frozen=True)
class Found:
    """Cells about which too much could be found out, and the earlier release beside which."""

    cells: tuple[Cell, ...]
    release: str


def must_not_be_close(comparison: Comparison, threshold: int) -> None:
    """Refuse a package whose whole has changed by few, which no hiding could help.

    By how much the whole has changed is told by the two totals; few who came are known by it
    unless more have left, and the other way round.

    Raises:
        Refused: few came, or few left.
    """
    for change in comparison.overlap.changes:
        if change.second != comparison.newest or change.cells != ((),):
            continue
        earlier = comparison.earlier[change.first]
        few = max(earlier.threshold, threshold)
        if not earlier.exact:
            continue
        for one, other in ((change.came, change.left), (change.left, change.came)):
            if other <= one and 0 < one < few:
                if earlier.hides:
                    raise too_close(earlier.id, few)
                raise too_close_beside(earlier.kind, earlier.id, few, ())


def keep_all_hidden(comparison: Comparison, asked: Asked) -> None:
    """Ask for what an earlier package hid of the same rows, which would otherwise be told now."""
    for package, earlier in enumerate(comparison.earlier):
        if not earlier.hides:
            continue
        hidden = true_numbers(earlier.evaluation).keys() & asked.truth.keys()
        hidden -= printed_numbers(earlier.evaluation, earlier.views).keys()
        for number in sorted(hidden, key=_ordered):
            if comparison.same_rows_in(package, number):
                asked.keep_hidden(number)


def _ordered(number: Number) -> list[list[tuple[str, str]]]:
    return sorted(sorted(cell) for cell in number)


def public_numbers(comparison: Comparison) -> Iterator[Number]:
    """Yield every number that an earlier package printed of exactly the same rows."""
    for package, earlier in enumerate(comparison.earlier):
        for number in printed_numbers(earlier.evaluation, earlier.views):
            if comparison.same_rows_in(package, number):
                yield number


def hide_more(protected: Protected, comparison: Comparison, found: Found, asked: Asked) -> bool:
    """Ask for more around what could be found out; False where there is nothing left to ask.

    First the cells themselves; then the smallest printed cell of each line with one of them; then
    that they are open further.
    """
    few = max(asked.threshold, *(each.threshold for each in comparison.earlier))
    printed = printed_numbers(protected.evaluation, protected.views)
    numbers = [frozenset(found.cells), *(alone(cell) for cell in found.cells)]
    new = [asked.hide_around(number, few) for number in numbers if number in printed]
    if any(new):
        return True
    said = set(public_numbers(comparison))
    open_ = {cell for cell in printed_cells(protected.views) if alone(cell) not in said}
    around = _neighbours(asked, open_, found.cells)
    new = [asked.hide_around(alone(cell), few) for cell in sorted(around, key=sorted)]
    new += [asked.widen(number, few) for number in numbers if not any(new)]
    return any(new)


def _neighbours(asked: Asked, open_: set[Cell], cells: tuple[Cell, ...]) -> set[Cell]:
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
