"""A package under protection, and the mark that it is just as its protection and audit left it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakSet

from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.magnitudes import NO_SUMS, Magnitudes
from ati_desktop.disclosure.proposals import Proposal
from ati_desktop.disclosure.views import FigureView, TableView, Views
from ati_desktop.evaluation.results import Evaluation

if TYPE_CHECKING:
    from ati_desktop.disclosure.audit import AuditResult


@dataclass(frozen=True, eq=False)
class Protected:
    """An evaluation under protection: what the window may show, and what a release would hold.

    ``reasons`` counts, for the screen only, the hidden table cells that are small, those of groups
    that are all alike, and those hidden for the sake of others; which is which is not kept.
    ``cost`` is that of the hidden numbers, each counted once (see ``costs``); ``bound`` is proven:
    nothing that protects costs less. ``optimal``: they are equal, and nothing was hidden beyond
    the cheapest choice. Cost and bound tell of hidden numbers, so they are for the screen only.
    ``audit`` is what the attacker found of exactly these views.
    """

    evaluation: Evaluation
    threshold: int
    views: Views
    outcomes: frozenset[str]
    reasons: dict[str, int]
    proposals: tuple[Proposal, ...]
    audit: AuditResult
    cost: float
    bound: float
    optimal: bool
    beside: tuple[Protected, ...] = ()
    sums: Magnitudes = NO_SUMS

    @property
    def holds(self) -> bool:
        """Whether the attacker got nowhere."""
        return self.audit.holds

    @property
    def method(self) -> str:
        """How the attacker went about it."""
        return self.audit.method

    @property
    def magnitudes(self) -> tuple[MagnitudeView, ...]:
        """The tables of sums of amounts as they would be printed."""
        return self.sums.views

    @property
    def tables(self) -> tuple[TableView, ...]:
        """The tables as they would be printed."""
        return self.views.listed

    @property
    def figures(self) -> tuple[FigureView, ...]:
        """The figures as they would be printed."""
        return self.views.figures

    @property
    def hidden_cells(self) -> int:
        """How many table cells are hidden."""
        return self.views.hidden_cells

    @property
    def withheld(self) -> tuple[str, ...]:
        """The ids of tables that could not be protected and are left out."""
        return tuple(table.id for table in self.tables if table.withheld)


_audited: WeakSet[Protected] = WeakSet()


def mark(protected: Protected) -> Protected:
    """Take note that an object was made by protection, with the audit of its own views.

    For the file ``protect`` alone. A copy with something replaced has no mark.
    """
    _audited.add(protected)
    return protected


def as_audited(protected: Protected) -> bool:
    """Return whether this very object came from protection, so that its audit can be believed."""
    return protected in _audited
