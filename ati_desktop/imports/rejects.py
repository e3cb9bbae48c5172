"""Rejected rows as a file that can be corrected and imported again under the same mapping."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from ati_desktop.errors import Refused
from ati_desktop.imports.encodings import DETECT
from ati_desktop.imports.plans import Plan
from ati_desktop.imports.sifting import RejectedRow

LINE, PROBLEMS = "_line", "_problems"


def write_rejects(plan: Plan, path: Path) -> int:
    """Write the rejected rows with their own columns, ``_line`` and ``_problems``.

    The cells stand exactly as they were. Returns the number of rows.

    Raises:
        Refused: the file is the one that was read, or cannot be written.
    """
    declared = plan.mapping.file.encoding
    encoding = "utf-8-sig" if declared == DETECT else declared
    try:
        if path.exists() and path.samefile(plan.file):
            raise Refused("Choose another file for the rejects: this one was just read.")
        with open(path, "w", encoding=encoding, newline="", opener=_for_owner) as file:
            _write(plan, file, encoding)
    except OSError:
        raise Refused("The rejects cannot be written to {file}.", file=str(path)) from None
    return len(plan.rejected)


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


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
    told = " | ".join(problem.text for problem in row.problems)
    plain = " ".join(told.replace("…", "...").split())
    return plain.encode(encoding, "replace").decode(encoding)
