"""The card with the course of the case: the picture, or the same facts as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.courses import Course
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import ROW
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.course_chart import CourseChart
from ati_desktop.ui.pages.person.course_items import (
    Item,
    course_items,
    lane_words,
)
from ati_desktop.ui.pages.person.course_marks import mark_path
from ati_desktop.ui.pages.person.words import day_words


class CourseCard(Card):
    """Picture and table of the same items; the switch is a button that stays pressed."""

    opened = Signal(str, int)

    def __init__(self, theme: Theme, codes: CodeLists, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Course of the case"), parent=parent)
        self._theme, self._codes = theme, codes
        self.items: list[Item] = []
        self.switch = Button(self.tr("Show as table"), None, Weight.SECONDARY)
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._turn)
        self.action(self.switch)
        self.chart = CourseChart(theme)
        self.chart.opened.connect(self.opened)
        self.model = PagedTableModel(self._columns(), self._fetch, self)
        self.table = TableView(self.tr("Course of the case as a table"), theme)
        self.table.show_model(self.model)
        self.table.opened.connect(self._open_row)
        self.empty = label(
            self.tr("Nothing with a date yet. The first referral begins the picture."), "muted"
        )
        self._keys = Flow(16, 4)
        self._key_box = QWidget()
        self._key_box.setLayout(self._keys)
        for widget in (self.empty, self.chart, self.table, self._key_box):
            self.add(widget)
        self._turn(False)

    def show_course(self, course: Course) -> None:
        """Show the course of a participant's case."""
        self.items = course_items(course, self._codes)
        self.chart.show_items(self.items, course.today)
        self.model.show_ids(range(len(self.items)))
        self._show_keys()
        self._turn(self.switch.isChecked())

    def _columns(self) -> Sequence[Column]:
        return [
            Column(self.tr("Lane"), lambda item: lane_words(item.lane), 110),
            Column(self.tr("What"), lambda item: item.words),
            Column(self.tr("From"), lambda item: day_words(item.start, self.locale()), 120),
            Column(self.tr("Until"), self._until, 120),
            Column(self.tr("How exact"), self._exactness, 130, quiet=True),
        ]

    def _until(self, item: Item) -> str:
        if item.mark:
            return ""
        end: date | None = item.end
        return day_words(end, self.locale()) if end else self.tr("goes on")

    def _exactness(self, item: Item) -> str:
        return self.tr("to the day") if item.exact else self.tr("not to the day")

    def _fetch(self, ids: Sequence[int]) -> dict[int, Item]:
        return {one: self.items[one] for one in ids}

    def _open_row(self, at: int) -> None:
        self.opened.emit(self.items[at].noun, self.items[at].record_id)

    def _turn(self, table: bool) -> None:
        filled = bool(self.items)
        self.switch.setVisible(filled)
        self.empty.setVisible(not filled)
        self.chart.setVisible(filled and not table)
        self._key_box.setVisible(filled and not table and self._keys.count() > 0)
        self.table.setVisible(filled and table)
        rows = min(len(self.items), 12) * self._theme.length(ROW)
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + 4)

    def _show_keys(self) -> None:
        while (old := self._keys.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        seen = {item.kind: item.words for item in self.items if item.mark}
        lanes = {item.kind: item.lane for item in self.items if item.mark}
        for kind, words in seen.items():
            self._keys.addWidget(_Key(self._theme, kind, lanes[kind], words))


class _Key(QWidget):
    """The shape of a mark and what it means."""

    def __init__(self, theme: Theme, kind: str, lane: str, words: str) -> None:
        super().__init__()
        self._theme, self._kind, self._lane, self._words = theme, kind, lane, words
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._words)
        return QSize(self._theme.length(20) + wide + 2, self._theme.length(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.palette.words()
        colour = QColor(colours["justice" if self._lane == "justice" else "bad"])
        side = self._theme.length(11)
        box = QRectF(1, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour)
        painter.drawPath(mark_path(self._kind, box))
        painter.setPen(QColor(colours["muted"]))
        place = QRectF(self._theme.length(18), 0, self.width(), self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()
