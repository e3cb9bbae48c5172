"""The numbers that a package may print: cells of its tables, and the sums behind its figures."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.disclosure.cells import Cell, Number, alone, margins, number_of, values_of
from ati_desktop.disclosure.views import Views
from ati_desktop.evaluation.results import Evaluation


def true_numbers(evaluation: Evaluation) -> dict[Number, int]:
    """Return every number of an evaluation that rests on its tables, with its true value."""
    truth: dict[Cell, int] = {}
    for table in evaluation.tables:
        truth |= margins(table)
    found = {alone(cell): count for cell, count in truth.items()}
    values = values_of(evaluation.variables)
    for figure in evaluation.figures:
        for cells in (figure.numerator_cells, figure.denominator_cells):
            number = number_of(cells, values)
            if number and all(cell in truth for cell in number):
                found[number] = sum(truth[cell] for cell in number)
    return found


def printed_numbers(evaluation: Evaluation, views: Views) -> dict[Number, int]:
    """Return every number of an evaluation that its package prints, with what it prints."""
    found = {alone(cell): count for cell, count in printed_cells(views).items()}
    return found | dict(_of_figures(evaluation, views))


def printed_cells(views: Views) -> dict[Cell, int]:
    """Return every count of a cell that is printed in any table."""
    found: dict[Cell, int] = {}
    for table in views.tables:
        for row in table.rows:
            if row.count is not None:
                pairs = zip(table.variables, row.key, strict=True)
                cell = frozenset((name, value) for name, value in pairs if value is not None)
                found[cell] = row.count
    return found


def _of_figures(evaluation: Evaluation, views: Views) -> Iterator[tuple[Number, int]]:
    values = values_of(evaluation.variables)
    for figure, view in zip(evaluation.figures, views.figures, strict=True):
        for cells, count in (
            (figure.numerator_cells, view.numerator),
            (figure.denominator_cells, view.denominator),
        ):
            if cells and count is not None:
                yield number_of(cells, values), count
