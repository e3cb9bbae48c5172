"""Which hidden numbers could be zero, although zeros are shown.

A zero is hidden only where it would say that everybody of a group is alike, and such a group holds
somebody. So a cell is a hidden zero for the sake of some group; and a group of which all cells
could be hidden zeros, each for the sake of this group alone, is not empty: nobody is not all
alike, and its zero would be shown.

Kept for each cell are the values that all groups have in common for whose sake it could be hidden.
A cell that holds no value beside these holds all those groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ati_desktop.disclosure.cells import TOTAL, Cell
from ati_desktop.disclosure.definitions import Cells

Sums = Sequence[tuple[Cells, Cells]]
"""Cells, and cells that hold the same people or more."""

Zeros = dict[Cell, Cell]
"""Cells that could be hidden zeros, and what the groups have in common that explain them."""


def explain(zeros: Zeros, cells: Iterable[Cell], group: Cell) -> bool:
    """Take note that cells could be zero for the sake of a group; return whether that is new."""
    new = False
    for cell in cells:
        common = zeros[cell] & group if cell in zeros else group
        if common != zeros.get(cell):
            zeros[cell], new = common, True
    return new


def spread(
    zeros: Zeros,
    printed: Mapping[Cell, int],
    pairs: Iterable[tuple[Cell, Cell]],
    sums: Sums,
    within: Sums = (),
) -> None:
    """Add what could be zero because its twin could, all that lies in it, or what it lies in.

    Args:
        zeros: the cells of lines and figures that could be all alike; gets the others.
        printed: what is shown.
        pairs: cells of the same people under two names.
        sums: each whole with its parts, and sums that lie inside one another by definition.
        within: sums whose parts are hidden with a whole that is a hidden zero, all or none.
    """
    twins = [each for one, two in pairs for each in (((one,), (two,)), ((two,), (one,)))]
    dark = [each for each in within if printed.keys().isdisjoint((*each[0], *each[1]))]
    steps, more = [*twins, *sums], True
    while more:
        found = [_outwards(zeros, printed, inner, outer) for inner, outer in steps]
        found += [
            explain(zeros, inner, zeros[whole])
            for inner, outer in dark
            for whole in outer
            if whole in zeros
        ]
        more = any(found)


def _outwards(zeros: Zeros, printed: Mapping[Cell, int], inner: Cells, outer: Cells) -> bool:
    """Say that a sum could be zero where all in it could be, for the sake of groups beyond it."""
    hidden = [cell for cell in inner if printed.get(cell) != 0]
    if any(printed.get(cell) for cell in outer):
        return False
    for cell in hidden:
        if cell not in zeros or any(zeros[cell] >= whole for whole in outer):
            return False
    common = frozenset.intersection(*(zeros[cell] for cell in hidden)) if hidden else TOTAL
    return explain(zeros, [cell for cell in outer if printed.get(cell) != 0], common)
