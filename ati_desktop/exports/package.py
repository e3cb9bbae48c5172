"""A release package in a new folder: all of it or nothing, the same bytes each time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from ati_desktop.disclosure.sealed import SealedRelease, require_sealed
from ati_desktop.errors import Refused
from ati_desktop.exports.codebook import codebook_files
from ati_desktop.exports.manifest import manifest_files
from ati_desktop.exports.measures import measure_files
from ati_desktop.exports.readme import notes, readme
from ati_desktop.exports.receipt import receipt_files
from ati_desktop.exports.survival import survival_files
from ati_desktop.exports.tables import table_files


def write_release(
    sealed: SealedRelease,
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write a package and return its files, in order.

    Args:
        sealed: what disclosure has let through; nothing else is accepted.
        folder: a folder that is not there yet, or is empty.
        progress: told (files written, of how many).

    Raises:
        Refused: the folder has something in it, or cannot be written to.
        TypeError: what was handed over is not sealed; a fault.
    """
    release = require_sealed(sealed)
    folder = free_folder(folder)
    files = release_files(release)
    part = folder.with_name(f".{folder.name}.part")
    try:
        _write_all(part, files, progress)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as fault:
        raise Refused(
            "The package could not be written to {folder}: {reason}. Nothing was left behind.",
            folder=folder,
            reason=fault.strerror or "the disk did not answer",
        ) from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [folder / path for path in files]


def free_folder(folder: Path) -> Path:
    """Return a folder's whole path after seeing that a package can be put there.

    Raises:
        Refused: it has something in it, or is a file or a link.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a last link
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()) or _has_content(folder):
        raise Refused(
            "The folder {folder} already has something in it. Choose a new folder.",
            folder=folder,
        )
    return folder


def release_files(release: SealedRelease) -> dict[str, bytes]:
    """Return every file of a package by its path, manifests last."""
    release = require_sealed(release)
    files = {"README.txt": readme(release), **dict(_content(release))}
    for number, beside in enumerate(release.beside, start=1):
        files |= {f"beside/{number}/{path}": data for path, data in _content(beside)}
    files |= dict(receipt_files(release))
    return files | manifest_files(files, demo=release.demo)


def _content(release: SealedRelease) -> Iterator[tuple[str, bytes]]:
    from ati_desktop.exports.workbook import workbook  # noqa: PLC0415 - loads xlsxwriter

    yield from table_files(release)
    yield "tables.xlsx", workbook(release, notes(release))
    yield from measure_files(release)
    yield from survival_files(release)
    yield from codebook_files(release)


def _has_content(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _write_all(
    part: Path, files: dict[str, bytes], progress: Callable[[int, int], None] | None
) -> None:
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for done, (path, data) in enumerate(files.items(), start=1):
        target = part / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if progress is not None:
            progress(done, len(files))
