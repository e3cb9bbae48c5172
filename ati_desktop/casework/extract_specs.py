"""Specifications of extracts as files."""

from __future__ import annotations

from pathlib import Path

from ati_desktop.casework.figures import LARGEST_SPEC
from ati_desktop.errors import Refused
from ati_desktop.evaluation.extract_spec import ExtractSpec


def load_extract_spec(path: Path) -> tuple[ExtractSpec, str]:
    """Read the specification of an extract and return it with its text.

    Raises:
        Refused: it cannot be read, or a setting in it is not right; the sentence names it.
    """
    try:
        if path.stat().st_size > LARGEST_SPEC:
            raise Refused("{path} is too large to be a specification.", path=path)
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused("The specification {path} cannot be read.", path=path) from None
    return ExtractSpec.from_text(text, path.name), text
