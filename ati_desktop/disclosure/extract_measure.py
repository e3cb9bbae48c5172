"""k, l and t of an extract: of the rows that would be written, and of the files that were."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from ati_desktop.disclosure.anonymity import Measured, measure
from ati_desktop.disclosure.datasets import DataSet

PEOPLE, EPISODES = "participants", "episodes"
"""The names of the two data sets of an extract."""
KEY = "person"
_JOINT, _GROUP = "\x00episodes", "\x00group"
Row = Mapping[str, str]
Groups = Mapping[str, str]
"""The group of each pseudonym: the same word for people who share a case."""


def measure_datasets(
    datasets: Iterable[DataSet],
    quasi: Sequence[str],
    sensitive: Sequence[str],
    groups: Groups | None = None,
) -> Measured:
    """Measure the people of an extract; their episodes count as known to others too.

    k counts groups of people who share a case, where ``groups`` gives each pseudonym its group.
    Two people are alike when their quasi-identifiers are the same and so are all columns of all
    their episodes: the episodes of one person may be put side by side by whoever has the file.
    """
    tables = {
        one.name: [
            {
                field.name: "" if value is None else str(value)
                for field, value in zip(one.fields, row, strict=True)
            }
            for row in one.rows
        ]
        for one in datasets
    }
    return _measure(tables, quasi, sensitive, groups)


def measure_written(
    files: Mapping[str, bytes],
    quasi: Sequence[str],
    sensitive: Sequence[str],
    groups: Groups | None = None,
) -> Measured:
    """Measure the people of an extract in its comma-separated files as they were written.

    Args:
        files: the content of each file by the name of its data set.
        quasi: columns that count as known to others.
        sensitive: columns for l and t.
        groups: the group of each pseudonym; it stands in no file.
    """
    tables = {name: _read(content) for name, content in files.items()}
    return _measure(tables, quasi, sensitive, groups)


def _read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def _measure(
    tables: Mapping[str, Sequence[Row]],
    quasi: Sequence[str],
    sensitive: Sequence[str],
    groups: Groups | None,
) -> Measured:
    people = tables.get(PEOPLE, ())
    columns = {
        name: pl.Series(name, [row[name] for row in people], dtype=pl.String)
        for name in (*quasi, *sensitive)
    }
    known = list(quasi)
    if EPISODES in tables:
        joint = signatures(tables[EPISODES])
        told = [joint.get(row[KEY], "[]") for row in people]
        columns[_JOINT] = pl.Series(_JOINT, told, dtype=pl.String)
        known.append(_JOINT)
    if not columns:
        columns = {_JOINT: pl.Series(_JOINT, [""] * len(people), dtype=pl.String)}
    if groups:
        # Somebody of no known group is a group alone.
        own = [groups.get(row[KEY], row[KEY]) for row in people]
        columns[_GROUP] = pl.Series(_GROUP, own, dtype=pl.String)
    return measure(pl.DataFrame(columns), known, list(sensitive), group=_GROUP if groups else None)


def signatures(episodes: Iterable[Row]) -> dict[str, str]:
    """Return for each person all that is told of the person's episodes, as one text."""
    found: defaultdict[str, list[list[str]]] = defaultdict(list)
    for row in episodes:
        found[row[KEY]].append([row[name] for name in row if name not in (KEY, "note")])
    return {person: json.dumps(sorted(told)) for person, told in found.items()}
