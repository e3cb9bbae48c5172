"""What is told of a package made of a plain file: as JSON, and in lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ati_desktop.casework.elsewhere import FromElsewhere
from ati_desktop.disclosure.cells import margins
from ati_desktop.disclosure.costs import cost_of
from ati_desktop.disclosure.magnitude_problem import cell_of
from ati_desktop.disclosure.views import ALL, Key
from ati_desktop.evaluation.plain_columns import printed_name

Told = dict[str, object]


def as_json(made: FromElsewhere) -> Told:
    """Return the answer of ``protect --json``.

    One list holds the coordinates of all hidden cells of a table; which of them are small and
    which protect others is not told.
    """
    return {"tables": [*_counts(made), *_sums(made)], "package": _package(made)}


def _package(made: FromElsewhere) -> Told:
    protected = made.protected
    return {
        "title": made.spec.title,
        "folder": str(made.folder),
        "files": len(made.files),
        "threshold": protected.threshold,
        "weights": made.spec.weights,
        "outcomes": list(made.spec.outcomes),
        "rows": protected.evaluation.cohort.referrals,
        "tables": len(protected.tables) + len(protected.magnitudes),
        "hidden": _hidden_counts(made) + _hidden_sums(made),
        "cost": round(protected.cost + protected.sums.cost, 6),
        "bound": round(protected.bound + protected.sums.bound, 6),
        "optimal": protected.optimal and protected.sums.optimal,
        "audit": {
            "holds": protected.holds and protected.sums.holds,
            "method": protected.method,
            "checked": protected.audit.cells_checked + protected.sums.sums_checked,
        },
        "withheld": [
            *protected.withheld,
            *(view.id for view in protected.magnitudes if view.withheld),
        ],
        "seconds": round(made.seconds, 3),
    }


def _counts(made: FromElsewhere) -> Iterator[Told]:
    protected = made.protected
    truths = {table.id: table for table in protected.evaluation.tables}
    for view in protected.tables:
        truth = margins(truths[view.id])
        hidden = [row.key for row in view.rows if row.count is None and not view.withheld]
        counts = [truth[cell_of(view.variables, key)] for key in hidden]
        cost = sum(cost_of(count, made.spec.weights) for count in counts)
        gap = protected.cost - protected.bound
        yield {
            **_table(made, view.id, view.variables, hidden, len(view.rows), view.withheld),
            "sum": None,
            **_proof(cost, gap, protected.optimal, view.withheld),
            "audit": None
            if view.withheld
            else {
                "holds": protected.holds,
                "method": protected.method,
                "checked": protected.audit.cells_checked,
            },
        }


def _sums(made: FromElsewhere) -> Iterator[Told]:
    sums = made.protected.sums
    truths = {table.id: table.cells for table in made.protected.evaluation.sums}
    for view in sums.views:
        hidden = [row.key for row in view.rows if row.total is None and not view.withheld]
        people = [truths[view.id][key].people for key in hidden]
        cost = sum(cost_of(number, made.spec.weights) for number in people)
        yield {
            **_table(made, view.id, view.variables, hidden, len(view.rows), view.withheld),
            "sum": view.column,
            **_proof(cost, sums.cost - sums.bound, sums.optimal, view.withheld),
            "audit": None
            if view.withheld
            else {
                "holds": sums.holds,
                "method": sums.method,
                "checked": sums.sums_checked,
            },
        }


def _table(
    made: FromElsewhere,
    name: str,
    variables: tuple[str, ...],
    hidden: list[Key],
    cells: int,
    withheld: bool,
) -> Told:
    columns = {printed_name(column): column for column in made.spec.dimensions}
    return {
        "name": name,
        "dimensions": [columns[variable] for variable in variables],
        "cells": cells,
        "hidden": [[ALL if value is None else value for value in key] for key in hidden],
        "withheld": withheld,
        "seconds": round(made.seconds, 3),
    }


def _proof(cost: float, gap: float, optimal: bool, withheld: bool) -> Mapping[str, object]:
    """Return what a table costs, and the least it could with the rest as it is.

    A table that is left out hides nothing, and no proof is about it.
    """
    if withheld:
        return {"cost": 0.0, "bound": 0.0, "optimal": False}
    bound = cost if optimal else max(cost - gap, 0.0)
    return {"cost": round(cost, 6), "bound": round(bound, 6), "optimal": optimal}


def _hidden_counts(made: FromElsewhere) -> int:
    found = {
        cell_of(view.variables, key)
        for view in made.protected.tables
        if not view.withheld
        for key in view.hidden
    }
    return len(found)


def _hidden_sums(made: FromElsewhere) -> int:
    found = {
        (view.column, cell_of(view.variables, key))
        for view in made.protected.magnitudes
        if not view.withheld
        for key in view.hidden
    }
    return len(found)


def lines(made: FromElsewhere) -> Iterator[str]:
    """Yield what a person reads: the folder, each table, and how it was made sure."""
    told = _package(made)
    yield f"{made.folder}  {len(made.files)} files  {made.seconds:.1f} s"
    yield f"{told['rows']} counted, smallest count shown {told['threshold']}."
    for table in (*_counts(made), *_sums(made)):
        by = " by ".join(str(name) for name in _listed(table["dimensions"]))
        what = f"sum of {table['sum']} by {by}" if table["sum"] else by
        if table["withheld"]:
            yield f"  {table['name']}: {what}: left out, it could not be protected"
            continue
        hidden = len(_listed(table["hidden"]))
        yield f"  {table['name']}: {what}: {hidden} of {table['cells']} cells hidden"
    cheapest = "the least possible" if told["optimal"] else f"at least {told['bound']:g} is needed"
    yield f"Hidden in all: {told['hidden']} cells, cost {told['cost']:g} ({cheapest})."
    protected = made.protected
    yield f"Audit: holds, {protected.audit.cells_checked} numbers attacked, {protected.method}."
    if any(not view.withheld for view in protected.magnitudes):
        sums = protected.sums
        yield f"Audit of sums: holds, {sums.sums_checked} sums attacked, {sums.method}."


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
