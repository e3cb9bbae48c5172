"""Rejected rows as a file that can be corrected and imported again under the same mapping."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from ati_desktop.imports.encodings import DETECT
from ati_desktop.imports.guards import CHANGES, LINE, PROBLEMS, guarded
from ati_desktop.imports.plans import Plan
from ati_desktop.imports.sifting import Change, ChangedRow, RejectedRow

Rows = Sequence[tuple[RejectedRow | ChangedRow, str]]


def rejects_file(plan: Plan) -> bytes:
    """Return the rejected rows with their own columns, ``_line`` and ``_problems``.

    A cell that a spreadsheet would run has a ' before it, which is taken away again when the file
    is imported; all other cells stand as they were.
    """
    told = [(row, _joined(one.told for one in row.problems)) for row in plan.rejected]
    return _file(plan, PROBLEMS, told)


def changes_file(plan: Plan) -> bytes:
    """Return the rows that changed at their source, ``_line``, and in ``_changes`` what changed."""
    told = [(row, _joined(map(_change, row.changes))) for row in plan.changed]
    return _file(plan, CHANGES, told)


def _file(plan: Plan, last: str, rows: Rows) -> bytes:
    declared = plan.mapping.file.encoding
    encoding = "utf-8-sig" if declared == DETECT else declared
    text = io.StringIO(newline="")
    _write(plan, text, encoding, last, rows)
    return text.getvalue().encode(encoding)


def _write(plan: Plan, file: TextIO, encoding: str, last: str, rows: Rows) -> None:
    quote = plan.mapping.file.quote
    writer = csv.writer(
        file,
        delimiter=plan.delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    kept = [
        place for place, name in enumerate(plan.header) if name not in (LINE, PROBLEMS, CHANGES)
    ]
    writer.writerow([*(plan.header[place] for place in kept), LINE, last])
    for row, reasons in rows:
        cells = list(_fitted(row, len(plan.header), plan.delimiter if quote else " "))
        told = _told(reasons, encoding)
        if not quote:
            told = told.replace(plan.delimiter, " ")
        own = (guarded(cells[place]) for place in kept)
        writer.writerow([*own, str(row.line), guarded(told)])


def _fitted(row: RejectedRow | ChangedRow, width: int, joint: str) -> Iterator[str]:
    """Yield exactly as many cells as there are columns; too many are joined in the last."""
    yield from row.cells[: width - 1]
    yield from [""] * (width - 1 - len(row.cells))
    yield joint.join(row.cells[width - 1 :])


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(texts)


def _change(change: Change) -> str:
    return f"{change.noun}.{change.field}: {change.before} -> {change.after}"


def _told(told: str, encoding: str) -> str:
    plain = " ".join(told.replace("…", "...").split())
    return plain.encode(encoding, "replace").decode(encoding)
