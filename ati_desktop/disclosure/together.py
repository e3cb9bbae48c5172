"""What an attacker knows who holds several packages: all that each prints, tied by who is in both.

Each package is known as its own audit knows it. The rows are cut into regions: those that are in
the cohorts of exactly these packages. Within a region a cell is one unknown for all packages in
which the same rows are in it; where rows have moved, those that came into the cell and those that
left it are an unknown each. So the attacker is taken to know which cells nobody came into or left,
which is more than is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ati_desktop.disclosure.attacker import Knowledge, Terms, gather
from ati_desktop.disclosure.cells import TOTAL, Cell, Number, lines, margins, values_of
from ati_desktop.disclosure.comparison import Package
from ati_desktop.disclosure.hidden_zeros import Zeros
from ati_desktop.disclosure.solver import Program
from ati_desktop.disclosure.views import Row, Views
from ati_desktop.evaluation.results import Move, Overlap

_BASE_CELLS = 2_000
_EFFORT = 6_000_000
_SAID_BY_PREDICATE = frozenset({"program", "year"})
JOINED = "+"
"""Stands between the values of a breakdown that are counted as one."""

Place = tuple[int, int, Cell]
"""A region, a package in it, and a cell."""

Pair = tuple[int, int, int, Cell]
"""A region, two packages in it, and a cell."""


@dataclass
class Together:
    """The joint program; ``shift`` is where the columns of each package begin.

    ``changed``: the columns of changes were added to it.
    """

    packages: Sequence[Package]
    overlap: Overlap
    program: Program = field(default_factory=Program)
    known: list[Knowledge] = field(default_factory=list)
    shift: list[int] = field(default_factory=list)
    places: dict[Place, int] = field(default_factory=dict)
    gained: dict[Pair, int] = field(default_factory=dict)
    lost: dict[Pair, int] = field(default_factory=dict)
    changed: bool = False

    def cell(self, package: int, cell: Cell) -> Terms | None:
        """Return a cell of a package over the columns; None where it does not hold it."""
        column = self.known[package].columns.get(cell)
        return None if column is None else {column + self.shift[package]: 1.0}

    def number(self, package: int, number: Number) -> Terms | None:
        """Return a sum of cells of a package; None where it does not hold one of them."""
        terms = self.known[package].terms(number)
        return None if terms is None else self.shifted(package, terms)

    def shifted(self, package: int, terms: Mapping[int, float]) -> Terms:
        """Return a sum over a package's own columns over those of the joint program."""
        return {column + self.shift[package]: worth for column, worth in terms.items()}

    def counts(self) -> Iterator[tuple[Place, int]]:
        """Yield every cell of every region for every package, with its true count."""
        for at, region in enumerate(self.overlap.regions):
            for package, counts in zip(region.packages, region.counts, strict=True):
                for cell, count in counts.items():
                    yield (at, package, frozenset(cell)), count


def put_together(
    packages: Sequence[Package], overlap: Overlap, zeros: Sequence[Zeros] = ()
) -> Together:
    """Return what is known from all packages together.

    Args:
        packages: the newest last.
        overlap: of the rows behind them, in the same order.
        zeros: for each package the cells that could be hidden zeros, where that is known already.
    """
    joint = Together(packages, overlap)
    for at, package in enumerate(packages):
        _add_package(joint, package, zeros[at] if zeros else None)
    _add_places(joint)
    _tie_wholes(joint)
    _tie_lines(joint)
    _tie_joined(joint)
    _tie_moves(joint)
    return joint


def knowing_less(joint: Together, packages: Sequence[Package]) -> Together:
    """Return what would be known though these packages had left, of which each tells no more.

    The columns of the joint program are the same: they do not depend on what is printed.
    """
    return put_together(packages, joint.overlap, [known.may_be_zero for known in joint.known])


def bare(views: Views, *, total: bool = True, zeros: bool = True) -> Views:
    """Return the views of a package that prints no count but, perhaps, zeros and the total."""

    def shown(row: Row) -> bool:
        return (zeros and row.count == 0) or (total and not any(row.key))

    tables = tuple(
        replace(table, rows=tuple(
            row if shown(row) else replace(row, count=None) for row in table.rows
        ))
        for table in views.tables
    )  # fmt: skip
    figures = tuple(
        replace(
            each,
            value=None,
            numerator=None,
            denominator=None,
            excluded=tuple((reason, None) for reason, _ in each.excluded),
        )
        for each in views.figures
    )
    return replace(views, tables=tables, figures=figures, people=None, doubts=())


def _add_package(joint: Together, package: Package, zeros: Zeros | None) -> None:
    if zeros is None and not package.hides:
        # What is not printed may be nothing: only figures show all zeros.
        zeros = {cell: TOTAL for table in package.evaluation.tables for cell in margins(table)}
    known = gather(
        package.evaluation,
        package.views,
        package.outcomes,
        attacks=_EFFORT // _BASE_CELLS,
        may_be_zero=zeros,
    )
    shift = len(joint.program.lower)
    joint.known.append(known)
    joint.shift.append(shift)
    joint.program.lower += known.program.lower
    joint.program.upper += known.program.upper
    for terms, low, high in known.program.rows:
        moved = {column + shift: worth for column, worth in terms.items()}
        joint.program.rows.append((moved, low, high))
    for number, (low, high) in package.ranges.items():
        told = joint.number(len(joint.known) - 1, number)
        if told is not None:
            joint.program.rows.append((told, low, high))


