"""Choices of what to hide that protect everything: made from less, and made less from more.

Where a question has no answer, the cheapest movement that answers is hidden; then what turns out
to be needless is shown again, the dearest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import floor

import numpy as np

from ati_desktop.disclosure.attacks import Attacks, Failing
from ati_desktop.disclosure.choice import Choice
from ati_desktop.disclosure.cuts import Cuts
from ati_desktop.disclosure.equations import SMALL, Ask, Flags, Vector
from ati_desktop.disclosure.greedy import Greedy
from ati_desktop.disclosure.movement import Movement
from ati_desktop.disclosure.nearby import Nearby
from ati_desktop.disclosure.solver import INFINITY, Work

_AT_ONCE = 16
_SHARE = 6
_FEW = 4
_LARGE = 2_000
"""With so many numbers that could move, what is near is asked before everything."""
_NEAR = (3, 8)
_STEP = 0.01


class Patterns:
    """Makes choices that protect all that can be protected.

    ``unprotected`` are targets that cannot be, however much is hidden; they are asked for less.
    """

    def __init__(self, attacks: Attacks, choice: Choice, cuts: Cuts, work: Work) -> None:
        self.attacks, self.choice, self.cuts, self.work = attacks, choice, cuts, work
        self.unprotected: set[int] = set()
        self._every = choice.every > 0.0
        self._nearby = Nearby(attacks.equations[0], self._every)
        self._greedy: dict[int, Greedy] = {}
        self._widest: dict[int, Movement] = {}
        self._hidden_for: dict[int, Failing] = {}

    def made(self, hidden: Flags, until: float = 0.0) -> Flags:
        """Return a choice that protects everything, made from what is hidden so far.

        Args:
            hidden: what is hidden so far.
            until: with less work left than this, whatever is near is hidden without asking what
                of it is needed, so that an end is near too.
        """
        hidden = self.choice.completed(hidden)
        self.attacks.witnesses.choose(hidden)
        for level in self.attacks.levels:
            hidden = self._made_at(level, hidden, until)
        while failing := list(islice(self.attacks.insiders(hidden), _AT_ONCE)):
            for each in failing:
                hidden = self._extended(each, hidden, until)
        return hidden

    def _made_at(self, level: int, hidden: Flags, until: float) -> Flags:
        questions = self.attacks.questions
        while left := self.attacks.sweep(level, hidden):
            # Looking what is answered by now takes longer than it saves where little work is left.
            few = max(_AT_ONCE, len(left) // _SHARE) if self.work.left > until else len(left)
            for side in left[:few]:
                if side in self.attacks.unsettled(level):
                    failing = Failing(level, questions.ask(side), side)
                    hidden = self._extended(failing, hidden, until)
        return hidden

    def _wider(self, ask: Ask, hidden: Flags) -> Flags | None:
        costs = np.where(hidden, 0.0, self.choice.costs)
        wider = self._nearby.wider((ask.at, *ask.still), hidden, costs)
        if wider is not None:
            self.attacks.witnesses.hide(np.flatnonzero(wider & ~hidden).tolist())
        return wider

    def made_with_cuts(self, hidden: Flags) -> Flags:
        """Return the same, keeping an inequality for each question that had no answer on the way.

        The choice grows meanwhile, so that these are many and speak of different numbers.
        """
        hidden = self.choice.completed(hidden)
        self.attacks.witnesses.choose(hidden)
        while failing := list(islice(self.attacks.failing(hidden), _FEW)):
            for each in failing:
                self.cuts.add(each.cut, hidden)
            for each in failing:
                hidden = self._extended(each, hidden)
        return hidden

    def _extended(self, failing: Failing, hidden: Flags, until: float = -INFINITY) -> Flags:
        """Return a choice that answers a question as well, or ask for less where nothing does.

        With less work left than ``until``, it hides what may answer where nothing near does.
        """
        attacks, haste = self.attacks, self.work.left <= until
        moved = self._reached_near(failing, hidden, haste=haste)
        if moved is None and haste:
            wider = self._wider(failing.ask, hidden)
            if wider is not None:
                return wider
        if moved is None:
            open_ = attacks.open_at(failing.level, hidden)
            moved = self._program(failing.level).reach(failing.ask, open_)
        if moved is None:
            self._ask_less(failing)
            return hidden
        new = np.flatnonzero((np.abs(moved[: attacks.numbers]) > SMALL) & ~hidden)
        hidden = hidden.copy()
        hidden[new] = True
        self._hidden_for |= dict.fromkeys(new.tolist(), failing)
        attacks.witnesses.hide(new.tolist())
        attacks.add(failing.level, moved)
        return hidden

    def _reached_near(self, failing: Failing, hidden: Flags, *, haste: bool) -> Vector | None:
        """Return the cheapest movement of what is near that answers, in a large problem only."""
        if failing.level > 0 or not (haste or self._nearby.size > _LARGE):
            return None
        equations = self.attacks.equations[0]
        costs = np.where(hidden, 0.0, self.choice.costs) + _STEP
        for many in _NEAR:
            near = self._nearby.around(failing.ask.at, costs, many)
            program = Greedy(equations, self.choice.costs, near, self.work)
            moved = program.reach(failing.ask, hidden)
            if moved is not None:
                return moved
        return None

    def _program(self, level: int) -> Greedy:
        if level not in self._greedy:
            open_ = self.attacks.open_at(level, self._every)
            self._greedy[level] = Greedy(
                self.attacks.equations[level], self.choice.costs, open_, self.work
            )
        return self._greedy[level]

    def _ask_less(self, failing: Failing) -> None:
        """Ask for no more than can be reached though everything were hidden."""
        questions, ask = self.attacks.questions, failing.ask
        level = self.attacks.levels[-1] if failing.insider < 0 else 0
        open_ = self.attacks.open_at(level, self._every)
        if level not in self._widest:
            self._widest[level] = Movement(self.attacks.equations[level], open_, self.work)
        moved = self._widest[level].furthest(ask, open_)
        need = 0.0 if moved is None else float(floor(moved[ask.at] * ask.side + SMALL))
        if need >= ask.need - SMALL:
            need = ask.need - 1.0  # it is reached but for rounding: ask for less all the same
        if failing.insider < 0:
            self.unprotected.add(ask.at)
            questions.lower(failing.side, need)
        elif failing.lesser < 0:
            questions.lower_for(failing.side, failing.insider, need)

    def without_needless(self, hidden: Flags, until: float = 0.0) -> Flags:
        """Show again what can be shown, the dearest first.

        Args:
            hidden: a choice that protects everything.
            until: with less work left than this, no program is asked: only that is shown again
                which no movement needs that was found.
        """
        hidden = hidden.copy()
        self.attacks.witnesses.choose(hidden)
        costs = self.choice.costs
        chosen = [at for at in self.choice.places if hidden[at]]
        for at in sorted(chosen, key=lambda at: (-costs[at], at)):
            hidden[at] = False
            if self.cuts.broken(hidden) or self.choice.lacking(hidden):
                hidden[at] = True
                continue
            self.attacks.witnesses.show([at])
            if not self._does_without(at, hidden, ask=self.work.left > until):
                hidden[at] = True
                self.attacks.witnesses.hide([at])
        return hidden

    def _does_without(self, at: int, hidden: Flags, *, ask: bool) -> bool:
        """Return whether a choice without a number protects all; ``ask`` where nothing found says.

        A question that then has no answer is kept as an inequality.
        """
        if not ask:
            self.work.took(0.0)
            return self.attacks.witnesses.answer_all
        failing = next(self._failing_without(at, hidden), None)
        if failing is not None:
            self._hidden_for[at] = failing
            self.cuts.add(failing.cut, hidden)
        return failing is None

    def _failing_without(self, at: int, hidden: Flags) -> Iterator[Failing]:
        """Yield the questions without answer; first that for whose sake the number was hidden."""
        if at in self._hidden_for:
            yield from self.attacks.again(self._hidden_for[at], hidden)
        yield from self.attacks.failing(hidden)
