"""Proves without the network that the lock answers every requirement, on each Python and machine.

``make check`` runs it. What the locked packages require stands in ``lock-requirements.json``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lock_environments import PATCHES, ROOT, Environment, environments, supported_pythons
from lock_files import REQUIREMENTS, Packages, Pin, Variant, read_lock, read_requirements
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@dataclass
class Walk:
    """One way through all that is asked for, in one environment; collects what is not answered."""

    environment: Environment
    markers: Mapping[str, str]
    packages: Packages
    pins: dict[str, Pin] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)
    answered: int = 0
    asked: set[str] = field(default_factory=set)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def take_pins(self, pins: Iterable[Pin]) -> None:
        """Take the lines of the lock that count here; no package may have two."""
        for pin in pins:
            if not pin.holds_in(self.markers):
                continue
            if pin.name in self.pins:
                self.gaps.append(f"{pin.name} is locked at two versions")
            self.pins[pin.name] = pin

    def follow(self, asking: str, requirements: Iterable[Requirement], extra: str = "") -> None:
        """Look each requirement up that counts here, and what the answer itself requires."""
        for one in requirements:
            marker = one.marker
            if marker is None or marker.evaluate({**self.markers, "extra": extra}):
                self._look_up(asking, one)

    def _look_up(self, asking: str, wanted: Requirement) -> None:
        name = canonicalize_name(wanted.name)
        self.asked.add(name)
        pin = self.pins.get(name)
        if pin is None:
            self.gaps.append(f"{asking} asks for {wanted}, and nothing in the lock answers")
            return
        if not wanted.specifier.contains(pin.version, prereleases=True):
            self.gaps.append(f"{asking} asks for {wanted}, but the lock has {name} {pin.version}")
            return
        self.answered += 1
        for extra in ("", *sorted(canonicalize_name(each) for each in wanted.extras)):
            if (name, extra) not in self._seen:
                self._seen.add((name, extra))
                self._go_on(pin, extra)

    def _go_on(self, pin: Pin, extra: str) -> None:
        variant = self._variant(pin)
        if variant is None:
            return
        shown = f"{pin.name}[{extra}]" if extra else pin.name
        if extra and extra not in variant.extras:
            self.gaps.append(f"{pin.name} {pin.version} has no extra that is called {extra}")
        self.follow(f"{shown} {pin.version}", variant.requires, extra)

    def _variant(self, pin: Pin) -> Variant | None:
        """Return what the file says that is taken here; where there is none, that is a gap."""
        variants = self.packages.get((pin.name, str(pin.version)))
        if variants is None:
            self.gaps.append(
                f"what {pin.name} {pin.version} requires is not written down: run make lock"
            )
            return None
        files = {name: one for one in variants for name in one.wheels}
        locked = [name for name, one in files.items() if one.wheels[name] in pin.hashes]
        best = self.environment.best_wheel(locked)
        if best is None:
            self.gaps.append(f"the lock has no file of {pin.name} {pin.version}")
            return None
        variant = files[best]
        python = self.markers["python_full_version"]
        if not Requirement(f"python{variant.requires_python}").specifier.contains(python):
            self.gaps.append(
                f"{pin.name} {pin.version} is for Python {variant.requires_python} only"
            )
        return variant


def gaps_of(
    pins: Sequence[Pin],
    roots: Mapping[str, Sequence[Requirement]],
    packages: Packages,
    pythons: Iterable[tuple[int, int]],
) -> tuple[list[str], int]:
    """Return what a lock does not answer, as sentences, and how many requirements it answers.

    Args:
        pins: the lines of the lock.
        roots: what is asked for first, by who asks.
        packages: what the locked packages require.
        pythons: the minor versions of Python.
    """
    gaps: dict[str, None] = {}
    answered = 0
    asked: set[str] = set()
    for environment in environments(pythons):
        for patch in PATCHES:
            walk = Walk(environment, environment.markers(patch), packages)
            walk.take_pins(pins)
            for asking, requirements in roots.items():
                walk.follow(asking, requirements)
            answered += walk.answered
            asked |= walk.asked
            gaps |= dict.fromkeys(f"{environment}: {gap}." for gap in walk.gaps)
    for name in sorted({pin.name for pin in pins} - asked):
        gaps[f"Nothing asks for {name}, which is in the lock."] = None
    return list(gaps), answered


def project_roots(pyproject: Mapping[str, Any]) -> dict[str, list[Requirement]]:
    """Return what the project itself asks for when it runs."""
    return {"pyproject.toml": _parsed(pyproject["project"]["dependencies"])}


def development_roots(pyproject: Mapping[str, Any]) -> dict[str, list[Requirement]]:
    """Return what the project asks for to be built, worked on and tested, its extras included."""
    groups = {
        f"pyproject.toml's extra {name}": _parsed(lines)
        for name, lines in pyproject["project"].get("optional-dependencies", {}).items()
    }
    return {
        **project_roots(pyproject),
        **groups,
        "pyproject.toml's group dev": _parsed(pyproject["dependency-groups"]["dev"]),
        "pyproject.toml's build": _parsed(pyproject["build-system"]["requires"]),
        "an editable build": _parsed(_editable_build()),
    }


def _parsed(lines: Iterable[str]) -> list[Requirement]:
    return [Requirement(line) for line in lines]


def _editable_build() -> list[str]:
    """Return what the build itself asks for beside what stands in pyproject.toml."""
    from hatchling.build import get_requires_for_build_editable  # noqa: PLC0415 - only installed there

    return list(get_requires_for_build_editable())


def differences(runs: Sequence[Pin], develops: Sequence[Pin]) -> Iterator[str]:
    """Return where the lock of the program and that of its development disagree."""
    known = {(pin.name, pin.version, str(pin.marker)): pin.hashes for pin in develops}
    for pin in runs:
        if known.get((pin.name, pin.version, str(pin.marker))) != pin.hashes:
            yield f"lock-dev.txt does not have {pin.name} {pin.version} as lock.txt has it."


def unlocked_files(pins: Sequence[Pin], packages: Packages) -> Iterator[str]:
    """Return the files that make lock saw and whose checksum is not in the lock any more.

    Where several files would do, the rest still answer: a line that is gone or wrong shows here.
    """
    for pin in pins:
        for variant in packages.get((pin.name, str(pin.version)), ()):
            for name, checksum in variant.wheels.items():
                if checksum not in pin.hashes:
                    yield f"the lock does not have the checksum of {name}: run make lock."


def main() -> int:
    """Check both lock files, say what is not answered, and return 1 if anything is not."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages, pythons = read_requirements(REQUIREMENTS), supported_pythons()
    try:
        locks = {
            name: read_lock((ROOT / "packaging" / name).read_text(encoding="utf-8"))
            for name in ("lock.txt", "lock-dev.txt")
        }
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    found = list(differences(*locks.values()))
    total = 0
    for (name, pins), roots in zip(
        locks.items(), (project_roots(pyproject), development_roots(pyproject)), strict=True
    ):
        gaps, answered = gaps_of(pins, roots, packages, pythons)
        gaps += unlocked_files(pins, packages)
        found += [f"packaging/{name}: {gap}" for gap in gaps]
        total += answered
    if found:
        sys.stderr.write("\n".join(found) + "\n")
        return 1
    where = len(list(environments(pythons)))
    sys.stdout.write(f"The lock answers all {total} requirements in {where} environments.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
