"""Where the files that ship with the program are found."""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _roots() -> list[Path]:
    frozen = getattr(sys, "_MEIPASS", None)
    bundled = [Path(frozen) / "resources"] if frozen else []
    return [*bundled, _HERE / "_resources", _HERE.parent / "resources"]


def resource(name: str) -> Path:
    """Return the path of a shipped file, in the source tree, the wheel or the frozen program.

    Args:
        name: path below ``resources/`` with forward slashes, such as ``codes/sex.json``.

    Raises:
        FileNotFoundError: the file is not part of this build; a fault, not a refusal.
    """
    for root in _roots():
        found = root / name
        if found.exists():
            return found
    raise FileNotFoundError(name)
