"""Bytes from a library that can only write to a named file; on Linux that file is in memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

Mend = Callable[[bytes], tuple[int, bytes]]
"""Told the beginning of a file, returns what to write over it, and where."""

_HEAD = 4_096


def _as_it_is(_head: bytes) -> tuple[int, bytes]:
    return 0, b""


def written(write: Callable[[str], None], mend: Mend = _as_it_is) -> bytes:
    """Return what ``write`` writes to the path it is given, with one place of it written over.

    Linux has files that live in memory only. Elsewhere it is a file in a folder that only this
    user can open; it is filled with zeros and deleted before this returns. What passes through
    here is sealed already: every value of it stands in the package.
    """
    if hasattr(os, "memfd_create"):
        return _in_memory(write, mend)
    return _in_private_folder(write, mend)


def _in_memory(write: Callable[[str], None], mend: Mend = _as_it_is) -> bytes:
    number = os.memfd_create("package", os.MFD_CLOEXEC)
    try:
        write(f"/proc/self/fd/{number}")
        with os.fdopen(os.dup(number), "rb+") as file:
            return _mended(file, mend)
    finally:
        os.close(number)


def _in_private_folder(write: Callable[[str], None], mend: Mend = _as_it_is) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ati-") as folder:
        path = Path(folder, "data")
        write(str(path))
        with path.open("rb+") as file:
            data = _mended(file, mend)
        path.write_bytes(bytes(len(data)))
        return data


def _mended(file: BinaryIO, mend: Mend) -> bytes:
    """Write over the place in the file, so that there is never a second copy of its bytes."""
    file.seek(0)
    place, better = mend(file.read(_HEAD))
    file.seek(place)
    file.write(better)
    file.seek(0)
    return file.read()
