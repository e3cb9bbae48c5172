"""Protection of a whole package: hide, print, attack, and hide more until the attack fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ati_desktop.disclosure.cells import Cell, Number, alone, margins
from ati_desktop.disclosure.costs import READERS
from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.magnitudes import NO_SUMS, Magnitudes, protect_magnitudes
from ati_desktop.disclosure.primary import Sensitive, find_sensitive
from ati_desktop.disclosure.printing import print_views
from ati_desktop.disclosure.proposals import Proposal, propose
from ati_desktop.disclosure.system import System, build_system
from ati_desktop.disclosure.views import FigureView, TableView, Views
from ati_desktop.disclosure.work import Cancelled, Progress, Share
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation

SMALLEST_THRESHOLD, LARGEST_THRESHOLD = 3, 20
THRESHOLD = 11
_ROUNDS = 3


@dataclass(frozen=True)
class Protected:
    """An evaluation under protection: what the window may show, and what a release would hold.

    ``reasons`` counts, for the screen only, the hidden table cells that are small, those of groups
    that are all alike, and those hidden for the sake of others; which is which is not kept.
    """

    evaluation: Evaluation
    threshold: int
    views: Views
    outcomes: frozenset[str]
    holds: bool
    method: str
    reasons: dict[str, int]
    proposals: tuple[Proposal, ...]
    beside: tuple[Protected, ...] = ()
    sums: Magnitudes = NO_SUMS

    @property
    def magnitudes(self) -> tuple[MagnitudeView, ...]:
        """The tables of sums of amounts as they would be printed."""
        return self.sums.views

    @property
    def tables(self) -> tuple[TableView, ...]:
        """The tables as they would be printed."""
        return self.views.tables

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
        return tuple(table.id for table in self.views.tables if table.withheld)


@dataclass
class _Attempt:
    """What was tried so far: tables given up, and cells hidden beyond the suppression."""

    system: System
    sensitive: Sensitive
    withheld: set[str] = field(default_factory=set)
    more: set[int] = field(default_factory=set)
    rounds: int = 0


def protect(
    evaluation: Evaluation,
    threshold: int = THRESHOLD,
    *,
    weights: str = READERS,
    work: int | None = None,
    intervals: Mapping[Cell, tuple[int, int]] | None = None,
    public: frozenset[Number] = frozenset(),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Protected:
    """Hide what must be hidden in all tables and figures of a package as one system.

    Args:
        evaluation: all results; cohort files beside it are protected by themselves.
        threshold: the smallest count that may be shown, 3 to 20.
        weights: what hiding a number costs, see ``costs``.
        work: steps of the solver before it is content with less than the cheapest; None leaves
            it to the program.
        intervals: cells of the main base that must be hidden, and be left open at least from low
            to high, for the sake of earlier packages.
        public: numbers of the main base that an earlier package has printed of the same rows:
            hiding them protects nothing.
        progress: told (done, of how many), in steps that only ever grow.
        cancelled: asked between steps.

    Raises:
        Refused: the threshold is out of range, the cohort is smaller than it, nothing could be
            protected, or the person stopped the work.
    """
    if not SMALLEST_THRESHOLD <= threshold <= LARGEST_THRESHOLD:
        raise Refused(
            "The smallest count shown must be from {least} to {most}.",
            least=SMALLEST_THRESHOLD,
            most=LARGEST_THRESHOLD,
        )
    share = Share(progress, 0, 1 + len(evaluation.beside))
    main = _protect_one(
        evaluation,
        threshold,
        share,
        cancelled,
        weights=weights,
        work=work,
        intervals=intervals or {},
        public=public,
    )
    others = tuple(
        _protect_one(
            each,
            threshold,
            Share(progress, at, 1 + len(evaluation.beside)),
            cancelled,
            weights=weights,
            work=work,
            intervals={},
            public=frozenset(),
        )
        for at, each in enumerate(evaluation.beside, start=1)
    )
    return Protected(**{**main.__dict__, "beside": others})


def _protect_one(
    evaluation: Evaluation,
    threshold: int,
    share: Share,
    cancelled: Cancelled | None,
    *,
    weights: str,
    work: int | None,
    intervals: Mapping[Cell, tuple[int, int]],
    public: frozenset[Number],
) -> Protected:
    # Here and not above: they load numpy and highspy, which the window must not wait for.
    from ati_desktop.disclosure.audit import audit  # noqa: PLC0415 - loads numpy
    from ati_desktop.disclosure.suppress import suppress  # noqa: PLC0415 - loads numpy

    # Each table counts everybody; a cohort with nobody in it has tables without cells.
    if max((sum(each.cells.values()) for each in evaluation.tables), default=0) < threshold:
        raise Refused(
            "The cohort has fewer than {threshold} referrals, so nothing in it can be shown."
            " Choose a longer time or more programs.",
            threshold=threshold,
        )
    system = build_system(evaluation)
    outcomes = outcome_variables(evaluation)
    attempt = _Attempt(system, find_sensitive(system, evaluation.tables, threshold, outcomes))
    ranges = {
        place: span
        for cell, span in intervals.items()
        if (place := system.place(alone(cell))) is not None
    }
    told = frozenset(system.places[number] for number in public if number in system.places)
    while True:
        found = suppress(
            system,
            attempt.sensitive,
            threshold,
            also=frozenset(_given_up(evaluation, attempt) | attempt.more),
            ranges=ranges,
            public=told,
            progress=share.half(0),
            cancelled=cancelled,
        )
        hidden = frozenset(found.hidden)
        views = print_views(evaluation, system, hidden, threshold, frozenset(attempt.withheld))
        weak = [_number_at(system, at) for at in found.unprotected]
        result = audit(
            evaluation, views, threshold, outcomes, progress=share.half(1), cancelled=cancelled
        )
        if result.holds or not _try_more(evaluation, attempt, hidden, [*weak, *result.weak]):
            break
    return Protected(
        evaluation=evaluation,
        threshold=threshold,
        views=views,
        outcomes=outcomes,
        holds=result.holds,
        method=result.method,
        reasons=_reasons(system, attempt.sensitive, hidden),
        proposals=propose(evaluation, views.tables, threshold, outcomes),
        sums=protect_magnitudes(
            evaluation, views, threshold, weights=weights, work=work, cancelled=cancelled
        ),
    )


def _number_at(system: System, at: int) -> Number:
    return next(number for number, place in system.places.items() if place == at)


def _given_up(evaluation: Evaluation, attempt: _Attempt) -> set[int]:
    """Return the cells that stand in no other table than those that are withheld."""
    kept: set[Cell] = set()
    gone: set[Cell] = set()
    for table in evaluation.tables:
        (gone if table.id in attempt.withheld else kept).update(margins(table))
    return {attempt.system.places[alone(cell)] for cell in gone - kept if cell}


def _try_more(
    evaluation: Evaluation, attempt: _Attempt, hidden: frozenset[int], weak: Iterable[Number]
) -> bool:
    """Hide more next to what could be narrowed down; after some rounds give a table up."""
    cells = {cell for number in weak for cell in number}
    if attempt.rounds < _ROUNDS:
        attempt.rounds += 1
        more = _neighbours(attempt.system, hidden, cells)
        attempt.more |= more
        if more:
            return True
    attempt.rounds = 0
    open_ = [table for table in evaluation.tables if table.id not in attempt.withheld]
    scores = {
        table.id: (sum(1 for cell in cells if cell in margins(table)), len(table.variables))
        for table in open_
    }
    if not scores:
        return False
    worst = max(sorted(scores), key=lambda name: scores[name])
    attempt.withheld.add(worst)
    return True


def _neighbours(system: System, hidden: frozenset[int], cells: set[Cell]) -> set[int]:
    """Return, for each line with a weak cell, the smallest shown number above zero in it."""
    weak = {place for cell in cells if (place := system.place(alone(cell))) is not None}
    found: set[int] = set()
    for whole, parts in system.equations:
        if weak & {whole, *parts}:
            open_ = [at for at in parts if at not in hidden and system.values[at] > 0]
            if open_:
                found.add(min(open_, key=lambda at: (system.values[at], at)))
    return found


def _reasons(system: System, sensitive: Sensitive, hidden: frozenset[int]) -> dict[str, int]:
    cells = {place for number, place in system.places.items() if len(number) == 1}
    cells = (cells & hidden) - system.unprinted
    small = cells & sensitive.small
    alike = (cells & sensitive.alike) - small
    return {"small": len(small), "alike": len(alike), "others": len(cells - small - alike)}
