"""Writes down what the locked packages require, as pip reads it from the files each machine takes.

``make lock`` runs it, with the network, after both lock files are made: ``lock_describe.py PIP
PYLOCK`` with the Python that has the locked pip, and uv's list of the files of every package.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lock_environments import PATCHES, ROOT, Environment, environments, supported_pythons
from lock_files import (
    REQUIREMENTS,
    Pin,
    Variant,
    joined,
    read_lock,
    read_requirements,
    write_requirements,
)
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Files = Mapping[tuple[str, str], Mapping[str, str]]
"""The checksums of a package's wheels by their names, by the package's name and version."""


def read_files(pylock: Path) -> Files:
    """Return the wheels of every package as uv has listed them."""
    listed = tomllib.loads(pylock.read_text(encoding="utf-8"))["packages"]
    return {
        (canonicalize_name(one["name"]), one["version"]): {
            unquote(each["url"].rsplit("/", 1)[1]): each["hashes"]["sha256"]
            for each in one.get("wheels", ())
        }
        for one in listed
    }


def taken(environment: Environment, pins: list[Pin], files: Files) -> Iterator[tuple[Pin, str]]:
    """Return the lines of the lock that count in an environment, each with the file it takes."""
    for pin in pins:
        if any(pin.holds_in(environment.markers(patch)) for patch in PATCHES):
            listed = files.get((pin.name, str(pin.version)), {})
            best = environment.best_wheel(
                name for name, checksum in listed.items() if checksum in pin.hashes
            )
            if best is not None:
                yield pin, best


def reported(python: str, environment: Environment, wanted: dict[Pin, str]) -> list[dict[str, Any]]:
    """Return pip's report on files that it would install in an environment; it installs nothing."""
    with tempfile.TemporaryDirectory() as scratch:
        lines, report = Path(scratch) / "lines.txt", Path(scratch) / "report.json"
        lines.write_text(
            "".join(
                f"{pin.name}=={pin.version} --hash=sha256:{one}\n" for pin, one in wanted.items()
            )
        )
        command = [
            python, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
            "--disable-pip-version-check", "--no-deps", "--require-hashes",
            "--only-binary", ":all:", "--target", f"{scratch}/none",
            "--report", str(report), "-r", str(lines),
            "--python-version", "{}.{}".format(*environment.python),
            *(word for one in environment.platforms for word in ("--platform", one)),
        ]  # fmt: skip
        subprocess.run(command, check=True)  # noqa: S603 - nothing of it is typed by anybody
        found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
        return found


def described(report: Mapping[str, Any]) -> tuple[tuple[str, str], Variant]:
    """Return what pip's report says of one file."""
    said, source = report["metadata"], report["download_info"]
    name = unquote(source["url"].rsplit("/", 1)[1])
    variant = Variant(
        said.get("requires_python", ""),
        frozenset(said.get("provides_extra", ())),
        tuple(Requirement(line) for line in said.get("requires_dist", ())),
        {name: source["archive_info"]["hashes"]["sha256"]},
    )
    return (canonicalize_name(said["name"]), said["version"]), variant


def described_before(files: Files) -> dict[tuple[str, str], list[Variant]]:
    """Return what was written down of files that are locked still: the same bytes say the same."""
    if not REQUIREMENTS.exists():
        return {}
    kept: dict[tuple[str, str], list[Variant]] = {}
    for package, variants in read_requirements(REQUIREMENTS).items():
        listed = files.get(package, {}).items()
        for one in variants:
            wheels = {
                name: checksum
                for name, checksum in one.wheels.items()
                if (name, checksum) in listed
            }
            if wheels:
                kept.setdefault(package, []).append(replace(one, wheels=wheels))
    return kept


def main(python: str, pylock: Path) -> None:
    """Ask pip about every file that is taken anywhere, each once, and write the answers down."""
    files = read_files(pylock)
    pins = read_lock((ROOT / "packaging" / "lock-dev.txt").read_text(encoding="utf-8"))
    known = described_before(files)
    seen = {name for variants in known.values() for one in variants for name in one.wheels}
    for environment in environments(supported_pythons()):
        wanted = {
            pin: files[pin.name, str(pin.version)][best]
            for pin, best in taken(environment, pins, files)
            if best not in seen
        }
        if not wanted:
            continue
        sys.stderr.write(f"{environment}: {len(wanted)} files\n")
        for each in reported(python, environment, wanted):
            package, variant = described(each)
            known.setdefault(package, []).append(variant)
            seen |= variant.wheels.keys()
    write_requirements({name: joined(variants) for name, variants in known.items()}, REQUIREMENTS)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
