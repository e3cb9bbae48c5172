"""The manifest of a package: the files it lists, and whether they are those that are there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ati_desktop.errors import Refused
from ati_desktop.handed_in import parse_json

MANIFEST, SUMS = "manifest.json", "manifest.sha256"
FORMAT, VERSION = "ati-desktop/manifest", 1
MOST_FILES = 2_000
_LONGEST_PATH = 300


def check_manifest(name: str, files: Mapping[str, bytes]) -> dict[str, object]:
    """See that the files are exactly those of the manifest, and return what it says.

    Raises:
        Refused: a file was changed, is missing or was added; or the manifest is not as this
            program writes it.
    """
    content = parse(files[MANIFEST], name, MANIFEST)
    if content.get("format") != FORMAT:
        raise wrong(name, MANIFEST)
    if content.get("version") != VERSION:
        raise other_version(name)
    _compare(name, dict(_listed(content, name)), files)
    _compare_sums(name, files)
    return content


def parse(data: bytes, package: str, path: str) -> dict[str, object]:
    """Return the object that a JSON file holds.

    Raises:
        Refused: it holds anything else.
    """
    try:
        content = parse_json(data.decode("utf-8"))
    except ValueError:
        raise wrong(package, path) from None
    if not isinstance(content, dict):
        raise wrong(package, path)
    return content


def _listed(content: Mapping[str, object], name: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield path, size and checksum of each file of the manifest."""
    files = content.get("files")
    if not isinstance(files, list) or not files or len(files) > MOST_FILES:
        raise wrong(name, MANIFEST)
    seen: set[str] = set()
    for each in files:
        if not isinstance(each, dict):
            raise wrong(name, MANIFEST)
        path, size, digest = each.get("path"), each.get("bytes"), each.get("sha256")
        sound = isinstance(path, str) and type(size) is int and isinstance(digest, str)
        if not sound or not _harmless(str(path)) or path in seen:
            raise wrong(name, MANIFEST)
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
        raise wrong(name, SUMS) from None
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


def wrong(name: str, path: str) -> Refused:
    """Return the refusal of a file that is not as this program writes it."""
    return Refused("{package}: {path} is not as this program writes it.", package=name, path=path)


def other_version(name: str) -> Refused:
    """Return the refusal of a package that another version has written."""
    return Refused(
        "{package} was made by another version of the program that writes packages in"
        " another way. Make it again with this version.",
        package=name,
    )
