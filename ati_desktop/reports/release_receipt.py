"""The receipt of a release of figures: what went out, and how it was made sure nobody is in it."""

from __future__ import annotations

from dataclasses import dataclass

from ati_desktop.reports import ink
from ati_desktop.reports.blocks import Block, Cell, Gap, Row, set_words
from ati_desktop.reports.facts import Fact, Given, Say
from ati_desktop.reports.page import Frame, PaperSize, print_pages
from ati_desktop.reports.sections import Column, Measure
from ati_desktop.reports.text import Piece, Style

_TITLE = Style(size=21, leading=25, weight="bold")
_OFFICE = Style(size=9.5, leading=13, weight="bold", colour=ink.ACCENT)
_SUM = Style(size=6.4, leading=12, weight="mono")


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A file of the package: its name, its size ready to print, its SHA-256 in hex."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """All facts of one receipt, ready to print.

    `population` says who is counted and who is not; `filters` and `dropped` are one line each;
    `audit` is the sentence of the independent audit, which must have held.
    """

    office: str
    release_id: str
    made_on: str
    version: str
    recipient: Given
    purpose: Given
    period: Given
    as_of: Given
    population: tuple[str, ...]
    filters: tuple[str, ...]
    dropped: tuple[str, ...]
    threshold: str
    smallest_cell: str
    hidden: str
    audit: str
    files: tuple[ReleasedFile, ...]
    audit_head: str = ""
    demo: bool = False
    size: PaperSize = "A4"
    language: str = "en"


def render_receipt(facts: ReceiptFacts, say: Say) -> bytes:
    """Return the receipt as a PDF; the same facts give the same bytes."""
    frame = Frame(
        title=say("Release receipt"),
        office=facts.office,
        name=say("Release"),
        reference=facts.release_id,
        printed_on=facts.made_on,
        print_id=facts.release_id,
        audit_head=facts.audit_head,
        demo=facts.demo,
        size=facts.size,
        language=facts.language,
    )
    measure = Measure(frame.width, air=14)
    blocks = [
        *_masthead(facts, measure, say),
        *measure.section(say("Release"), _release(facts, measure, say))[1:],
        *measure.section(say("Figures"), _figures(facts, measure, say)),
        *measure.section(say("Protection"), _protection(facts, measure, say)),
        *measure.section(say("Files"), _files(facts, measure, say)),
    ]
    return print_pages(frame, blocks, say)


def _masthead(facts: ReceiptFacts, measure: Measure, say: Say) -> list[Block]:
    lines = ([Piece(facts.office, _OFFICE)], [Piece(say("Release receipt"), _TITLE)])
    rows = [
        Row((Cell(0, measure.width, set_words(line, measure.width)),), after=2) for line in lines
    ]
    return [*rows, Gap(16, rule=measure.width, thick=1.4, colour=ink.ACCENT)]


def _release(facts: ReceiptFacts, measure: Measure, say: Say) -> list[Row]:
    return measure.facts(
        [
            Fact(say("Release"), facts.release_id, "", strong=True),
            Fact(say("Made on"), facts.made_on, ""),
            Fact(say("Given to"), facts.recipient, say("recipient not entered")),
            Fact(say("Purpose"), facts.purpose, say("purpose not entered")),
            Fact(say("Made with"), facts.version, ""),
        ]
    )


def _figures(facts: ReceiptFacts, measure: Measure, say: Say) -> list[Row]:
    none = say("none")
    return measure.facts(
        [
            Fact(say("Period"), facts.period, say("period not entered")),
            Fact(say("As of"), facts.as_of, say("day not entered")),
            Fact(say("Counted"), "\n".join(facts.population), say("not entered"), wide=True),
            Fact(say("Filters"), "\n".join(facts.filters) or none, "", wide=True),
            Fact(say("Left out"), "\n".join(facts.dropped) or none, "", wide=True),
        ]
    )


def _protection(facts: ReceiptFacts, measure: Measure, say: Say) -> list[Row]:
    return measure.facts(
        [
            Fact(say("Threshold"), facts.threshold, say("threshold not entered")),
            Fact(say("Smallest cell"), facts.smallest_cell, say("not entered")),
            Fact(say("Hidden"), facts.hidden, say("not entered"), wide=True),
            Fact(say("Audit"), facts.audit, say("audit not entered"), wide=True, strong=True),
        ]
    )


def _files(facts: ReceiptFacts, measure: Measure, say: Say) -> list[Row]:
    columns = [Column(say("File"), 26), Column(say("Size"), 12), Column("SHA-256", 62)]
    rows = [
        [
            [Piece(file.name, measure.body)],
            [Piece(file.size, measure.body)],
            [Piece(file.sha256, _SUM)],
        ]
        for file in facts.files
    ]
    return measure.table(columns, rows)
