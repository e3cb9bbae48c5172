"""What will be printed of sums of amounts; None stands where a number is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from ati_desktop.disclosure.views import Key


@dataclass(frozen=True, slots=True)
class MagnitudeRow:
    """One sum, the count of rows it was made from, and their mean.

    ``total`` and ``mean`` are in units of ``10 ** -decimals``. The mean is printed only where
    both others are: it is made from what is printed, so it tells nothing more. ``quantiles`` are
    printed where the sum is and enough contributed on either side.
    """

    key: Key
    total: int | None
    count: int | None
    mean: int | None
    quantiles: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class MagnitudeView:
    """A table of sums with all its margins. ``withheld``: it could not be protected.

    ``means``: counts and means are printed; they are not where some rows have no amount.
    """

    id: str
    title: str
    column: str
    column_title: str
    variables: tuple[str, ...]
    decimals: int
    means: bool
    rows: tuple[MagnitudeRow, ...]
    withheld: bool = False
    quantiles: tuple[float, ...] = ()

    @property
    def hidden(self) -> frozenset[Key]:
        """The keys of the hidden sums."""
        return frozenset(row.key for row in self.rows if row.total is None)

    def text(self, units: int) -> str:
        """Return an amount as it is printed, with its decimals."""
        if not self.decimals:
            return str(units)
        whole, part = divmod(units, 10**self.decimals)
        return f"{whole}.{part:0{self.decimals}d}"


def rounded(units: int, places: int, decimals: int) -> int:
    """Return an amount of ``10 ** -places`` in units of ``10 ** -decimals``, half to even."""
    return divided(units, 10 ** (places - decimals))


def divided(number: int, by: int) -> int:
    """Return the nearest whole number to a quotient, half to even, exactly."""
    whole, rest = divmod(number, by)
    up = rest * 2 > by or (rest * 2 == by and whole % 2 == 1)
    return whole + int(up)
