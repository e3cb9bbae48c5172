"""How the table of measures is drawn: bold values, quiet bases, intervals as a bar with a dot."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ati_desktop.casework.results import Shown
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import ROW
from ati_desktop.ui.pages.evaluation.lines import Line

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_VALUE, _BASE, _INTERVAL = 1, 2, 3
_WORDS = 112
_Index = QModelIndex | QPersistentModelIndex


class MeasureCells(QStyledItemDelegate):
    """Draws the cells of a line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row."""
        return QSize(super().sizeHint(option, index).width(), self._theme.length(ROW))

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Say by weight and colour what is value, base, title of a breakdown, or hidden."""
        super().initStyleOption(option, index)
        state: QStyle.StateFlag = option.state
        option.state = state & ~QStyle.StateFlag.State_HasFocus
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        colours = self._theme.palette
        colour = colours.text
        if index.column() == _VALUE:
            option.font.setBold(line.state is not Shown.NOT_COMPUTED)
            colour = {Shown.HIDDEN: colours.warn, Shown.NOT_COMPUTED: colours.muted}.get(
                line.state, colours.text
            )
        elif index.column() != 0 or not line.figures:
            colour = colours.muted
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, QColor(colour))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a cell."""
        line = index.data(LINE_ROLE)
        if isinstance(line, Line) and line.state is not Shown.SHOWN and index.column() >= _BASE:
            self._paint_across(painter, option, index)
            return
        if index.column() != _INTERVAL or not isinstance(line, Line) or line.middle is None:
            super().paint(painter, option, index)
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        words, bare.text = str(bare.text), ""
        widget: Any = self.parent()
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, widget)
        self._draw(painter, bare, line, words)

    def _paint_across(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Write why there is no number over both last columns."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        widget: Any = self.parent()
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, widget)
        if index.column() != _INTERVAL:
            return
        room = bare.rect.adjusted(8 - widget.columnWidth(_BASE), 0, -8, 0)
        words = str(index.sibling(index.row(), _BASE).data() or "")
        shown = bare.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.save()
        painter.setPen(QColor(self._theme.palette.muted))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(side), shown)
        painter.restore()

    def _draw(
        self, painter: QPainter, option: QStyleOptionViewItem, line: Line, words: str
    ) -> None:
        colours = self._theme.palette
        room = option.rect.adjusted(8, 0, -12, 0)
        said = self._theme.length(_WORDS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if room.width() >= said + self._theme.length(80):
            right = QRect(room.right() - said, room.top(), said, room.height())
            painter.setPen(QColor(colours.muted))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(right, int(side), words)
            room.setRight(right.left() - 8)
        draw_interval(painter, QRectF(room), line, colours.line, colours.accent)
        painter.restore()


def draw_interval(painter: QPainter, room: QRectF, line: Line, rail: str, ink: str) -> None:
    """Draw a line from 0 to 100 %, on it the interval as a bar and the value as a dot."""
    middle = room.center().y()
    left, width = room.left() + 5, room.width() - 10
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(rail))
    painter.drawRect(QRectF(left, middle - 1, width, 2))
    painter.setBrush(QColor(ink))
    if line.low is not None and line.high is not None:
        bar = QRectF(left + line.low * width, middle - 2, (line.high - line.low) * width, 4)
        painter.drawRoundedRect(bar, 2, 2)
    if line.middle is not None:
        painter.drawEllipse(QPointF(left + line.middle * width, middle), 4.5, 4.5)
