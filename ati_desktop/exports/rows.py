"""Comma-separated files as in RFC 4180: UTF-8, one token for hidden, nothing a sheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ati_desktop.disclosure.views import HIDDEN

if TYPE_CHECKING:
    from ati_desktop.disclosure.coded_rows import CodedRows

DEMO = "DEMO - invented data"
_RUNS = ("=", "+", "-", "@", "\t", "\r")

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
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    mark = ["note"] if demo else []
    writer.writerow([harmless(name) for name in (*header, *mark)])
    for row in rows:
        writer.writerow([*(as_text(value) for value in row), *([DEMO] if demo else [])])
    return text.getvalue().encode()


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
    """Return a value as it stands in a line, in quotation marks where it needs them."""
    text = io.StringIO(newline="")
    cells = [as_text(value)] if alone else [as_text(value), 0]
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().removesuffix("\n" if alone else ",0\n")
