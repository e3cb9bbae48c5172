"""The parts a page is stacked from: each knows its height, how it is drawn, where it splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from ati_desktop.reports import ink
from ati_desktop.reports.text import Line, Piece, wrap

ASCENT = 0.78
"""Where the baseline lies below the top of a line, as a share of the leading."""

Spans = tuple[tuple[float, float], ...]
"""Rules as (distance from the left edge of the text, length), in points."""


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of one leading, in points."""

    lines: tuple[Line, ...]
    leading: float

    @property
    def height(self) -> float:
        """Height in points."""
        return len(self.lines) * self.leading

    @property
    def holes(self) -> int:
        """How many characters could not be printed."""
        return sum(line.holes for line in self.lines)

    def draw(
        self, canvas: Any, x: float, top: float, room: float = 0, *, right: bool = False
    ) -> None:
        """Draw downwards from `top`, flush right within `room` when asked or read from there."""
        turned = len(self.lines) > 1 and all(line.right_to_left for line in self.lines)
        for number, line in enumerate(self.lines):
            baseline = top - (number + ASCENT) * self.leading
            line.draw(canvas, x + room - line.width if right or turned else x, baseline)

    def cut(self, room: float) -> tuple[Words, Words]:
        """Return the lines that fit into `room` points and the others."""
        count = int(room / self.leading + 1e-6)
        return (
            replace(self, lines=self.lines[:count]),
            replace(self, lines=self.lines[count:]),
        )


def set_words(pieces: Sequence[Piece], room: float) -> Words:
    """Set pieces at a width; the leading is the largest among them."""
    return Words(tuple(wrap(pieces, room)), max(piece.style.leading for piece in pieces))


@dataclass(frozen=True, slots=True)
class Cell:
    """Words at a distance from the left edge of the text; `right` sets them flush right."""

    x: float
    room: float
    words: Words
    right: bool = False


class Block(Protocol):
    """What can be stacked on a page."""

    @property
    def height(self) -> float:
        """Height in points."""

    @property
    def keeps(self) -> bool:
        """Whether it must stand on the same page as the block after it."""

    @property
    def holes(self) -> int:
        """How many characters could not be printed."""

    @property
    def head(self) -> Block | None:
        """What is repeated above it when it starts a page."""

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Return a part for this page and the rest, or None when nothing sensible fits."""

    def draw(self, canvas: Any, x: float, top: float, *, first: bool) -> None:
        """Draw downwards from `top`; `first` when it starts a page."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height, with a rule in the middle if a width is given; dropped at the top of a page."""

    height: float
    rule: float = 0
    thick: float = 0.5
    colour: str = ink.RULE
    keeps: bool = True
    holes: int = 0
    head: Block | None = None

    def split(self, room: float) -> None:
        """A gap is never split."""

    def draw(self, canvas: Any, x: float, top: float, *, first: bool) -> None:
        """Draw the rule, unless the gap starts a page."""
        if self.rule and not first:
            canvas.setStrokeColor(self.colour)
            canvas.setLineWidth(self.thick)
            middle = top - self.height / 2
            canvas.line(x, middle, x + self.rule, middle)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; it is cut through only when it alone is longer than a page.

    `side` is the title in the left column: drawn where the section opens, and again where the
    section continues on a new page. `over` and `under` are rules above and below the cells.
    """

    cells: tuple[Cell, ...]
    after: float = 0
    side: Words | None = None
    opens: bool = False
    keeps: bool = False
    head: Row | None = None
    flows: bool = False
    over: Spans = ()
    under: Spans = ()

    @property
    def height(self) -> float:
        """Height of the tallest cell and the space after it, in points."""
        return max((cell.words.height for cell in self.cells), default=0) + self.after

    @property
    def holes(self) -> int:
        """How many characters of its cells could not be printed."""
        return sum(cell.words.holes for cell in self.cells)

    def split(self, room: float) -> tuple[Row, Row] | None:
        """Cut every cell at the same height; at least two lines on either side."""
        leading = max(cell.words.leading for cell in self.cells)
        lines = int(room / leading + 1e-6)
        tallest = max(len(cell.words.lines) for cell in self.cells)
        lines = min(lines, tallest - 2)
        if lines < 2:
            return None
        halves = [cell.words.cut(lines * leading) for cell in self.cells]
        above = [replace(c, words=h[0]) for c, h in zip(self.cells, halves, strict=True)]
        below = [replace(c, words=h[1]) for c, h in zip(self.cells, halves, strict=True)]
        return (
            replace(self, cells=tuple(above), after=0, under=()),
            replace(self, cells=tuple(below), opens=False, over=()),
        )

    def draw(self, canvas: Any, x: float, top: float, *, first: bool) -> None:
        """Draw the cells, and the side title where it is due."""
        if self.side and (self.opens or first):
            drop = ASCENT * (self.cells[0].words.leading - self.side.leading)
            self.side.draw(canvas, x, top - drop)
        for cell in self.cells:
            cell.words.draw(canvas, x + cell.x, top, cell.room, right=cell.right)
        canvas.setStrokeColor(ink.RULE)
        canvas.setLineWidth(0.5)
        low = top - self.height + self.after / 2
        for start, long in self.under:
            canvas.line(x + start, low, x + start + long, low)
        canvas.setStrokeColor(ink.TEXT)
        for start, long in self.over:
            canvas.line(x + start, top, x + start + long, top)
