"""What an attacker can work out of several offices' hidden numbers, as one linear program.

Each office has a joint base of its own; sums over offices tie the bases together. Nothing of the
truth is known here: only what is printed, which value lists there are, and the rule that zeros
are shown save in groups that are all alike.

This module loads numpy and highspy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from ati_desktop.disclosure.cells import TOTAL, Cell
from ati_desktop.disclosure.cliques import Clique, Pieces, cut
from ati_desktop.disclosure.hidden_zeros import Zeros
from ati_desktop.disclosure.pool_printed import Printed
from ati_desktop.disclosure.solver import Program, Solver

LARGEST_BASE = 20_000
"""The most cells of one office's joint base that are put into a program."""

_MARGIN = 1e-5
Sum = tuple[frozenset[tuple[int, Cell]], int]
"""Numbers of offices, each (place of the office, cell), and what they add up to."""
Range = tuple[float, float]


@dataclass
class Bounds:
    """The ranges in which the hidden numbers of some offices can lie.

    ``zeros`` are the cells that could be hidden zeros, where that is known already.
    """

    offices: Sequence[Printed]
    sums: Sequence[Sum] = ()
    zeros: Zeros | None = None
    exact: bool = True
    _columns: list[dict[Cell, int]] = field(default_factory=list)
    _solver: Solver | None = None

    def __post_init__(self) -> None:
        # What is said about zeros and definitions may not hold for a package from elsewhere: then
        # it is not used.
        for least, defined in ((1.0, True), (0.0, True), (0.0, False)):
            self._build(least, defined=defined)
            if self.consistent:
                return

    def _build(self, least: float, *, defined: bool) -> None:
        program = Program()
        self._columns = []
        for office in self.offices:
            found = _Office(program, office, least, self.zeros)
            if defined:
                found.add_definitions()
            self.exact = self.exact and found.pieces.exact
            self._columns.append(found.columns)
        for numbers, value in self.sums:
            program.equal({self._columns[at][cell]: 1.0 for at, cell in numbers}, value)
        self._solver = Solver(program, keep_rows=True)

    @property
    def consistent(self) -> bool:
        """Whether there is any truth that all that is printed fits."""
        return self._minimum({}) is not None

    def range(self, office: int, cell: Cell) -> Range:
        """Return how small and how large a number can be.

        Raises:
            ValueError: what is printed contradicts itself.
        """
        column = self._columns[office][cell]
        ends = [self._minimum({column: sign}) for sign in (1.0, -1.0)]
        if ends[0] is None or ends[1] is None:
            raise ValueError("what is printed contradicts itself")
        return ends[0], -ends[1]

    def _minimum(self, costs: Mapping[int, float]) -> float | None:
        if self._solver is None:
            return None
        self._solver.costs(costs)
        solution = self._solver.minimum()
        self._solver.costs(dict.fromkeys(costs, 0.0))
        if solution is None:
            return None
        return float(sum(worth * solution[column] for column, worth in costs.items()))


def narrower(after: Range, before: Range) -> bool:
    """Return whether one range leaves less open than another."""
    return after[0] > before[0] + _MARGIN or after[1] < before[1] - _MARGIN


class _Office:
    """The unknowns of one office and the equations that tie them, put into a program."""

    def __init__(
        self, program: Program, office: Printed, least: float, zeros: Zeros | None
    ) -> None:
        self._program, self._office, self._least = program, office, least
        self._zeros = office.may_be_zero() if zeros is None else zeros
        self.columns: dict[Cell, int] = {}
        scopes = sorted({frozenset(names) for names in office.tables}, key=sorted)
        sizes = {name: len(values) for name, values in office.values.items()}
        self.pieces: Pieces = cut(scopes, sizes, LARGEST_BASE)
        for whole, _, parts in office.lines():
            terms = {self._column(whole): 1.0}
            terms |= {self._column(part): -1.0 for part in parts}
            program.equal(terms)
        for clique in self.pieces.cliques:
            if not any(clique <= scope for scope in scopes):
                self._add_piece(clique, self._seams(clique, scopes))

    def add_definitions(self) -> None:
        """Put in what anybody knows from the definitions: cells that are one, sums within sums."""
        for one, two in self._office.twins:
            self._program.equal({self._column(one): 1.0, self._column(two): -1.0})
        for inner, outer in self._office.nested:
            terms = {self._column(cell): 1.0 for cell in outer}
            for cell in inner:
                column = self._column(cell)
                terms[column] = terms.get(column, 0.0) - 1.0
            self._program.at_least(terms, 0.0)

    def _column(self, cell: Cell) -> int:
        if cell not in self.columns:
            count = self._office.counts.get(cell)
            if count is not None:
                self.columns[cell] = self._program.column(count, count)
            else:
                free = cell in self._zeros or cell == TOTAL or cell not in self._office.counts
                self.columns[cell] = self._program.column(0.0 if free else self._least)
        return self.columns[cell]

    def _seams(self, clique: Clique, scopes: Iterable[Clique]) -> list[Clique]:
        """Return the sets of variables on which a piece agrees with tables and other pieces."""
        tables = {scope for scope in scopes if scope < clique}
        seams = tables | {seam for seam in self.pieces.seams if seam < clique}
        return sorted((s for s in seams if not any(s < t for t in tables)), key=sorted)

    def _add_piece(self, clique: Clique, seams: list[Clique]) -> None:
        """Put in the base cells of a piece that no shown zero rules out."""
        rows: dict[int, dict[int, float]] = {}
        for cell in self._cells(clique):
            sums = [frozenset(pair for pair in cell if pair[0] in seam) for seam in seams]
            if any(self._office.counts.get(each) == 0 for each in sums):
                continue
            column = self._program.column()
            for each in sums:
                place = self._column(each)
                rows.setdefault(place, {place: -1.0})[column] = 1.0
        for seam in seams:
            for cell in self._cells(seam):
                place = self._column(cell)
                self._program.equal(rows.get(place, {place: 1.0}))

    def _cells(self, names: Clique) -> Iterator[Cell]:
        ordered = sorted(names)
        for key in product(*(self._office.values[name] for name in ordered)):
            yield frozenset(zip(ordered, key, strict=True))
