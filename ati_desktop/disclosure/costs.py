"""What hiding a number costs its readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

READERS, CELLS, COUNTS = "readers", "cells", "counts"

_COSTS: Mapping[str, Callable[[float], float]] = {
    # Totals of many people are what readers come for, but not in proportion to their size.
    READERS: lambda value: 1.0 + value**0.75,
    CELLS: lambda value: 1.0,
    COUNTS: float,
}

WEIGHTS = tuple(_COSTS)
"""``readers``: 1 + value ** 0.75. ``cells``: each number 1. ``counts``: its value."""


def cost_of(value: float, weights: str = READERS) -> float:
    """Return what it costs to hide a number, 0 or more.

    Raises:
        KeyError: there are no such weights; a fault.
    """
    return _COSTS[weights](value)
