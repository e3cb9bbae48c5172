"""What would help: for each table with hidden cells, remedies and about what each would save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ati_desktop.disclosure.views import Key, TableView
from ati_desktop.evaluation.results import CountTable, Evaluation

Bands = tuple[tuple[str, ...], ...]


class Remedy(StrEnum):
    """What a person can do about a table that hides much."""

    JOIN_YEARS = "join years"
    JOIN_VALUES = "join values"
    DROP_VARIABLE = "drop a variable"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remedy for one table: how many hidden cells it would do away with.

    ``bands`` are the values to put together when values or years are joined. ``exact``: it was
    tried in all tables of the package, and ``saves`` counts what they would no longer hide. If
    not, it is an estimate: what must be hidden for the sake of others is not in it.
    """

    table: str
    remedy: Remedy
    variable: str
    bands: Bands
    saves: int
    exact: bool = False


def propose(
    evaluation: Evaluation,
    tables: Iterable[TableView],
    threshold: int,
    outcomes: frozenset[str],
) -> tuple[Proposal, ...]:
    """Return remedies, the most helpful first; outcomes are never joined or dropped."""
    counts = {table.id: table for table in evaluation.tables}
    found: list[Proposal] = []
    for view in tables:
        for variable in view.variables:
            if not view.hidden or variable in outcomes:
                continue
            found += _join(counts[view.id], view, variable, threshold)
            found += _drop(view, variable)
    ranked = sorted(found, key=lambda each: (-each.saves, each.table, each.remedy, each.variable))
    return tuple(each for each in ranked if each.saves > 0)


def _drop(view: TableView, variable: str) -> list[Proposal]:
    if len(view.variables) < 2:
        return []
    at = view.variables.index(variable)
    saves = sum(1 for key in view.hidden if key[at] is not None)
    return [Proposal(view.id, Remedy.DROP_VARIABLE, variable, (), saves)]


def _join(table: CountTable, view: TableView, variable: str, threshold: int) -> list[Proposal]:
    """Join neighbouring values, from the first on, until no cell of the band is small."""
    at = table.variables.index(variable)
    values = tuple(dict.fromkeys(key[at] for key in table.cells))
    bands: list[tuple[str, ...]] = []
    open_: tuple[str, ...] = ()
    for value in values:
        open_ = (*open_, value)
        if not _small(_band(table.cells, at, open_), threshold):
            bands.append(open_)
            open_ = ()
    if open_:
        bands = [*bands[:-1], (*(bands[-1] if bands else ()), *open_)]
    if len(bands) < 2 or len(bands) == len(values):
        return []
    left = sum(_small(_band(table.cells, at, band), threshold) for band in bands)
    hidden = sum(1 for key in view.hidden if key[at] is not None)
    years = all(value.isdigit() and len(value) == 4 for band in bands for value in band[:1])
    remedy = Remedy.JOIN_YEARS if years else Remedy.JOIN_VALUES
    return [Proposal(table.id, remedy, variable, tuple(bands), hidden - left)]


def _band(cells: Mapping[tuple[str, ...], int], at: int, band: tuple[str, ...]) -> dict[Key, int]:
    summed: dict[Key, int] = {}
    for key, count in cells.items():
        if key[at] in band:
            rest: Key = (*key[:at], None, *key[at + 1 :])
            summed[rest] = summed.get(rest, 0) + count
    return summed


def _small(counts: Mapping[Key, int], threshold: int) -> int:
    return sum(1 for count in counts.values() if 0 < count < threshold)
