"""Rejected rows as a file that can be corrected and imported again under the same mapping."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TextIO

from ati_desktop.imports.encodings import DETECT
from ati_desktop.imports.plans import Plan
from ati_desktop.imports.sifting import RejectedRow

LINE, PROBLEMS = "_line", "_problems"


def rejects_file(plan: Plan) -> bytes:
    """Return the rejected rows with their own columns, ``_line`` and ``_problems``.

    The cells stand exactly as they were.
    """
    declared = plan.mapping.file.encoding
    encoding = "utf-8-sig" if declared == DETECT else declared
    text = io.StringIO(newline="")
    _write(plan, text, encoding)
    return text.getvalue().encode(encoding)


def _write(plan: Plan, file: TextIO, encoding: str) -> None:
    quote = plan.mapping.file.quote
    writer = csv.writer(
        file,
        delimiter=plan.delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    kept = [place for place, name in enumerate(plan.header) if name not in (LINE, PROBLEMS)]
    writer.writerow([*(plan.header[place] for place in kept), LINE, PROBLEMS])
    for row in plan.rejected:
        cells = list(_fitted(row, len(plan.header), plan.delimiter if quote else " "))
        told = _told(row, encoding)
        if not quote:
            told = told.replace(plan.delimiter, " ")
        writer.writerow([*(cells[place] for place in kept), str(row.line), told])


def _fitted(row: RejectedRow, width: int, joint: str) -> Iterator[str]:
    """Yield exactly as many cells as there are columns; too many are joined in the last."""
    yield from row.cells[: width - 1]
    yield from [""] * (width - 1 - len(row.cells))
    yield joint.join(row.cells[width - 1 :])


def _told(row: RejectedRow, encoding: str) -> str:
    told = " | ".join(problem.told for problem in row.problems)
    plain = " ".join(told.replace("…", "...").split())
    return plain.encode(encoding, "replace").decode(encoding)
