"""The best full-domain generalisation: one level for each column, for k, l and t at least loss.

All combinations of levels form a lattice. Three things make the search short and still exact:
coarser levels never lose less; where a node holds, the nodes above it need not be looked at; where
k cannot be had within the budget, it cannot be had below either. The last is not so for l and t
once rows may be left out: those nodes are looked at one by one, as long as their loss is in play.

The loss ``dm`` is the sum over all classes of the square of their size, whether their rows are
written or left out (so it rises with every level): the discernibility metric in its monotone form.
``precision`` is the mean over the columns of level by height, by weight; ``classes`` is the mean
size of a class. Among equal losses the lowest sum of levels wins, then the lowest levels of the
columns in the order of their names, so the order of columns in the file changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ati_desktop.disclosure.column_codes import Codes, codes_of, labelled
from ati_desktop.disclosure.hierarchies import Hierarchy, Label
from ati_desktop.disclosure.lattice_checks import Checks, Judged
from ati_desktop.disclosure.lattice_keys import Ladder, Levels, Packing, fold, ladder_of
from ati_desktop.disclosure.lattice_model import Model
from ati_desktop.disclosure.lattice_walk import Walk
from ati_desktop.disclosure.work import Cancelled, Progress
from ati_desktop.errors import Refused

__all__ = ["Found", "Model", "search"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search came to: levels by column, and the rows at these levels.

    ``frame`` has the rows that stay, in their order, the generalised columns as text (as
    categories of a closed list where they were given so);
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
    weights = [model.weights.get(name, 1) for name in names]
    checks = Checks(model, ladders, rows, coded, group, weights)
    walk = Walk(checks, [ladder.height for ladder in ladders], limit, progress, cancelled)
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
) -> tuple[list[Ladder], list[Codes]]:
    ladders, codes = [], []
    for name in names:
        column = frame[name]
        own, values = codes_of(
            column if isinstance(column.dtype, pl.Enum) else column.cast(pl.String)
        )
        texts = [None if value is None else str(value) for value in values]
        ladder, lowest = ladder_of(hierarchies[name], texts)
        ladders.append(ladder)
        codes.append(lowest[own])
    return ladders, codes


def _sensitive(column: pl.Series, order: Sequence[Label] | None) -> Codes:
    codes, values = codes_of(column)
    if order is None:
        return codes
    places = {value: place for place, value in enumerate(order)}
    ranks = sorted(range(len(values)), key=lambda one: places.get(values[one], len(places)))
    return np.argsort(np.array(ranks, dtype=np.int32)).astype(np.int32)[codes]


def _generalised(
    frame: pl.DataFrame,
    names: Sequence[str],
    ladders: Sequence[Ladder],
    rows: Sequence[Codes],
    levels: Levels,
    judged: Judged,
) -> pl.DataFrame:
    lifted, columns = [], []
    for name, ladder, codes, level in zip(names, ladders, rows, levels, strict=True):
        own = ladder.lifts[0, level][codes] if level else codes
        lifted.append(own)
        labels = ladder.labels[level]
        if isinstance(frame.schema[name], pl.Enum):
            columns.append(labelled(name, labels, own))
        else:
            columns.append(pl.Series(name, labels, dtype=pl.String).gather(own))
    packing = Packing(ladders)
    key = fold(packing.pack(lifted, levels), packing.spaces(levels))
    _, klass = np.unique(key, return_inverse=True)
    return frame.with_columns(columns).filter(pl.Series(~judged.failing[klass]))
