"""Comma-separated files as in RFC 4180: UTF-8, one token for hidden, nothing a sheet would run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ati_desktop.disclosure.views import HIDDEN

if TYPE_CHECKING:
    from ati_desktop.disclosure.coded_rows import CodedRows

DEMO = "DEMO - invented data"
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_NEEDS_MARKS = re.compile(r'[",\r\n]')

Value = str | int | float | None


def harmless(text: str) -> str:
    """Return a text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_RUNS) else text


def shown(number: int | float | None, *, hidden: bool) -> Value:
    """Return a number, or the token for hidden."""
    return HIDDEN if hidden else number


def as_text(value: Value) -> str:
    """Return a value as it stands in a file; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return harmless(value) if isinstance(value, str) else str(value)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], *, demo: bool) -> bytes:
    """Return a file; a demo file says so on every line.

    Lines end with a line feed alone: what RFC 4180 says otherwise, no reader asks for.
    """
    mark = ["note"] if demo else []
    lines = [_line([harmless(name) for name in (*header, *mark)])]
    note = [DEMO] if demo else []
    lines += [_line([*map(as_text, row), *note]) for row in rows]
    return "".join(lines).encode()


def _line(cells: Sequence[str]) -> str:
    return ",".join(quoted(text, alone=len(cells) == 1) for text in cells) + "\n"


def quoted(text: str, *, alone: bool) -> str:
    """Return a text as it stands in a line, in quotation marks where a reader needs them.

    The library of Python lets a lone carriage return stand bare up to 3.12 and not from 3.13 on.

    Args:
        text: of one cell.
        alone: it has no other cell beside it, so that nothing would be no line.
    """
    if _NEEDS_MARKS.search(text) or (alone and not text):
        return '"' + text.replace('"', '""') + '"'
    return text


def coded_csv(header: Sequence[str], rows: CodedRows, *, demo: bool) -> bytes:
    """Return the file that ``as_csv`` returns, of rows kept as codes: each text is made once."""
    import numpy as np  # noqa: PLC0415 - what has no such rows does not load it

    from ati_desktop.disclosure.coded_rows import (  # noqa: PLC0415 - loads numpy
        CodedColumn,
        CodedRows,
    )

    mark = [CodedColumn((DEMO,), np.zeros(len(rows), dtype=np.uint8))] if demo else []
    columns = (*rows.columns, *mark)
    whole = io.BytesIO(as_csv(header, (), demo=demo))
    whole.seek(0, io.SEEK_END)
    cells = [column.mapped(partial(_cell, alone=len(columns) == 1)) for column in columns]
    for batch in CodedRows(cells, len(rows)).batches():
        lines = "\n".join(map(",".join, zip(*batch, strict=True)))
        whole.write(f"{lines}\n".encode())
    return whole.getvalue()


def _cell(value: Value, *, alone: bool) -> str:
    return quoted(as_text(value), alone=alone)
