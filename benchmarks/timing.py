"""Timing: the median of several runs, and how two of them compare."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One comparison: what, its seconds, what it is held against, and the bound of the ratio."""

    what: str
    seconds: float
    against: str
    other: float
    bound: float | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.other if self.other else float("inf")

    @property
    def line(self) -> str:
        bound = ""
        if self.bound is not None:
            bound = f"   bound {self.bound:g}  {'ok' if self.ratio <= self.bound else 'OVER'}"
        return (
            f"{self.what:<44}{self.seconds * 1000:10.2f} ms   {self.against:<34}"
            f"{self.other * 1000:10.2f} ms   ratio {self.ratio:6.2f}{bound}"
        )


def median_of(deed: Callable[[], object], runs: int = 15) -> float:
    """Return the median seconds of a deed after one run that does not count."""
    deed()
    return statistics.median(once(deed) for _ in range(runs))


def once(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def alternate(
    first: Callable[[], object], second: Callable[[], object], runs: int = 15
) -> tuple[float, float]:
    """Return both medians, measured in turn, so that a slow minute falls on both."""
    first(), second()
    pairs = [(once(first), once(second)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
