"""One fact as it stands on paper: a value, or a hole that says what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from string import Formatter

from ati_desktop.reports import ink
from ati_desktop.reports.text import Piece, Style

Say = Callable[[str], str]
"""Translates an English source text into the language of the paper."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that was put or meant to be put, without a value: "not asked", "declined"."""

    words: str


Given = str | Unanswered | None
"""A value ready to print, an answer that is no value, or nothing entered."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, its value, and the words of the hole where there is no value.

    `wide` asks for the whole width; `strong` sets the value in bold.
    """

    label: str
    value: Given
    hole: str
    wide: bool = False
    strong: bool = False

    def pieces(self, style: Style) -> list[Piece]:
        """Return the value or its hole in a style, ready to be set."""
        return show(self.value, self.hole, style.bold() if self.strong else style)


def hole_style(style: Style) -> Style:
    """Return the style of a hole among text of a style: bracketed, coloured and shaded."""
    return replace(style, colour=ink.HOLE, marked=ink.HOLE_SHADE)


def show(value: Given, hole: str, style: Style) -> list[Piece]:
    """Return a value in its style; a missing one as a visible hole in brackets."""
    if isinstance(value, str) and value.strip():
        return [Piece(value, style)]
    words = value.words if isinstance(value, Unanswered) else hole
    return [Piece(f"[{words}]", hole_style(style))]


def fill(sentence: str, values: Mapping[str, list[Piece]], style: Style) -> list[Piece]:
    """Return a sentence with its named places filled, holes keeping their look."""
    pieces: list[Piece] = []
    for words, place, _, _ in Formatter().parse(sentence):
        pieces.append(Piece(words, style))
        pieces += values[place] if place else []
    return pieces
