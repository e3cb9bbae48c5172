"""One row of a file against its mapping: the records it makes, or every problem it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ati_desktop.errors import Refused
from ati_desktop.imports.doubts import RowDoubt, find_doubts
from ati_desktop.imports.mapping import DOUBT, REJECT, Filling, RecordMapping, Value
from ati_desktop.imports.mapping import Mapping as FileMapping
from ati_desktop.imports.reading import SourceRow
from ati_desktop.imports.values import (
    NEEDED,
    Unreadable,
    empty_value,
    policy,
    read_value,
    stands_for_unknown,
)

_SHOWN = 60
_POINTLESS_WITHOUT = {
    "name": ("family", "given"),
    "identifier": ("value",),
    "contact": ("value",),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken in. ``value`` is shown to the person and never logged."""

    column: str
    value: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the whole sentence."""
        said = {name: _cut(value) for name, value in self.values.items()}
        return self.sentence.format(**said) if said else self.sentence

    @property
    def told(self) -> str:
        """Return the column, where it is about one, and the sentence."""
        return f"{self.column}: {self.text}" if self.column else self.text


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """The values of one record a row makes, by the names of its fields."""

    noun: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row after checking. A row with a problem makes no records and no doubts."""

    line: int
    key: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    records: tuple[CheckedRecord, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[RowDoubt, ...]
    cells: tuple[str, ...]


class RowChecker:
    """Checks rows of one file: knows where its columns are and what day it is."""

    def __init__(
        self,
        mapping: FileMapping,
        header: tuple[str, ...],
        *,
        today: date,
        codes: Callable[[str, str], bool],
    ) -> None:
        """Find the mapping's columns in the header.

        Args:
            mapping: what the rows mean.
            header: the names of the columns.
            today: the day after which a date lies in the future.
            codes: tells whether a code (second) stands in the list of a name (first).

        Raises:
            Refused: columns are missing.
        """
        self._mapping = mapping
        self._today = today
        self._codes = codes
        self._at = {name: place for place, name in enumerate(header)}
        missing = [name for name in mapping.columns if name not in self._at]
        if missing:
            raise Refused(
                "The file lacks the columns {missing} that the mapping {mapping} needs; it has "
                "{found}.",
                missing=", ".join(missing),
                mapping=mapping.name,
                found=_cut(", ".join(header), 400),
            )

    def check(self, row: SourceRow) -> CheckedRow:
        """Return a row's records, or all of its problems."""
        if row.problem:
            shape = Problem("", "", row.problem, row.values)
            return CheckedRow(row.line, (), {}, (), (shape,), (), row.cells)
        problems: list[Problem] = []
        doubts: list[RowDoubt] = []
        key = self._key(self._mapping.row_key, row, problems)
        keys = dict(self._keys(row, problems))
        records = tuple(self._records(row, problems, doubts))
        if problems:
            return CheckedRow(row.line, key, keys, (), tuple(problems), (), row.cells)
        doubts += find_doubts(self._mapping.doubts, records, self._today)
        unique = tuple(dict.fromkeys(doubts))
        return CheckedRow(row.line, key, keys, records, (), unique, row.cells)

    def _text(self, row: SourceRow, column: str) -> str:
        text = row.cells[self._at[column]].strip()
        return "" if text in self._mapping.file.empty else text

    def _key(
        self, columns: tuple[str, ...], row: SourceRow, problems: list[Problem]
    ) -> tuple[str, ...]:
        key = tuple(self._text(row, column) for column in columns)
        for column, text in zip(columns, key, strict=True):
            if not text and not any(problem.column == column for problem in problems):
                problems.append(Problem(column, "", NEEDED))
        return key

    def _keys(
        self, row: SourceRow, problems: list[Problem]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        for record in self._mapping.records:
            if record.key and self._wanted(record, row):
                yield record.noun, self._key(record.key, row, problems)

    def _wanted(self, record: RecordMapping, row: SourceRow) -> bool:
        return all(self._text(row, column) for column in record.only_if)

    def _records(
        self, row: SourceRow, problems: list[Problem], doubts: list[RowDoubt]
    ) -> Iterator[CheckedRecord]:
        for record in self._mapping.records:
            if not self._wanted(record, row):
                continue
            values = {
                filling.field.name: self._value(filling, row, problems, doubts)
                for filling in record.fillings
            }
            if _says_something(record.noun, values):
                yield CheckedRecord(record.noun, values)

    def _value(
        self, filling: Filling, row: SourceRow, problems: list[Problem], doubts: list[RowDoubt]
    ) -> Value:
        if not filling.column:
            return filling.constant
        text = self._text(row, filling.column)
        if not text:
            if filling.required:
                problems.append(Problem(filling.column, "", NEEDED))
            return empty_value(filling)
        try:
            return read_value(filling, text, self._codes)
        except Unreadable as trouble:
            if policy(filling) == REJECT:
                said = {name: _cut(value) for name, value in trouble.values.items()}
                problem = Problem(filling.column, _cut(text), trouble.sentence, said)
                if problem not in problems:
                    problems.append(problem)
            elif policy(filling) == DOUBT:
                doubts.append(RowDoubt(trouble.doubt, filling.field.noun))
            return stands_for_unknown(filling)


def _says_something(noun: str, values: Mapping[str, Value]) -> bool:
    """Return whether a part of an identity holds what it is there for."""
    needed = _POINTLESS_WITHOUT.get(noun)
    return needed is None or any(values.get(name) for name in needed)


def _cut(value: object, most: int = _SHOWN) -> str:
    text = str(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"
