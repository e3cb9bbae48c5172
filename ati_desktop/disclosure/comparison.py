"""Earlier packages beside a new one: which rows both count, and which only one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ati_desktop.disclosure.cells import TOTAL, Cell, Number
from ati_desktop.disclosure.views import Views
from ati_desktop.evaluation.results import Evaluation, Overlap

Kind = Literal["figures", "extract", "dashboard"]
Ranges = Mapping[Number, tuple[float, float]]
"""From where to where a number can lie for all that one package tells of it."""


@dataclass(frozen=True)
class Package:
    """One package: the truth behind it, what it prints, and the rules it was protected by.

    Figures print numbers and hide others, which must stay hidden. An extract hides nothing: the
    counts of its rows are ``views`` where it tells a value as it is, and ``ranges`` from a number
    to the same number where it tells several values as one. A dashboard prints with noise, so of
    its numbers only ``ranges`` are known.
    """

    evaluation: Evaluation
    views: Views
    outcomes: frozenset[str]
    threshold: int
    kind: Kind = "figures"
    ranges: Ranges = field(default_factory=dict)

    @property
    def hides(self) -> bool:
        """Whether it has hidden numbers that must stay hidden."""
        return self.kind == "figures"

    @property
    def exact(self) -> bool:
        """Whether its numbers are true, so that they tell by how much others have changed."""
        return self.kind != "dashboard"


@dataclass(frozen=True, kw_only=True)
class Earlier(Package):
    """A package that left, worked out again, and its id."""

    id: str


@dataclass(frozen=True)
class Comparison:
    """Packages that are looked at together with the new one, which comes last in ``overlap``."""

    earlier: tuple[Earlier, ...]
    overlap: Overlap

    @property
    def newest(self) -> int:
        """The number of the new package."""
        return len(self.earlier)

    def apart(self, package: int, cell: Cell = TOTAL) -> tuple[int, int]:
        """Return how many rows of a cell only the earlier package and only the new one has."""
        where = tuple(sorted(cell))
        only = [0, 0]
        for region in self.overlap.regions:
            for side, (one, other) in enumerate([(package, self.newest), (self.newest, package)]):
                if one in region.packages and other not in region.packages:
                    counts = region.counts[region.packages.index(one)]
                    only[side] += counts.get(where, 0)
        return only[0], only[1]

    def shares(self, package: int) -> bool:
        """Tell whether any row is in the cohorts of both packages."""
        both = {package, self.newest}
        return any(both <= set(region.packages) for region in self.overlap.regions)

    def same_rows(self, package: int, cell: Cell) -> bool:
        """Tell whether exactly the same rows are in a cell for both packages.

        Nobody is not the same as nobody where the cohorts have no row in common.
        """
        where = tuple(sorted(cell))
        if not self.shares(package):
            return False
        moved = any(
            (move.first, move.second, move.cell) == (package, self.newest, where)
            for move in self.overlap.moves
        )
        return not moved and self.apart(package, cell) == (0, 0)

    def same_rows_in(self, package: int, number: Number) -> bool:
        """Tell whether exactly the same rows are in each cell of a sum for both packages."""
        return all(self.same_rows(package, cell) for cell in number)

    def close(self, package: int, few: int) -> bool:
        """Tell whether one cohort lies in the other, or they are the same but for a few rows."""
        then, now = self.apart(package)
        return min(then, now) == 0 or max(then, now) < few


@dataclass(frozen=True)
class Demands:
    """What earlier packages ask of a new one, beside its own protection.

    ``comparisons``: between each of these packages and the new one, few people who came or left
    must be as hidden as any few. ``intervals``: numbers that must be hidden and be left open at
    least from low to high. ``public``: numbers that were printed of exactly the same rows, so that
    hiding them protects nothing.
    """

    comparisons: tuple[Comparison, ...] = ()
    intervals: Mapping[Number, tuple[int, int]] = field(default_factory=dict)
    public: frozenset[Number] = frozenset()


NO_DEMANDS = Demands()
