"""The way through the lattice of levels: which nodes are looked at, and which need not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ati_desktop.disclosure.lattice_checks import Checks, Verdict
from ati_desktop.disclosure.lattice_tables import Levels
from ati_desktop.disclosure.work import Cancelled, Progress, stop_if
from ati_desktop.errors import Refused

MOST_NODES = 20_000_000
_UNKNOWN, _BELOW, _DONE = 0, 1, 2
_CHUNK = 1 << 16

Best = tuple[int, int, Levels]
"""Loss, sum of levels, levels: what is compared, in this order."""


class Walk:
    """The way through the lattice: paths upward, halved, and what each node says of others."""

    def __init__(
        self,
        checks: Checks,
        heights: Sequence[int],
        limit: int | None,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        shape = tuple(height + 1 for height in heights)
        self.nodes = int(np.prod([float(one) for one in shape]))
        if self.nodes > MOST_NODES:
            raise Refused(
                "The levels of these columns make {count} combinations; the most is {most}. Leave"
                " out levels or columns.",
                count=self.nodes,
                most=MOST_NODES,
            )
        self._checks, self._heights, self._shape = checks, heights, shape
        self._limit, self._progress, self._cancelled = limit, progress, cancelled
        self._tags = np.zeros(shape, dtype=np.uint8)
        self.best: Best | None = None
        self.searched = 0
        self.whole = True

    def run(self) -> None:
        """Settle every node, or stop at the limit."""
        self._look(tuple(self._heights))
        if self.best is None:  # one class of all rows is not enough, so nothing is
            return
        for node in self._open():
            if not self._halve(self._path(node)):
                self.whole = False
                return

    def _open(self) -> Iterator[Levels]:
        """Yield nodes that nothing is known of, the lowest first, each until it is settled."""
        flat = self._tags.reshape(-1)
        sums = sum(np.ix_(*(np.arange(one, dtype=np.int16) for one in self._shape)))
        order = np.argsort(np.asarray(sums).reshape(-1), kind="stable")
        for start in range(0, order.size, _CHUNK):
            part = order[start : start + _CHUNK]
            while (left := np.flatnonzero(flat[part] == _UNKNOWN)).size:
                if self._progress is not None:
                    self._progress(start + int(left[0]), self.nodes)
                place = np.unravel_index(int(part[left[0]]), self._shape)
                yield tuple(int(one) for one in place)

    def _path(self, node: Levels) -> list[Levels]:
        """Return a way up from a node through nodes that nothing is known of."""
        path = [node]
        while True:
            steps = [
                (level + 1, height, place)
                for place, (level, height) in enumerate(zip(path[-1], self._heights, strict=True))
                if level < height and not self._tags[_raised(path[-1], place)]
            ]
            if not steps:
                return path
            _, _, place = min((high / height, place, place) for high, height, place in steps)
            path.append(_raised(path[-1], place))

    def _halve(self, path: Sequence[Levels]) -> bool:
        """Look for the lowest node of a path that holds; False where the limit was met."""
        low, high = 0, len(path) - 1
        while low <= high:
            middle = (low + high) // 2
            known = self._tags[path[middle]]
            if known == _UNKNOWN:
                if self._limit is not None and self.searched >= self._limit:
                    return False
                up = self._look(path[middle])
            else:
                up = known == _BELOW
            low, high = (middle + 1, high) if up else (low, middle - 1)
        return True

    def _look(self, node: Levels) -> bool:
        """Judge a node, tag what follows from it; True where to go on above it."""
        stop_if(self._cancelled)
        above = tuple(slice(level, None) for level in node)
        if self.best is not None and self._checks.floor(node) > self.best[0]:
            self._tags[above] = _DONE
            return False
        judged = self._checks.judge(node)
        self.searched += 1
        if judged.verdict is Verdict.K_FAILS:
            self._tags[tuple(slice(0, level + 1) for level in node)] = _BELOW
        self._tags[node] = _DONE
        found: Best = (judged.cost, sum(node), node)
        if judged.verdict is Verdict.HOLDS:
            self._tags[above] = _DONE
            self.best = min(self.best or found, found)
            return False
        if self.best is not None and judged.cost >= self.best[0]:
            # Above, the loss is more, or it is the same classes, which fail as they do here.
            self._tags[above] = _DONE
            return False
        return True


def _raised(node: Levels, place: int) -> Levels:
    return (*node[:place], node[place] + 1, *node[place + 1 :])
