"""Folders on a network share, where two computers would write over each other's journals."""

from __future__ import annotations

import sys
from pathlib import Path

from ati_desktop.errors import Refused

_MOUNTS = Path("/proc/self/mounts")
_SHARED = frozenset(
    [
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs",
        "fuse.rclone",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    ]
)
_REMOTE_DRIVE = 4  # what Windows answers for a mapped network drive


def kind_of_mount(folder: str, mounts: str) -> str | None:
    """Return the kind of file system a folder stands on, from the text of a table of mounts."""
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ").replace("\\011", "\t").rstrip("/")
        if folder == point or folder.startswith(point + "/"):
            found = max(found or (-1, ""), (len(point), parts[2]))
    return found[1] if found else None


def _is_shared(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - needed only there

        drive = folder.drive
        if drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _REMOTE_DRIVE)
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return kind_of_mount(str(folder), mounts) in _SHARED


def refuse_share(folder: Path) -> None:
    """Refuse a folder that several computers reach.

    Raises:
        Refused: it stands on a network share.
    """
    if _is_shared(folder.resolve()):
        raise Refused(
            "{folder} is on a network share, where records can be damaged:"
            " choose a folder on a disk of this computer.",
            folder=folder,
        )
