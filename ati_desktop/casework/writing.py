"""Writing a file a person asked for, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.storage.files import write_whole


def write_file(path: Path, data: bytes) -> None:
    """Write a file for the person who asked for it; an older one is replaced only at the end.

    Raises:
        Refused: the folder is not there, is read-only, or the disk is full.
    """
    if not path.parent.is_dir():
        raise Refused("There is no folder {folder}. Choose another place.", folder=path.parent)
    write_whole(path, data)
