"""Rows of a test as the program keeps those of a large file: columns of codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ati_desktop.disclosure.coded_rows import CodedColumn, CodedRows
from ati_desktop.disclosure.datasets import Value


def coded_rows(rows: Sequence[Sequence[Value]], width: int | None = None) -> CodedRows:
    """Return the rows with the values of each column in the order in which they first stand."""
    columns = []
    for at in range(len(rows[0]) if width is None else width):
        places: dict[str, int] = {}
        codes = [places.setdefault(repr(row[at]), len(places)) for row in rows]
        values = {places[repr(row[at])]: row[at] for row in rows}
        coded = np.array(codes, dtype=np.uint16)
        columns.append(CodedColumn(tuple(values[code] for code in range(len(places))), coded))
    return CodedRows(columns, len(rows))
