"""Bytes from a library that can only write to a named file; on Linux that file is in memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def written(write: Callable[[str], None]) -> bytes:
    """Return what ``write`` writes to the path it is given.

    Linux has files that live in memory only. Elsewhere it is a file in a folder that only this
    user can open; it is filled with zeros and deleted before this returns. What passes through
    here is sealed already: every value of it stands in the package.
    """
    if hasattr(os, "memfd_create"):
        return _in_memory(write)
    return _in_private_folder(write)


def _in_memory(write: Callable[[str], None]) -> bytes:
    number = os.memfd_create("package", os.MFD_CLOEXEC)
    try:
        write(f"/proc/self/fd/{number}")
        os.lseek(number, 0, os.SEEK_SET)
        with os.fdopen(os.dup(number), "rb") as file:
            return file.read()
    finally:
        os.close(number)


def _in_private_folder(write: Callable[[str], None]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ati-") as folder:
        path = Path(folder, "data")
        write(str(path))
        data = path.read_bytes()
        path.write_bytes(bytes(len(data)))
        return data
