"""What hiding a number costs its readers.

Each number is paid for once, however many tables it stands in. Weights to choose from:

* ``readers`` (the usual): 1 + v^(3/4), rounded to a whole number, for a count of v. Small numbers
  are cheap to lose; totals of many people are what readers come for.
* ``cells``: 1 for each, so as few numbers as possible are hidden.
* ``counts``: v, so as few people as possible stand behind hidden numbers.

Nothing is paid for numbers that no one prints. Zeros that are shown, and the total of the whole
base, are never hidden for the sake of others: nobody would be misled.
"""

from __future__ import annotations

from typing import Literal

Weights = Literal["readers", "cells", "counts"]


def cost_of(value: float, weights: Weights = "readers") -> float:
    """Return what hiding a count costs: a whole number for a whole count."""
    if weights == "cells":
        return 1.0
    if weights == "counts":
        return float(value)
    return float(1 + round(value**0.75))
