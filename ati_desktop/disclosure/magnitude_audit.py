"""The independent attackers of sums: can any sum that must stay hidden be narrowed down?

One attacker has the package alone. The others are contributors who know their own amounts: that
the sums they are in are at least so much, and, where somebody is the only one, exactly how much.
Each sum that is hidden for its own sake must seem able to lie as far above and below its true
value as the rules say, to every one of them; to somebody whose amount is in it, as far as protects
the largest of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.magnitude_attacker import Knowledge, Sum, gather
from ati_desktop.disclosure.magnitude_rules import is_sensitive
from ati_desktop.disclosure.magnitude_targets import (
    SMALL,
    Bounds,
    Fact,
    Target,
    Who,
    bounds_of,
    cell_at,
    contradicts,
    find_targets,
    knowledge_of,
    truth_of,
)
from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.solver import INFINITY, Solver
from ati_desktop.disclosure.views import Views
from ati_desktop.disclosure.work import Cancelled, Progress, stop_if
from ati_desktop.evaluation.results import Contributed, Evaluation

_SCALE = 1e6


@dataclass(frozen=True, slots=True)
class MagnitudeAudit:
    """What the attackers could do. ``weak``: sums that could be narrowed down, for hiding more."""

    holds: bool
    sums_checked: int
    seconds: float
    method: str
    weak: tuple[Sum, ...] = ()


def audit_magnitudes(
    evaluation: Evaluation,
    counts: Views,
    views: Iterable[MagnitudeView],
    threshold: int,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    timer: Callable[[], float] = perf_counter,
) -> MagnitudeAudit:
    """Return whether every sum that must stay hidden stays hidden.

    Args:
        evaluation: the truth, to know which sums must stay hidden and who contributed.
        counts: the counts that will be printed.
        views: the sums that will be printed.
        threshold: the fewest contributors of a sum that may be shown.
        progress: told (done, of how many).
        cancelled: asked between programs.
        timer: seconds, for the duration only.

    Raises:
        Refused: stopped by the person.
    """
    start = timer()
    views = tuple(views)
    truth = truth_of(evaluation, views)
    scale = max((held.total for held in truth.values()), default=0) / _SCALE or 1.0
    known = gather(evaluation, counts, views, scale=scale, attacks=len(truth))
    targets = list(find_targets(evaluation, known, truth, threshold))
    attack = _Attack(known, knowledge_of(evaluation, known, truth))
    weak = []
    for done, target in enumerate(targets):
        stop_if(cancelled)
        if not attack.open(target):
            weak.append(target.at)
        if progress is not None:
            progress(done + 1, len(targets))
    base = "the joint base of all tables" if known.exact else "blocks of linked tables"
    return MagnitudeAudit(
        holds=not weak and not any(_shown(view, truth, evaluation, threshold) for view in views),
        sums_checked=len(targets),
        seconds=timer() - start,
        method=f"linear programs on {base}, for outsiders and for contributors",
        weak=tuple(weak),
    )


def sum_range(
    evaluation: Evaluation, counts: Views, views: Iterable[MagnitudeView], wanted: Sum
) -> tuple[float, float]:
    """Return how small and how large an outsider must think a sum could be, in its own units."""
    views = tuple(views)
    truth = truth_of(evaluation, views)
    scale = max((held.total for held in truth.values()), default=0) / _SCALE or 1.0
    known = gather(evaluation, counts, views, scale=scale)
    attack, column = _Attack(known, {}), known.columns[wanted]
    ends = (attack.furthest(column, side, {}) for side in (-1, 1))
    least, most = (None if end is None else end[column] * scale for end in ends)
    return (0.0 if least is None else least, INFINITY if most is None else most)


class _Attack:
    """The program of all attackers, asked again and again under what each of them knows."""

    def __init__(self, known: Knowledge, knowledge: Mapping[Who, list[Fact]]) -> None:
        self._lower = np.array(known.program.lower)
        self._upper = np.array(known.program.upper)
        self._solver = Solver(known.program)
        self._knowledge = knowledge
        self._who: dict[int, set[Who]] = defaultdict(set)
        for who, facts in knowledge.items():
            for fact in facts:
                self._who[fact.column].add(who)
        self._together = {column: self._all_of(column, set()) for column in self._who}
        self._asked: int | None = None

    def _all_of(self, column: int, without: set[Who]) -> Bounds:
        """Return what contributors to a sum know of it together, some of them left out."""
        low, high = 0.0, INFINITY
        for who in self._who[column] - without:
            for fact in self._knowledge[who]:
                if fact.column == column:
                    low = max(low, fact.amount)
                    high = min(high, fact.amount if fact.alone else INFINITY)
        return low, high

    def open(self, target: Target) -> bool:
        """Return whether a sum can lie far enough on both sides for every attacker."""
        return all(self._open(target, side) for side in (-1, 1))

    def _open(self, target: Target, side: int) -> bool:
        own = self._who.get(target.column, set())
        return self._open_to_others(target, side, own) and all(
            self._reaches_own(target, side, self._knowledge[who]) for who in sorted(own)
        )

    def _open_to_others(self, target: Target, side: int, own: set[Who]) -> bool:
        """Return whether a sum stays open to outsiders and to those who are not in it.

        Mostly it does though all of them put together what they know, which is asked first.
        """
        touched = {fact.column for who in own for fact in self._knowledge[who]}
        bounds = self._together | {column: self._all_of(column, own) for column in touched}
        if self._reaches(target, side, bounds):
            return True
        found = self.furthest(target.column, side, {}, self._goal(target, side))
        if found is None or not _far(target, side, found[target.column]):
            return False
        return all(
            self._reaches(target, side, bounds_of(facts))
            for who, facts in self._knowledge.items()
            if who not in own and contradicts(facts, found)
        )

    def _reaches_own(self, target: Target, side: int, facts: list[Fact]) -> bool:
        """Return whether a sum stays open to somebody whose amount is in it.

        Who is alone in it knows it by right.
        """
        mine = next(fact for fact in facts if fact.column == target.column)
        if mine.alone:
            return True
        reach = min(mine.beside, target.reach)
        return self._reaches(
            Target(target.at, target.column, target.value, reach, mine.amount),
            side,
            bounds_of(facts),
        )

    def _reaches(self, target: Target, side: int, bounds: Mapping[int, Bounds]) -> bool:
        found = self.furthest(target.column, side, bounds, self._goal(target, side))
        return found is not None and _far(target, side, found[target.column])

    def _goal(self, target: Target, side: int) -> float:
        return target.high if side > 0 else target.low

    def furthest(
        self,
        column: int,
        side: int,
        bounds: Mapping[int, Bounds],
        goal: float | None = None,
    ) -> NDArray[np.float64] | None:
        """Return sums that fit all that is known, with one of them as large or small as can be."""
        lower, upper = self._lower.copy(), self._upper.copy()
        for at, (low, high) in bounds.items():
            lower[at], upper[at] = max(low, lower[at]), min(high, upper[at])
        if goal is not None and side > 0:
            upper[column] = min(upper[column], goal)
        elif goal is not None:
            lower[column] = max(lower[column], goal)
        self._solver.bounds(np.arange(len(lower)), lower, upper)
        if self._asked is not None:
            self._solver.costs({self._asked: 0.0})
        self._solver.costs({column: -float(side)})
        self._asked = column
        return self._solver.minimum()


def _far(target: Target, side: int, value: float) -> bool:
    if side > 0:
        return value >= target.high - SMALL * max(target.high - target.low, SMALL)
    return value <= target.low + SMALL * max(target.high - target.low, SMALL)


def _shown(
    view: MagnitudeView,
    truth: Mapping[Sum, Contributed],
    evaluation: Evaluation,
    threshold: int,
) -> bool:
    """Return whether a table prints a sum that must be hidden."""
    column = next(each for each in evaluation.sum_columns if each.name == view.column)
    return not view.withheld and any(
        row.total is not None
        and is_sensitive(truth[view.column, cell_at(view.variables, row.key)], column, threshold)
        for row in view.rows
    )
