"""A titled section of a paper: its title at the side, its facts in two columns or as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ati_desktop.reports import ink
from ati_desktop.reports.blocks import Block, Cell, Gap, Row, Words, set_words
from ati_desktop.reports.facts import Fact
from ati_desktop.reports.text import Piece, Style

_SIDE_ROOM = 80
_TEXT_AT = 88
_GUTTER = 14
_LABEL_ROOM = 65
_LABEL_GAP = 5
_WHOLE = 240  # a section up to this height in points stays on one page


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its share of the width."""

    title: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """The width of the text area, the body's size and leading, the air between sections: points."""

    width: float
    air: float = 12
    size: float = 9
    leading: float = 12

    @property
    def body(self) -> Style:
        """The style of values and running text."""
        return Style(self.size, self.leading)

    @property
    def label(self) -> Style:
        """The style of labels beside values, on the same baseline."""
        return Style(self.size * 0.89, self.leading, colour=ink.QUIET)

    @property
    def small(self) -> Style:
        """The style of headings of tables and of words under a line to write on."""
        return Style(7.5, self.leading - 1, colour=ink.QUIET)

    @property
    def text_room(self) -> float:
        """Width beside the side titles."""
        return self.width - _TEXT_AT

    def section(self, title: str, rows: Sequence[Row]) -> list[Block]:
        """Return a rule and the rows with the title beside the first one."""
        style = replace(self.body, weight="bold", colour=ink.ACCENT)
        side = set_words([Piece(title, style)], _SIDE_ROOM)
        lines = [self._titled(row, side, opens=number == 0) for number, row in enumerate(rows)]
        short = side.height - sum(row.height for row in lines)
        lines[-1] = replace(lines[-1], after=lines[-1].after + max(0, short))
        if sum(row.height for row in lines) <= _WHOLE:
            lines = [replace(row, keeps=True) for row in lines[:-1]] + lines[-1:]
        return [Gap(self.air, rule=self.width), *lines]

    @staticmethod
    def _titled(row: Row, side: Words, *, opens: bool) -> Row:
        head = row.head and replace(row.head, side=side)
        return replace(row, side=side, opens=opens, head=head)

    def facts(self, facts: Sequence[Fact]) -> list[Row]:
        """Return facts in two columns; wide or long ones take a line of their own."""
        rows: list[Row] = []
        waiting: list[Fact] = []
        for fact in facts:
            if fact.wide or self._is_long(fact):
                rows += self._pair(waiting)
                waiting = []
                rows.append(self._wide(fact))
                continue
            waiting.append(fact)
            if len(waiting) == 2:
                rows += self._pair(waiting)
                waiting = []
        return rows + self._pair(waiting)

    def prose(self, pieces: Sequence[Piece], after: float = 1.5) -> Row:
        """Return running text over the whole width beside the side title."""
        cell = Cell(_TEXT_AT, self.text_room, set_words(pieces, self.text_room))
        return Row((cell,), after=after, flows=True)

    def signature(self, title: str, places: Sequence[tuple[Sequence[Piece], float]]) -> list[Block]:
        """Return lines to write on, each with words under it and its share of the width."""
        at = float(_TEXT_AT)
        cells: list[Cell] = []
        free = self.text_room - _GUTTER * (len(places) - 1)
        for pieces, share in places:
            cells.append(Cell(at, free * share, set_words(pieces, free * share)))
            at += free * share + _GUTTER
        line = Row(tuple(cells), over=tuple((cell.x, cell.room) for cell in cells))
        return self.section(title, [self.prose([Piece("", self.body)], after=12), line])

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Sequence[Piece]]]
    ) -> list[Row]:
        """Return a heading and rows; the heading comes again on every page."""
        titles = [[Piece(column.title, self.small)] for column in columns]
        head = replace(
            self._line(columns, titles, after=3.5),
            keeps=True,
            under=((_TEXT_AT, self.text_room),),
        )
        body = [
            replace(self._line(columns, row, after=1 + self.air / 5), head=head) for row in rows
        ]
        return [head, *body]

    def _line(
        self, columns: Sequence[Column], cells: Sequence[Sequence[Piece]], after: float
    ) -> Row:
        total = sum(column.share for column in columns)
        done: list[Cell] = []
        at = 0.0
        for column, pieces in zip(columns, cells, strict=True):
            room = self.text_room * column.share / total
            inner = room if column is columns[-1] else room - 8
            done.append(Cell(_TEXT_AT + at, inner, set_words(pieces, inner), column.right))
            at += room
        return Row(tuple(done), after=after)

    @property
    def _half(self) -> float:
        return (self.text_room - _GUTTER) / 2

    def _value(self, fact: Fact, room: float) -> Words:
        return set_words(fact.pieces(self.body), room - _LABEL_ROOM)

    def _is_long(self, fact: Fact) -> bool:
        return len(self._value(fact, self._half).lines) > 2

    def _cells(self, fact: Fact, at: float, room: float) -> tuple[Cell, Cell]:
        label = set_words([Piece(fact.label, self.label)], _LABEL_ROOM - _LABEL_GAP)
        value = self._value(fact, room)
        return (
            Cell(_TEXT_AT + at, _LABEL_ROOM - _LABEL_GAP, label),
            Cell(_TEXT_AT + at + _LABEL_ROOM, room - _LABEL_ROOM, value),
        )

    def _wide(self, fact: Fact) -> Row:
        return Row(self._cells(fact, 0, self.text_room), after=1.5, flows=True)

    def _pair(self, facts: Sequence[Fact]) -> list[Row]:
        if not facts:
            return []
        ats = (0.0, self._half + _GUTTER)
        cells = [
            cell
            for fact, at in zip(facts, ats, strict=False)
            for cell in self._cells(fact, at, self._half)
        ]
        return [Row(tuple(cells), after=1.5)]
