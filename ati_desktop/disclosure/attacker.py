"""What an attacker knows who has the whole package and the rules, as a system of equations.

Nothing here looks at what was hidden for which reason: printed numbers are read from the views,
the rest is unknown. The unknowns are the cells of all tables and, where tables share variables,
the cells of the pieces of the joint base (see ``cliques``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product

from ati_desktop.disclosure.cells import TOTAL, Cell, Number, lines, margins, number_of, values_of
from ati_desktop.disclosure.cliques import Clique, Pieces, cut
from ati_desktop.disclosure.definitions import nested_sums, reasons_of, same_values
from ati_desktop.disclosure.hidden_zeros import Zeros, explain, spread
from ati_desktop.disclosure.solver import Program
from ati_desktop.disclosure.views import FigureView, Views
from ati_desktop.evaluation.results import DOUBT, FIRST, PERSON, Evaluation, Figure

Terms = dict[int, float]

LARGEST_BASE = 50_000
"""The most cells of the joint base that are put into one program."""

_EFFORT = 6_000_000
"""Cells of the base times numbers to be attacked: beyond this it would take minutes."""

NO_BASE = _EFFORT + 1
"""So many attacks that no joint base is small enough: the sums of the tables alone."""


@dataclass
class Knowledge:
    """The attacker's program, and where each unknown stands in it."""

    program: Program
    columns: dict[Cell, int]
    pieces: Pieces
    printed: dict[Cell, int]
    may_be_zero: Zeros = field(default_factory=dict)

    def terms(self, number: Number) -> Terms | None:
        """Return a sum of cells over the columns; None where the package does not hold a cell."""
        if not number or not all(cell in self.columns for cell in number):
            return None
        return {self.columns[cell]: 1.0 for cell in number}


