"""The way through the lattice of levels: which nodes are looked at, and which need not be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heappop, heappush

from ati_desktop.disclosure.lattice_checks import Checks, Judged
from ati_desktop.disclosure.lattice_keys import Levels
from ati_desktop.disclosure.lattice_tags import BELOW, DONE, FAILS, OPEN, Tags
from ati_desktop.disclosure.work import Cancelled, Progress, stop_if

_REPORTED = 32

Ranked = tuple[int, int, Levels]
"""Loss, sum of levels, levels: what is compared, in this order."""


class _LimitMetError(Exception):
    """As many nodes were looked at as were asked for."""


class Walk:
    """The way through the lattice: paths upward, halved, and what each node says of others.

    Each path is halved for the lowest node at which k holds: nodes below one that fails it fail
    too, and nodes above one that holds it hold it too. Where l and t are asked and rows may be
    left out, the rest of the path is halved for a node at which all holds, which soon gives a loss
    not to exceed. What is then left is looked at by rising loss, and only while it is below the
    best. Where all is judged in one (k alone, or no row may be left out), the first is enough.

    Raises:
        Refused: the levels make too many nodes.
    """

    def __init__(
        self,
        checks: Checks,
        heights: Sequence[int],
        limit: int | None,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self._tags = Tags(heights)
        self.nodes = self._tags.nodes
        self._checks = checks
        self._limit, self._progress, self._cancelled = limit, progress, cancelled
        self._in_one = checks.k_alone or checks.all_or_none
        self._ranked: dict[int, Ranked] = {}
        self._queue: list[tuple[Ranked, int]] = []
        self._steps = 0
        self.best: Ranked | None = None
        self.searched = 0
        self.whole = True

    def run(self) -> None:
        """Settle every node, or stop at the limit."""
        top = self.nodes - 1
        if not self._holds_k(top) or not (self._in_one or self._holds(top)):
            return  # one class of all rows is not enough, so nothing is
        try:
            for node in self._tags.unknown():
                self._report()
                path = self._tags.path(node)
                start = bisect_left(path, True, key=self._holds_k)
                if not self._in_one and start < len(path) and not self._holds(path[start]):
                    bisect_left(path, True, lo=start + 1, key=self._holds)
            self._rest()
        except _LimitMetError:
            self.whole = False

    def _holds_k(self, node: int) -> bool:
        """Return whether k holds at a node, or nothing above it is worth a look.

        Where everything is judged in one, l and t are part of it.
        """
        if self._tags.of[node]:
            return self._tags.of[node] != BELOW
        levels = self._tags.levels(node)
        if self.best is not None and self._checks.floor(levels) > self.best[0]:
            self._tags.above(levels, DONE)
            return True
        judged = self._judge(levels)
        ranked = judged.cost, sum(levels), levels
        better = self.best is None or ranked < self.best
        if judged.holds and better and self._in_one:
            judged = self._checks.by_l_and_t(levels, judged)
        if not judged.holds:
            self._tags.below(levels)
            return self._nothing_above(judged.cost, levels)
        if better and not self._in_one:
            self._ranked[node] = ranked
            heappush(self._queue, (ranked, node))
            self._tags.above(levels, OPEN)
            return True
        self.best = ranked if better else self.best
        self._tags.above(levels, DONE)
        return True

    def _holds(self, node: int) -> bool:
        """Return whether l and t hold at a node where k does, or nothing above is worth a look."""
        if self._tags.of[node] & FAILS:
            return False
        ranked = self._rank(node)
        if ranked is None:
            return True
        levels = ranked[-1]
        if self._checks.judge(levels).holds:
            self.best = ranked
            self._tags.above(levels, DONE)
            return True
        self._tags.of[node] |= FAILS
        return self._nothing_above(ranked[0], levels)

    def _rank(self, node: int) -> Ranked | None:
        """Return the rank of a node at which k holds, or None where it is not worth a look."""
        if self._tags.of[node] & DONE:
            return None
        ranked = self._ranked.get(node)
        levels = self._tags.levels(node)
        if ranked is None and not (self.best and self._checks.floor(levels) > self.best[0]):
            ranked = self._judge(levels).cost, sum(levels), levels
            self._ranked[node] = ranked
            heappush(self._queue, (ranked, node))
        if ranked is None or (self.best is not None and ranked >= self.best):
            self._tags.above(levels, DONE)
            return None
        return ranked

    def _rest(self) -> None:
        """Look at what is left by rising loss: the first that holds is the best there is."""
        while self._queue:
            ranked, node = heappop(self._queue)
            if self.best is not None and ranked >= self.best:
                return
            self._report()
            if self._holds(node):
                continue
            for above in self._tags.next_above(node, ranked[-1]):
                self._rank(above)

    def _judge(self, levels: Levels) -> Judged:
        stop_if(self._cancelled)
        if self.best is not None and self._limit is not None and self.searched >= self._limit:
            raise _LimitMetError
        self.searched += 1
        return self._checks.by_k(levels)

    def _nothing_above(self, cost: int, levels: Levels) -> bool:
        """Return whether nothing above a node that fails can be the best.

        Where its loss is no less than the best, the loss above is more, or the classes are the
        same and fail as they do here.
        """
        if self.best is None or cost < self.best[0]:
            return False
        self._tags.above(levels, DONE)
        return True

    def _report(self) -> None:
        """Tell from time to time how many nodes are settled."""
        self._steps += 1
        if self._progress is not None and not self._steps % _REPORTED:
            self._progress(self._tags.settled, self.nodes)
