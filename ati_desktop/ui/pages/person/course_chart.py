"""The course of a case as one picture, painted by hand; the keyboard walks its items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.person.course_ink import CourseInk
from ati_desktop.ui.pages.person.course_items import Item, item_sentence
from ati_desktop.ui.pages.person.course_rows import Layout, Placed, Sizes, lay_out
from ati_desktop.ui.pages.person.course_scale import TICK_ROOM, Scale, Tick, make_scale, ticks

_EMPTY = Layout((), (), 0.0)


class CourseChart(QWidget):
    """Lanes over time; ``opened`` tells the noun and the id of the record behind an item."""

    opened = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.items: list[Item] = []
        self._today = date.min
        self._scale: Scale | None = None
        self._ticks: list[Tick] = []
        self.layout_now: Layout = _EMPTY
        self._current: Item | None = None
        self._hovered: Item | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._measure)

    @property
    def current(self) -> Item | None:
        """Return the item the keyboard stands on."""
        return self._current

    def show_items(self, items: Sequence[Item], today: date) -> None:
        """Show a course."""
        self.items, self._today = list(items), today
        self._current = None
        said = self.tr("Course of the case, {n} items. Arrow keys walk them, Enter opens one.")
        self.setAccessibleName(said.format(n=len(self.items)))
        self._measure()

    def place_of(self, item: Item) -> QRectF | None:
        """Return where an item is drawn."""
        found = next((one for one in self.layout_now.placed if one.item == item), None)
        return found.bar if found else None

    def sizeHint(self) -> QSize:
        """Want the height that all lanes take."""
        return QSize(480, round(self.layout_now.height))

    def minimumSizeHint(self) -> QSize:
        """Need that height too."""
        return QSize(240, round(self.layout_now.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw everything."""
        if self._scale is None:
            return
        ink = CourseInk(self, self._theme, self._scale)
        ink.frame(self.layout_now, self._ticks, self._today)
        for placed in self.layout_now.placed:
            ink.item(placed, past=self._past(placed))
        lit = self._current if self.hasFocus() else self._hovered
        for placed in self.layout_now.placed:
            if placed.item == lit:
                ink.ring(placed, strong=self.hasFocus())
        ink.end()

    def event(self, event: QEvent) -> bool:
        """Show what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at(event.pos())
            text = item_sentence(found.item, self.locale()) if found else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the item under the pointer."""
        found = self._at(event.position().toPoint())
        hovered = found.item if found else None
        if hovered != self._hovered:
            self._hovered = hovered
            shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Mark nothing any more."""
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the record behind an item."""
        found = self._at(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = found.item
            self.opened.emit(found.item.noun, found.item.record_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on the newest item when the Tab key arrives."""
        super().focusInEvent(event)
        if self._current is None and self.items:
            self._stand_on(self.items[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, open with Enter."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit(self._current.noun, self._current.record_id)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._change_lane(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        if self._current is None or self._current not in self.items:
            return
        lane = [one for one in self.items if one.lane == self._current.lane]
        at = lane.index(self._current) + step
        if 0 <= at < len(lane):
            self._stand_on(lane[at])

    def _change_lane(self, step: int) -> None:
        now = self._current
        if now is None:
            return
        lanes = [lane.name for lane in self.layout_now.lanes]
        filled = [name for name in lanes if any(one.lane == name for one in self.items)]
        at = filled.index(now.lane) + step
        if 0 <= at < len(filled):
            there = [one for one in self.items if one.lane == filled[at]]
            self._stand_on(min(there, key=lambda one: abs((one.start - now.start).days)))

    def _stand_on(self, item: Item) -> None:
        self._current = item
        said = item_sentence(item, self.locale())
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        place = self.place_of(item)
        if place is not None and self.isVisible():
            QToolTip.showText(self.mapToGlobal(place.bottomLeft().toPoint()), said, self)
        self.update()

    def _at(self, point: QPoint) -> Placed | None:
        spot = QPointF(point)
        hit = [
            one for one in self.layout_now.placed if one.bar.adjusted(-3, -3, 3, 3).contains(spot)
        ]
        return hit[-1] if hit else None

    def _past(self, placed: Placed) -> bool:
        end = placed.item.end
        return not placed.item.mark and end is not None and end < self._today

    def _measure(self) -> None:
        length = self._theme.length
        right = float(max(self.width(), 240) - 4)
        self._scale = make_scale(self.items, self._today, length(92), right) if self.items else None
        if self._scale is None:
            self.layout_now, self._ticks = _EMPTY, []
        else:
            sizes = Sizes(length(24), length(4), length(12), length(13), length(5), length(8))
            room = self.fontMetrics().horizontalAdvance
            self.layout_now = lay_out(self.items, self._scale, self._today, sizes, room, length(34))
            self._ticks = ticks(self._scale, self.locale(), length(TICK_ROOM))
        self.updateGeometry()
        self.update()
