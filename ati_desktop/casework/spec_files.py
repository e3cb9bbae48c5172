"""Specifications as files, whatever they ask for."""

from __future__ import annotations

from pathlib import Path

from ati_desktop.errors import Refused

LARGEST_SPEC = 200_000


def read_spec(path: Path) -> str:
    """Return the text of a specification.

    Raises:
        Refused: it cannot be read, or is too large to be one.
    """
    try:
        if path.stat().st_size > LARGEST_SPEC:
            raise Refused("{path} is too large to be a specification.", path=path)
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError):
        raise Refused("The specification {path} cannot be read.", path=path) from None
