"""One row of a file against its mapping: the records it makes, or every problem it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from ati_desktop.imports.cells import Cells, cut
from ati_desktop.imports.date_columns import DATES, date_reader
from ati_desktop.imports.doubts import RowDoubt, find_doubts
from ati_desktop.imports.fields import Kind
from ati_desktop.imports.mapping import (
    AMBIGUOUS,
    DOUBT,
    REJECT,
    UNKNOWN_CODE,
    Filling,
    RecordMapping,
    Value,
)
from ati_desktop.imports.mapping import Mapping as FileMapping
from ati_desktop.imports.reading import SourceRow
from ati_desktop.imports.values import (
    MANGLED,
    NEEDED,
    Unreadable,
    empty_value,
    is_mangled,
    policy,
    read_value,
    stands_for_unknown,
)

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
        said = {name: cut(value) for name, value in self.values.items()}
        return self.sentence.format(**said) if said else self.sentence

    @property
    def kind(self) -> str:
        """Return the sentence without what the cell holds, the same for all such cells."""
        said = {name: "a value" if name == "value" else self.values[name] for name in self.values}
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
    """One row after checking. A row with a problem makes no records and no doubts.

    In ``cleaned`` of its keys and codes stood what nobody sees. ``words`` are columns with words
    that no table of the mapping knows.
    """

    line: int
    key: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    records: tuple[CheckedRecord, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[RowDoubt, ...]
    cells: tuple[str, ...]
    cleaned: int = 0
    words: tuple[tuple[str, str], ...] = ()


class RowChecker:
    """Checks rows of one file: knows where its columns are and what day it is."""

    def __init__(
        self,
        mapping: FileMapping,
        header: tuple[str, ...],
        *,
        today: date,
        codes: Callable[[str, str], bool],
        dates: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        """Find the mapping's columns in the header.

        Args:
            mapping: what the rows mean.
            header: the names of the columns.
            today: the day after which a date lies in the future.
            codes: tells whether a code (second) stands in the list of a name (first).
            dates: the forms of dates by column, where the file itself told which they are.

        Raises:
            Refused: columns are missing.
        """
        self._mapping = mapping
        self._today = today
        self._codes = codes
        self._cells = Cells.of(mapping, header)
        self._dates = {
            (filling.field, filling.column): date_reader(filling, today, dates)
            for record in mapping.records
            for filling in record.fillings
        }

    def check(self, row: SourceRow) -> CheckedRow:
        """Return a row's records, or all of its problems."""
        if row.problem:
            shape = Problem("", "", row.problem, row.values)
            return CheckedRow(row.line, (), {}, (), (shape,), (), row.cells)
        found = _Found()
        key = self._key(self._mapping.row_key, row, found)
        keys = dict(self._keys(row, found))
        records = tuple(self._records(row, found))
        cleaned = self._cells.cleaned(row)
        problems = tuple(found.problems)
        if problems:
            return CheckedRow(row.line, key, keys, (), problems, (), row.cells, cleaned)
        doubts = (*found.doubts, *find_doubts(self._mapping.doubts, records, self._today))
        unique = tuple(dict.fromkeys(doubts))
        words = tuple(found.words)
        return CheckedRow(row.line, key, keys, records, (), unique, row.cells, cleaned, words)

    def _key(self, columns: tuple[str, ...], row: SourceRow, found: _Found) -> tuple[str, ...]:
        key = tuple(self._cells.text(row, column) for column in columns)
        for column, text in zip(columns, key, strict=True):
            if is_mangled(text):
                found.problem(Problem(column, cut(text), MANGLED, {"value": cut(text)}))
            elif not text and not any(one.column == column for one in found.problems):
                found.problem(Problem(column, "", NEEDED))
        return key

    def _keys(self, row: SourceRow, found: _Found) -> Iterator[tuple[str, tuple[str, ...]]]:
        for record in self._mapping.records:
            if record.key and self._wanted(record, row):
                yield record.noun, self._key(record.key, row, found)

    def _wanted(self, record: RecordMapping, row: SourceRow) -> bool:
        return all(self._cells.text(row, column) for column in record.only_if)

    def _records(self, row: SourceRow, found: _Found) -> Iterator[CheckedRecord]:
        for record in self._mapping.records:
            if not self._wanted(record, row):
                continue
            values = {
                filling.field.name: self._value(filling, row, found) for filling in record.fillings
            }
            if _says_something(record.noun, values):
                yield CheckedRecord(record.noun, values)

    def _value(self, filling: Filling, row: SourceRow, found: _Found) -> Value:
        if not filling.column:
            return filling.constant
        written = filling.field.kind == Kind.TEXT
        read = self._cells.words if written else self._cells.text
        text = read(row, filling.column)
        if not text:
            if filling.required:
                found.problem(Problem(filling.column, "", NEEDED))
            return empty_value(filling)
        dates = self._dates[filling.field, filling.column]
        if filling.field.kind in DATES and dates.differs(text):
            self._doubt(found, RowDoubt(AMBIGUOUS, filling.field.noun))
        try:
            return read_value(filling, text, self._codes, dates)
        except Unreadable as trouble:
            found.trouble(filling, text, trouble)
            return stands_for_unknown(filling)

    def _doubt(self, found: _Found, doubt: RowDoubt) -> None:
        if doubt.code in self._mapping.doubts.rules:
            found.doubts.append(doubt)


@dataclass(slots=True)
class _Found:
    """What is wrong or doubtful in one row, and the words that no table knows."""

    problems: list[Problem] = field(default_factory=list)
    doubts: list[RowDoubt] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)

    def problem(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def trouble(self, filling: Filling, text: str, trouble: Unreadable) -> None:
        if policy(filling) == REJECT:
            said = {name: cut(value) for name, value in trouble.values.items()}
            self.problem(Problem(filling.column, cut(text), trouble.sentence, said))
        elif policy(filling) == DOUBT:
            self.doubts.append(RowDoubt(trouble.doubt, filling.field.noun))
            if trouble.doubt == UNKNOWN_CODE:
                self.words.append((filling.column, cut(text)))


def _says_something(noun: str, values: Mapping[str, Value]) -> bool:
    """Return whether a part of an identity holds what it is there for."""
    needed = _POINTLESS_WITHOUT.get(noun)
    return needed is None or any(values.get(name) for name in needed)
