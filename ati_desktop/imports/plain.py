"""Some columns of any table, read once: each cell as the number of its text."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.imports.encodings import DETECT, known_encoding
from ati_desktop.imports.files import Limits
from ati_desktop.imports.progress import Progress, Stop, never_stop, no_progress
from ati_desktop.imports.reading import FileFormat, SourceFile


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """One column: its different texts, and for each row which of them it has.

    ``lines`` are the lines of the file on which each text stands first. An empty cell is the
    empty text.
    """

    texts: list[str] = field(default_factory=list)
    codes: array[int] = field(default_factory=lambda: array("i"))
    lines: array[int] = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class PlainTable:
    """The columns that were asked for, all of one length."""

    columns: dict[str, PlainColumn]
    rows: int


def plain_format(encoding: str, delimiter: str, empty: Iterable[str]) -> FileFormat:
    """Return how a file is written; what is not said is found out.

    Raises:
        Refused: there is no such encoding.
    """
    known = known_encoding(encoding) if encoding else DETECT
    if known is None:
        raise Refused(
            "There is no encoding {encoding}. Write one such as utf-8 or cp1252.",
            encoding=encoding,
        )
    return FileFormat(known, delimiter or DETECT, empty=frozenset({"", *empty}))


def read_plain(
    path: Path,
    wanted: Sequence[str],
    form: FileFormat,
    *,
    limits: Limits | None = None,
    progress: Progress = no_progress,
    cancelled: Stop = never_stop,
) -> PlainTable:
    """Read the wanted columns of a whole file.

    Raises:
        Refused: the file cannot be read, lacks a column, has no rows or rows of another width.
        Cancelled: the person has cancelled.
    """
    source = SourceFile(
        path, form, expected=wanted, limits=limits, progress=progress, cancelled=cancelled
    )
    check_columns(wanted, source.header)
    columns = {name: PlainColumn() for name in wanted}
    places = [
        (source.header.index(_normal(name)), column.codes, _Coder(column, form.empty))
        for name, column in columns.items()
    ]
    rows = 0
    for row in source.rows():
        if row.problem:
            raise Refused(
                "Line {line} of the file: " + row.problem + " Correct the file and try again.",
                line=row.line,
                **row.values,
            )
        rows += 1
        for place, codes, coder in places:
            coder.line = row.line
            codes.append(coder[row.cells[place]])
    if rows == 0:
        raise Refused("The file has a header but no rows.")
    return PlainTable(columns, rows)


class _Coder(dict[str, int]):
    """The number of each text of a column; the same text differently written is one text."""

    def __init__(self, column: PlainColumn, empty: Collection[str]) -> None:
        super().__init__()
        self._column, self._empty = column, empty
        self.line = 0

    def __missing__(self, cell: str) -> int:
        text = unicodedata.normalize("NFC", cell.strip())
        text = "" if text in self._empty else text
        found = self.get(text)
        if found is None:
            found = self[text] = len(self._column.texts)
            self._column.texts.append(text)
            self._column.lines.append(self.line)
        self[cell] = found
        return found


def check_columns(wanted: Sequence[str], header: Sequence[str]) -> None:
    """See that a file has the columns; its own are never named, as they may be a record.

    Raises:
        Refused: it lacks some.
    """
    missing = [name for name in wanted if _normal(name) not in header]
    if missing and len(missing) == len(wanted):
        raise Refused(
            "The file has none of the columns that the specification names ({columns}). Its first"
            " line must be the header.",
            columns=", ".join(missing),
        )
    if missing:
        raise Refused(
            "The file has no column {columns}. Its first line must be the header.",
            columns=", ".join(missing),
        )


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())
