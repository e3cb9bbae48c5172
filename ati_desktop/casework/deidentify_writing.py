"""Files are written beside the folder, read again and measured, and only then moved there."""

from __future__ import annotations

import csv
import shutil
from array import array
from collections.abc import Callable
from io import BytesIO
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from ati_desktop.disclosure.anonymity import Measured
from ati_desktop.disclosure.column_codes import codes_of, labelled
from ati_desktop.disclosure.deidentified import Claim, SealedRows, check_claim
from ati_desktop.errors import Refused
from ati_desktop.exports.deidentified import DATA, deidentified_files
from ati_desktop.exports.writing import write_files

Progress = Callable[[float, str], None]
_WRITTEN = 0.95
_BATCH = 16_384


def write_checked(
    sealed: SealedRows, claim: Claim | None, folder: Path, progress: Progress
) -> tuple[tuple[Path, ...], Measured | None]:
    """Write beside the folder, read again what was written, measure it, and only then move it.

    Raises:
        Refused: what was written does not hold what is claimed, or cannot be written.
    """
    unchecked = folder.with_name(f".{folder.name}.unchecked")
    shutil.rmtree(unchecked, ignore_errors=True)
    try:
        written = write_files(deidentified_files(sealed), unchecked)
        progress(_WRITTEN, "measuring")
        measured = None if claim is None else _measured_again(sealed, unchecked, claim)
        if folder.exists():
            folder.rmdir()
        unchecked.rename(folder)
    except OSError as fault:
        raise Refused(
            "The rows could not be written to {folder}: {reason}. Nothing was left behind.",
            folder=folder,
            reason=fault.strerror or "the disk did not answer",
        ) from fault
    finally:
        shutil.rmtree(unchecked, ignore_errors=True)
    return tuple(folder / path.relative_to(unchecked) for path in written), measured


def _measured_again(sealed: SealedRows, folder: Path, claim: Claim) -> Measured:
    """Measure the written CSV file, and see that the Parquet file beside it has the same rows."""
    name = sealed.datasets[0].name
    found = check_claim(_read_csv(folder / f"{DATA}/{name}.csv"), claim)
    again = check_claim(_read_parquet(folder / f"{DATA}/{name}.parquet"), claim)
    if (found.k, found.l, found.classes) != (again.k, again.l, again.classes):
        raise RuntimeError("two formats of one file do not have the same rows")
    return found


def _read_csv(path: Path) -> pl.DataFrame:
    """Read a written file, a row at a time; of each column only the different texts are kept."""
    with path.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        header = next(rows)
        columns = [(_Texts(), array("I")) for _ in header]
        while batch := list(islice(rows, _BATCH)):
            for (texts, codes), cells in zip(columns, zip(*batch, strict=True), strict=True):
                codes.extend(map(texts.__getitem__, cells))
    return pl.DataFrame(
        [
            labelled(_unquoted(name), list(map(_unquoted, texts)), np.frombuffer(codes, np.uintc))
            for name, (texts, codes) in zip(header, columns, strict=True)
        ]
    )


class _Texts(dict[str, int]):
    """The number of each different text, in the order in which they came."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def _read_parquet(path: Path) -> pl.DataFrame:
    """Read a written file column by column, what is not recorded as the empty text."""
    content = BytesIO(path.read_bytes())
    columns = []
    for name in pl.read_parquet_schema(content):
        column = pl.read_parquet(content, columns=[name])[name].cast(pl.String)
        codes, values = codes_of(column)
        columns.append(labelled(name, [value or "" for value in values], codes))
    return pl.DataFrame(columns)


def _unquoted(text: str) -> str:
    """Return a text without the mark that keeps spreadsheets from running it."""
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@\t\r" else text
