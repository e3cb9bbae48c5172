"""The frame of every paper: who it is about, page x of y, date and print id on each page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas

from ati_desktop.reports import ink
from ati_desktop.reports.blocks import Block, Words
from ati_desktop.reports.facts import Say
from ati_desktop.reports.fonts import main_face
from ati_desktop.reports.pages import Page, paginate
from ati_desktop.reports.text import Line, Piece, Style, shorten

# reportlab would open files and addresses that a text names; nothing printed may do that.
rl_config.trustedSchemes = ["data"]

PaperSize = Literal["A4", "Letter"]
SIZES: dict[PaperSize, tuple[float, float]] = {"A4": A4, "Letter": LETTER}

MARGIN = 46.0
_SMALL = Style(size=7.5, leading=10, colour=ink.QUIET)
_RUNNING = Style(size=8, leading=11, colour=ink.QUIET)
_DEMO_BAND = 17.0
_FOOT = 26.0  # printers leave up to 18 points at the foot unprinted


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the text of every page; all strings ready to print.

    `title` names the kind of paper and never the person: it also becomes the file's own title.
    `printed_on` is the day in the reader's manner, `audit_head` the start of the audit chain's
    last hash, `language` a tag such as "en". What is empty is left out.
    """

    title: str
    office: str
    name: str
    reference: str
    printed_on: str
    print_id: str
    audit_head: str = ""
    demo: bool = False
    size: PaperSize = "A4"
    language: str = "en"

    @property
    def width(self) -> float:
        """Width of the text area in points."""
        return SIZES[self.size][0] - 2 * MARGIN


def start_canvas(out: BytesIO, title: str, size: PaperSize, language: str) -> Any:
    """Return a canvas whose file says nothing about a person, an author or a time."""
    canvas = Canvas(
        out,
        pagesize=SIZES[size],
        invariant=1,
        pageCompression=1,
        initialFontName=main_face("regular"),
        lang=language,
    )
    canvas.setTitle(title)
    canvas.setSubject("")
    canvas.setAuthor("")
    canvas.setCreator("ATI Desktop")
    canvas.setProducer("ATI Desktop")
    return canvas


def print_pages(frame: Frame, blocks: list[Block], say: Say) -> bytes:
    """Return the blocks as a PDF, each page inside the frame."""
    edges = _Edges(frame, say)
    pages = edges.lay(blocks)
    out = BytesIO()
    canvas = start_canvas(out, frame.title, frame.size, frame.language)
    for number, page in enumerate(pages, start=1):
        top = edges.top(number)
        for placed in page:
            first = placed is page[0]
            placed.block.draw(canvas, MARGIN, top - placed.down, first=first)
        edges.draw(canvas, number, len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def count_pages(frame: Frame, blocks: list[Block], say: Say) -> int:
    """Return how many pages the blocks would fill."""
    return len(_Edges(frame, say).lay(blocks))


class _Edges:
    """Head and foot of the pages of one paper."""

    def __init__(self, frame: Frame, say: Say) -> None:
        self.frame = frame
        self.say = say
        self.height = SIZES[frame.size][1]
        name = [
            Piece(frame.name, Style(size=8, leading=10, weight="bold")),
            Piece(f"   {frame.reference}", Style(size=8, leading=10)),
        ]
        self.who = Words(tuple(shorten(name, frame.width - 90, 3)), 10)

    def lay(self, blocks: list[Block]) -> list[Page]:
        bottom = _FOOT + 10 + self.who.height + 10
        return paginate(blocks, self.top(1) - bottom, self.top(2) - bottom)

    def top(self, number: int) -> float:
        """Return where the text of a page starts, in points from the foot of the paper."""
        head = _DEMO_BAND + 21 if self.frame.demo else 34
        return self.height - head - (26 if number > 1 else 0)

    def draw(self, canvas: Any, number: int, total: int) -> None:
        if number > 1:
            self._draw_head(canvas)
        self._draw_foot(canvas, number, total)
        if self.frame.demo:
            draw_demo(canvas, SIZES[self.frame.size], self.say)

    def _draw_head(self, canvas: Any) -> None:
        words = Piece(f"{self.frame.title}   ·   {self.frame.office}", _RUNNING)
        line = shorten([words], self.frame.width, 1)[0]
        base = self.top(2) + 15
        line.draw(canvas, MARGIN, base)
        self._rule(canvas, base - 6)

    def _draw_foot(self, canvas: Any, number: int, total: int) -> None:
        frame = self.frame
        top = _FOOT + 10 + self.who.height
        self._rule(canvas, top + 4)
        self.who.draw(canvas, MARGIN, top)
        place = self.say("Page {page} of {pages}").format(page=number, pages=total)
        draw_right(canvas, [Piece(place, Style(size=8, leading=10))], frame, top - 7.8)
        said = (
            (frame.printed_on, self.say("Printed {date}").format(date=frame.printed_on)),
            (frame.print_id, self.say("Print id {id}").format(id=frame.print_id)),
            (frame.audit_head, self.say("Audit {head}").format(head=frame.audit_head)),
        )
        parts = [words for value, words in said if value]
        line = shorten([Piece("   ·   ".join(parts), _SMALL)], frame.width, 1)[0]
        line.draw(canvas, MARGIN, _FOOT + 2)

    def _rule(self, canvas: Any, y: float) -> None:
        canvas.setStrokeColor(ink.RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, y, MARGIN + self.frame.width, y)


def draw_right(canvas: Any, pieces: list[Piece], frame: Frame, baseline: float) -> None:
    """Draw one line flush with the right margin."""
    line: Line = shorten(pieces, frame.width, 1)[0]
    line.draw(canvas, MARGIN + frame.width - line.width, baseline)


def draw_demo(canvas: Any, size: tuple[float, float], say: Callable[[str], str]) -> None:
    """Mark a page as made from invented data: a band in another colour and a large mark."""
    width, height = size
    canvas.setFillColor(ink.DEMO)
    canvas.rect(0, height - _DEMO_BAND, width, _DEMO_BAND, stroke=0, fill=1)
    words = Piece(say("DEMO · invented data, about nobody"), Style(8.5, 11, "bold", "#ffffff"))
    line = shorten([words], width - 2 * MARGIN, 1)[0]
    line.draw(canvas, (width - line.width) / 2, height - _DEMO_BAND + 5.3)
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52)
    canvas.setFillColor(ink.DEMO)
    canvas.setFillAlpha(0.09)
    canvas.setFont(main_face("bold"), 190)
    canvas.drawCentredString(0, -62, "DEMO")
    canvas.restoreState()