def _add_places(joint: Together) -> None:
    """Give each cell of each region a column, one for all packages in which its rows are the same.

    Which programs and years a region has is said by the specifications, so there a zero is known;
    so it is, for the sake of caution, wherever somebody is counted in the cell but not in the
    region: nobody came, or nobody left.
    """
    wholes: dict[tuple[int, Cell], int] = {}
    for (_, package, cell), count in joint.counts():
        wholes[(package, cell)] = wholes.get((package, cell), 0) + count
    moves = {(move.region, move.first, move.second, frozenset(move.cell)): move
             for move in joint.overlap.moves}  # fmt: skip
    for (region, package, cell), count in joint.counts():
        if cell not in joint.known[package].columns:
            continue
        before = [one for one in range(package) if (region, one, cell) in joint.places]
        same = [one for one in before if (region, one, package, cell) not in moves]
        if same:
            column = joint.places[(region, same[0], cell)]
        else:
            empty = count == 0 and (wholes[(package, cell)] or _is_said(cell))
            column = joint.program.column(upper=0.0 if empty else float("inf"))
        joint.places[(region, package, cell)] = column
        for one in before:
            if one not in same:
                move = moves[(region, one, package, cell)]
                _moved(joint, move, joint.places[(region, one, cell)], column)


def _is_said(cell: Cell) -> bool:
    return {name for name, _ in cell} <= _SAID_BY_PREDICATE


def _moved(joint: Together, move: Move, before: int, after: int) -> None:
    """Say that a cell changed by those who came into it, less those who left it."""
    program, terms = joint.program, {after: 1.0, before: -1.0}
    pair = (move.region, move.first, move.second, frozenset(move.cell))
    if move.gained:
        joint.gained[pair] = gained = program.column()
        terms[gained] = -1.0
        program.at_least({after: 1.0, gained: -1.0}, 0.0)
    if move.lost:
        joint.lost[pair] = lost = program.column()
        terms[lost] = 1.0
        program.at_least({before: 1.0, lost: -1.0}, 0.0)
    program.equal(terms)


def _tie_moves(joint: Together) -> None:
    """Say that who came into a whole came into one of its parts, and by way of each package.

    Of three packages, who is in a cell for the last and not for the first came into it before the
    second or after it.
    """
    for columns in (joint.gained, joint.lost):
        for (region, first, second, cell), column in columns.items():
            for running in _running(joint, (first, second), cell):
                parts = [columns.get((region, first, second, part)) for part in running]
                joint.program.at_least({column: -1.0, **_once(parts)}, 0.0)
            for between in range(first + 1, second):
                if (region, between, cell) in joint.places:
                    steps = ((first, between), (between, second))
                    parts = [columns.get((region, *pair, cell)) for pair in steps]
                    joint.program.at_least({column: -1.0, **_once(parts)}, 0.0)


def _once(columns: Sequence[int | None]) -> Terms:
    return {column: 1.0 for column in columns if column is not None}


def _running(joint: Together, pair: tuple[int, int], cell: Cell) -> Iterator[tuple[Cell, ...]]:
    """Yield the parts of a cell over each variable by which both packages count it."""
    first, second = (joint.known[package].columns for package in pair)
    values = values_of(joint.packages[pair[1]].evaluation.variables)
    before = values_of(joint.packages[pair[0]].evaluation.variables)
    names = {name for name, _ in cell}
    for name in sorted(values.keys() & before.keys() - names):
        if values[name] == before[name]:
            parts = tuple(cell | {(name, value)} for value in values[name])
            if all(part in first and part in second for part in parts):
                yield parts


def _tie_wholes(joint: Together) -> None:
    """Say that a cell of a package is the sum of it over the regions."""
    sums: dict[tuple[int, Cell], Terms] = {}
    for (_, package, cell), column in joint.places.items():
        terms = sums.setdefault((package, cell), {})
        terms[column] = terms.get(column, 0.0) + 1.0
    for (package, cell), terms in sums.items():
        whole = joint.cell(package, cell) or {}
        joint.program.equal({**terms, **dict.fromkeys(whole, -1.0)})


def _tie_lines(joint: Together) -> None:
    """Say that in each region, as in the whole, a cell is the sum of its parts."""
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for package, each in enumerate(joint.packages):
        values = values_of(each.evaluation.variables)
        regions = [at for at, one in enumerate(joint.overlap.regions) if package in one.packages]
        scopes = {tuple(sorted(table.variables)) for table in each.evaluation.tables}
        for scope in sorted(scopes):
            for whole, _, parts in lines(scope, values):
                for region in regions:
                    columns = [joint.places.get((region, package, one)) for one in (whole, *parts)]
                    first, *rest = columns
                    if first is None or None in rest:
                        continue
                    key = (first, tuple(sorted(one for one in rest if one is not None)))
                    if key not in seen:
                        seen.add(key)
                        joint.program.equal({first: 1.0, **dict.fromkeys(key[1], -1.0)})


def _tie_joined(joint: Together) -> None:
    """Say that a cell of joined values is, for the same rows, the sum of those it was joined of."""
    truth = dict(joint.counts())
    for (region, package, cell), column in list(joint.places.items()):
        parts = list(_split(cell))
        if len(parts) < 2:
            continue
        for other in joint.overlap.regions[region].packages:
            places = [(region, other, part) for part in parts if (region, other, part) in truth]
            count = sum(truth[place] for place in places)
            if other == package or not places or count != truth[(region, package, cell)]:
                continue
            terms = {joint.places[place]: -1.0 for place in places if place in joint.places}
            joint.program.equal({column: 1.0, **terms})


def _split(cell: Cell) -> Iterator[Cell]:
    """Yield the cells of which a cell with joined values is the sum, or the cell itself."""
    for name, value in sorted(cell):
        if JOINED in value:
            rest = cell - {(name, value)}
            for one in value.split(JOINED):
                yield from _split(rest | {(name, one)})
            return
    yield cell
