"""Numbers as they become intervals: the lower edge belongs to one, the upper edge to the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Interval:
    """Intervals of one width, counted from ``start``; outside ``bottom`` and ``top`` one band each.

    Edges are exact fractions, so that no number falls into the wrong interval by rounding.
    """

    width: Fraction
    start: Fraction
    bottom: Fraction | None
    top: Fraction | None

    def label(self, text: str) -> str | None:
        """Return the label of the interval of a number, or None for what is no number.

        Whole edges are told as 20-24, which is from 20 to below 25; others as [0.1, 0.2).
        """
        if not NUMBER.fullmatch(text):
            return None
        number = Fraction(text)
        if self.bottom is not None and number < self.bottom:
            return f"<{_plain(self.bottom)}"
        if self.top is not None and number >= self.top:
            return f"{_plain(self.top)}+"
        low = self.start + (number - self.start) // self.width * self.width
        high = low + self.width
        low = low if self.bottom is None else max(low, self.bottom)
        high = high if self.top is None else min(high, self.top)
        if not self._whole:
            return f"[{_plain(low)}, {_plain(high)})"
        return _plain(low) if high - low == 1 else f"{_plain(low)}-{_plain(high - 1)}"

    @property
    def _whole(self) -> bool:
        edges = (self.width, self.start, self.bottom, self.top)
        return all(edge is None or edge.denominator == 1 for edge in edges)


def _plain(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.12g}"
