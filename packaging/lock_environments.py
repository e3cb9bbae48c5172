"""The Pythons and machines that the lock is for, and which file of a package each of them takes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
PATCHES = (0, 99)
"""The first release of a Python, and one later than all: markers may tell them apart."""

_MARKS = {
    "Linux x86_64": ("posix", "linux", "Linux", "x86_64"),
    "Linux aarch64": ("posix", "linux", "Linux", "aarch64"),
    "macOS arm64": ("posix", "darwin", "Darwin", "arm64"),
    "macOS x86_64": ("posix", "darwin", "Darwin", "x86_64"),
    "Windows AMD64": ("nt", "win32", "Windows", "AMD64"),
}
GLIBC = {"x86_64": 34, "aarch64": 39}
"""The oldest glibc 2 of Linux that will do; Qt sets it."""
MACOS = (13, 0)


@dataclass(frozen=True)
class Environment:
    """One minor version of Python on one kind of machine."""

    python: tuple[int, int]
    machine: str

    def __str__(self) -> str:
        return f"Python {self.python[0]}.{self.python[1]} on {self.machine}"

    @property
    def system(self) -> str:
        """The name of the operating system."""
        return self.machine.split()[0]

    def markers(self, patch: int) -> dict[str, str]:
        """Return what markers of requirements ask about, for one release of the Python."""
        os_name, sys_platform, system, machine = _MARKS[self.machine]
        minor = f"{self.python[0]}.{self.python[1]}"
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{minor}.{patch}",
            "os_name": os_name,
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": system,
            "platform_version": "",
            "python_full_version": f"{minor}.{patch}",
            "python_version": minor,
            "sys_platform": sys_platform,
        }

    @cached_property
    def platforms(self) -> tuple[str, ...]:
        """The names by which files for this machine are known, the best first."""
        architecture = self.machine.split()[1]
        if self.system == "Windows":
            return ("win_amd64",)
        if self.system == "macOS":
            return tuple(mac_platforms(MACOS, architecture))
        newest = GLIBC[architecture]
        older = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
        names = []
        for glibc in range(newest, 4, -1):
            names.append(f"manylinux_2_{glibc}_{architecture}")
            if glibc in older:
                names.append(f"{older[glibc]}_{architecture}")
        return tuple(names)

    @cached_property
    def _ranks(self) -> dict[Tag, int]:
        interpreter = f"cp{self.python[0]}{self.python[1]}"
        tags = [
            *cpython_tags(self.python, platforms=self.platforms),
            *compatible_tags(self.python, interpreter, self.platforms),
        ]
        return {tag: -at for at, tag in enumerate(tags)}

    def best_wheel(self, names: Iterable[str]) -> str | None:
        """Return the name of the file that pip takes here, None where none of them fits."""
        ranked = []
        for name in names:
            ranks = [self._ranks[tag] for tag in tags_of(name) if tag in self._ranks]
            if ranks:
                ranked.append((max(ranks), name))
        return max(ranked)[1] if ranked else None


def tags_of(name: str) -> Iterable[Tag]:
    """Return the tags in the name of a wheel; none for a name that is none."""
    try:
        return parse_wheel_filename(name)[3]
    except InvalidWheelFilename:
        return ()


def supported_pythons(pyproject: Path = ROOT / "pyproject.toml") -> list[tuple[int, int]]:
    """Return the minor versions of Python that the project says it is for."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    words = "Programming Language :: Python :: 3."
    minors = [int(one.removeprefix(words)) for one in project["classifiers"] if words in one]
    return [(3, minor) for minor in sorted(minors)]


def environments(pythons: Iterable[tuple[int, int]]) -> Iterator[Environment]:
    """Return every Python on every kind of machine."""
    for python in pythons:
        for machine in _MARKS:
            yield Environment(python, machine)
