"""Intervals at 95 % for shares and for differences of shares."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's score interval for ``count`` of ``total``, both ends within 0 and 1.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927).

    Raises:
        ValueError: there is nothing to divide by, or the count does not lie in 0 to ``total``.
    """
    if total <= 0 or not 0 <= count <= total:
        raise ValueError("a share needs 0 <= count <= total and a total above 0")
    share = count / total
    spread = Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == total else min(1.0, middle + half)
    return low, high


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Return the interval of ``first`` share minus ``second`` share, each (count, total).

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998), method 10: two Wilson intervals.
    """
    one, two = first[0] / first[1], second[0] / second[1]
    low_one, high_one = wilson(*first)
    low_two, high_two = wilson(*second)
    gap = one - two
    return (
        gap - sqrt((one - low_one) ** 2 + (high_two - two) ** 2),
        gap + sqrt((high_one - one) ** 2 + (two - low_two) ** 2),
    )
