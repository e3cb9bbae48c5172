"""Specifications of extracts as files."""

from __future__ import annotations

from pathlib import Path

from ati_desktop.casework.spec_files import read_spec
from ati_desktop.evaluation.extract_spec import ExtractSpec


def load_extract_spec(path: Path) -> tuple[ExtractSpec, str]:
    """Read the specification of an extract and return it with its text.

    Raises:
        Refused: it cannot be read, or a setting in it is not right; the sentence names it.
    """
    text = read_spec(path)
    return ExtractSpec.from_text(text, path.name), text
