"""What a dashboard printed, as text to be kept: how far each number can be from the truth."""

from __future__ import annotations

import json
from dataclasses import replace

from ati_desktop.disclosure.cells import Number, margins
from ati_desktop.disclosure.comparison import Package, Ranges
from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.views import Row, TableView, Views
from ati_desktop.evaluation.results import Evaluation, listed

_VERSION = 1


def ranges_as_text(ranges: Ranges) -> str:
    """Return the ranges of a dashboard's numbers as JSON."""
    numbers = [
        [sorted(sorted(map(list, cell)) for cell in number), low, high]
        for number, (low, high) in ranges.items()
    ]
    content = {"version": _VERSION, "ranges": sorted(numbers)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def ranges_from_text(text: str) -> dict[Number, tuple[float, float]] | None:
    """Return what ``ranges_as_text`` kept; None where it cannot be read as that any more."""
    try:
        content = json.loads(text)
        if content["version"] != _VERSION:
            return None
        return {
            frozenset(
                frozenset((str(name), str(value)) for name, value in cell) for cell in cells
            ): (float(low), float(high))
            for cells, low, high in content["ranges"]
        }
    except (ValueError, KeyError, TypeError):
        return None


def noisy_package(evaluation: Evaluation, ranges: Ranges, threshold: int) -> Package:
    """Return a dashboard as an attacker has it: tables without numbers, and the ranges.

    Args:
        evaluation: the truth behind it.
        ranges: from where to where each number can lie.
        threshold: the smallest count that it prints.
    """
    evaluation = listed(evaluation)
    known = {variable.name for variable in evaluation.variables}
    outcomes = outcome_variables(evaluation) & known
    tables = replace(evaluation, figures=(), curves=(), tests=(), beside=(), outcomes=outcomes)
    return Package(tables, shows_nothing(tables), outcomes, threshold, "dashboard", ranges)


def shows_nothing(evaluation: Evaluation) -> Views:
    """Return the tables of an evaluation without any number."""
    tables = tuple(
        TableView(
            table.id,
            table.title,
            table.variables,
            tuple(
                Row(tuple(dict(cell).get(name) for name in table.variables), None)
                for cell in margins(table)
            ),
        )
        for table in evaluation.tables
    )
    return Views(tables, (), (), (), None, None, ())


def are_true(ranges: Ranges, evaluation: Evaluation) -> bool:
    """Tell whether ranges are those of an evaluation: every true number lies in its own."""
    truth = {cell: count for table in evaluation.tables for cell, count in margins(table).items()}
    return all(
        low <= sum(truth[cell] for cell in number) <= high
        for number, (low, high) in ranges.items()
        if number <= truth.keys()
    )
