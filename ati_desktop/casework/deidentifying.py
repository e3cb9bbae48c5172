"""Rows of a file that did not come from the store: de-identified, written, measured; nothing kept.

Nobody signs in and no store is opened. The order of the rows is worked out from what is written,
so the same file and specification give the same bytes; only row ids, where they are asked for,
are drawn anew each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl

from ati_desktop.casework.deidentify_harbor import harbor
from ati_desktop.casework.deidentify_spec import DeidentifySpec
from ati_desktop.casework.deidentify_ways import Made, generalise
from ati_desktop.casework.deidentify_writing import Progress, write_checked
from ati_desktop.casework.spec_files import read_spec
from ati_desktop.disclosure.anonymity import Measured
from ati_desktop.disclosure.coded_rows import CodedColumn, CodedRows
from ati_desktop.disclosure.column_codes import labelled
from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.deidentified import (
    Claim,
    order_that_tells_nothing,
    seal_rows,
)
from ati_desktop.errors import Refused
from ati_desktop.exports.writing import free_folder
from ati_desktop.imports.plain import check_columns, plain_format, read_plain
from ati_desktop.imports.reading import SourceFile

Randomness = Callable[[int], bytes]
ROW_ID = "row_id"
_READ, _SEARCHED = 0.3, 0.85
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Deidentified:
    """What was written where. ``measured`` is from the written file; None for safe harbor."""

    spec: DeidentifySpec
    made: Made
    measured: Measured | None
    rows: int
    folder: Path
    files: tuple[Path, ...]
    seconds: float
    dropped: tuple[str, ...] = field(default_factory=tuple)


def deidentify_file(
    spec: Path,
    data: Path,
    folder: Path,
    *,
    randomness: Randomness,
    progress: Progress,
    timer: Callable[[], float] = perf_counter,
) -> Deidentified:
    """De-identify the rows of a file and write them into a new folder.

    Args:
        spec: the specification, TOML (docs/deidentify.md).
        data: the file with a header, delimited text.
        folder: a folder that is not there yet, or is empty.
        randomness: unpredictable bytes, for row ids only.
        progress: told (share done, what is being done).
        timer: seconds, for the duration only.

    Raises:
        Refused: the specification or the file is not right, the model cannot be reached, what was
            written does not hold it, or the folder has something in it.
    """
    start = timer()
    wanted = load_spec(spec)
    folder = free_folder(folder)
    frame, dropped = _read(data, wanted, progress)
    read = frame.height
    work = generalise if wanted.model == "k-anonymity" else harbor
    made = work(
        frame,
        wanted,
        spec.parent,
        lambda done: progress(_between(_READ, _SEARCHED, done), "levels"),
    )
    del frame  # the rows as they were read are not needed any more
    dataset, claim = _ordered(made, wanted, randomness)
    sealed = seal_rows(wanted.title, dataset, claim, made.facts)
    progress(_SEARCHED, "files")
    files, measured = write_checked(sealed, claim, folder, progress)
    progress(1.0, "files")
    return Deidentified(wanted, made, measured, read, folder, files, timer() - start, dropped)


def load_spec(path: Path) -> DeidentifySpec:
    """Read a specification file.

    Raises:
        Refused: it cannot be read, or a setting in it is not right; the sentence names it.
    """
    return DeidentifySpec.from_text(read_spec(path), path.name)


def _read(
    data: Path, wanted: DeidentifySpec, progress: Progress
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the named columns as text, null where nothing is recorded, and what is left out."""
    form = plain_format(wanted.encoding, wanted.delimiter, wanted.empty)
    needed = [
        name for name, part in wanted.columns.items() if part.role != "identifier" or part.kind
    ]
    header = SourceFile(data, form, expected=needed).header
    check_columns(needed, header)
    table = read_plain(
        data,
        needed,
        form,
        progress=lambda done, whole: progress(_READ * done / max(whole, 1), "reading"),
    )
    columns = []
    for name in sorted(needed, key=header.index):
        found = table.columns.pop(name)
        texts = [text or None for text in found.texts]
        columns.append(labelled(name, texts, np.frombuffer(found.codes, dtype=np.intc)))
    dropped = dict.fromkeys(name for name in header if name not in needed)
    return pl.DataFrame(columns), tuple(dropped)


def _ordered(
    made: Made, wanted: DeidentifySpec, randomness: Randomness
) -> tuple[DataSet, Claim | None]:
    """Return the rows in an order that tells nothing, and the claim with each row's group."""
    order = order_that_tells_nothing(made.rows)
    rows, fields = made.rows.ordered(order), made.fields
    key: tuple[str, ...] = ()
    if wanted.row_ids:
        if any(field.name == ROW_ID for field in fields):
            raise Refused(
                "The file has a column {column} of its own, so row_ids cannot be added.",
                column=ROW_ID,
            )
        ids = CodedColumn(tuple(_ids(len(rows), randomness)), np.arange(len(rows)))
        rows = CodedRows([ids, *rows.columns], len(rows))
        fields = (Field(ROW_ID, "Random number of the row", Kind.PSEUDONYM), *fields)
        key = (ROW_ID,)
    claim = made.claim
    if claim is not None and claim.groups is not None:
        claim = replace(claim, groups=claim.groups.gather(order))
    return DataSet("rows", wanted.title, fields, rows, key), claim


def _ids(count: int, randomness: Randomness) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(_ALPHABET[byte % 32] for byte in randomness(10))] = None
    return list(found)


def _between(low: float, high: float, done: float) -> float:
    return low + (high - low) * done
