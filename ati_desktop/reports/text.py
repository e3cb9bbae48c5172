"""Plain text set in lines; there is no markup, so nothing a person typed can be an instruction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from ati_desktop.reports import ink
from ati_desktop.reports.fonts import REPLACEMENT, Weight, advance, split_runs, width
from ati_desktop.reports.scripts import mirrored, prepare, runs_right_to_left, visual_order

_HYPHENS = "-/\u2010\u2013\u2014"


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of text looks: sizes in points, colours as hex, marked = shaded behind."""

    size: float = 9
    leading: float = 12
    weight: Weight = "regular"
    colour: str = ink.TEXT
    marked: str = ""

    def bold(self) -> Style:
        """Return the same style in bold."""
        return replace(self, weight="bold")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one style."""

    text: str
    style: Style


Glyph = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of glyphs in reading order."""

    glyphs: tuple[Glyph, ...]
    right_to_left: bool = False

    @property
    def text(self) -> str:
        """The characters in reading order."""
        return "".join(char for char, _ in self.glyphs)

    @property
    def width(self) -> float:
        """Width in points."""
        return sum(advance(char, style.weight) * style.size for char, style in self.glyphs)

    @property
    def holes(self) -> int:
        """How many characters of this line could not be printed."""
        return self.text.count(REPLACEMENT)

    def draw(self, canvas: Any, x: float, baseline: float) -> None:
        """Draw the line with its left end at x."""
        for style, text in self._stretches():
            long = width(text, style.weight, style.size)
            if style.marked:
                canvas.setFillColor(style.marked)
                low = baseline - 0.26 * style.size
                canvas.roundRect(x - 1.5, low, long + 3, 1.24 * style.size, 1.5, stroke=0, fill=1)
            canvas.setFillColor(style.colour)
            at = x
            for face, run in split_runs(text, style.weight):
                canvas.setFont(face, style.size)
                canvas.drawString(at, baseline, run)
                at += width(run, style.weight, style.size)
            x += long

    def _stretches(self) -> list[tuple[Style, str]]:
        order = visual_order(self.text, right_to_left=self.right_to_left)
        seen = [self.glyphs[index] for index in order]
        if order != sorted(order):
            seen = [
                (mirrored(char) if self._turned(order, at) else char, style)
                for at, (char, style) in enumerate(seen)
            ]
        return [
            (style, "".join(char for char, _ in group))
            for style, group in groupby(seen, lambda glyph: glyph[1])
        ]

    @staticmethod
    def _turned(order: list[int], at: int) -> bool:
        before = at > 0 and order[at - 1] == order[at] + 1
        after = at + 1 < len(order) and order[at + 1] == order[at] - 1
        return before or after


def wrap(pieces: Sequence[Piece], room: float) -> list[Line]:
    """Return the lines the pieces fill at a width of `room` points; at least one line.

    Breaks at spaces; at a hyphen or inside a word only when the word alone is too long. A line
    feed starts a new line.
    """
    glyphs = [
        (char, piece.style) for piece in pieces for char in prepare(piece.text, piece.style.weight)
    ]
    lines: list[Line] = []
    for feed, group in groupby(glyphs, lambda glyph: glyph[0] == "\n"):
        stretch = list(group)
        lines += [Line(())] * (len(stretch) - 1) if feed else _fill(stretch, room)
    return lines or [Line(())]


def _fill(glyphs: list[Glyph], room: float) -> list[Line]:
    turned = runs_right_to_left("".join(char for char, _ in glyphs))
    lines: list[Line] = []
    start = 0
    while start < len(glyphs):
        end = _line_end(glyphs, start, room)
        line = glyphs[start:end]
        while line and line[-1][0] == " ":
            line.pop()
        lines.append(Line(tuple(line), turned))
        start = end
    return lines


def _line_end(glyphs: list[Glyph], start: int, room: float) -> int:
    used = 0.0
    space = hyphen = start
    for at in range(start, len(glyphs)):
        char, style = glyphs[at]
        used += advance(char, style.weight) * style.size
        if used > room + 0.01 and char != " ":
            best = space if space > start else hyphen
            return best if best > start else max(at, start + 1)
        if char == " ":
            space = at + 1
        elif char in _HYPHENS and _may_break(glyphs, at):
            hyphen = at + 1
    return len(glyphs)


def _may_break(glyphs: list[Glyph], at: int) -> bool:
    """Tell whether a long word may end a line at this hyphen; digits stay together with theirs."""
    if not 0 < at < len(glyphs) - 1:
        return False
    return glyphs[at - 1][0].isalpha() and glyphs[at + 1][0].isalpha()


def shorten(pieces: Sequence[Piece], room: float, most: int) -> list[Line]:
    """Return at most `most` lines; the last one ends in an ellipsis when something was left."""
    lines = wrap(pieces, room)
    if len(lines) <= most:
        return lines
    last = list(lines[most - 1].glyphs) or [("", pieces[0].style)]
    end = ("…", last[-1][1])
    while last and Line((*last, end)).width > room:
        last.pop()
    return [*lines[: most - 1], Line((*last, end), lines[most - 1].right_to_left)]
