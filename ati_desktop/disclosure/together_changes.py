"""People who came to a number and people who left it, as sums over the joint program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ati_desktop.disclosure.attacker import Terms
from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.together import Together
from ati_desktop.evaluation.results import Change


@dataclass(frozen=True)
class Known:
    """A change, and those who came and those who left as sums over the columns.

    ``new`` are those of them who are in the later cohort only, ``gone`` in the earlier one only,
    ``gained`` and ``lost`` those in both.
    """

    change: Change
    new: Terms
    gained: Terms
    gone: Terms
    lost: Terms

    @property
    def came(self) -> Terms:
        """All who came to the number."""
        return {**self.new, **self.gained}

    @property
    def left(self) -> Terms:
        """All who left it."""
        return {**self.gone, **self.lost}

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the number."""
        return tuple(frozenset(cell) for cell in self.change.cells)

    @property
    def pair(self) -> tuple[int, int]:
        """The two packages, the earlier one first."""
        return self.change.first, self.change.second


def known_changes(joint: Together) -> list[Known]:
    """Return all changes of numbers of which the joint program holds every cell.

    A sum behind a figure takes two columns more, where rows may have moved within it: who moved
    from one of its cells to another neither came to it nor left it.
    """
    found = []
    for change in joint.overlap.changes:
        now, then = _side(joint, change, came=True), _side(joint, change, came=False)
        if now is None or then is None:
            continue
        (only_now, gained), (only_then, lost) = now, then
        if len(change.cells) > 1 and gained and lost:
            gained, lost = _without_inner(joint, change, gained, lost)
        found.append(Known(change, only_now, gained, only_then, lost))
    return found


def _side(joint: Together, change: Change, *, came: bool) -> tuple[Terms, Terms] | None:
    """Return those of one cohort only, and those of both that came to a cell (or left one)."""
    there, other = (change.second, change.first) if came else (change.first, change.second)
    moves = joint.gained if came else joint.lost
    alone: Terms = {}
    moved: Terms = {}
    for region, each in enumerate(joint.overlap.regions):
        if there not in each.packages:
            continue
        for cell in map(frozenset, change.cells):
            if other in each.packages:
                column = moves.get((region, change.first, change.second, cell))
                if (region, there, cell) not in joint.places:
                    return None
                if column is not None:
                    moved[column] = 1.0
                continue
            place = joint.places.get((region, there, cell))
            if place is None:
                return None
            alone[place] = alone.get(place, 0.0) + 1.0
    return alone, moved


def _without_inner(
    joint: Together, change: Change, gained: Terms, lost: Terms
) -> tuple[Terms, Terms]:
    """Return columns for who came to the sum and who left it, whoever moved within it apart."""
    program = joint.program
    infinite = float("inf")
    came = program.column(upper=infinite if change.gained else 0.0)
    left = program.column(upper=infinite if change.lost else 0.0)
    program.at_least({**gained, came: -1.0}, 0.0)
    program.at_least({**lost, left: -1.0}, 0.0)
    program.equal({**gained, **_times(lost, -1.0), came: -1.0, left: 1.0})
    return {came: 1.0}, {left: 1.0}


def _times(terms: Mapping[int, float], worth: float) -> Terms:
    return {column: each * worth for column, each in terms.items()}


def few_changes(known: Iterable[Known], few: int) -> list[tuple[Known, bool]]:
    """Return the changes of 1 to ``few`` - 1 people; True with those who came."""
    return [
        (each, came)
        for each in known
        for came, count in ((True, each.change.came), (False, each.change.left))
        if 0 < count < few
    ]
