"""One threshold for a pool of packages that had several: the strictest, with what that asks for.

A number that an office with a lower threshold shows may be too small for the pool. It is hidden,
and so is whatever it could be worked out from. The true values behind what an office had hidden
are not known here, so every hidden number is treated as if it were small, unless it is certain
that it is not.

This module loads numpy and highspy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from ati_desktop.disclosure.cells import TOTAL, Cell
from ati_desktop.disclosure.pool_attack import Bounds, Range, narrower
from ati_desktop.disclosure.pool_printed import Printed, printed_of
from ati_desktop.disclosure.pooling import Office

_MARGIN = 1e-5
_ANY = float("inf")


def harden(
    offices: Sequence[Office], tables: Iterable[tuple[str, ...]], threshold: int
) -> tuple[list[frozenset[Cell]], frozenset[frozenset[str]]]:
    """Return what must be hidden of each office, and the tables that have to be left out."""
    open_ = [tuple(names) for names in tables]
    dropped: set[frozenset[str]] = set()
    hidden: list[frozenset[Cell]] = []
    at = 0
    while at < len(offices):
        found, gone = _harden_one(offices[at], open_, threshold)
        if gone:
            # The others are gone through again: fewer tables say less, so they need less hidden.
            dropped |= gone
            open_ = [names for names in open_ if frozenset(names) not in dropped]
            hidden, at = [], 0
            continue
        hidden.append(found)
        at += 1
    return hidden, frozenset(dropped)


def too_open(range_: Range, asked: Range) -> bool:
    """Return whether a number that may be small can be narrowed down further than is asked."""
    surely_large = range_[0] > asked[1] + 1 - _MARGIN
    return not surely_large and narrower(range_, asked)


def bare(printed: Printed) -> Bounds:
    """Return what would be known though no count but the total and the zeros were printed.

    Hiding more cannot leave a number more open than that.
    """
    kept = {cell: n if n == 0 or cell == TOTAL else None for cell, n in printed.counts.items()}
    return Bounds([replace(printed, counts=kept)], zeros=printed.may_be_zero())


def asked_of(bounds: Bounds, cell: Cell, threshold: int) -> Range:
    """Return how open a small number must be left: from 1 to threshold - 1, or as far as can be."""
    low, high = bounds.range(0, cell)
    return max(low, 1.0), min(high, threshold - 1.0)


def _harden_one(
    office: Office, tables: list[tuple[str, ...]], threshold: int
) -> tuple[frozenset[Cell], set[frozenset[str]]]:
    released = printed_of(office, tables)
    before = frozenset(cell for cell, count in released.counts.items() if count is None)
    if office.threshold == threshold or not tables:
        return before, set()
    small = {c for c, n in released.counts.items() if n is not None and 0 < n < threshold}
    nothing = bare(released)
    asked = {cell: asked_of(nothing, cell, threshold) for cell in small}
    # How low a number is that the office had hidden is not known, so nothing is asked for there.
    asked |= {c: (_ANY, asked_of(nothing, c, threshold)[1]) for c in before}
    hidden = before | small
    while True:
        hidden = _with_twins(hidden, released)
        printed = replace(
            released, counts={c: None if c in hidden else n for c, n in released.counts.items()}
        )
        bounds = Bounds([printed])
        weak = [c for c in sorted(asked, key=sorted) if too_open(bounds.range(0, c), asked[c])]
        if not weak:
            return hidden, set()
        more = _neighbours(printed, set(weak)) or _neighbours(printed, _around(weak))
        if not more:
            return hidden, {_worst(tables, weak)}
        hidden |= more


def _with_twins(hidden: frozenset[Cell], released: Printed) -> frozenset[Cell]:
    """Return the cells and those of the same people under another name."""
    size = -1
    while size != len(hidden):
        size = len(hidden)
        hidden |= {cell for pair in released.twins if hidden & set(pair) for cell in pair}
    return hidden


def _neighbours(printed: Printed, weak: set[Cell]) -> frozenset[Cell]:
    """Return, for each line with a weak cell, the smallest shown number above zero in it."""
    found: set[Cell] = set()
    for whole, _, parts in printed.lines():
        if weak & {whole, *parts}:
            shown = [(n, sorted(c), c) for c in parts if (n := printed.counts[c])]
            if not shown and whole != TOTAL and (n := printed.counts[whole]):
                shown = [(n, sorted(whole), whole)]
            if shown:
                found.add(min(shown)[2])
    return frozenset(found)


def _around(weak: Iterable[Cell]) -> set[Cell]:
    """Return the sums in which weak cells lie; they may be known though they are hidden."""
    return {
        frozenset(pairs)
        for cell in weak
        for size in range(1, len(cell))
        for pairs in combinations(sorted(cell), size)
    }


def _worst(tables: Iterable[tuple[str, ...]], weak: Iterable[Cell]) -> frozenset[str]:
    """Return the table that holds most of the weak cells, the deepest of those."""
    names = [frozenset(name for name, _ in cell) for cell in weak]
    scopes = sorted((frozenset(table) for table in tables), key=sorted)
    return max(scopes, key=lambda scope: (sum(name <= scope for name in names), len(scope)))
