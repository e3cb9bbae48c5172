"""Opening a locked package: for whoever received one, without signing in anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.exports.encryption import LARGEST, decrypt
from ati_desktop.exports.writing import free_folder, write_files

SUMS = "manifest.sha256"
_LARGEST_KEY = 64 * 1024


def open_package(
    file: Path, folder: Path, *, passphrase: str | None = None, key_file: Path | None = None
) -> list[Path]:
    """Unlock a package, see that every file is as it was written, and write them into a folder.

    Raises:
        Refused: it is no locked package, is damaged, was locked otherwise, or the folder is taken.
    """
    free_folder(folder)
    key = None if key_file is None else _text(key_file)
    files = decrypt(_bytes(file), passphrase=passphrase, key=key)
    _prove(files)
    return write_files(files, folder)


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise Refused("{path} is too large to be a package.", path=file)
        return file.read_bytes()
    except OSError:
        raise Refused("The package {path} cannot be read.", path=file) from None


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as source:
            return source.read(_LARGEST_KEY)
    except (OSError, UnicodeDecodeError):
        raise Refused("The key file {path} cannot be read.", path=file) from None


def _prove(files: Mapping[str, bytes]) -> None:
    """See that the list of checksums names exactly the files that are there, and agrees."""
    lines = files.get(SUMS, b"").decode(errors="replace").splitlines()
    said = {line[66:]: line[:64] for line in lines if line and not line.startswith("#")}
    real = {p: hashlib.sha256(data).hexdigest() for p, data in files.items() if p != SUMS}
    if not said or said != real:
        raise Refused(
            "The package was opened, but its files are not those that its list of checksums names."
            " Ask for it again. Nothing was written."
        )
