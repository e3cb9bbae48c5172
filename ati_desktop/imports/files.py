"""What a file must be before it is read: there, regular, text, with a usable header."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.imports.lines import FileRecord
from ati_desktop.models.plain_text import compared

_NOT_TEXT = (
    (b"PK\x03\x04", "a workbook or a packed file"),
    (b"\x1f\x8b", "a packed file"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "a database"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too much for one file."""

    file_bytes: int = 500_000_000
    line_characters: int = 1_000_000
    field_characters: int = 32_000
    columns: int = 500
    rows: int = 2_000_000


def check_file(path: Path, limits: Limits) -> int:
    """Return the size of a file in bytes.

    Raises:
        Refused: it is not there, cannot be read, is empty, too large, or plainly no text.
    """
    try:
        found = path.stat()
        regular = stat.S_ISREG(found.st_mode)
        head = _head(path) if regular else b""
    except FileNotFoundError:
        raise Refused("There is no file {file}.", file=str(path)) from None
    except (OSError, ValueError):
        raise Refused("The file {file} cannot be read.", file=str(path)) from None
    if not regular:
        raise Refused("{file} is a folder or a device, not a file.", file=str(path))
    if found.st_size == 0:
        raise Refused("The file {file} is empty.", file=str(path))
    if found.st_size > limits.file_bytes:
        megabytes = limits.file_bytes // 1_000_000
        raise Refused("The file is larger than {limit} MB; divide it.", limit=megabytes)
    for mark, kind in _NOT_TEXT:
        if head.startswith(mark):
            raise Refused("The file is {kind}; save the table as CSV first.", kind=kind)
    return found.st_size


def check_header(
    record: FileRecord | None, limits: Limits, expected: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the names of the columns, without spaces around them.

    A name may stand there twice where nobody asks for it: those columns are left aside. Only names
    that are ``expected`` are said in a refusal: a first line that is no header holds a record.

    Raises:
        Refused: there is no header, it is broken, or it names a column twice that is asked for.
    """
    if record is None:
        raise Refused("The file has no header: no line says anything.")
    if record.cells is None or len(record.lines) > 1:
        raise Refused(
            "The quotation marks of the header (line {line}) are broken.", line=record.first
        )
    names = tuple(map(_plain, record.cells))
    if len(names) > limits.columns:
        raise Refused("The file has more than {limit} columns.", limit=limits.columns)
    asked = {_plain(name) for name in expected}
    if twice := [name for name, count in Counter(names).items() if name in asked and count > 1]:
        raise Refused(
            "The header names a column twice that is asked for: {columns}. Give each of them a name"
            " of its own, or leave out the one that is not meant.",
            columns=", ".join(twice),
        )
    return names


def _plain(name: str) -> str:
    return compared(name)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(32)
