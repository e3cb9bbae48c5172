"""Files on the disk: all of a package or nothing, in a new folder or as one new file.

They are private to their owner until somebody shares them.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from ati_desktop.errors import Refused

_OWN_FILE, _OWN_FOLDER = 0o600, 0o700
_AS_BYTES = getattr(os, "O_BINARY", 0)  # Windows writes other line ends without it
Told = Callable[[int, int], None]
"""Told (files written, of how many)."""


def write_files(
    files: Mapping[str, bytes], folder: Path, progress: Told | None = None
) -> list[Path]:
    """Write files by their paths into a new folder and return them, in order.

    Everything is written beside the folder first and moved there in one step.

    Args:
        files: bytes by relative path, parts joined by "/".
        folder: a folder that is not there yet, or is empty.
        progress: told (files written, of how many).

    Raises:
        Refused: the folder has something in it, or cannot be written to.
    """
    folder = free_folder(folder)
    part = _beside(folder)
    try:
        _write_all(part, files, progress)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as fault:
        raise _not_written(folder, fault) from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [folder / path for path in files]


def write_file(data: bytes, path: Path) -> Path:
    """Write one new file, such as an encrypted package, and return its whole path.

    Raises:
        Refused: there is something of that name already, or it cannot be written.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a last link
    try:
        taken = path.is_symlink() or path.exists()
    except OSError as fault:
        raise _not_written(path, fault) from fault
    if taken:
        raise Refused("{path} is there already. Choose a new name.", path=path)
    part = _beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(part, data)
        part.rename(path)
    except OSError as fault:
        raise _not_written(path, fault) from fault
    finally:
        with suppress(OSError):
            part.unlink()
    return path


def free_folder(folder: Path) -> Path:
    """Return a folder's whole path after seeing that a package can be put there.

    Raises:
        Refused: it has something in it, is a file or a link, or there can be no such folder.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a last link
    try:
        taken = folder.is_symlink() or (folder.exists() and not folder.is_dir())
        taken = taken or _has_content(folder)
    except OSError as fault:
        raise Refused(
            "The folder {folder} cannot be used: {reason}. Choose another folder.",
            folder=folder,
            reason=fault.strerror or "the disk did not answer",
        ) from fault
    if taken:
        raise Refused(
            "The folder {folder} already has something in it. Choose a new folder.",
            folder=folder,
        )
    return folder


def _has_content(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _not_written(target: Path, fault: OSError) -> Refused:
    return Refused(
        "The package could not be written to {folder}: {reason}. Nothing was left behind.",
        folder=target,
        reason=fault.strerror or "the disk did not answer",
    )


def _beside(target: Path) -> Path:
    """Return a name that nothing has: what stands beside the target is nobody's to take away."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


def _write_all(part: Path, files: Mapping[str, bytes], progress: Told | None) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    part.mkdir(mode=_OWN_FOLDER)
    for done, (path, data) in enumerate(files.items(), start=1):
        _write(_inside(part, path), data)
        if progress is not None:
            progress(done, len(files))


def _inside(folder: Path, path: str) -> Path:
    """Return a file's place in a folder.

    Raises:
        ValueError: the path leads out of the folder; a fault.
    """
    parts = PurePosixPath(path).parts
    if not parts or PurePosixPath(path).is_absolute() or ".." in parts or "\\" in path:
        raise ValueError("a file of a package must lie inside it")
    target = folder.joinpath(*parts)
    for inner in reversed(target.relative_to(folder).parents[:-1]):
        (folder / inner).mkdir(mode=_OWN_FOLDER, exist_ok=True)
    return target


def _write(target: Path, data: bytes) -> None:
    place = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _AS_BYTES, _OWN_FILE)
    with os.fdopen(place, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
