"""The cheapest choice of what to hide so that no target can be narrowed down, with its proof.

A master program chooses, attackers' programs answer with what the choice lacks (cuts), until no
attacker gets anywhere: then the choice is the cheapest there is (Fischetti and Salazar 2000).
First a choice is made that protects everything, and what is needless in it is shown again; it is
at hand all along. Then hiding in part is allowed, which is quick and gives most cuts; then whole
numbers only. All limits are in steps of the solver, never in seconds, so a slow machine hides the
same cells as a fast one.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from ati_desktop.disclosure.attacks import Attacks
from ati_desktop.disclosure.choice import choice_of
from ati_desktop.disclosure.cuts import Cuts
from ati_desktop.disclosure.equations import SMALL, Cut, Flags, Vector
from ati_desktop.disclosure.master import Master
from ati_desktop.disclosure.neighbourhoods import Neighbourhoods
from ati_desktop.disclosure.patterns import Patterns
from ati_desktop.disclosure.problem import Problem, Solution
from ati_desktop.disclosure.separation import Separation
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.work import WORK, Cancelled, Progress

_ROUNDS = 200
_NEAR = 0.02
_HALF = 0.5
_MOST = 200
_WORTH = 1.02
_MADE = 0.7
"""With less of the work left than this, the first choice takes what is near without asking."""
_FIRST, _SECOND = 0.6, 0.3
"""So much of the work is left when the first choice, and the hiding in part, must have ended."""
_PARTS = 0.5
"""So much of what is left then goes into choosing parts anew."""


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
    counted = Work(work, progress=progress, cancelled=cancelled)
    return _Search(problem, deeper, counted).run()


class _Search:
    def __init__(self, problem: Problem, deeper: Problem | None, work: Work) -> None:
        self.problem, self.work = problem, work
        self.attacks = Attacks(problem, deeper, work)
        self.choice = choice_of(problem, self.attacks.equations[0])
        self.cuts = Cuts()
        self.patterns = Patterns(self.attacks, self.choice, self.cuts, work)
        self.separation = Separation(self.attacks, work)
        self.best = self.patterns.made(self.choice.always > 0.0, _MADE * work.left)
        questions = self.attacks.questions
        self.plain = [(0, questions.ask(at)) for at in np.flatnonzero(questions.asked).tolist()]

    def run(self) -> Solution:
        bound = 0.0
        if self.choice.places:
            whole = self.work.left
            self._take(self.patterns.without_needless(self.best, _FIRST * whole))
            for bridge in self.choice.all_bridges():
                self.cuts.keep(bridge)
            master = Master(self.choice, self.work)
            bound = self._in_part(master, _SECOND * whole)
            if not self._settled(bound):
                steps = _PARTS * self.work.left
                near = Neighbourhoods(self.choice, self.cuts, self.work, steps, self._broken_by)
                self._take(near.best(self.best))
                bound = max(bound, self._in_whole(master))
        self.work.end()
        hidden = frozenset(np.flatnonzero(self.best).tolist()) - self.problem.free
        always = sum(self.problem.costs[at] for at in hidden if self.choice.always[at])
        cost = self.choice.cost(self.best)
        bound = min(self._rounded(bound), cost)
        return Solution(
            hidden=hidden,
            cost=cost + always,
            bound=bound + always,
            optimal=cost - bound <= SMALL,
            method="cuts",
            unprotected=tuple(sorted(self.patterns.unprotected)),
            cuts=len(self.cuts),
        )

    def _in_part(self, master: Master, until: float) -> float:
        """Return the bound of hiding in part, having found the cuts that it asks for."""
        bound = 0.0
        for _ in range(_ROUNDS):
            master.add(self.cuts.new())
            solved = master.cheapest()
            if solved is None:
                break
            hidden, bound = solved
            if self._settled(bound) or self.work.left <= until or not self._broken(hidden):
                break
        return bound

    def _broken(self, hidden: Vector) -> bool:
        """Look for cuts that a choice in part breaks; return whether there are any.

        One that hides whole numbers only is asked like any other choice.
        """
        found = self.choice.broken_bridges(hidden)
        chosen = hidden > _HALF
        if np.abs(hidden - chosen).max() < SMALL:
            unanswered = self._unanswered(chosen)
            if unanswered is None and not found:
                self._take(chosen)
            found += unanswered or []
        else:
            found += self.separation.cuts(hidden, self.plain)
        for cut in found:
            self.cuts.add(cut, hidden)
        return bool(found)

    def _unanswered(self, chosen: Flags) -> list[Cut] | None:
        """Return cuts that a choice does not keep, of the first attackers that find any.

        None where it protects everything.
        """
        self.attacks.witnesses.choose(chosen)
        found: list[Cut] = []
        first: tuple[int, bool] | None = None
        for failing in self.attacks.failing(chosen):
            kind = failing.level, failing.insider >= 0
            if found and kind != first:
                break
            first = kind
            if failing.cut is not None and failing.cut.lacks(chosen) > SMALL:
                found.append(failing.cut)
            if len(found) >= _MOST:
                break
        return found if first else None

    def _in_whole(self, master: Master) -> float:
        """Return the bound of hiding whole numbers, having taken the best choice on the way.

        Until attackers have no more to say, nearly the cheapest choice is good enough to ask them.
        """
        bound, share = 0.0, _NEAR
        master.add(self.cuts.new())
        master.whole()
        while not self.work.done and not self._settled(bound):
            master.near(share * self.choice.cost(self.best))
            master.start(self.best)
            solved = master.cheapest()
            if solved is None:
                break
            bound, chosen = max(bound, solved[1]), solved[0] > _HALF
            found = self._broken_by(chosen)
            if found is None:
                self._take(chosen)
                if share == 0.0:
                    break
                share = 0.0
                continue
            for cut in found:
                self.cuts.add(cut, chosen)
            made = self.patterns.made_with_cuts(chosen)
            if self.choice.cost(made) < _WORTH * self.choice.cost(self.best):
                made = self.patterns.without_needless(made)
            self._take(made)
            new = self.cuts.new()
            if not new:  # nothing says why it does not protect, so nothing better can be found
                break
            master.add(new)
        return bound

    def _broken_by(self, chosen: Flags) -> list[Cut] | None:
        """Return the cuts that a choice does not keep; None where it protects everything."""
        found, bridges = self._unanswered(chosen), self._bridges(chosen)
        return None if found is None and not bridges else [*(found or ()), *bridges]

    def _bridges(self, chosen: Flags) -> list[Cut]:
        return self.choice.broken_bridges(chosen.astype(np.float64))

    def _settled(self, bound: float) -> bool:
        return self._rounded(bound) >= self.choice.cost(self.best) - SMALL

    def _take(self, hidden: Flags) -> None:
        if self.choice.cost(hidden) < self.choice.cost(self.best) - SMALL:
            self.best = hidden

    def _rounded(self, bound: float) -> float:
        return float(ceil(bound - 1e-4)) if self.choice.in_whole_numbers else bound
