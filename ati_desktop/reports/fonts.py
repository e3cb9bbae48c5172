"""The faces papers are set in: which one has a character, and how wide it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ati_desktop.resources import resource

Weight = Literal["regular", "bold", "mono"]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands, visibly, for a character that no face has."""

# First the face papers are set in, then one face a script. Scripts that are only legible when
# shaped by rule (Devanagari, Bengali, Khmer ...) have no face here: a visible hole is honest,
# letters in the wrong order are not.
_REGULAR = (
    "NotoSans-Regular",
    "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansArmenian-Regular",
    "NotoSansGeorgian-Regular",
    "NotoSansThai-Regular",
    "NotoSansEthiopic-Regular",
)
_BOLD = (
    "NotoSans-Bold",
    "NotoSansArabic-Bold",
    "NotoSansHebrew-Bold",
    "NotoSansArmenian-Bold",
    "NotoSansGeorgian-Bold",
    "NotoSansThai-Bold",
    "NotoSansEthiopic-Regular",
)
_CHAINS: dict[Weight, tuple[str, ...]] = {
    "regular": _REGULAR,
    "bold": _BOLD,
    "mono": ("DejaVuSansMono-Bold", *_BOLD),
}


@cache
def _face(name: str) -> Any:
    """Open a shipped face and make it known to reportlab; faces open only when needed."""
    face = TTFont(name, str(resource(f"fonts/{name}.ttf")))
    pdfmetrics.registerFont(face)
    return face


def main_face(weight: Weight) -> str:
    """Return the reportlab name of the first face of a weight, opened."""
    name = _CHAINS[weight][0]
    _face(name)
    return name


@cache
def find_face(char: str, weight: Weight) -> str | None:
    """Return the first face of the weight that has the character, or None."""
    for name in _CHAINS[weight]:
        if ord(char) in _face(name).face.charToGlyph:
            return name
    return None


@cache
def advance(char: str, weight: Weight) -> float:
    """Return the width of one printable character, in points at a size of 1."""
    name = find_face(char, weight) or main_face(weight)
    return float(pdfmetrics.stringWidth(char, name, 1000)) / 1000


def width(text: str, weight: Weight, size: float) -> float:
    """Return the width of printable text in points."""
    return sum(advance(char, weight) for char in text) * size


def split_runs(text: str, weight: Weight) -> Iterable[tuple[str, str]]:
    """Yield (face, text) for the longest stretches that one face can set."""
    for face, chars in groupby(text, lambda char: find_face(char, weight) or main_face(weight)):
        yield face, "".join(chars)
