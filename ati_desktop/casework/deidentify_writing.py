"""Files are written beside the folder, read again and measured, and only then moved there."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polars as pl

from ati_desktop.disclosure.anonymity import Measured
from ati_desktop.disclosure.deidentified import Claim, SealedRows, check_claim
from ati_desktop.errors import Refused
from ati_desktop.exports.deidentified import DATA, deidentified_files
from ati_desktop.exports.writing import write_files

Progress = Callable[[float, str], None]
_WRITTEN = 0.95


def write_checked(
    sealed: SealedRows, claim: Claim | None, folder: Path, progress: Progress
) -> tuple[tuple[Path, ...], Measured | None]:
    """Write beside the folder, read again what was written, measure it, and only then move it.

    Raises:
        Refused: what was written does not hold what is claimed, or cannot be written.
    """
    files = deidentified_files(sealed)
    unchecked = folder.with_name(f".{folder.name}.unchecked")
    shutil.rmtree(unchecked, ignore_errors=True)
    try:
        written = write_files(files, unchecked)
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
    packed = pl.read_parquet(BytesIO((folder / f"{DATA}/{name}.parquet").read_bytes()))
    again = check_claim(packed.with_columns(pl.all().cast(pl.String).fill_null("")), claim)
    if (found.k, found.l, found.classes) != (again.k, again.l, again.classes):
        raise RuntimeError("two formats of one file do not have the same rows")
    return found


def _read_csv(path: Path) -> pl.DataFrame:
    with path.open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    header = [_unquoted(name) for name in header]
    return pl.DataFrame(
        {name: [_unquoted(row[at]) for row in rows] for at, name in enumerate(header)},
        schema=dict.fromkeys(header, pl.String),
    )


def _unquoted(text: str) -> str:
    """Return a text without the mark that keeps spreadsheets from running it."""
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@\t\r" else text
