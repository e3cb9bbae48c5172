"""What the mapping of a cohort file says: time, event, groups, covariates, what is left out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ati_desktop.imports.entries import Entry, read_toml
from ati_desktop.imports.mapping_file import read_format, read_name
from ati_desktop.imports.reading import FileFormat

UNITS = ("days", "weeks", "months", "years")


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A column to compare by, its title and the words for its values."""

    column: str
    title: str
    labels: MappingProxyType[str, str]


@dataclass(frozen=True, slots=True)
class CohortMapping:
    """How a de-identified table is read. ``source`` says where it comes from, for its readers."""

    name: str
    version: int
    title: str
    source: str
    complete_to: date | None
    file: FileFormat
    time: str
    unit: str
    event: str
    happened: tuple[str, ...]
    not_happened: tuple[str, ...]
    groups: tuple[GroupColumn, ...]
    covariates: tuple[str, ...]
    drop: tuple[str, ...]
    sha256: str = ""

    @property
    def group_columns(self) -> tuple[str, ...]:
        """Return the names of the group columns."""
        return tuple(group.column for group in self.groups)

    @property
    def kept(self) -> tuple[str, ...]:
        """Return every column that is kept."""
        return (self.time, self.event, *self.group_columns, *self.covariates)

    def labels_of(self, column: str) -> MappingProxyType[str, str] | None:
        """Return the words for the values of a group column."""
        return next((group.labels for group in self.groups if group.column == column), None)


def read_cohort_mapping(path: Path) -> CohortMapping:
    """Read and check the mapping of a cohort file.

    Raises:
        Refused: the first mistake found, with its key and line and what is allowed there.
    """
    top, text = read_toml(path)
    name, version, title = read_name(top)
    file = top.table("file")
    form = read_format(file) if file else FileFormat()
    if file:
        file.done()
    time, unit = _read_time(_needed(top, "time"))
    event, happened, not_happened = _read_event(_needed(top, "event"))
    mapping = CohortMapping(
        name=name,
        version=version,
        title=title,
        source=top.need("source", str),
        complete_to=top.take("complete_to", date),
        file=form,
        time=time,
        unit=unit,
        event=event,
        happened=happened,
        not_happened=not_happened,
        groups=tuple(_read_group(entry) for entry in top.tables("group")),
        covariates=top.texts("covariates"),
        drop=top.texts("drop"),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    top.done()
    _check_columns(top, mapping)
    return mapping


def _needed(top: Entry, key: str) -> Entry:
    entry = top.table(key)
    if entry is None:
        raise top.refusal(key, "this table is needed.")
    return entry


def _read_time(entry: Entry) -> tuple[str, str]:
    column = entry.need("column", str)
    unit = entry.choice("unit", UNITS, "days")
    entry.done()
    return column, unit


def _read_event(entry: Entry) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    column = entry.need("column", str)
    happened = entry.texts("happened") or ("1",)
    not_happened = entry.texts("not_happened") or ("0",)
    if set(happened) & set(not_happened):
        raise entry.refusal("happened", "a value cannot stand for both.")
    entry.done()
    return column, happened, not_happened


def _read_group(entry: Entry) -> GroupColumn:
    column = entry.need("column", str)
    title = entry.take("title", str) or column
    table = entry.table("labels")
    labels = {code: table.need(code, str) for code in table.left} if table else {}
    entry.done()
    return GroupColumn(column, title, MappingProxyType(labels))


def _check_columns(top: Entry, mapping: CohortMapping) -> None:
    columns = (*mapping.kept, *mapping.drop)
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise top.refusal(None, "the column {column} is named twice.", column=twice)
