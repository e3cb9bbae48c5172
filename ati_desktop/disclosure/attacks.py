"""All questions that attackers ask of a choice, plain ones first, and which have no answer.

Many questions are put into one program: its answer settles all that it reaches. Only what is left
is asked alone, and what then has no answer gives a cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ati_desktop.disclosure.blocks import Block, Blocks
from ati_desktop.disclosure.equations import SMALL, Ask, Cut, Equations, Flags, Places, Vector
from ati_desktop.disclosure.problem import Problem
from ati_desktop.disclosure.questions import Questions
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.witnesses import Witnesses

_AT_ONCE = 64
_PATIENCE = 3
_NOBODY = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Failing:
    """A question without answer, and the level of equations it was asked in.

    ``side`` and ``insider`` say where it stands among the questions, ``lesser`` where among those
    that ask for less; -1 is none.
    """

    level: int
    ask: Ask
    side: int
    insider: int = -1
    lesser: int = -1
    cut: Cut | None = None


class Attacks:
    """The attackers of a problem, and those of a deeper one with the same numbers and more.

    Args:
        problem: the numbers that are printed or implied.
        deeper: the same, with further numbers after them that only sharp attackers think of.
        work: counted down.
    """

    def __init__(self, problem: Problem, deeper: Problem | None, work: Work) -> None:
        self.work = work
        self.equations = [Equations(each) for each in (problem, deeper) if each is not None]
        self.numbers = len(problem.caps)
        self.questions = Questions(problem)
        self.witnesses = Witnesses(self.questions, self.numbers, len(self.equations))
        self._blocks: dict[int, Blocks] = {}

    @property
    def levels(self) -> range:
        """The levels of equations: those of the problem, and those of the deeper one."""
        return range(len(self.equations))

    def open_at(self, level: int, hidden: Flags) -> Flags:
        """Return what could move under a choice; what lies beyond its end always can."""
        more = len(self.equations[level].up) - self.numbers
        return np.append(hidden, np.ones(more, dtype=bool)) if more else hidden

    def _block(self, level: int, hidden: Flags, at: int) -> tuple[Block, Flags]:
        open_ = self.open_at(level, hidden)
        kept = self._blocks.get(level)
        if kept is None or not kept.fit(open_):
            kept = Blocks(self.equations[level], open_.copy(), self.work)
            self._blocks[level] = kept
        return kept.of(at), open_

    def failing(self, hidden: Flags) -> Iterator[Failing]:
        """Yield the questions to which a choice has no answer, stage by stage, with their cuts.

        The witnesses must have been told of the choice.
        """
        for level in self.levels:
            for side in self.sweep(level, hidden):
                if self.witnesses.plain[level, side] == 0:
                    yield from self._alone(level, hidden, side)
        yield from self.insiders(hidden)

    def again(self, failing: Failing, hidden: Flags) -> Iterator[Failing]:
        """Ask a question that had no answer under another choice; yield it if it has none."""
        where = failing.level, failing.side, failing.insider, failing.lesser
        if not self._answered(*where):
            level, *which = where
            yield from self._alone(level, hidden, *which)

    def unsettled(self, level: int) -> list[int]:
        """Return the sides that nothing found so far answers at this level."""
        open_ = (self.witnesses.plain[level] == 0) & self.questions.asked
        return np.flatnonzero(open_).tolist()

    def sweep(self, level: int, hidden: Flags) -> list[int]:
        """Settle what is settled by many at once; return the sides that are left."""
        together: dict[tuple[int, int], list[int]] = {}
        for side in self.unsettled(level):
            at = int(self.questions.at[side])
            self._block(level, hidden, at)
            name = int(self._blocks[level].names[at])
            together.setdefault((name, int(self.questions.side[side])), []).append(side)
        for sides in together.values():
            self._many(level, hidden, sides)
        return self.unsettled(level)

    def _many(self, level: int, hidden: Flags, sides: list[int]) -> None:
        """Put many questions into one program as long as that settles any."""
        fruitless = 0
        while sides and fruitless < _PATIENCE:
            self.ask_many(level, hidden, sides[:_AT_ONCE], _NOBODY)
            before, first = len(sides), sides[0]
            sides = [side for side in sides if self.witnesses.plain[level, side] == 0]
            if sides and sides[0] == first:
                del sides[0]
            fruitless = 0 if len(sides) < before - 1 else fruitless + 1

    def ask_many(self, level: int, hidden: Flags, sides: Sequence[int], still: Places) -> None:
        """Ask for the first of these, which stand in one block, and others as it comes."""
        asks = [self.questions.ask(side) for side in sides]
        block, open_ = self._block(level, hidden, asks[0].at)
        self.add(level, block.sparse.many(asks, open_, still))

    def add(self, level: int, moved: Vector | None) -> None:
        """Take in what hangs together of a movement, each by itself."""
        if moved is not None:
            for part in self.equations[level].parts_of(moved):
                self.witnesses.add(level, part)

    def _alone(
        self, level: int, hidden: Flags, side: int, insider: int = -1, lesser: int = -1
    ) -> Iterator[Failing]:
        """Ask one question by itself; yield it where it has no answer."""
        ask = self.questions.ask(side, insider, lesser)
        block, open_ = self._block(level, hidden, ask.at)
        self.add(level, block.sparse.many([ask], open_, np.array(ask.still, dtype=np.intp)))
        if self._answered(level, side, insider, lesser):
            return
        moved = block.movement.furthest(ask, open_)
        if moved is None or moved[ask.at] * ask.side < ask.need - SMALL:
            yield Failing(level, ask, side, insider, lesser, block.movement.cut(ask))
        else:
            self.add(level, moved)

    def _answered(self, level: int, side: int, insider: int, lesser: int) -> bool:
        if lesser >= 0:
            return bool(self.witnesses.lesser[lesser])
        count = self.witnesses.plain[level] if insider < 0 else self.witnesses.theirs[:, insider]
        return bool(count[side])

    def _open_theirs(self) -> Flags:
        open_: Flags = self.questions.by & (self.witnesses.theirs == 0)
        return open_

    def insiders(self, hidden: Flags) -> Iterator[Failing]:
        """Yield the questions of insiders to which a choice has no answer."""
        for side in np.flatnonzero(self._open_theirs().any(axis=1)).tolist():
            yield from self._halved(hidden, side, np.flatnonzero(self._open_theirs()[side]))
        sides, insiders, _ = self.questions.less
        for each in np.flatnonzero(self.witnesses.lesser == 0).tolist():
            if self.witnesses.lesser[each] == 0:
                yield from self._alone(0, hidden, int(sides[each]), int(insiders[each]), each)

    def _halved(self, hidden: Flags, side: int, group: Places) -> Iterator[Failing]:
        """Ask one question for several insiders at once, and where that fails for half of them."""
        open_ = self._open_theirs()
        group = group[open_[side, group]]
        if len(group) == 1:
            yield from self._alone(0, hidden, side, int(group[0]))
        elif len(group):
            known = np.unique(np.concatenate([self.questions.knows[each] for each in group]))
            self.ask_many(0, hidden, self._beside(hidden, side, group, known), known)
            middle = len(group) // 2
            yield from self._halved(hidden, side, group[:middle])
            yield from self._halved(hidden, side, group[middle:])

    def _beside(self, hidden: Flags, side: int, group: Places, known: Places) -> list[int]:
        """Return a side, and others of its block that these insiders could ask as well."""
        questions = self.questions
        others = self._open_theirs()[:, group].any(axis=1)
        others &= (questions.side == questions.side[side]) & ~np.isin(questions.at, known)
        others[side] = False
        self._block(0, hidden, int(questions.at[side]))
        names = self._blocks[0].names
        others &= names[questions.at] == names[questions.at[side]]
        return [side, *np.flatnonzero(others)[: _AT_ONCE - 1].tolist()]