def gather(
    evaluation: Evaluation,
    views: Views,
    outcomes: frozenset[str],
    attacks: int = 1,
    may_be_zero: Zeros | None = None,
) -> Knowledge:
    """Return what can be known from what is printed.

    Args:
        evaluation: read for definitions only: value lists, variables of tables, cells of figures,
            which values of two outcomes are the same.
        views: what will be printed.
        outcomes: the variables for which groups that are all alike are hidden, a public rule.
        attacks: how many numbers will be attacked, about; it decides how large a base may be.
        may_be_zero: the cells that could be hidden zeros, where that is known already.
    """
    values = values_of(evaluation.variables)
    printed = _printed_cells(views)
    sizes = {name: len(each) for name, each in values.items()}
    scopes = [frozenset(table.variables) for table in evaluation.tables]
    limit = min(LARGEST_BASE, _EFFORT // max(attacks, 1))
    known = Knowledge(Program(), {}, cut(scopes, sizes, limit), printed)
    known.may_be_zero = (
        _possible_zeros(evaluation, views, printed, outcomes)
        if may_be_zero is None
        else dict(may_be_zero)
    )
    pairs = _same_pairs(evaluation)
    wholes = [
        (parts, (whole,)) for scope in scopes for whole, _, parts in lines(sorted(scope), values)
    ]
    nested = list(nested_sums(evaluation, truth_of(evaluation).get))
    within = wholes if may_be_zero is None else ()
    spread(known.may_be_zero, printed, pairs, [*wholes, *nested], within)
    for scope in sorted(set(scopes), key=sorted):
        _add_table(known, scope, values)
    for clique in known.pieces.cliques:
        _add_piece(known, clique, _seams(known.pieces, clique, scopes), values)
    reasons = reasons_of(evaluation)
    for figure, view, left_out in zip(evaluation.figures, views.figures, reasons, strict=True):
        _add_figure(known, figure, view, values)
        for reason, count in view.excluded:
            terms = known.terms(number_of(left_out[reason], values))
            if terms is not None and count is not None:
                known.program.equal(terms, count)
    for first, second in pairs:
        known.program.equal({known.columns[first]: 1.0, known.columns[second]: -1.0})
    for terms in beyond(known, evaluation):
        known.program.at_least(terms, 0.0)
    return known


def beyond(known: Knowledge, evaluation: Evaluation) -> Iterator[Terms]:
    """Yield, for sums that lie inside one another by definition, by how much one exceeds."""
    for inner, outer in nested_sums(evaluation, truth_of(evaluation).get):
        less = {known.columns[cell]: 1.0 for cell in inner}
        yield _minus({known.columns[cell]: 1.0 for cell in outer}, less, 1.0)


def truth_of(evaluation: Evaluation) -> dict[Cell, int]:
    """Return the true count of every cell of every table."""
    truth: dict[Cell, int] = {}
    for table in evaluation.tables:
        truth |= margins(table)
    return truth


def _same_pairs(evaluation: Evaluation) -> list[tuple[Cell, Cell]]:
    """Return cells of the same people under two names: one code, the same counts everywhere."""
    found = same_values(evaluation, truth_of(evaluation).get)
    return [pair for one, two in found for pair in zip(one, two, strict=True)]


def _printed_cells(views: Views) -> dict[Cell, int]:
    printed: dict[Cell, int] = {}
    for table in views.tables:
        for row in table.rows:
            if row.count is not None:
                pairs = zip(table.variables, row.key, strict=True)
                cell = frozenset((name, value) for name, value in pairs if value is not None)
                printed[cell] = row.count
    said = [(PERSON, FIRST, views.people), *((DOUBT + code, code, n) for code, n in views.doubts)]
    printed |= {frozenset({(name, value)}): n for name, value, n in said if n is not None}
    return printed


def _possible_zeros(
    evaluation: Evaluation, views: Views, printed: Mapping[Cell, int], outcomes: frozenset[str]
) -> Zeros:
    """Return the cells of lines and figures that could be all alike (see ``hidden_zeros``).

    Zeros are shown, save in groups all alike, and there nothing is shown: one printed number in a
    line, even a zero, tells that none of the hidden ones is zero.
    """
    values = values_of(evaluation.variables)
    found: Zeros = {}
    for table, view in zip(evaluation.tables, views.tables, strict=True):
        for whole, running, parts in lines(table.variables, values):
            if view.withheld:
                explain(found, parts, TOTAL)
            elif running in outcomes and _none_printed(parts, printed):
                explain(found, parts, whole)
    for figure in evaluation.figures:
        part = number_of(figure.numerator_cells, values)
        base = number_of(figure.denominator_cells, values)
        both = part | outside(base, part, values)
        if part and base and _none_printed(both, printed):
            explain(found, both, frozenset.intersection(*base))
    return found


def _none_printed(cells: Iterable[Cell], printed: Mapping[Cell, int]) -> bool:
    return not any(cell in printed for cell in cells)


def outside(whole: Number, part: Number, values: Mapping[str, tuple[str, ...]]) -> Number:
    """Return the cells of ``whole`` beside the single variable over which ``part`` is picked."""
    found = set(whole - part)
    for cell in part:
        for pair in cell:
            rest = cell - {pair}
            if rest in whole:
                found.discard(rest)
                found |= {rest | {(pair[0], value)} for value in values.get(pair[0], ())} - part
    return frozenset(found)


def _column(known: Knowledge, cell: Cell) -> int:
    if cell not in known.columns:
        count = known.printed.get(cell)
        if count is not None:
            known.columns[cell] = known.program.column(count, count)
        else:
            lowest = 0.0 if cell in known.may_be_zero or cell == TOTAL else 1.0
            known.columns[cell] = known.program.column(lowest)
    return known.columns[cell]


def _keys(names: Iterable[str], values: Mapping[str, tuple[str, ...]]) -> Iterator[Cell]:
    ordered = sorted(names)
    for key in product(*(values[name] for name in ordered)):
        yield frozenset(zip(ordered, key, strict=True))


def _add_table(known: Knowledge, scope: Clique, values: Mapping[str, tuple[str, ...]]) -> None:
    """Tie every margin of a table to the margin that has one variable more."""
    for size in range(len(scope) - 1, -1, -1):
        for names in combinations(sorted(scope), size):
            running = min(scope - set(names))
            for cell in _keys(names, values):
                terms = {_column(known, cell): 1.0}
                for value in values[running]:
                    terms[_column(known, cell | {(running, value)})] = -1.0
                known.program.equal(terms)
    for cell in _keys(scope, values):
        _column(known, cell)


def _seams(pieces: Pieces, clique: Clique, scopes: Iterable[Clique]) -> list[Clique]:
    """Return the variable sets on which a piece must agree with tables and neighbours."""
    tables = {scope for scope in scopes if scope < clique}
    seams = tables | {seam for seam in pieces.seams if seam < clique}
    kept = [seam for seam in seams if not any(seam < other for other in tables)]
    return sorted(kept, key=sorted)


def _add_piece(
    known: Knowledge, clique: Clique, seams: list[Clique], values: Mapping[str, tuple[str, ...]]
) -> None:
    if not seams or _is_table(known, clique, values):
        return
    rows: dict[int, Terms] = {}
    for cell in _keys(clique, values):
        sums = [frozenset(pair for pair in cell if pair[0] in seam) for seam in seams]
        if any(known.printed.get(each) == 0 for each in sums):
            continue
        column = known.program.column()
        for each in sums:
            place = _seam_column(known, each)
            rows.setdefault(place, {place: -1.0})[column] = 1.0
    for seam in seams:
        for cell in _keys(seam, values):
            where = known.columns.get(cell)
            if where is not None:
                known.program.equal(rows.get(where, {where: 1.0}))


def _seam_column(known: Knowledge, cell: Cell) -> int:
    if cell not in known.columns:
        known.columns[cell] = known.program.column()
    return known.columns[cell]


def _is_table(known: Knowledge, clique: Clique, values: Mapping[str, tuple[str, ...]]) -> bool:
    return next(_keys(clique, values)) in known.columns


def _add_figure(
    known: Knowledge, figure: Figure, view: FigureView, values: Mapping[str, tuple[str, ...]]
) -> None:
    part = known.terms(number_of(figure.numerator_cells, values))
    whole = known.terms(number_of(figure.denominator_cells, values))
    if part is not None and view.numerator is not None:
        known.program.equal(part, view.numerator)
    if whole is not None and view.denominator is not None:
        known.program.equal(whole, view.denominator)
    if part is None or whole is None:
        return
    known.program.at_least(_minus(whole, part, 1.0), 0.0)
    if view.value is not None and view.unit == "share":
        half = 0.5 * 10.0 ** -_places(view.value)
        known.program.at_least(_minus(part, whole, max(view.value - half, 0.0)), -1e-7)
        known.program.at_least(_minus(whole, part, 1.0, view.value + half), -1e-7)


def _minus(one: Terms, two: Terms, weight: float, first: float = 1.0) -> Terms:
    """Return ``first * one - weight * two`` as one row."""
    terms = {column: first * worth for column, worth in one.items()}
    for column, worth in two.items():
        terms[column] = terms.get(column, 0.0) - weight * worth
    return terms


def _places(value: float) -> int:
    text = f"{value:.10f}".rstrip("0")
    return len(text.partition(".")[2])
