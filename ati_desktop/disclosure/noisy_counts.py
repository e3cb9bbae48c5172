"""Differentially private counts: discrete Laplace noise from OpenDP, an optional library.

One person is in at most so many rows of a table as the bound on contributions says, so a table
changes by at most that in all its cells together when the person comes or goes. Noise of scale
bound / epsilon makes the table epsilon-differentially private (Dwork et al. 2006; Ghosh et al.
2012 for whole numbers); several tables add up their epsilons. What is worked out from noisy
counts costs nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, exp, floor, log
from typing import Any

from ati_desktop.disclosure.cells import Cell, Values
from ati_desktop.errors import Refused

SMALLEST, LARGEST = 0.01, 10.0
"""Epsilons of a release that make sense: below, everything is noise; above, nothing is hidden."""

MOST_CONTRIBUTIONS = 20
_STEPS = 50
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoisyTable:
    """The noisy counts of all cells of one table; margins are sums of them."""

    variables: tuple[str, ...]
    counts: Mapping[Key, int]

    def cells(self) -> dict[Cell, int]:
        """Return every cell and every margin; what is below 0 stays below 0."""
        found: dict[Cell, int] = {}
        for key, count in self.counts.items():
            pairs = tuple(zip(self.variables, key, strict=True))
            for kept in product((True, False), repeat=len(pairs)):
                cell = frozenset(p for p, keep in zip(pairs, kept, strict=True) if keep)
                found[cell] = found.get(cell, 0) + count
        return found


def add_noise(
    tables: Mapping[tuple[str, ...], Mapping[Key, int]],
    values: Values,
    *,
    epsilon: float,
    contributions: int,
) -> tuple[NoisyTable, ...]:
    """Return all tables with noise, the epsilon shared out evenly among them.

    Args:
        tables: true counts by the variables of a table; a cell that is not there is 0.
        values: the closed lists; they must not depend on who is counted.
        epsilon: of all tables together.
        contributions: in how many rows one person is at most.

    Raises:
        Refused: the library is not installed, or epsilon or the bound is out of range.
    """
    check_privacy(epsilon, contributions)
    each = epsilon / max(len(tables), 1)
    noisy = []
    for names, counts in tables.items():
        keys = list(product(*(values[name] for name in names)))
        drawn = _laplace([counts.get(key, 0) for key in keys], contributions, each)
        noisy.append(NoisyTable(tuple(names), dict(zip(keys, drawn, strict=True))))
    return tuple(noisy)


def check_privacy(epsilon: float, contributions: int) -> None:
    """See that epsilon and the bound can be used.

    Raises:
        Refused: one of them is out of range.
    """
    if not SMALLEST <= epsilon <= LARGEST:
        raise Refused(
            "Epsilon must be from {least} to {most}.", least=f"{SMALLEST:g}", most=f"{LARGEST:g}"
        )
    if not 1 <= contributions <= MOST_CONTRIBUTIONS:
        raise Refused(
            "The most rows that one person may count for must be from 1 to {most}.",
            most=MOST_CONTRIBUTIONS,
        )


def off_by(epsilon: float, contributions: int, tables: int, share: float = 0.95) -> int:
    """Return how far off a single cell is at most in this share of all cases.

    P(|noise| > m) = 2 a^(m + 1) / (1 + a) with a = exp(-1 / scale).
    """
    scale = contributions * tables / epsilon
    decay = exp(-1 / scale)
    return max(floor(log((1 - share) * (1 + decay) / 2) / log(decay)), 0)


def sum_off_by(
    epsilon: float, contributions: int, tables: int, cells: int, share: float = 0.95
) -> int:
    """Return how far off the sum of so many cells is at most in this share of all cases.

    As it is printed, a sum of cells is off by the sum L of their noise. Added up from printed
    cells, of which none is below 0, it is off by no less than L and by no more than the sum P of
    the noise above 0. So it lies between with that share where P(L < -m) and P(P > m) are each at
    most half of the rest; both are worked out from the chances of one cell, convolved. Noise of a
    large scale is counted in steps of a fiftieth of it.
    """
    import numpy as np  # noqa: PLC0415 - only where noise is told of

    scale = contributions * tables / epsilon
    step = max(scale / _STEPS, 1.0)
    decay = exp(-step / scale)
    reach = int(scale / step * 25) + 1
    tail = decay ** np.arange(1, reach + 1)
    chance = (1 - decay) / (1 + decay)
    above = np.concatenate([[chance * (1 + tail.sum())], chance * tail])
    every = chance * np.concatenate([tail[::-1], [1.0], tail])

    def least(one: Any, start: int) -> int:
        """Return the smallest m that the sum is above with half of the rest at most."""
        size = cells * (len(one) - 1) + 1
        spectrum = np.fft.rfft(one, 1 << size.bit_length())
        whole = np.fft.irfft(spectrum**cells, 1 << size.bit_length())[:size]
        return int(np.searchsorted(np.cumsum(whole), 1 - (1 - share) / 2)) - start

    return ceil(step * max(least(every, reach * cells), least(above, 0)))


def _laplace(counts: Sequence[int], contributions: int, epsilon: float) -> list[int]:
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    measurement = dp.m.make_laplace(*space, scale=contributions / epsilon)
    # The library's own proof; the scale is a float, so the last digit may differ.
    if measurement.map(d_in=contributions) > epsilon * (1 + 1e-9):
        raise ValueError("the noise is smaller than epsilon asks for")
    return [int(count) for count in measurement(list(counts))]


def _opendp() -> Any:
    try:
        import opendp.prelude as dp  # noqa: PLC0415 - an optional library
    except ImportError:
        raise Refused(
            "Differentially private counts need an additional library. Install it with: "
            'pip install "ati-desktop[privacy]".'
        ) from None
    dp.enable_features("contrib")
    return dp
