"""A package that somebody would like to let out: its files, and what a reviewer is told of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MANIFEST = "manifest.sha256"
PackageKind = Literal["figures", "extract", "dashboard"]
_KINDS: tuple[PackageKind, ...] = ("extract", "dashboard")


def package_kind(text: str) -> PackageKind:
    """Return what sort of package a line of the register is about."""
    return next((kind for kind in _KINDS if kind == text), "figures")


@dataclass(frozen=True, slots=True)
class Candidate:
    """All files of a package before it leaves, by path, the manifest among them.

    ``summary`` are lines (name, value) for whoever decides; nothing hidden is in them.
    ``printed`` is what a comparison with later releases needs to know: the printed cells of
    figures, or who is alike in an extract, as JSON. ``predicate`` says as JSON who is counted.
    ``period`` names the frozen copy it was made from. ``review`` is what the package says about a
    second person. ``compared`` are the ids of the releases it was compared with; None: with none.
    ``recipient`` is the only one it may go to, because its pseudonyms were made for that one;
    empty where it may go to anybody.
    """

    kind: PackageKind
    title: str
    spec: str
    as_of: str
    files: Mapping[str, bytes] = field(repr=False)
    summary: tuple[tuple[str, str], ...] = ()
    predicate: str = ""
    printed: str = field(default="", repr=False)
    period: str = ""
    review: str = ""
    compared: tuple[str, ...] | None = None
    recipient: str = ""

    @property
    def manifest_sha256(self) -> str:
        """The checksum of the manifest, and so of every byte of the package."""
        return hashlib.sha256(self.files[MANIFEST]).hexdigest()
