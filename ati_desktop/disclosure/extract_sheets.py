"""What one extract tells of each person, as it is put beside others. This module loads polars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from ati_desktop.disclosure.datasets import DataSet
from ati_desktop.disclosure.extract_draft import Asked
from ati_desktop.disclosure.extract_fits import PERSON
from ati_desktop.disclosure.extract_measure import EPISODES, KEY, PEOPLE, signatures

GROUP = "\x00group"
NOTHING = "\x00nothing"
"""Stands for a cell that is empty."""

_BETWEEN = {
    "to_admission": ("admitted_on", "referred_on"),
    "to_exit": ("exited_on", "referred_on"),
    "to_arrest": ("arrested_on", "admitted_on"),
    "stay": ("exited_on", "admitted_on"),
}
"""Lengths that shifted days tell, however far a recipient's were shifted."""


@dataclass(frozen=True)
class Sheet:
    """One extract: a row for each person, known by the office's own id.

    ``frame`` has the id, the group of people who share a case, and every column that is told, as
    text. ``scope`` is the recipient. ``k`` is None where the extract promises none.
    """

    id: str
    scope: str
    frame: pl.DataFrame = field(repr=False)
    quasi: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    k: int | None = None
    l: int = 1  # noqa: E741 - the name that the field has given it

    def without(self, gone: Iterable[str]) -> Sheet:
        """Return the same extract without these people."""
        return replace(self, frame=self.frame.filter(~pl.col(PERSON).is_in(list(gone))))


def sheet_of(
    datasets: Iterable[DataSet],
    asked: Asked,
    quasi: Sequence[str],
    sensitive: Sequence[str],
    people: Mapping[str, tuple[str, str]],
    name: tuple[str, str] = ("", ""),
) -> Sheet:
    """Return what the rows of an extract tell, by the office's own ids.

    Args:
        datasets: the rows as they are written.
        asked: what was asked for.
        quasi: the columns that count as known to others.
        sensitive: those for which l must hold.
        people: each pseudonym's own id and group.
        name: the id of the release, and the recipient.
    """
    tables = {one.name: one for one in datasets}
    columns = {
        one.name: [_text(row[at]) for row in tables[PEOPLE].rows]
        for at, one in enumerate(tables[PEOPLE].fields)
    }
    keys = columns.pop(KEY)
    known = tuple(quasi)
    if EPISODES in tables:
        told = signatures(_rows(tables[EPISODES]))
        columns[EPISODES] = [told.get(key, NOTHING) for key in keys]
        known = (*known, EPISODES)
    frame = pl.DataFrame(
        {
            PERSON: [people[key][0] for key in keys],
            GROUP: [people[key][1] for key in keys],
            **_with_lengths(columns, asked.dates),
        }
    ).cast(pl.String)
    k = asked.k if asked.model == "k-anonymity" else None
    return Sheet(*name, frame, known, tuple(sensitive), k, asked.l)


def _text(value: object) -> str:
    return NOTHING if value is None else str(value)


def _rows(dataset: DataSet) -> list[dict[str, str]]:
    names = [one.name for one in dataset.fields]
    return [dict(zip(names, map(_text, row), strict=True)) for row in dataset.rows]


def _with_lengths(columns: Mapping[str, list[str]], dates: str) -> dict[str, list[str]]:
    """Return the columns with what days tell together, and without days that were shifted."""
    found = dict(columns)
    pairs = {"stay": ("to_exit", "to_admission")} if dates == "days" else {}
    for name, (last, first) in (_BETWEEN if dates == "shifted" else pairs).items():
        if last in columns and first in columns:
            found[name] = [
                NOTHING if NOTHING in both else str(int(both[0]) - int(both[1]))
                for both in zip(columns[last], columns[first], strict=True)
            ]
    shifted = {each for pair in _BETWEEN.values() for each in pair} if dates == "shifted" else set()
    return {name: values for name, values in found.items() if name not in shifted}
