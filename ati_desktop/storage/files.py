"""Files that only their owner can read, written whole or not at all, and the office's lock."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ati_desktop.errors import Refused

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def refusal_of(error: OSError, folder: Path) -> Refused | None:
    """Return the sentence for a failure of the disk that a person can mend, else None."""
    if error.errno in _FULL:
        return Refused(
            "The disk that holds {folder} is full: free some space, then try again.", folder=folder
        )
    if error.errno in _NOT_ALLOWED:
        return Refused(
            "{folder} cannot be written to: ask for the right to write there, or choose another.",
            folder=folder,
        )
    return None


@contextlib.contextmanager
def disk_refusals(folder: Path) -> Iterator[None]:
    """Turn a full disk and a missing right into one clear sentence each."""
    try:
        yield
    except OSError as error:
        refused = refusal_of(error, folder)
        if refused is None:
            raise
        raise refused from error


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter."""
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    folder.chmod(_PRIVATE_FOLDER)


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner can read; files SQLite adds take its mode over.

    Raises:
        FileExistsError: there is one already.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE))


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk (Windows does it by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by new contents so that a crash leaves the old or the new, never a part.

    Raises:
        Refused: the disk is full or the folder cannot be written to; the old file is untouched.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    with disk_refusals(path.parent):
        try:
            make_private_file(partial)
            with partial.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(path.parent)


def remove_partial_files(folder: Path) -> None:
    """Take away what an interrupted write left; only whoever holds the lock may do this."""
    for partial in folder.glob(".*.partial*"):
        if partial.is_file():
            partial.unlink(missing_ok=True)


class OfficeLock:
    """Held while one instance of the program works in a folder; a second one is refused.

    The system lets go of it when the process ends, however it ends. The file itself stays.
    """

    def __init__(self, path: Path) -> None:
        with disk_refusals(path.parent):
            self._handle = os.open(path, os.O_CREAT | os.O_RDWR, _PRIVATE_FILE)
        try:
            self._take()
        except OSError:
            os.close(self._handle)
            raise Refused(
                "This office is already open in another window or by another person:"
                " close it there first."
            ) from None

    def _take(self) -> None:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists only there

            msvcrt.locking(self._handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> OfficeLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
