"""The files of a released package, read once and proved against its manifest before anything else.

Nothing in a package is believed: its manifest may be wrong, its names may lead elsewhere, its
files may be links or far too large.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ati_desktop.errors import Refused

MANIFEST, SUMS = "manifest.json", "manifest.sha256"
FORMAT, VERSION = "ati-desktop/manifest", 1
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_PACKAGE = 512 * 1024 * 1024
MOST_FILES = 2_000
DEEPEST = 6
_LONGEST_PATH = 300
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
            raise _wrong(self.name, path)
        if version != formats[kind]:
            raise _other_version(self.name)
        return content


def prove(folder: Path) -> ProvedFiles:
    """Read a package's files and return them after every one has proved to be as it was written.

    Raises:
        Refused: it is no folder, or encrypted; a file was changed, is missing, was added, is a
            link, or is larger than any package; the sentence names the file.
    """
    name = folder.name or str(folder)
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
    content = parse(files[MANIFEST], name, MANIFEST)
    if content.get("format") != FORMAT:
        raise _wrong(name, MANIFEST)
    if content.get("version") != VERSION:
        raise _other_version(name)
    listed = dict(_listed(content, name))
    _compare(name, listed, files)
    _compare_sums(name, files)
    digest = hashlib.sha256(files[SUMS]).hexdigest()
    return ProvedFiles(name, files, digest, demo="mark" in content)


def parse(data: bytes, package: str, path: str) -> dict[str, object]:
    """Return the object that a JSON file holds.

    Raises:
        Refused: it holds anything else.
    """
    try:
        content = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise _wrong(package, path) from None
    if not isinstance(content, dict):
        raise _wrong(package, path)
    return content


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


def _listed(content: Mapping[str, object], name: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield path, size and checksum of each file of the manifest."""
    files = content.get("files")
    if not isinstance(files, list) or not files or len(files) > MOST_FILES:
        raise _wrong(name, MANIFEST)
    seen: set[str] = set()
    for each in files:
        if not isinstance(each, dict):
            raise _wrong(name, MANIFEST)
        path, size, digest = each.get("path"), each.get("bytes"), each.get("sha256")
        sound = isinstance(path, str) and type(size) is int and isinstance(digest, str)
        if not sound or not _harmless(str(path)) or path in seen:
            raise _wrong(name, MANIFEST)
        seen.add(str(path))
        yield str(path), (int(str(size)), str(digest))


def _harmless(path: str) -> bool:
    """Return whether a path stays inside the package on every system."""
    parts = PurePosixPath(path).parts
    plain = path.isprintable() and not set(path) & set('\\:*?"<>|') and len(path) <= _LONGEST_PATH
    return (
        plain
        and bool(parts)
        and not path.startswith("/")
        and "/".join(parts) == path
        and not {".", ".."} & set(parts)
        and path not in (MANIFEST, SUMS)
    )


def _compare(name: str, listed: Mapping[str, tuple[int, str]], files: Mapping[str, bytes]) -> None:
    for path in sorted(listed.keys() - files.keys()):
        raise Refused(
            "{package}: the file {path} is missing. Ask for the package again, whole.",
            package=name,
            path=path,
        )
    for path in sorted(files.keys() - listed.keys() - {MANIFEST, SUMS}):
        raise Refused(
            "{package}: the file {path} was added after the package was made. Ask for"
            " the package as it was released.",
            package=name,
            path=path,
        )
    for path, (size, digest) in sorted(listed.items()):
        if len(files[path]) != size or hashlib.sha256(files[path]).hexdigest() != digest:
            raise _changed(name, path)


def _compare_sums(name: str, files: Mapping[str, bytes]) -> None:
    """See that the list for sha256sum says the same of every file, the manifest among them."""
    try:
        lines = files[SUMS].decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise _wrong(name, SUMS) from None
    said = {line[66:]: line[:64] for line in lines if not line.startswith("#")}
    real = {p: hashlib.sha256(data).hexdigest() for p, data in files.items() if p != SUMS}
    for path in sorted(said.keys() ^ real.keys()):
        raise _changed(name, SUMS if path in real else path)
    for path, digest in sorted(real.items()):
        if said[path] != digest:
            raise _changed(name, path)


def _changed(name: str, path: str) -> Refused:
    return Refused(
        "{package}: the file {path} was changed after the package was made. Ask for the"
        " package as it was released.",
        package=name,
        path=path,
    )


def _wrong(name: str, path: str) -> Refused:
    return Refused("{package}: {path} is not as this program writes it.", package=name, path=path)


def _other_version(name: str) -> Refused:
    return Refused(
        "{package} was made by another version of the program that writes packages in"
        " another way. Make it again with this version.",
        package=name,
    )
