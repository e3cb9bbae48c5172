"""All questions that attackers ask of a choice, plain ones first, and the movements that answer.

A movement that answered once answers again wherever all that it moves is hidden, and every attacker
who knows none of what it moves; so few of the questions need a program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import floor

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.movement import SMALL, Ask, Cut, Movement, Vector
from ati_desktop.disclosure.problem import Problem
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.work import Cancelled, stop_if

_WITNESSES = 40
_BROKEN = 1e-4


@dataclass
class _Level:
    """A system of equations, what is asked in it, and further numbers at the end of it."""

    movement: Movement
    asks: list[Ask]
    extra: int = 0
    keen: set[Ask] = field(default_factory=set)
    open_last: set[Ask] = field(default_factory=set)


@dataclass
class _Witness:
    moved: int
    level: int


class Attacks:
    """The attackers of a problem, and those of a deeper one with the same numbers and more.

    Args:
        problem: the numbers that are printed or implied.
        deeper: the same, with further numbers after them that only sharp attackers think of.
        work: counted down.
        cancelled: asked between programs.
    """

    def __init__(
        self, problem: Problem, deeper: Problem | None, work: Work, cancelled: Cancelled | None
    ) -> None:
        self._cancelled = cancelled
        self._numbers = len(problem.caps)
        self.cuts: list[Cut] = []
        self.unprotected: tuple[int, ...] = ()
        self.problem = problem
        self._levels = [_Level(Movement(problem, work), [])]
        if deeper is not None:
            extra = len(deeper.caps) - self._numbers
            self._levels.append(_Level(Movement(deeper, work), [], extra))
        self._witnesses: dict[tuple[int, int], list[_Witness]] = {}
        self._needs: dict[tuple[int, int], float] = {}

    @property
    def top(self) -> Movement:
        """The movements of the numbers themselves."""
        return self._levels[0].movement

    def asks(self) -> list[tuple[int, Ask]]:
        """Return each question with the level it is asked at, deepest last."""
        return [(at, ask) for at, level in enumerate(self._levels) for ask in level.asks]

    def prepare(self, every: Vector) -> None:
        """Find out how far each target can be moved at all, and ask for no more than that."""
        unprotected = set()
        deepest = len(self._levels) - 1
        for target in self.problem.targets:
            for side, need in ((1, target.up), (-1, target.down)):
                if need <= SMALL:
                    continue
                self._needs[(target.at, side)] = need
                ask = self._within_reach(deepest, Ask(target.at, side, need), every)
                if ask.need < need - SMALL:
                    unprotected.add(target.at)
                self._needs[(target.at, side)] = ask.need
                if ask.need > SMALL:
                    for level in self._levels:
                        level.asks.append(ask)
        self.unprotected = tuple(sorted(unprotected))
        self._levels[0].asks += list(self._inside(every))

    def _inside(self, every: Vector) -> Iterator[Ask]:
        for insider in self.problem.insiders:
            for at in insider.learns:
                for side in (1, -1):
                    ask = Ask(at, side, self._needs.get((at, side), 0.0), insider.knows)
                    ask = self._within_reach(0, ask, every)
                    if ask.need > SMALL:
                        yield ask

    def _within_reach(self, level: int, ask: Ask, every: Vector) -> Ask:
        if ask.need <= SMALL or self._answered(level, ask, -1):
            return ask
        reach = self._ask(level, ask, every)
        if reach >= ask.need - SMALL:
            return ask
        return Ask(ask.at, ask.side, float(floor(reach + SMALL)), ask.still)

    def _ask(self, level: int, ask: Ask, hidden: Vector, *, narrow: bool = False) -> float:
        stop_if(self._cancelled)
        place = self._levels[level]
        full = np.concatenate([hidden, np.ones(place.extra)]) if place.extra else hidden
        moved = place.movement.furthest(ask, full, narrow=narrow)
        if moved is None:
            return 0.0
        if not narrow:
            self.remember(level, moved)
        return float(moved[ask.at]) * ask.side

    def remember(self, level: int, moved: Vector) -> None:
        """Keep a movement for all that it answers."""
        mask = mask_of(np.abs(moved[: self._numbers]) > SMALL)
        witness = _Witness(mask, level)
        for (at, side), need in self._needs.items():
            if moved[at] * side >= need - SMALL:
                kept = self._witnesses.setdefault((at, side), [])
                kept.insert(0, witness)
                del kept[_WITNESSES:]

    def _answered(self, level: int, ask: Ask, hidden: int) -> bool:
        if ask.need < self._needs[(ask.at, ask.side)] - SMALL:
            return False
        still = sum(1 << at for at in ask.still)
        return any(
            each.level >= level and not each.moved & still and not each.moved & ~hidden
            for each in self._witnesses.get((ask.at, ask.side), ())
        )

    def unanswered(self, hidden: Vector) -> Iterator[tuple[int, Ask]]:
        """Yield the questions to which a choice has no answer, asked from the top level down."""
        mask = mask_of(hidden > 0.5)
        for at, level in enumerate(self._levels):
            for ask in level.asks:
                if self._answered(at, ask, mask):
                    continue
                if self._ask(at, ask, hidden) < ask.need - SMALL:
                    yield at, ask

    def lacks(self, hidden: Vector) -> bool:
        """Return whether a choice leaves a question without answer; keeps the cut that says so."""
        for at, ask in self.unanswered(hidden):
            self._cut(at, ask, hidden)
            return True
        return False

    def broken(self, hidden: Vector) -> list[Cut]:
        """Return cuts that a choice does not keep, of the first level that has any."""
        found: list[Cut] = []
        last = 0
        for at, ask in self.unanswered(hidden):
            if found and at > last:
                break
            last = at
            self._levels[at].keen.add(ask)
            cut = self._cut(at, ask, hidden)
            if cut is not None:
                found.append(cut)
        return found

    def broken_in_part(self, hidden: Vector, level: int) -> list[Cut]:
        """Return cuts that a choice that hides in part does not keep.

        First only what the last choice left without answer is asked, then everything.
        """
        place = self._levels[level]
        every = [ask for ask in place.asks if not ask.still or ask in place.keen]
        again = [ask for ask in every if ask in place.open_last]
        found: list[Cut] = []
        for asks in (again, [ask for ask in every if ask not in place.open_last]):
            for ask in asks:
                if self._ask(level, ask, hidden, narrow=True) < ask.need - SMALL:
                    cut = self._cut(level, ask, hidden)
                    if cut is not None:
                        found.append(cut)
                        place.open_last.add(ask)
                        continue
                place.open_last.discard(ask)
            if found:
                break
        return found

    @property
    def depth(self) -> int:
        """How many levels there are."""
        return len(self._levels)

    def _cut(self, level: int, ask: Ask, hidden: Vector) -> Cut | None:
        cut = self._levels[level].movement.cut(ask)
        if cut is None or cut.lacks(hidden) <= _BROKEN:
            return None
        self.cuts.append(cut)
        return cut


def mask_of(chosen: NDArray[np.bool_]) -> int:
    """Return a set of places as the bits of one whole number."""
    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")
