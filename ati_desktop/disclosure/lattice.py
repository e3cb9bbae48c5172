"""The best full-domain generalisation: one level for each column, for k, l and t at least loss.

All combinations of levels form a lattice. Three things make the search short and still exact:
coarser levels never lose less; where a node holds, the nodes above it need not be looked at; where
k cannot be had within the budget, it cannot be had below either. The last is not so for l and t
once rows may be left out: those nodes are looked at one by one, as long as their loss is in play.

The loss ``dm`` is the sum over all classes of the square of their size, whether their rows are
written or left out (so it rises with every level): the discernibility metric in its monotone form.
``precision`` is the mean over the columns of level by height; ``classes`` is the mean size of a
class. Among equal losses the lowest sum of levels wins, then the lowest levels of the columns in
the order of their names, so the order of columns in the file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ati_desktop.disclosure.hierarchies import Hierarchy, Label
from ati_desktop.disclosure.lattice_checks import Checks, Judged, Model, Verdict
from ati_desktop.disclosure.lattice_tables import Codes, Ladder, Levels, codes_of, fold, ladder_of
from ati_desktop.disclosure.work import Cancelled, Progress, stop_if
from ati_desktop.errors import Refused

__all__ = ["MOST_NODES", "Found", "Model", "search"]

MOST_NODES = 20_000_000
_UNKNOWN, _BELOW, _DONE = 0, 1, 2
_CHUNK = 1 << 16

Best = tuple[int, int, Levels]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search came to: levels by column, and the rows at these levels.

    ``frame`` has the rows that stay, in their order, the generalised columns as text;
    ``optimal`` is False where the search was ended by its limit.
    """

    levels: Mapping[str, int]
    loss: float
    nodes_searched: int
    nodes_in_lattice: int
    suppressed: int
    frame: pl.DataFrame
    optimal: bool


def search(
    frame: pl.DataFrame,
    hierarchies: Mapping[str, Hierarchy],
    sensitive: Sequence[str],
    model: Model,
    *,
    orders: Mapping[str, Sequence[Label]] | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Found:
    """Find the levels of least loss at which the model holds, and generalise the rows to them.

    Args:
        frame: one row a record; quasi-identifiers as text, null where nothing is recorded.
        hierarchies: for each quasi-identifier; other columns are left as they are.
        sensitive: columns for l and t.
        model: what must hold.
        orders: the order of values of sensitive columns, for the ordered distance.
        limit: the most nodes to look at; the best one seen is then returned.
        progress: told (nodes settled, nodes in all).
        cancelled: asked before each node.

    Raises:
        Refused: no levels will do, a value is in no hierarchy, the lattice is too large, or the
            work was stopped.
    """
    names = sorted(hierarchies)
    if not names:
        raise Refused("Name at least one quasi-identifier.")
    ladders, rows = _columns(frame, hierarchies, names)
    group = codes_of(frame[model.group])[0] if model.group else None
    coded = [_sensitive(frame[name], (orders or {}).get(name)) for name in sensitive]
    checks = Checks(model, ladders, rows, coded, group)
    walk = _Walk(checks, [ladder.height for ladder in ladders], limit, progress, cancelled)
    walk.run()
    if walk.best is None:
        raise Refused(
            "No levels give k = {k}{more}: there are too few rows or values in the file.",
            k=model.k,
            more=f", l = {model.l}" if sensitive else "",
        )
    cost, _, levels = walk.best
    judged = checks.judge(levels)
    return Found(
        levels=dict(zip(names, levels, strict=True)),
        loss=checks.loss(cost),
        nodes_searched=walk.searched,
        nodes_in_lattice=walk.nodes,
        suppressed=judged.suppressed,
        frame=_generalised(frame, names, ladders, rows, levels, judged),
        optimal=walk.whole,
    )


def _columns(
    frame: pl.DataFrame, hierarchies: Mapping[str, Hierarchy], names: Sequence[str]
) -> tuple[list[Ladder], Codes]:
    ladders, codes = [], []
    for name in names:
        own, values = codes_of(frame[name].cast(pl.String))
        texts = [None if value is None else str(value) for value in values]
        ladder, lowest = ladder_of(hierarchies[name], texts)
        ladders.append(ladder)
        codes.append(lowest[own])
    return ladders, np.vstack(codes)


def _sensitive(column: pl.Series, order: Sequence[Label] | None) -> Codes:
    codes, values = codes_of(column)
    if order is None:
        return codes
    places = {value: place for place, value in enumerate(order)}
    ranks = sorted(range(len(values)), key=lambda one: places.get(values[one], len(places)))  # type: ignore[call-overload]
    return np.argsort(np.array(ranks, dtype=np.int32)).astype(np.int32)[codes]


def _generalised(
    frame: pl.DataFrame,
    names: Sequence[str],
    ladders: Sequence[Ladder],
    rows: Codes,
    levels: Levels,
    judged: Judged,
) -> pl.DataFrame:
    lifted, sizes, columns = [], [], []
    for name, ladder, codes, level in zip(names, ladders, rows, levels, strict=True):
        own = ladder.lifts[0, level][codes] if level else codes
        labels = pl.Series(name, ladder.labels[level], dtype=pl.String)
        lifted.append(own)
        sizes.append(len(labels))
        columns.append(labels.gather(own))
    _, klass = np.unique(fold(np.vstack(lifted), sizes), return_inverse=True)
    return frame.with_columns(columns).filter(pl.Series(~judged.failing[klass]))


class _Walk:
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
        if self.best is not None and judged.cost > self.best[0]:
            self._tags[above] = _DONE
            return False
        return True


def _raised(node: Levels, place: int) -> Levels:
    return (*node[:place], node[place] + 1, *node[place + 1 :])
