"""All questions that attackers ask of a choice, plain ones first, and the movements that answer.

A movement that answered once answers again wherever all that it moves is hidden, and for every
insider who knows none of what it moves; so few of the questions need a program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import floor

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.movement import SMALL, Ask, Cut, Movement, Vector
from ati_desktop.disclosure.problem import Insider, Problem
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.work import Cancelled, stop_if

_WITNESSES = 40
_BROKEN = 1e-4

Group = list[Ask]
"""Questions about one number in one direction that insiders ask, or a single plain one."""


@dataclass
class _Stage:
    """Questions of one kind, asked in the equations of one level; plain, deep, by insiders."""

    level: int
    groups: list[Group] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Witness:
    moved: int
    level: int
    reach: float


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
        self.problem = problem
        self.cuts: list[Cut] = []
        self.unprotected: tuple[int, ...] = ()
        self._cancelled = cancelled
        self._numbers = len(problem.caps)
        self._movements = [Movement(each, work) for each in (problem, deeper) if each is not None]
        extra = 0 if deeper is None else len(deeper.caps) - self._numbers
        self._extra = np.ones(extra)
        self.stages = [_Stage(level) for level in range(len(self._movements))]
        self._open_last: set[Ask] = set()
        self._witnesses: dict[tuple[int, int], list[_Witness]] = {}
        self._needs: dict[tuple[int, int], float] = {}

    @property
    def room(self) -> Vector:
        """How far each number could move at most."""
        widest: Vector = self._movements[0].up + self._movements[0].down
        return widest

    def prepare(self, every: Vector) -> None:
        """Find out how far each target can be moved at all, and ask for no more than that."""
        unprotected = set()
        deepest = len(self._movements) - 1
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
                    for stage in self.stages:
                        stage.groups.append([ask])
        self.unprotected = tuple(sorted(unprotected))
        if self.problem.insiders:
            self.stages.append(_Stage(0, list(self._inside(every))))

    def _inside(self, every: Vector) -> Iterator[Group]:
        """Yield what insiders ask: as far as they can be kept from knowing at all."""
        learners: dict[int, list[Insider]] = {}
        for insider in self.problem.insiders:
            for at in insider.learns:
                learners.setdefault(at, []).append(insider)
        for (at, side), need in sorted(self._needs.items()):
            asks = [Ask(at, side, need, insider.knows) for insider in learners.get(at, ())]
            if asks and need > SMALL:
                known = list(self._failing(0, asks, every, -1))
                fine = [ask for ask in asks if ask not in known]
                less = [self._within_reach(0, ask, every) for ask in known]
                self._needs[(at, side)] = min([need, *(a.need for a in less if a.need > SMALL)])
                yield fine
                for ask in less:
                    if ask.need > SMALL:
                        yield [ask]

    def _within_reach(self, level: int, ask: Ask, every: Vector) -> Ask:
        reach = self._ask(level, ask, every)
        if reach >= ask.need - SMALL:
            return ask
        return Ask(ask.at, ask.side, float(floor(reach + SMALL)), ask.still)

    def _ask(self, level: int, ask: Ask, hidden: Vector, *, narrow: bool = False) -> float:
        stop_if(self._cancelled)
        full = np.concatenate([hidden, self._extra]) if level else hidden
        moved = self._movements[level].furthest(ask, full, narrow=narrow)
        if moved is None:
            return 0.0
        if not narrow:
            self.remember(level, moved)
        return float(moved[ask.at]) * ask.side

    def remember(self, level: int, moved: Vector) -> None:
        """Keep a movement for all that it answers."""
        mask = mask_of(np.abs(moved[: self._numbers]) > SMALL)
        for (at, side), need in self._needs.items():
            if moved[at] * side >= need - SMALL:
                kept = self._witnesses.setdefault((at, side), [])
                kept.insert(0, _Witness(mask, level, float(moved[at]) * side))
                del kept[_WITNESSES:]

    def _answered(self, level: int, ask: Ask, hidden: int) -> bool:
        shut = ~hidden | sum(1 << at for at in ask.still)
        return any(
            each.reach >= ask.need - SMALL and each.level >= level and not each.moved & shut
            for each in self._witnesses.get((ask.at, ask.side), ())
        )

    def _failing(self, level: int, asks: Sequence[Ask], hidden: Vector, mask: int) -> Iterator[Ask]:
        """Yield those of a group that have no answer; the last program is that of the last one.

        One movement that touches nothing that any of them knows answers all of them.
        """
        open_ = [ask for ask in asks if not self._answered(level, ask, mask)]
        if not open_:
            return
        first = open_[0]
        still = {at for ask in open_ for at in ask.still}
        together = Ask(first.at, first.side, first.need, tuple(sorted(still)))
        if self._ask(level, together, hidden) >= first.need - SMALL:
            return
        if len(open_) == 1:
            yield first
            return
        middle = len(open_) // 2
        yield from self._failing(level, open_[:middle], hidden, mask)
        yield from self._failing(level, open_[middle:], hidden, mask)

    def unanswered(self, hidden: Vector) -> Iterator[tuple[_Stage, Ask]]:
        """Yield the questions to which a choice has no answer, stage by stage."""
        mask = mask_of(hidden > 0.5)
        for stage in self.stages:
            for group in tuple(stage.groups):
                for ask in self._failing(stage.level, group, hidden, mask):
                    yield stage, ask

    def lacks(self, hidden: Vector) -> bool:
        """Return whether a choice leaves a question without answer; keeps the cut that says so."""
        missing = next(self.unanswered(hidden), None)
        if missing is None:
            return False
        stage, ask = missing
        self._cut(stage.level, ask, hidden)
        # What was not answered now is likely not to be answered next time.
        group = next(group for group in stage.groups if ask in group)
        stage.groups.remove(group)
        stage.groups.insert(0, group)
        return True

    def broken(self, hidden: Vector) -> list[Cut]:
        """Return cuts that a choice does not keep, of the first stage that has any."""
        found: list[Cut] = []
        first: _Stage | None = None
        for stage, ask in self.unanswered(hidden):
            if found and stage is not first:
                break
            first = stage
            cut = self._cut(stage.level, ask, hidden)
            if cut is not None:
                found.append(cut)
        return found

    def broken_in_part(self, hidden: Vector) -> list[Cut]:
        """Return cuts that a choice that hides in part does not keep, by plain questions only.

        First only what the last choice left without answer is asked, then everything.
        """
        every = [ask for group in self.stages[0].groups for ask in group]
        again = [ask for ask in every if ask in self._open_last]
        found: list[Cut] = []
        for asks in (again, [ask for ask in every if ask not in self._open_last]):
            for ask in asks:
                self._open_last.discard(ask)
                if self._ask(0, ask, hidden, narrow=True) < ask.need - SMALL:
                    cut = self._cut(0, ask, hidden)
                    if cut is not None:
                        found.append(cut)
                        self._open_last.add(ask)
            if found:
                break
        return found

    def _cut(self, level: int, ask: Ask, hidden: Vector) -> Cut | None:
        cut = self._movements[level].cut(ask)
        if cut is None or cut.lacks(hidden) <= _BROKEN:
            return None
        self.cuts.append(cut)
        return cut


def mask_of(chosen: NDArray[np.bool_]) -> int:
    """Return a set of places as the bits of one whole number."""
    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")
