"""Whether a folder is a good place for an office's data."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStorageInfo

_SHARES = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "9p", "fuse.sshfs", "webdav"}
)
_SYNCED = re.compile(
    r"(onedrive|dropbox|google ?drive|my drive|icloud|nextcloud|owncloud|pcloud|box sync)", re.I
)
_ROOM = 500_000_000


@dataclass(frozen=True)
class Remark:
    """One sentence about a place; ``stops`` when the office cannot be made there."""

    text: str
    stops: bool


def look_at_place(folder: Path) -> list[Remark]:
    """Return what speaks against a folder; an empty list when nothing does."""
    translate = QCoreApplication.translate
    remarks = []
    nearest = _nearest(folder)
    if _SYNCED.search(str(folder)):
        text = translate(
            "Places",
            "This folder is copied to another computer by a sync program, which can damage the "
            "store while it is written. A folder on this computer is safer.",
        )
        remarks.append(Remark(text, stops=False))
    if _is_share(folder, nearest):
        text = translate(
            "Places",
            "This folder is on a network share. Stores on shares get damaged when the connection "
            "breaks. Choose a folder on this computer.",
        )
        remarks.append(Remark(text, stops=False))
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        text = translate("Places", "This folder is not empty. Choose an empty or a new folder.")
        return [Remark(text, stops=True), *remarks]
    if not _writable(nearest):
        text = translate("Places", "Nothing can be written here. Choose a folder of your own.")
        return [Remark(text, stops=True), *remarks]
    if QStorageInfo(str(nearest)).bytesAvailable() < _ROOM:
        text = translate("Places", "There is little room left on this drive: less than 500 MB.")
        remarks.append(Remark(text, stops=False))
    return remarks


def _nearest(folder: Path) -> Path:
    """Return the folder itself or the nearest one above it that exists."""
    return next((place for place in (folder, *folder.parents) if place.exists()), Path.cwd())


def _is_share(folder: Path, nearest: Path) -> bool:
    if str(folder).startswith(("\\\\", "//")):
        return True
    kind = bytes(QStorageInfo(str(nearest)).fileSystemType().data()).decode("ascii", "replace")
    return kind.casefold() in _SHARES


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
