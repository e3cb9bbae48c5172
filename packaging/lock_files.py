"""Reading a lock file, and what the locked packages themselves require."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REQUIREMENTS = Path(__file__).resolve().parent / "lock-requirements.json"
_LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.+))?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """One line of a lock file: a package at one version, with the checksums of its files."""

    name: str
    version: Version
    marker: Marker | None
    hashes: frozenset[str]

    def holds_in(self, markers: Mapping[str, str]) -> bool:
        """Tell whether the line counts in an environment."""
        return self.marker is None or self.marker.evaluate(dict(markers))


def read_lock(text: str) -> list[Pin]:
    """Return the lines of a lock file.

    Raises:
        ValueError: a line is not a package at one version with checksums.
    """
    pins = []
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        hashes = frozenset(_HASH.findall(line))
        found = _LINE.match(line.split(" --hash=")[0].strip())
        if found is None or not hashes:
            raise ValueError(f"This line of the lock is not name==version with hashes: {line[:80]}")
        marker = found["marker"]
        pins.append(
            Pin(
                canonicalize_name(found["name"]),
                Version(found["version"]),
                Marker(marker) if marker else None,
                hashes,
            )
        )
    return pins


@dataclass(frozen=True)
class Variant:
    """Files of one version of a package that say the same of what they require.

    ``wheels`` are the checksums by the names of the files.
    """

    requires_python: str
    extras: frozenset[str]
    requires: tuple[Requirement, ...]
    wheels: Mapping[str, str] = field(repr=False)


Packages = Mapping[tuple[str, str], tuple[Variant, ...]]
"""By name and version."""


def read_requirements(path: Path) -> Packages:
    """Return what the locked packages require, as ``make lock`` has written it down."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {
        (one["name"], one["version"]): tuple(_variant(each) for each in one["variants"])
        for one in kept["packages"]
    }


def _variant(kept: Mapping[str, Any]) -> Variant:
    return Variant(
        kept["requires_python"],
        frozenset(canonicalize_name(one) for one in kept["extras"]),
        tuple(Requirement(one) for one in kept["requires"]),
        kept["wheels"],
    )


def write_requirements(packages: Packages, path: Path) -> None:
    """Write down what packages require, the same text for the same packages."""
    listed = [
        {"name": name, "version": version, "variants": [_plain(one) for one in variants]}
        for (name, version), variants in sorted(packages.items())
    ]
    text = json.dumps({"schema": 1, "packages": listed}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _plain(variant: Variant) -> dict[str, Any]:
    return {
        "requires_python": variant.requires_python,
        "extras": sorted(variant.extras),
        "requires": [str(one) for one in variant.requires],
        "wheels": dict(sorted(variant.wheels.items())),
    }


def joined(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """Return variants with those put together that say the same."""
    kept: dict[tuple[str, frozenset[str], tuple[str, ...]], dict[str, str]] = {}
    for one in variants:
        same = (one.requires_python, one.extras, tuple(str(each) for each in one.requires))
        kept.setdefault(same, {}).update(one.wheels)
    return tuple(
        Variant(python, extras, tuple(Requirement(each) for each in requires), wheels)
        for (python, extras, requires), wheels in kept.items()
    )
