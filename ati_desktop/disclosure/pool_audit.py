"""The audit of a pool: does it let anybody narrow down what a package keeps hidden?

The audit takes the packages and what the pool would print, and nothing of how it was put together.
Whoever holds the packages and the pool must not know more of any hidden number than whoever holds
the packages; and whoever holds the pool alone must find every number of an office with a lower
threshold open up to the strictest one.

This module loads numpy and highspy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.pool_attack import Bounds, Sum, narrower
from ati_desktop.disclosure.pool_harden import asked_of, bare, too_open
from ati_desktop.disclosure.pool_printed import Printed, printed_of
from ati_desktop.disclosure.pooling import OFFICE, Office, cell_of
from ati_desktop.disclosure.views import TableView

Weak = tuple[str, Cell]
"""The label of an office, empty for the sum over offices, and a cell."""


@dataclass(frozen=True, slots=True)
class PoolAudit:
    """What the attacker could do. ``weak`` is never written out."""

    holds: bool
    cells_checked: int
    method: str
    weak: tuple[Weak, ...] = ()


@dataclass
class _Said:
    """What the pool prints: numbers of each office, and sums over offices; None is hidden."""

    own: list[dict[Cell, int | None]]
    sums: dict[Cell, int | None] = field(default_factory=dict)
    weak: list[Weak] = field(default_factory=list)


def audit_pool(offices: Sequence[Office], tables: Sequence[TableView], threshold: int) -> PoolAudit:
    """Return whether the pool may be let out.

    Args:
        offices: the packages as they were released.
        tables: what the pool would print.
        threshold: the smallest count that the pool may show.
    """
    said = _read(offices, tables)
    scopes = {frozenset(table.variables) - {OFFICE} for table in tables}
    alone = [_Alone.of(office, scopes) for office in offices]
    weak = [*said.weak, *_small(offices, said, threshold)]
    weak += [w for at, one in enumerate(alone) for w in _otherwise(one, said.own[at])]
    weak += _narrowed(alone, said)
    weak += [w for at, one in enumerate(alone) for w in _below(one, said.own[at], threshold)]
    exact = all(one.bounds.exact for one in alone)
    base = "the joint base of each office" if exact else "blocks of linked tables of each office"
    return PoolAudit(
        holds=not weak,
        cells_checked=sum(len(one.hidden) for one in alone),
        method=f"linear programs on {base}, tied by the sums over offices",
        weak=tuple(dict.fromkeys(weak)),
    )


def open_before(offices: Sequence[Office], tables: Sequence[TableView]) -> tuple[Weak, ...]:
    """Return the numbers that a package by itself leaves less open than its threshold asks for.

    Pooling cannot mend that, and must not print it either: it is for whoever pools.
    """
    scopes = {frozenset(table.variables) - {OFFICE} for table in tables}
    return tuple(w for office in offices for w in _Alone.of(office, scopes).too_open())


@dataclass(frozen=True)
class _Alone:
    """What can be known from one office's package by itself."""

    office: Office
    printed: Printed
    bounds: Bounds
    hidden: tuple[Cell, ...]

    @classmethod
    def of(cls, office: Office, scopes: set[frozenset[str]]) -> _Alone:
        printed = printed_of(office, [n for n in office.tables if frozenset(n) in scopes])
        hidden = (cell for cell, count in printed.counts.items() if count is None)
        return cls(office, printed, Bounds([printed]), tuple(sorted(hidden, key=sorted)))

    def too_open(self) -> Iterator[Weak]:
        """Yield what the package alone lets be narrowed down below its own threshold."""
        asked = (float("inf"), self.office.threshold - 1.0)
        for cell in self.hidden:
            if too_open(self.bounds.range(0, cell), asked):
                yield self.office.label, cell

    def with_pool(self, own: dict[Cell, int | None]) -> Printed:
        """Return what is known with the pool's numbers of the office as well."""
        known = {c: own.get(c) if n is None else n for c, n in self.printed.counts.items()}
        return replace(self.printed, counts=known)


def _read(offices: Sequence[Office], tables: Sequence[TableView]) -> _Said:
    """Take the pool's tables apart; one number said twice in two ways is weak."""
    said = _Said([{} for _ in offices])
    places = {office.label: at for at, office in enumerate(offices)}
    for table in tables:
        at = table.variables.index(OFFICE)
        names = table.variables[:at] + table.variables[at + 1 :]
        for row in table.rows:
            label = row.key[at]
            cell = cell_of(names, row.key[:at] + row.key[at + 1 :])
            where = said.sums if label is None else said.own[places[label]]
            if where.setdefault(cell, row.count) != row.count:
                said.weak.append((label or "", cell))
    return said


def _small(offices: Sequence[Office], said: _Said, threshold: int) -> Iterator[Weak]:
    labelled = [(office.label, own) for office, own in zip(offices, said.own, strict=True)]
    for label, numbers in [*labelled, ("", said.sums)]:
        for cell, count in numbers.items():
            if count is not None and 0 < count < threshold:
                yield label, cell


def _otherwise(one: _Alone, own: dict[Cell, int | None]) -> Iterator[Weak]:
    """Yield the numbers of an office that its package does not show, or shows otherwise."""
    for cell, count in own.items():
        if count is not None and one.printed.counts.get(cell) != count:
            yield one.office.label, cell


def _narrowed(alone: Sequence[_Alone], said: _Said) -> Iterator[Weak]:
    """Yield what is less open to whoever holds packages and pool than with the packages alone."""
    both = [one.with_pool(own) for one, own in zip(alone, said.own, strict=True)]
    sums = list(_live(alone, both, said))
    touched = {at for numbers, _ in sums for at, _ in numbers}
    touched |= {at for at, one in enumerate(alone) if both[at].counts != one.printed.counts}
    if not touched:
        return  # the programs with and without the pool are the same, and so are all ranges
    places = {at: new for new, at in enumerate(sorted(touched))}
    moved: list[Sum] = [
        (frozenset((places[at], cell) for at, cell in numbers), value) for numbers, value in sums
    ]
    joint = Bounds([both[at] for at in places], moved)
    if not joint.consistent:
        yield from (("", cell) for numbers, _ in sums for _, cell in numbers)
        return
    for at, new in places.items():
        for cell in alone[at].hidden:
            if narrower(joint.range(new, cell), alone[at].bounds.range(0, cell)):
                yield alone[at].office.label, cell


def _live(alone: Sequence[_Alone], both: Sequence[Printed], said: _Said) -> Iterator[Sum]:
    """Yield the printed sums that hold a hidden number, or that are not the sum they should be."""
    for cell, value in said.sums.items():
        if value is None:
            continue
        there = [at for at, one in enumerate(alone) if one.office.lists(cell)]
        numbers = [both[at].counts[cell] for at in there]
        if None in numbers or sum(number or 0 for number in numbers) != value:
            yield frozenset((at, cell) for at in there), value


def _below(one: _Alone, own: dict[Cell, int | None], threshold: int) -> Iterator[Weak]:
    """Yield numbers that the pool alone leaves less open than the strictest threshold asks for."""
    if one.office.threshold >= threshold:
        return
    counts = one.printed.counts
    bounds = Bounds([replace(one.printed, counts={cell: own.get(cell) for cell in counts})])
    nothing = bare(one.printed)
    for cell in sorted(counts, key=sorted):
        true = counts[cell]
        if own.get(cell) is not None or (true is not None and not 0 < true < threshold):
            continue
        asked = (float("inf"), threshold - 1.0)
        if true is not None:
            asked = asked_of(nothing, cell, threshold)
        if too_open(bounds.range(0, cell), asked):
            yield one.office.label, cell
