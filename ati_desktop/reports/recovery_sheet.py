"""The recovery sheet: the office's recovery code on two halves that are useless alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from ati_desktop.reports import ink
from ati_desktop.reports.blocks import Words, set_words
from ati_desktop.reports.facts import Say
from ati_desktop.reports.fonts import width
from ati_desktop.reports.page import MARGIN, SIZES, PaperSize, draw_demo, start_canvas
from ati_desktop.reports.text import Piece, Style, shorten, wrap

_OFFICE = Style(10, 14, "bold", ink.ACCENT)
_DATE = Style(9, 14, colour=ink.QUIET)
_TITLE = Style(19, 25, "bold")
_BODY = Style(10, 14.5)
_SMALL = Style(8.5, 12, colour=ink.QUIET)
_CODE = Style(33, 38, "mono")
_BOX = 66.0  # height of the box around a group of the code, in points
_BOX_GAP = 12.0


def render_recovery_sheet(
    office: str,
    created_on: str,
    code: str,
    say: Say,
    *,
    demo: bool,
    paper: PaperSize = "A4",
) -> bytes:
    """Return the sheet as a PDF of one page to be cut in two.

    Args:
        office: name of the office.
        created_on: the day the code was made, ready to print.
        code: groups with hyphens or spaces between them; the first half of the groups stands on
            the upper half of the sheet, the others on the lower half.
        say: translates English source texts.
        demo: marks the sheet as belonging to invented data.
        paper: "A4" or "Letter".

    Raises:
        ValueError: the code has fewer than two groups, so it cannot be parted.
    """
    groups = code.replace("-", " ").split()
    if len(groups) < 2:
        raise ValueError("a recovery code of one group cannot be parted")
    middle = (len(groups) + 1) // 2
    out = BytesIO()
    canvas = start_canvas(out, say("Recovery sheet"), paper, "")
    wide, height = SIZES[paper]
    sheet = _Sheet(canvas, wide - 2 * MARGIN, office, created_on, say)
    upper = _Half(1, 1, tuple(groups[:middle]), len(groups))
    lower = _Half(2, middle + 1, tuple(groups[middle:]), len(groups))
    sheet.draw_half(upper, height - 40)
    sheet.draw_cut(height / 2)
    sheet.draw_half(lower, height / 2 - 28)
    if demo:
        draw_demo(canvas, (wide, height), say)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Half:
    """One half: which it is, the number of its first group, its groups, how many there are."""

    number: int
    first: int
    groups: tuple[str, ...]
    total: int


@dataclass(slots=True)
class _Sheet:
    canvas: Any
    width: float
    office: str
    created_on: str
    say: Say

    def draw_half(self, half: _Half, top: float) -> None:
        top = self._draw_head(half, top)
        top = self._draw_code(half, top - 10) - 12
        for number, words in enumerate(self._instructions(half), start=1):
            self._set([Piece(f"{number}", _BODY.bold())], 14).draw(self.canvas, MARGIN, top)
            text = self._set([Piece(words, _BODY)], self.width - 18)
            text.draw(self.canvas, MARGIN + 18, top)
            top -= text.height + 3
        self._draw_places(top - 28)

    def draw_cut(self, y: float) -> None:
        self.canvas.setStrokeColor(ink.QUIET)
        self.canvas.setLineWidth(0.8)
        self.canvas.setDash(5, 4)
        self.canvas.line(0, y, self.width + 2 * MARGIN, y)
        self.canvas.setDash()
        line = wrap([Piece(self.say("Cut here"), _SMALL)], self.width)[0]
        start = MARGIN + (self.width - line.width) / 2
        self.canvas.setFillColor("#ffffff")
        self.canvas.rect(start - 8, y - 6, line.width + 16, 12, stroke=0, fill=1)
        line.draw(self.canvas, start, y - 2.6)

    def _draw_head(self, half: _Half, top: float) -> float:
        say = self.say
        made = shorten([Piece(say("Made on {date}").format(date=self.created_on), _DATE)], 190, 1)[
            0
        ]
        made.draw(self.canvas, MARGIN + self.width - made.width, top - 11)
        name = shorten([Piece(self.office, _OFFICE)], self.width - 200, 2)
        office = Words(tuple(name), _OFFICE.leading)
        office.draw(self.canvas, MARGIN, top)
        top -= office.height + 2
        title = say("Recovery sheet, half {number} of 2").format(number=half.number)
        purpose = say(
            "When every password is lost, the whole recovery code opens the records of this office."
        )
        alone = say("This half alone opens nothing.")
        for pieces in (
            [Piece(title, _TITLE)],
            [Piece(f"{purpose}\n", _BODY), Piece(alone, _BODY.bold())],
        ):
            words = self._set(pieces, self.width)
            words.draw(self.canvas, MARGIN, top)
            top -= words.height + 2
        return top

    def _draw_code(self, half: _Half, top: float) -> float:
        """Draw each group in a box under its number, smaller when there are many."""
        count = len(half.groups)
        box = (self.width - _BOX_GAP * (count - 1)) / count
        longest = max(width(group, "mono", _CODE.size) for group in half.groups)
        style = replace(_CODE, size=_CODE.size * min(1, (box - 20) / longest))
        for at, group in enumerate(half.groups):
            x = MARGIN + at * (box + _BOX_GAP)
            y = top - _BOX
            self.canvas.setStrokeColor(ink.RULE)
            self.canvas.setLineWidth(0.9)
            self.canvas.roundRect(x, y, box, _BOX, 5, stroke=1, fill=0)
            number = self._set([Piece(str(half.first + at), _SMALL)], 20)
            number.draw(self.canvas, x + 7, y + _BOX - 4)
            line = wrap([Piece(group, style)], box)[0]
            line.draw(self.canvas, x + (box - line.width) / 2, y + 19)
        return top - _BOX

    def _instructions(self, half: _Half) -> list[str]:
        say = self.say
        return [
            say("Cut the sheet. Seal each half in an envelope of its own, with the date on it."),
            say("Keep the two envelopes in two places, in the care of two people."),
            say(
                "To use it, open both, choose the recovery code where the program asks for the "
                "password, and type groups 1 to {total} in order. 0 is always a zero, 1 always a "
                "one."
            ).format(total=half.total),
            say(
                "If a half is lost or was seen, have an administrator make a new code: this one "
                "then opens nothing."
            ),
            say("Delete the file this sheet was printed from. Never photograph it."),
        ]

    def _draw_places(self, y: float) -> None:
        third = (self.width - 2 * _BOX_GAP) / 3
        words = (self.say("Kept in"), self.say("In the care of"), self.say("Sealed on"))
        for at, label in enumerate(words):
            x = MARGIN + at * (third + _BOX_GAP)
            self.canvas.setStrokeColor(ink.TEXT)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(x, y, x + third, y)
            self._set([Piece(label, _SMALL)], third).draw(self.canvas, x, y)

    def _set(self, pieces: Sequence[Piece], room: float) -> Words:
        return set_words(pieces, room)
