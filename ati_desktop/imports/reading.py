"""Reading a delimited text file row by row, whatever is in it, within limits."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ati_desktop.errors import Cancelled, Refused
from ati_desktop.imports.encodings import DETECT, choose_encoding, line_of_bad_byte
from ati_desktop.imports.files import Limits, check_file, check_header
from ati_desktop.imports.guards import freed, is_ours
from ati_desktop.imports.lines import Dialect, FileRecord, Lines, choose_delimiter, has_blanks
from ati_desktop.imports.progress import Progress, Stop, never_stop, no_progress

_EVERY = 256
_SAMPLE = 1 << 16
UNCLOSED = "A quotation mark is not closed or stands in a wrong place (lines {first} to {last})."
MISPLACED = "A quotation mark stands behind a blank, where it parts nothing."
RAGGED = "The row has {found} values but the header has {wanted}."
LONG_VALUE = "The value is longer than {limit} characters."


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is written. ``detect`` means that the program finds out."""

    encoding: str = DETECT
    delimiter: str = DETECT
    quote: str = '"'
    empty: frozenset[str] = frozenset({""})


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: its first line in the file, its cells, and what is wrong with its shape."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""
    values: dict[str, object] = field(default_factory=dict)


class _Watched(io.RawIOBase):
    """The bytes of a file on their way: counted and hashed."""

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__()
        self._raw = raw
        self._digest = hashlib.sha256()
        self.done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._raw.readinto(buffer) or 0
        self._digest.update(memoryview(buffer)[:count])
        self.done += count
        return count

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class SourceFile:
    """A file whose header is known at once, its rows one by one, its checksum at the end."""

    def __init__(
        self,
        path: Path,
        form: FileFormat,
        *,
        expected: Iterable[str] = (),
        limits: Limits | None = None,
        progress: Progress = no_progress,
        cancelled: Stop = never_stop,
    ) -> None:
        """Look at the file and read its header.

        Raises:
            Refused: it is no readable text file, is too large, or has no usable header.
        """
        known = frozenset(expected)
        self.path = path
        self.limits = limits or Limits()
        self._progress, self._cancelled = progress, cancelled
        self.size = check_file(path, self.limits)
        self.encoding = choose_encoding(path, form.encoding)
        sample = self._sample()
        delimiter = form.delimiter
        if delimiter == DETECT:
            delimiter = choose_delimiter(sample, form.quote, known)
        blanks = has_blanks(sample, delimiter, form.quote)
        self.dialect = Dialect(delimiter, form.quote, blanks)
        first = next(self._records(io.StringIO(sample, newline="")), None)
        self.header = check_header(first, self.limits, known)
        self._ours = is_ours(self.header)
        self.lines = self.blank = 0
        self.sha256 = ""

    def rows(self) -> Iterator[SourceRow]:
        """Yield every row below the header; lines without any value are counted and passed over.

        Raises:
            Refused: the file is not in its encoding, or goes over a limit.
            Cancelled: the person has cancelled.
        """
        with self.path.open("rb", buffering=0) as raw:
            watched = _Watched(raw)
            buffered = io.BufferedReader(watched, _SAMPLE)
            text = io.TextIOWrapper(buffered, encoding=self.encoding, newline="")
            try:
                yield from self._rows(text, watched)
            except UnicodeError:
                raise self._wrong_encoding() from None
            self.sha256 = watched.sha256
        self._progress(self.size, self.size)

    def _rows(self, text: io.TextIOWrapper, watched: _Watched) -> Iterator[SourceRow]:
        lines = Lines(text, self.limits.line_characters)
        self.blank = 0
        count = 0
        records = self.dialect.records(lines)
        next((record for record in records if _says_something(record)), None)
        for record in records:
            if not _says_something(record):
                self.blank += 1
                continue
            for row in self._shape(record):
                count += 1
                if count % _EVERY == 0:
                    self._pause(watched.done, count)
                yield row
        self.lines = lines.count

    def _pause(self, done: int, count: int) -> None:
        if self._cancelled():
            raise Cancelled
        if count > self.limits.rows:
            raise Refused("The file has more than {limit} rows.", limit=self.limits.rows)
        self._progress(min(done, self.size), self.size)

    def _shape(self, record: FileRecord) -> Iterator[SourceRow]:
        width = len(self.header)
        cells = record.cells
        if cells is None or _swallowed(record, cells, width, self.dialect.delimiter):
            said: dict[str, object] = {"first": record.first, "last": record.last}
            for number, line in enumerate(record.lines, record.first):
                yield SourceRow(number, self.dialect.split(line, width), UNCLOSED, said)
        elif self.dialect.misplaced(cells):
            yield SourceRow(record.first, cells, MISPLACED)
        elif len(cells) != width:
            said = {"found": len(cells), "wanted": width}
            yield SourceRow(record.first, cells, RAGGED, said)
        elif max(map(len, cells)) > self.limits.field_characters:
            said = {"limit": self.limits.field_characters}
            yield SourceRow(record.first, cells, LONG_VALUE, said)
        else:
            own = tuple(map(freed, cells)) if self._ours else cells
            yield SourceRow(record.first, own)

    def _records(self, text: io.StringIO) -> Iterator[FileRecord]:
        records = self.dialect.records(Lines(text, self.limits.line_characters))
        return (record for record in records if _says_something(record))

    def _sample(self) -> str:
        try:
            with self.path.open("r", encoding=self.encoding, newline="") as file:
                return file.read(_SAMPLE)
        except UnicodeError:
            raise self._wrong_encoding() from None

    def _wrong_encoding(self) -> Refused:
        return Refused(
            "Line {line} of the file is not {encoding} text; say the right encoding of the file.",
            line=line_of_bad_byte(self.path, self.encoding),
            encoding=self.encoding,
        )


def _says_something(record: FileRecord) -> bool:
    return record.cells is None or any(cell.strip() for cell in record.cells)


def _swallowed(record: FileRecord, cells: tuple[str, ...], width: int, delimiter: str) -> bool:
    """Return whether a quotation mark left open seems to have taken in later rows."""
    if len(record.lines) < 2:
        return False
    if len(cells) != width:
        return True
    inner = (line for cell in cells if "\n" in cell for line in cell.split("\n")[1:])
    return width > 2 and any(line.count(delimiter) >= width - 1 for line in inner)
