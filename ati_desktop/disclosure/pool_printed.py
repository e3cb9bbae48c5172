"""What is printed of one office's tables, and what its definitions alone tell about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ati_desktop.disclosure.cells import Cell, Values, lines
from ati_desktop.disclosure.definitions import Cells, nested_sums, same_values
from ati_desktop.disclosure.hidden_zeros import Zeros, explain, spread
from ati_desktop.disclosure.pooling import Office
from ati_desktop.evaluation.results import CohortNote, CountTable, Evaluation


@dataclass(frozen=True)
class Printed:
    """What is printed of one office: every cell of its tables, None where it is hidden.

    ``twins`` are cells of the same people under two names, ``nested`` sums of which the first lies
    inside the second; both are known from definitions and from what is printed.
    """

    values: Values
    tables: tuple[tuple[str, ...], ...]
    counts: Mapping[Cell, int | None]
    outcomes: frozenset[str]
    twins: tuple[tuple[Cell, Cell], ...] = ()
    nested: tuple[tuple[Cells, Cells], ...] = ()

    def lines(self) -> Iterator[tuple[Cell, str, tuple[Cell, ...]]]:
        """Yield each sum of the tables: the whole, the variable it runs over, the parts."""
        for names in self.tables:
            yield from lines(names, self.values)

    def may_be_zero(self) -> Zeros:
        """Return the hidden cells that could be zero (see ``hidden_zeros``)."""
        printed = {cell: count for cell, count in self.counts.items() if count is not None}
        found: Zeros = {}
        for whole, running, parts in self.lines():
            if running in self.outcomes and printed.keys().isdisjoint(parts):
                explain(found, parts, whole)
        wholes = [(parts, (whole,)) for whole, _, parts in self.lines()]
        spread(found, printed, self.twins, [*wholes, *self.nested], wholes)
        return found


def printed_of(
    office: Office, tables: Sequence[tuple[str, ...]], hidden: frozenset[Cell] = frozenset()
) -> Printed:
    """Return what is printed of an office when some cells more are hidden."""
    cells = office.cells(frozenset(names) for names in tables)
    definitions = _definitions(office, tables)
    return Printed(
        values=office.values,
        tables=tuple(tables),
        counts={cell: None if cell in hidden else count for cell, count in cells.items()},
        outcomes=office.outcomes,
        twins=tuple(
            pair
            for one, two in same_values(definitions, cells.get)
            if any(map(cells.get, one))  # what is hidden throughout is not known to be the same
            for pair in zip(one, two, strict=True)
        ),
        # Which cells there are is asked, not what they hold: much of it is hidden.
        nested=tuple(nested_sums(definitions, lambda cell: 0 if cell in cells else None)),
    )


def _definitions(office: Office, tables: Sequence[tuple[str, ...]]) -> Evaluation:
    """Return an evaluation without a number in it, for those who ask about definitions."""
    used = {name for names in tables for name in names}
    return Evaluation(
        title="",
        cohort=CohortNote("", "", None, None, 0, 0),
        as_of="",
        outcome_complete_to=None,
        variables=tuple(each for each in office.variables if each.name in used),
        tables=tuple(CountTable("_".join(names), "", tuple(names), {}) for names in tables),
        figures=(),
        relations=tuple(
            relation
            for relation in office.relations
            if {name for cell in (*relation.inner, *relation.outer) for name, _ in cell} <= used
        ),
        outcomes=office.outcomes & used,
    )
