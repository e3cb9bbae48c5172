"""What a remedy would really save: the tables as they would be are protected, and counted.

Tables alone, without figures, both as they are and changed, by a good choice and not the cheapest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ati_desktop.disclosure.primary import find_sensitive
from ati_desktop.disclosure.proposals import Bands, Proposal, Remedy
from ati_desktop.disclosure.suppress import Wish, suppress
from ati_desktop.disclosure.system import build_system
from ati_desktop.disclosure.work import Cancelled
from ati_desktop.evaluation.results import CountTable, Evaluation, Variable

_LARGEST = 40_000
"""Numbers times small numbers: beyond this a trial would take longer than a person waits."""

_TRIALS = 4
_JOINED = " + "


def measure(
    evaluation: Evaluation,
    proposals: Iterable[Proposal],
    threshold: int,
    outcomes: frozenset[str],
    cancelled: Cancelled | None = None,
) -> tuple[Proposal, ...]:
    """Return the proposals, the first few with what they would save when tried, if that is cheap.

    What turns out to save nothing is left out.

    Raises:
        Refused: stopped by the person.
    """
    every = list(proposals)
    now = _hidden(_tables_alone(evaluation), threshold, outcomes, cancelled) if every else None
    if now is None:
        return tuple(every)
    tried: dict[tuple[Remedy, str, Bands], int | None] = {}
    found = []
    for each in every:
        name = (each.remedy, each.variable, each.bands)
        if name not in tried and len(tried) < _TRIALS:
            tried[name] = _hidden(changed(evaluation, each), threshold, outcomes, cancelled)
        then = tried.get(name)
        found.append(each if then is None else replace(each, saves=now - then, exact=True))
    ranked = sorted(
        found, key=lambda each: (-each.exact, -each.saves, each.table, each.remedy, each.variable)
    )
    return tuple(each for each in ranked if each.saves > 0)


def changed(evaluation: Evaluation, proposal: Proposal) -> Evaluation:
    """Return the tables as they would be with a proposal, in all of which the variable stands."""
    name = proposal.variable
    if proposal.remedy is Remedy.DROP_VARIABLE:
        tables: dict[frozenset[str], CountTable] = {}
        for table in evaluation.tables:
            left = tuple(each for each in table.variables if each != name)
            if left:
                tables.setdefault(frozenset(left), _summed(table, name, None))
        return _tables_alone(replace(evaluation, tables=tuple(tables.values())))
    bands = {value: _JOINED.join(band) for band in proposal.bands for value in band}
    return _tables_alone(
        replace(
            evaluation,
            variables=tuple(
                _banded(each, bands) if each.name == name else each for each in evaluation.variables
            ),
            tables=tuple(
                _summed(table, name, bands) if name in table.variables else table
                for table in evaluation.tables
            ),
        )
    )


def _tables_alone(evaluation: Evaluation) -> Evaluation:
    return replace(evaluation, figures=(), curves=(), tests=(), relations=())


def _banded(variable: Variable, bands: dict[str, str]) -> Variable:
    values = tuple(dict.fromkeys(bands.get(value, value) for value in variable.values))
    return replace(variable, values=values)


def _summed(table: CountTable, name: str, bands: dict[str, str] | None) -> CountTable:
    """Return a table with a variable's values put into bands, or summed over without bands."""
    if name not in table.variables:
        return table
    at = table.variables.index(name)
    cells: dict[tuple[str, ...], int] = {}
    for key, count in table.cells.items():
        middle = () if bands is None else (bands.get(key[at], key[at]),)
        short = (*key[:at], *middle, *key[at + 1 :])
        cells[short] = cells.get(short, 0) + count
    variables = table.variables
    if bands is None:
        variables = tuple(each for each in variables if each != name)
    return replace(table, variables=variables, cells=cells)


def _hidden(
    evaluation: Evaluation, threshold: int, outcomes: frozenset[str], cancelled: Cancelled | None
) -> int | None:
    """Return how many numbers a good choice hides; None where that would take long."""
    system = build_system(evaluation)
    sensitive = find_sensitive(system, evaluation.tables, threshold, outcomes)
    if len(system.values) * len(sensitive.targets()) > _LARGEST:
        return None
    wish = Wish(work=1, insiders=False)
    return len(suppress(system, sensitive, threshold, wish, cancelled=cancelled).hidden)
