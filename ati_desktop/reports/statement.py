"""A paper that explains: a title, then sections of sentences, facts and small tables.

It names no person and no day, so that the same facts give the same bytes whenever it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ati_desktop.reports import ink
from ati_desktop.reports.blocks import Block, Cell, Gap, Row, set_words
from ati_desktop.reports.facts import Fact, Say
from ati_desktop.reports.page import Frame, PaperSize, print_pages
from ati_desktop.reports.sections import Column, Measure
from ati_desktop.reports.text import Piece, Style

_KIND = Style(size=9.5, leading=13, weight="bold", colour=ink.ACCENT)
_TITLE = Style(size=21, leading=26, weight="bold")
_SUM = Style(size=6, leading=10, weight="mono")
_NAME = Style(size=7.2, leading=10)


@dataclass(frozen=True, slots=True)
class Lines:
    """Facts, each a label and its value over the whole width."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading inside a section; it stays with what comes after it."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table: headings with their shares of the width, and rows of texts.

    ``sums`` sets the last column in a narrow face, for checksums.
    """

    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    sums: bool = False


Part = str | Head | Lines | Grid
"""A sentence or more, a heading, some facts, or a table."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole paper, all strings ready to print.

    ``kind`` says what sort of paper it is, ``title`` what it is about.
    """

    kind: str
    title: str
    reference: str
    sections: Sequence[tuple[str, Sequence[Part]]]
    demo: bool = False
    size: PaperSize = "A4"
    language: str = "en"


def render_statement(statement: Statement, say: Say) -> bytes:
    """Return the paper as a PDF; the same statement gives the same bytes."""
    frame = Frame(
        title=statement.kind,
        office=statement.title,
        name=statement.kind,
        reference=statement.reference,
        printed_on="",
        print_id="",
        demo=statement.demo,
        size=statement.size,
        language=statement.language,
    )
    measure = Measure(frame.width, air=14)
    blocks = _masthead(statement, measure)
    first = True
    for title, parts in statement.sections:
        rows = [row for part in parts for row in _rows(part, measure)]
        rows[-1:] = [replace(row, after=1.5) for row in rows[-1:]]
        if rows:
            section = measure.section(title, rows)
            blocks += section[1:] if first else section
            first = False
    return print_pages(frame, blocks, say)


def _masthead(statement: Statement, measure: Measure) -> list[Block]:
    lines = (Piece(statement.kind, _KIND), Piece(statement.title, _TITLE))
    rows = [
        Row((Cell(0, measure.width, set_words([line], measure.width)),), after=2) for line in lines
    ]
    return [*rows, Gap(16, rule=measure.width, thick=1.4, colour=ink.ACCENT)]


def _rows(part: Part, measure: Measure) -> list[Row]:
    if isinstance(part, str):
        return [measure.prose([Piece(part, measure.body)], after=4)]
    if isinstance(part, Head):
        row = measure.prose([Piece(part.text, measure.body.bold())], after=2)
        return [replace(row, keeps=True, flows=False)]
    if isinstance(part, Lines):
        rows = measure.facts([Fact(name, value, "", wide=True) for name, value in part.pairs])
        return [*rows[:-1], *(replace(row, after=row.after + 6) for row in rows[-1:])]
    columns = [Column(title, share) for title, share in part.columns]
    style, last = (_NAME, _SUM) if part.sums else (measure.body, measure.body)
    cells = [
        [*([Piece(text, style)] for text in row[:-1]), [Piece(row[-1], last)]] for row in part.rows
    ]
    return measure.table(columns, cells) if cells else []
