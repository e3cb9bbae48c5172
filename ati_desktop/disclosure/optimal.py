"""The cheapest choice of what to hide so that no target can be narrowed down, with its proof.

A master program chooses, attackers' programs answer with what the choice lacks (cuts), until no
attacker gets anywhere: then the choice is the cheapest there is (Fischetti and Salazar 2000).
First hiding in part is allowed, which is quick and gives most cuts; then whole numbers only. A
greedy search gives a choice that protects all along. All limits are in steps of the solver, never
in seconds, so a slow machine hides the same cells as a fast one.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.greedy import Greedy
from ati_desktop.disclosure.master import Choice, Master
from ati_desktop.disclosure.movement import SMALL, Ask, Cut, Movement
from ati_desktop.disclosure.problem import Problem, Solution
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.work import Cancelled, Progress, stop_if

Vector = NDArray[np.float64]

WORK = 3_000_000
_NODES = 5_000


def solve(
    problem: Problem,
    *,
    work: int = WORK,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Solution:
    """Return what to hide, and the proof that nothing cheaper would do.

    Args:
        problem: numbers, sums, targets and costs.
        work: simplex steps after which the best choice found is returned with the bound proven.
        progress: told (done, of how many).
        cancelled: asked between programs.

    Raises:
        Refused: stopped by the person.
    """
    return _Search(problem, Work(work), progress, cancelled).run()


class _Search:
    def __init__(
        self, problem: Problem, work: Work, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        self.problem, self.work = problem, work
        self.progress, self.cancelled = progress, cancelled
        self.movement = Movement(problem, work)
        self.greedy = Greedy(problem, work)
        self.cuts: list[Cut] = []
        self.choice = _choice(problem, self.movement)
        self.asks, self.unprotected = self._askable()
        self.best = self._first()
        self.exact = _whole_costs(self.choice)
        self.found = np.array([])

    def run(self) -> Solution:
        bound = 0.0
        if self.asks and self.choice.places:
            master = Master(self.choice, self.work)
            bound = self._in_part(master)
            bound = max(bound, self._in_whole(master))
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
            unprotected=self.unprotected,
            cuts=len(self.cuts),
        )

    def _askable(self) -> tuple[list[Ask], tuple[int, ...]]:
        """Return what can be asked; what is out of reach is asked as far as it can be reached."""
        every = self.choice.always.copy()
        every[list(self.choice.places)] = 1.0
        asks, unprotected = [], []
        for target in self.problem.targets:
            for side, need in ((1, target.up), (-1, target.down)):
                if need <= SMALL:
                    continue
                ask = Ask(target.at, side, need)
                reach = self._reach(ask, every)
                if reach < need - SMALL:
                    unprotected.append(target.at)
                    ask = Ask(target.at, side, floor(reach + SMALL))
                if ask.need > SMALL:
                    asks.append(ask)
        return asks, tuple(sorted(set(unprotected)))

    def _reach(self, ask: Ask, hidden: Vector, *, narrow: bool = False) -> float:
        stop_if(self.cancelled)
        found = self.movement.furthest(ask, hidden, narrow=narrow)
        return 0.0 if found is None else float(found[ask.at]) * ask.side

    def _first(self) -> Vector:
        hidden = self.greedy.hide(self.asks, self.choice.always)
        return self._without_needless(self._complete(hidden))

    def _complete(self, hidden: Vector) -> Vector:
        """Hide more until the plain rows are kept, the cheapest first."""
        hidden = hidden.copy()
        while broken := [row for row in self.choice.rows if row.lacks(hidden) > SMALL]:
            open_ = [
                at for at in broken[0].weights if hidden[at] < 0.5 and broken[0].weights[at] > 0
            ]
            if not open_:
                break
            hidden[min(open_, key=lambda at: (self.choice.costs[at], at))] = 1.0
        return hidden

    def _without_needless(self, hidden: Vector) -> Vector:
        """Show again what can be shown, the dearest first."""
        chosen = [at for at in self.choice.places if hidden[at] > 0.5]
        for at in sorted(chosen, key=lambda at: (-self.choice.costs[at], at)):
            hidden[at] = 0.0
            if any(row.lacks(hidden) > SMALL for row in (*self.choice.rows, *self.cuts)):
                hidden[at] = 1.0
            elif self._broken(hidden, first=True):
                hidden[at] = 1.0
        return hidden

    def _broken(self, hidden: Vector, *, first: bool = False, narrow: bool = False) -> list[Cut]:
        """Return cuts that a choice does not keep."""
        found: list[Cut] = []
        for ask in self.asks:
            if self._reach(ask, hidden, narrow=narrow) < ask.need - SMALL:
                cut = self.movement.cut(ask)
                if cut is not None and cut.lacks(hidden) > 1e-4:
                    found.append(cut)
                    if first:
                        break
        self.cuts += found
        return found

    def _in_part(self, master: Master) -> float:
        bound = 0.0
        for _ in range(200):
            solved = master.cheapest()
            if solved is None or self.work.done:
                break
            hidden, bound = solved
            cuts = self._broken(hidden, narrow=True)
            if not cuts:
                break
            master.add(cuts)
        return bound

    def _in_whole(self, master: Master) -> float:
        bound = 0.0
        master.whole(_NODES, 0.999 if self.exact else SMALL)
        while not self.work.done:
            master.start(self.best)
            solved = master.cheapest()
            if solved is None:
                break
            hidden, bound = solved
            hidden = hidden.round()
            if self._rounded(bound) >= self.choice.cost(self.best) - SMALL:
                break
            cuts = self._broken(hidden)
            if not cuts:
                if self.choice.cost(hidden) < self.choice.cost(self.best) - SMALL:
                    self.best = hidden
                break
            master.add(cuts)
            better = self.greedy.hide(self.asks, hidden)
            better = self._without_needless(self._complete(better))
            if self.choice.cost(better) < self.choice.cost(self.best) - SMALL:
                self.best = better
        return bound

    def _rounded(self, bound: float) -> float:
        return float(ceil(bound - 1e-4)) if self.exact else bound


def _choice(problem: Problem, movement: Movement) -> Choice:
    always = np.zeros(len(problem.caps))
    hidden = {*problem.hidden, *problem.free, *(target.at for target in problem.targets)}
    always[sorted(hidden)] = 1.0
    places = _useful(problem, movement, hidden)
    rows = [*_bridges(problem, places, hidden), *_at_least(problem, places, hidden)]
    return Choice(
        tuple(sorted(places)), np.array(problem.costs, dtype=np.float64), always, tuple(rows)
    )


def _useful(problem: Problem, movement: Movement, hidden: set[int]) -> set[int]:
    """Return what could be hidden to some use: not what any sum with nothing else open gives."""
    room = (movement.up + movement.down) > 0
    useful = {at for at in range(len(room)) if room[at]} - problem.fixed
    open_ = useful | {at for at in hidden if room[at]}
    size = -1
    while size != len(useful):
        size = len(useful)
        for whole, parts in problem.equations:
            left = {whole, *parts} & open_
            if len(left) == 1 and not left & hidden:
                useful -= left
                open_ -= left
    return useful - hidden


def _bridges(problem: Problem, places: set[int], hidden: set[int]) -> Iterator[Cut]:
    """Yield for each number of an equation: it is hidden only beside another hidden one."""
    for whole, parts in problem.equations:
        members = {whole, *parts}
        if members & hidden:
            continue
        for at in sorted(members & places):
            others = dict.fromkeys(sorted(members & places - {at}), 1.0)
            yield Cut({**others, at: -1.0}, 0.0)


def _at_least(problem: Problem, places: set[int], hidden: set[int]) -> Iterator[Cut]:
    """Yield the rows that ask for so many hidden numbers, or for as many as there can be."""
    for rule in problem.at_least:
        open_ = sorted(set(rule.places) & places)
        least = min(rule.least - len(set(rule.places) & hidden), len(open_))
        if least > 0:
            yield Cut(dict.fromkeys(open_, 1.0), float(least))


def _whole_costs(choice: Choice) -> bool:
    costs = choice.costs[list(choice.places)]
    return bool(np.all(costs == costs.round()))
