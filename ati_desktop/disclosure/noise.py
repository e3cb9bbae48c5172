"""Tables of noise for perturbed counts: by which chance a count is printed as another one.

A table is unbiased (what is added is 0 on average, for every count), bounded, leaves 0 at 0, and
prints nothing from 1 to threshold - 1. Among all such tables the one of greatest entropy is taken
that has the variance asked for, or the smallest there can be where a small count needs more: a
count of i can only become 0 or threshold and above, so its variance is at least
i (threshold - i). (Fraser and Wooton 2005; Marley and Leaver 2011; entropy as in Giessing 2016.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from math import exp, log
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.resources import resource

FORMAT, VERSION = "ati-desktop/noise", 1
KEY_BITS = 64
"""A cell key is a whole number below 2 to this power; it stands for a fraction in [0, 1)."""

SHIPPED = (3, 5, 11)
"""The thresholds for which a table ships."""

VARIANCE, REACH = 3.0, 5
_DIGITS = 12
_CLOSE = 1e-9
Row = Mapping[int, float]
"""What may be added, and by which chance."""


@dataclass(frozen=True)
class NoiseTable:
    """Chances of what is added, one row for each count; the last row is for all greater counts."""

    threshold: int
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        _check(self)

    @cached_property
    def _cuts(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        return tuple(_cuts(row) for row in self.rows)

    def printed(self, count: int, key: int) -> int:
        """Return what is printed for a count with this cell key, the same for ever.

        Raises:
            ValueError: a count below 0 or a key out of range; a fault.
        """
        if count < 0 or not 0 <= key < 1 << KEY_BITS:
            raise ValueError("no such count or cell key")
        row = self._cuts[min(count, len(self.rows) - 1)]
        return count + next(noise for noise, cut in row if key < cut)

    def behind(self, printed: int) -> tuple[int, int]:
        """Return the least and the greatest count that could be printed as this number.

        Raises:
            ValueError: no count is printed so; a fault.
        """
        reach = max(max(map(abs, row)) for row in self.rows)
        counts = [
            count
            for count in range(max(printed - reach, 0), printed + reach + 1)
            if printed - count in self.rows[min(count, len(self.rows) - 1)]
        ]
        if not counts:
            raise ValueError("no count is printed as this number")
        return counts[0], counts[-1]


def noise_table(threshold: int) -> NoiseTable:
    """Return the shipped table that prints nothing from 1 to threshold - 1.

    Raises:
        Refused: none ships for this threshold.
    """
    if threshold not in SHIPPED:
        raise Refused(
            "Perturbed counts are there for a smallest count of {allowed}; the specification says"
            " {threshold}. Change it there.",
            allowed=", ".join(map(str, SHIPPED)),
            threshold=threshold,
        )
    return read_noise(resource(f"noise/from_{threshold}.json"))


@cache
def read_noise(path: Path) -> NoiseTable:
    """Read a table; a file that is none is a fault of whoever ships it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if (content["format"], content["version"]) != (FORMAT, VERSION):
        raise ValueError("no noise table")
    rows = tuple({int(d): float(p) for d, p in each.items()} for each in content["rows"])
    return NoiseTable(int(content["threshold"]), rows)


def as_text(table: NoiseTable, variance: float, reach: int) -> str:
    """Return a table as the JSON in which it ships."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "threshold": table.threshold,
        "how": f"Greatest entropy at variance {variance:g} or the smallest possible, at most"
        f" {reach} away from counts above the threshold; made by derive in disclosure/noise.py.",
        "rows": [{str(noise): chance for noise, chance in row.items()} for row in table.rows],
    }
    return json.dumps(content, indent=1) + "\n"


def derive(threshold: int, variance: float = VARIANCE, reach: int = REACH) -> NoiseTable:
    """Return the table of greatest entropy for a threshold, a variance and a reach.

    Raises:
        ValueError: there is no such table; a fault of whoever asks.
    """
    rows: list[Row] = [{0: 1.0}]
    for count in range(1, threshold + reach + 1):
        least, most = max(threshold, count - reach), max(threshold, count) + reach
        targets = [*([0] if count <= threshold else []), *range(least, most + 1)]
        rows.append(_row([target - count for target in targets], variance))
    return NoiseTable(threshold, tuple(rows))


def _row(noises: list[int], variance: float) -> Row:
    """Return the chances of greatest entropy with mean 0 and this variance, or the least there is.

    They are proportional to exp(a d + b d^2) (Lagrange); a is found so that the mean is 0, by
    halving, and b so that the variance is right, likewise.
    """
    below = max((d for d in noises if d < 0), default=0)
    above = min((d for d in noises if d > 0), default=0)
    smallest = 0.0 if 0 in noises else float(-below * above)
    if 0 not in noises and variance <= smallest + _CLOSE:
        return _exact({below: above / (above - below), above: -below / (above - below)})
    low, high = -50.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        found = _centred(noises, middle)
        if sum(p * d * d for d, p in found.items()) < variance:
            low = middle
        else:
            high = middle
    return _exact(_centred(noises, (low + high) / 2))


def _centred(noises: list[int], curve: float) -> dict[int, float]:
    low, high = -2_000.0, 2_000.0
    found: dict[int, float] = {}
    for _ in range(200):
        middle = (low + high) / 2
        found = _weights(noises, middle, curve)
        if sum(p * d for d, p in found.items()) < 0:
            low = middle
        else:
            high = middle
    return found


def _weights(noises: list[int], slope: float, curve: float) -> dict[int, float]:
    powers = [slope * d + curve * d * d for d in noises]
    top = max(powers)
    parts = [exp(power - top) for power in powers]
    whole = sum(parts)
    return {d: part / whole for d, part in zip(noises, parts, strict=True)}


def _exact(row: Mapping[int, float]) -> Row:
    """Round so that the chances still add up to 1; what cannot happen is left out."""
    rounded = {d: round(p, _DIGITS) for d, p in row.items()}
    likely = max(rounded, key=lambda d: rounded[d])
    rounded[likely] = round(rounded[likely] + 1 - sum(rounded.values()), _DIGITS)
    return {d: p for d, p in sorted(rounded.items()) if p > 0}


def _check(table: NoiseTable) -> None:
    """See that a table keeps its promises.

    Raises:
        ValueError: it does not; a fault.
    """
    if dict(table.rows[0]) != {0: 1.0}:
        raise ValueError("nobody must stay nobody")
    for count, row in enumerate(table.rows):
        printed = [count + noise for noise in row]
        whole, mean = sum(row.values()), sum(noise * chance for noise, chance in row.items())
        if min(row.values()) <= 0 or abs(whole - 1) > _CLOSE or abs(mean) > _CLOSE:
            raise ValueError("the chances of a count do not add up, or what is added has a bias")
        if min(printed) < 0 or any(0 < each < table.threshold for each in printed):
            raise ValueError("a count below the threshold could be printed")
    if min(table.rows[-1]) + len(table.rows) - 1 < table.threshold:
        raise ValueError("the row for great counts could print a count below the threshold")


def _cuts(row: Row) -> tuple[tuple[int, int], ...]:
    """Return up to which cell key each noise is taken; the last one takes what rounding left."""
    ends = [round(end * (1 << KEY_BITS)) for end in accumulate(row.values())]
    ends[-1] = 1 << KEY_BITS
    return tuple(zip(row, ends, strict=True))


def entropy(row: Row) -> float:
    """Return how uncertain the noise of a row is, in bits."""
    return -sum(chance * log(chance, 2) for chance in row.values())
