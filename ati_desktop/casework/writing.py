"""Writing a file a person asked for, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.storage.files import write_whole


def check_place(path: Path) -> None:
    """See that a file can be put in a place, before anything is done that leads to it.

    Raises:
        Refused: the folder is not there or read-only, or the place is a folder itself.
    """
    if not path.parent.is_dir():
        raise Refused("There is no folder {folder}. Choose another place.", folder=path.parent)
    if path.is_dir():
        raise Refused("{folder} is a folder. Add the name of the file.", folder=path)
    if not os.access(path.parent, os.W_OK):
        raise Refused("Nothing can be written to {folder}. Choose another.", folder=path.parent)


def write_file(path: Path, data: bytes) -> None:
    """Write a file for the person who asked for it; an older one is replaced only at the end.

    Raises:
        Refused: as for ``check_place``, or the disk is full.
    """
    check_place(path)
    write_whole(path, data)
