"""Tables of a file that did not come from the store: protected, audited, written; nothing kept.

The one deed without a desk: nobody signs in, no store is opened, no line is written anywhere but
into the folder that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from ati_desktop.casework.release_papers import papers_for
from ati_desktop.casework.spec_files import read_spec
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.protected import Protected
from ati_desktop.disclosure.sealed import seal
from ati_desktop.errors import Refused
from ati_desktop.evaluation.plain_spec import PlainSpec
from ati_desktop.evaluation.plain_tables import evaluate_plain
from ati_desktop.exports.about import About
from ati_desktop.exports.package import release_files
from ati_desktop.exports.writing import free_folder, write_files
from ati_desktop.imports.plain import plain_format, read_plain

Progress = Callable[[float, str], None]
_READ, _WRITE = 0.3, 0.95
_NOBODY = About()


@dataclass(frozen=True, slots=True)
class FromElsewhere:
    """A package made of a plain file: where it is, and what was protected how."""

    spec: PlainSpec
    protected: Protected
    folder: Path
    files: tuple[Path, ...]
    seconds: float


def protect_file(
    spec: Path,
    data: Path,
    folder: Path,
    *,
    progress: Progress,
    timer: Callable[[], float] = perf_counter,
) -> FromElsewhere:
    """Protect the tables of a file as one system and write them into a new folder.

    Args:
        spec: the specification, TOML.
        data: the file with a header, delimited text.
        folder: a folder that is not there yet, or is empty.
        progress: told (share done, what is being done).
        timer: seconds, for the duration only.

    Raises:
        Refused: the specification or the file is not right, the tables cannot be protected, or
            the folder has something in it.
    """
    start = timer()
    wanted = load_plain_spec(spec)
    folder = free_folder(folder)
    table = read_plain(
        data,
        wanted.needed,
        plain_format(wanted.encoding, wanted.delimiter, wanted.empty),
        progress=lambda done, whole: progress(_READ * done / max(whole, 1), "reading"),
    )
    evaluation = evaluate_plain(wanted, table.columns)
    if evaluation.cohort.referrals < wanted.threshold:
        raise Refused(
            "The file counts fewer than {threshold}, so nothing of it can be shown.",
            threshold=wanted.threshold,
        )
    part = _WRITE - _READ
    protected = protect(
        evaluation,
        wanted.threshold,
        weights=wanted.weights,
        work=wanted.work or None,
        progress=lambda done, whole: progress(_READ + part * done / max(whole, 1), "protection"),
    )
    sealed = seal(protected)
    progress(_WRITE, "files")
    written = release_files(sealed, papers_for(sealed, _NOBODY), _NOBODY)
    files = write_files(written, folder)
    progress(1.0, "files")
    return FromElsewhere(wanted, protected, folder, tuple(files), timer() - start)


def load_plain_spec(path: Path) -> PlainSpec:
    """Read a specification file.

    Raises:
        Refused: it cannot be read, or a setting in it is not right; the sentence names it.
    """
    return PlainSpec.from_text(read_spec(path), path.name)
