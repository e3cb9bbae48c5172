"""The lines of a text file, counted and held until a record is whole."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from ati_desktop.errors import Refused

LONGEST_VALUE = 131_072
"""Characters after which a value is taken to be a quotation mark that was left open."""


class Lines:
    """An iterator over lines with their ends; knows those read since the last mark."""

    def __init__(self, text: TextIO, longest: int) -> None:
        self._text = text
        self._longest = longest
        self.count = 0
        self.since_mark: list[str] = []

    def mark(self) -> None:
        """Begin a new record."""
        self.since_mark = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._longest)
        if not line:
            raise StopIteration
        self.count += 1
        if "\0" in line:
            raise Refused(
                "Line {line} holds a NUL character: this is not a text file, or it is in another "
                "encoding than the one that is said.",
                line=self.count,
            )
        if len(line) >= self._longest:
            raise Refused(
                "Line {line} is longer than {limit} characters; this is not a table of rows.",
                line=self.count,
                limit=self._longest,
            )
        self.since_mark.append(line)
        return line


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the reader took for one record; ``cells`` is None when its quoting is broken."""

    first: int
    lines: tuple[str, ...]
    cells: tuple[str, ...] | None

    @property
    def last(self) -> int:
        """Return the number of its last line."""
        return self.first + max(len(self.lines), 1) - 1


@dataclass(frozen=True, slots=True)
class Dialect:
    """How values are parted and quoted; an empty quote means that nothing is quoted.

    ``blanks`` may stand before a value and its quotation mark; they say nothing.
    """

    delimiter: str
    quote: str
    blanks: bool = False

    def misplaced(self, cells: tuple[str, ...]) -> bool:
        """Return whether a quotation mark stands behind a blank, so that it parts nothing."""
        return bool(self.quote) and any(
            cell[:1] == " " and cell.lstrip(" ")[:1] == self.quote for cell in cells
        )

    def records(self, lines: Lines) -> Iterator[FileRecord]:
        """Yield record by record; after a broken one the next line begins a new record."""
        reader = self._reader(lines)
        while True:
            lines.mark()
            first = lines.count + 1
            cells: tuple[str, ...] | None
            try:
                cells = tuple(next(reader))
            except StopIteration:
                return
            except csv.Error:
                cells = None
            yield FileRecord(first, tuple(lines.since_mark), cells)

    def split(self, line: str, width: int) -> tuple[str, ...]:
        """Return the values of one line alone: with its quotes where they are right."""
        bare = line.rstrip("\r\n")
        try:
            cells = tuple(next(self._reader([bare]), ()))
        except csv.Error:
            cells = ()
        return cells if len(cells) == width else tuple(bare.split(self.delimiter))

    def _reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        # One for the whole process, and other libraries lift it.
        csv.field_size_limit(LONGEST_VALUE)
        if not self.quote:
            return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE, strict=True)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            strict=True,
            skipinitialspace=self.blanks,
        )


def has_blanks(sample: str, delimiter: str, quote: str) -> bool:
    """Return whether blanks stand between the delimiter and a quotation mark."""
    return bool(quote) and bool(re.search(rf"{re.escape(delimiter)} +{re.escape(quote)}", sample))


def choose_delimiter(sample: str, quote: str, expected: frozenset[str]) -> str:
    """Return the delimiter under which a header has most of the columns that are expected.

    Without expected columns it is the one that parts the header into most values.
    """

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(sample.splitlines()[:1], delimiter=delimiter), [])
        except csv.Error:
            header = []
        names = {name.strip().lstrip("\ufeff") for name in header}
        return len(names & expected), len(header)

    return max(",;\t|", key=fit)
