"""The files of a released package, read once and proved against its manifest before anything else.

Nothing in a package is believed: its manifest may be wrong, its names may lead elsewhere, its
files may be links or far too large.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.imports.package_manifest import (
    MANIFEST,
    MOST_FILES,
    SUMS,
    check_manifest,
    other_version,
    parse,
    wrong,
)

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_PACKAGE = 512 * 1024 * 1024
DEEPEST = 6
_LOCKED = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----", b"PK\x03\x04")


@dataclass(frozen=True, slots=True)
class ProvedFiles:
    """Every file of a package by its path, and the checksum of its list of checksums."""

    name: str
    files: Mapping[str, bytes]
    manifest_sha256: str
    demo: bool

    def json(self, path: str, formats: Mapping[str, int]) -> dict[str, object]:
        """Return a JSON file of one of these formats, each with the newest version known.

        Raises:
            Refused: it is not there, not JSON, or of a format or version unknown here.
        """
        if path not in self.files:
            raise Refused(
                "{package} has no file {path}: it is no package of figures.",
                package=self.name,
                path=path,
            )
        content = parse(self.files[path], self.name, path)
        kind, version = content.get("format"), content.get("version")
        if not isinstance(kind, str) or kind not in formats:
            raise wrong(self.name, path)
        if version != formats[kind]:
            raise other_version(self.name)
        return content


def prove(folder: Path) -> ProvedFiles:
    """Read a package's files and return them after every one has proved to be as it was written.

    Raises:
        Refused: it is no folder, or encrypted; a file was changed, is missing, was added, is a
            link, or is larger than any package; the sentence names the file.
    """
    name = str(folder)
    _check_folder(folder, name)
    there = _walk(folder, name)
    for path in (MANIFEST, SUMS):
        if path not in there:
            raise Refused(
                "{package} has no {path}, so nothing in it can be proved. Ask for the package"
                " again, whole.",
                package=name,
                path=path,
            )
    files = {path: _read(place, name, path) for path, place in sorted(there.items())}
    content = check_manifest(name, files)
    digest = hashlib.sha256(files[SUMS]).hexdigest()
    return ProvedFiles(name, files, digest, demo="mark" in content)


def _check_folder(folder: Path, name: str) -> None:
    if folder.is_file() and not folder.is_symlink():
        with folder.open("rb") as file:
            start = file.read(64)
        if folder.suffix == ".age" or start.startswith(_LOCKED):
            raise Refused(
                "{package} is locked or packed. Open it first: ati-desktop open-package {package}"
                " --out FOLDER, and name that folder.",
                package=name,
            )
    if folder.is_symlink() or not folder.is_dir():
        raise Refused("{package} is not the folder of a package.", package=name)


def _walk(folder: Path, name: str) -> dict[str, Path]:
    """Return every file of a folder by its path in the package; links and devices are refused."""
    found: dict[str, Path] = {}
    whole = 0
    for place in _everything(folder, 0, name):
        path = place.relative_to(folder).as_posix()
        about = place.lstat()
        if not stat.S_ISREG(about.st_mode):
            raise Refused(
                "{package}: {path} is a link or no plain file. A package holds plain files only.",
                package=name,
                path=path,
            )
        whole += about.st_size
        if about.st_size > LARGEST_FILE or whole > LARGEST_PACKAGE or len(found) >= MOST_FILES:
            raise Refused(
                "{package}: {path} makes it larger than any package of figures.",
                package=name,
                path=path,
            )
        found[path] = place
    return found


def _everything(folder: Path, depth: int, name: str) -> Iterator[Path]:
    if depth > DEEPEST:
        raise Refused("{package}: folders lie too deep in it for a package.", package=name)
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False):
            yield from _everything(folder / entry.name, depth + 1, name)
        else:
            yield folder / entry.name


def _read(place: Path, name: str, path: str) -> bytes:
    """Read a file without following a link that was put there since it was looked at."""
    try:
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError:
        raise Refused("{package}: {path} cannot be read.", package=name, path=path) from None
    if len(data) > LARGEST_FILE:
        raise Refused(
            "{package}: {path} makes it larger than any package of figures.",
            package=name,
            path=path,
        )
    return data
