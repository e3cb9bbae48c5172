"""The cheapest choice of what to hide so that no target can be narrowed down, with its proof.

A master program chooses, attackers' programs answer with what the choice lacks (cuts), until no
attacker gets anywhere: then the choice is the cheapest there is (Fischetti and Salazar 2000).
First hiding in part is allowed, which is quick and gives most cuts; then whole numbers only. A
greedy search gives a choice that protects all along. All limits are in steps of the solver, never
in seconds, so a slow machine hides the same cells as a fast one.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from ati_desktop.disclosure.attacks import Attacks
from ati_desktop.disclosure.choice import choice_of
from ati_desktop.disclosure.greedy import Greedy
from ati_desktop.disclosure.master import Master
from ati_desktop.disclosure.movement import SMALL, Vector
from ati_desktop.disclosure.problem import Problem, Solution
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.work import Cancelled, Progress

WORK = 1_000_000
"""Steps: some ten seconds of an old core."""

_ROUNDS = 200
_STAGES = 20
_NEAR = 0.02
_HALF = 0.4
"""What is hidden by this much in part is a good start for a choice."""


def solve(
    problem: Problem,
    *,
    work: int = WORK,
    deeper: Problem | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Solution:
    """Return what to hide, and the proof that nothing cheaper would do.

    Args:
        problem: numbers, sums, targets and costs.
        work: simplex steps after which the best choice found is returned with the bound proven.
        deeper: the same problem with free numbers after its own and more equations, for attackers
            who think of more than is printed; asked once the plain attackers get nowhere.
        progress: told (done, of how many).
        cancelled: asked between programs.

    Raises:
        Refused: stopped by the person.
    """
    return _Search(problem, deeper, Work(work), progress, cancelled).run()


class _Search:
    def __init__(
        self,
        problem: Problem,
        deeper: Problem | None,
        work: Work,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self.problem, self.work = problem, work
        self.progress, self.cancelled = progress, cancelled
        self.attacks = Attacks(problem, deeper, work, cancelled)
        self.choice = choice_of(problem, self.attacks.room)
        self.attacks.prepare(self.choice.every)
        shut = self.choice.shut
        self.greedy = [Greedy(each, shut, work) for each in (problem, deeper) if each is not None]
        self.best = self._made(self.choice.always)

    def run(self) -> Solution:
        bound = 0.0
        self._tell(1)
        if self.choice.places:
            master = Master(self.choice, self.work, self.cancelled)
            bound = self._in_part(master)
            self._tell(2)
            bound = max(bound, self._in_whole(master))
            if not self._settled(bound):
                self.best = self._without_needless(self.best)
        self._tell(_STAGES)
        hidden = frozenset(np.flatnonzero(self.best > 0.5).tolist()) - self.problem.free
        always = sum(self.problem.costs[at] for at in hidden if self.choice.always[at])
        cost = self.choice.cost(self.best)
        bound = min(self._rounded(bound), cost)
        return Solution(
            hidden=hidden,
            cost=cost + always,
            bound=bound + always,
            optimal=cost - bound <= SMALL,
            method="cuts",
            unprotected=self.attacks.unprotected,
            cuts=len(self.attacks.cuts),
        )

    def _tell(self, stage: int) -> None:
        """Tell where the work is: ready, cuts of choices in part, each choice in whole numbers."""
        if self.progress is not None:
            self.progress(min(stage, _STAGES), _STAGES)

    def _made(self, hidden: Vector) -> Vector:
        """Return a choice that protects everything, made from what is hidden so far."""
        hidden = self.choice.completed(hidden)
        while missing := next(self.attacks.unanswered(hidden), None):
            stage, ask = missing
            moved = self.greedy[stage.level].reach(ask, hidden)
            if moved is None:  # cannot be, save for rounding: all is hidden then
                return self.choice.every
            self.attacks.remember(stage.level, moved)
            changed = hidden.copy()
            changed[np.abs(moved[: len(hidden)]) > SMALL] = 1.0
            if np.array_equal(changed, hidden):
                return self.choice.every
            hidden = self.choice.completed(changed)
        return hidden

    def _without_needless(self, hidden: Vector) -> Vector:
        """Show again what can be shown, the dearest first."""
        hidden = hidden.copy()
        chosen = [at for at in self.choice.places if hidden[at] > 0.5]
        for at in sorted(chosen, key=lambda at: (-self.choice.costs[at], at)):
            hidden[at] = 0.0
            rows = (*self.choice.rows, *self.attacks.cuts)
            if any(row.lacks(hidden) > SMALL for row in rows) or self.attacks.lacks(hidden):
                hidden[at] = 1.0
        return hidden

    def _in_part(self, master: Master) -> float:
        """Return the bound of hiding in part, having found the cuts that it asks for."""
        bound, hidden = 0.0, self.best
        master.add(self.attacks.cuts)
        for _ in range(_ROUNDS):
            solved = master.cheapest()
            if solved is None or self.work.done:
                break
            hidden, bound = solved
            if self._settled(bound):
                return bound
            cuts = self.attacks.broken_in_part(hidden)
            if not cuts:
                break
            master.add(cuts)
        known = len(self.attacks.cuts)
        self._take(self._made(np.where(hidden > _HALF, 1.0, self.choice.always)))
        self.best = self._without_needless(self.best)
        master.add(self.attacks.cuts[known:])
        return bound

    def _in_whole(self, master: Master) -> float:
        """Return the bound of hiding whole numbers, having taken the best choice on the way.

        Until attackers have no more to say, nearly the cheapest choice is good enough to ask them.
        """
        bound, stage, share = 0.0, 2, _NEAR
        master.whole()
        while not self.work.done and not self._settled(bound):
            master.near(share * self.choice.cost(self.best))
            master.start(self.best)
            solved = master.cheapest()
            if solved is None:
                break
            hidden, reached = solved
            bound, hidden, stage = max(bound, reached), hidden.round(), stage + 1
            self._tell(stage)
            known = len(self.attacks.cuts)
            if not self.attacks.broken(hidden):
                self._take(hidden)
                if share == 0.0:
                    break
                share = 0.0
                continue
            self._take(self._made(hidden))
            master.add(self.attacks.cuts[known:])
        return bound

    def _settled(self, bound: float) -> bool:
        return self._rounded(bound) >= self.choice.cost(self.best) - SMALL

    def _take(self, hidden: Vector) -> None:
        if self.choice.cost(hidden) < self.choice.cost(self.best) - SMALL:
            self.best = hidden

    def _rounded(self, bound: float) -> float:
        return float(ceil(bound - 1e-4)) if self.choice.in_whole_numbers else bound
