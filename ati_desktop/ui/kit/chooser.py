"""A box over the window: type a part, arrows move, Enter takes, Escape goes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.search_box import SearchBox
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label

_WHAT = int(Qt.ItemDataRole.UserRole)
_DETAIL = _WHAT + 1
_AT_RIGHT = _WHAT + 2


@dataclass(frozen=True)
class Choice:
    """One line: what is read, a quieter line under it, a word at the right, and what it means."""

    title: str
    detail: str = ""
    at_right: str = ""
    meaning: Any = None


class _Lines(QStyledItemDelegate):
    """Draws title, detail and the word at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        """Return one or two lines of height."""
        lines = 2 if index.data(_DETAIL) else 1
        return QSize(100, option.fontMetrics.height() * lines + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Draw a line."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        title, bare.text = bare.text, ""
        bare.state &= ~QStyle.StateFlag.State_HasFocus
        widget = self.parent()
        if isinstance(widget, QWidget):
            item = QStyle.ControlElement.CE_ItemViewItem
            widget.style().drawControl(item, bare, painter, widget)
        colours = self._theme.palette
        room = bare.rect.adjusted(12, 6, -12, -6)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setPen(QColor(colours.muted))
        right = str(index.data(_AT_RIGHT) or "")
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, right)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(right) - 12)
        detail = str(index.data(_DETAIL) or "")
        half = QRect(room)
        if detail:
            half.setHeight(room.height() // 2)
            low = room.adjusted(0, room.height() // 2, 0, 0)
            shown = bare.fontMetrics.elidedText(detail, Qt.TextElideMode.ElideRight, low.width())
            painter.drawText(low, Qt.AlignmentFlag.AlignLeft | middle, shown)
        painter.setPen(QColor(colours.text))
        shown = bare.fontMetrics.elidedText(title, Qt.TextElideMode.ElideRight, half.width())
        painter.drawText(half, Qt.AlignmentFlag.AlignLeft | middle, shown)
        painter.restore()


class Chooser(QWidget):
    """A veil over a window with a search box and its answers; ``find`` gives them."""

    taken = Signal(object)
    closed = Signal()

    def __init__(
        self,
        over: QWidget,
        theme: Theme,
        placeholder: str,
        find: Callable[[str], Sequence[Choice]],
    ) -> None:
        super().__init__(over)
        self._find = find
        self.setProperty("kind", "veil")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.panel = QFrame(self)
        self.panel.setProperty("kind", "over")
        self.panel.setAccessibleName(placeholder)
        self.box = SearchBox(placeholder)
        self.list = QListView()
        self.list.setProperty("kind", "hits")
        self.list.setAccessibleName(self.tr("Results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Lines(theme, self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._model = QStandardItemModel(self.list)
        self.list.setModel(self._model)
        self.hint = label("", "muted", wrap=True)
        self.make = Button("", self._make, Weight.PRIMARY)
        self._maker: Callable[[str], object] | None = None
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        for part in (self.box, self.list, self.hint, self.make):
            inside.addWidget(part)
        self.box.asked.connect(self._show)
        self.box.step.connect(self._step)
        self.box.taken.connect(self.take)
        self.list.clicked.connect(lambda _index: self.take())
        over.installEventFilter(self)
        self.hide()

    def offer(self, title: str, make: Callable[[str], object]) -> None:
        """Offer to create what was not found; ``title`` has ``{text}`` in it."""
        self._title, self._maker = title, make

    def open(self, text: str = "") -> None:
        """Show the box, empty or with a text, and put the cursor in it."""
        self.box.setText(text)
        self._place()
        self.show()
        self.raise_()
        self._show(text)
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shut(self) -> None:
        """Take the box away and forget what was found."""
        self.hide()
        self.box.clear()
        self._model.clear()
        self.closed.emit()

    def take(self) -> None:
        """Take the line that is marked."""
        index = self.list.currentIndex()
        if index.isValid():
            meaning = index.data(_WHAT)
            self.shut()
            self.taken.emit(meaning)

    def titles(self) -> list[str]:
        """Return the lines that are shown."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Cover the window at any size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box goes back."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.shut()

    def _show(self, text: str) -> None:
        self._model.clear()
        for choice in self._find(text):
            item = QStandardItem(choice.title)
            item.setData(choice.meaning, _WHAT)
            item.setData(choice.detail, _DETAIL)
            item.setData(choice.at_right, _AT_RIGHT)
            item.setAccessibleText(", ".join(p for p in (choice.title, choice.detail) if p))
            self._model.appendRow(item)
        found = self._model.rowCount() > 0
        self.list.setVisible(found)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.hint.setVisible(not found)
        said = self.tr("Nothing found for “{text}”.").format(text=text)
        self.hint.setText(said if text else self.tr("Type a part of what you look for."))
        self.make.setVisible(bool(text) and not found and self._maker is not None)
        if self._maker is not None:
            self.make.setText(self._title.format(text=text))
            self.make.setAccessibleName(self.make.text())
        self._place()

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        index = self._model.index(min(max(row, 0), self._model.rowCount() - 1), 0)
        self.list.setCurrentIndex(index)

    def _make(self) -> None:
        text = self.box.text().strip()
        self.shut()
        if self._maker is not None:
            self._maker(text)

    def _place(self) -> None:
        over = self.parentWidget()
        if over is None:
            return
        self.setGeometry(over.rect())
        wide = min(640, over.width() - 48)
        rows = self._model.rowCount()
        tall = sum(self.list.sizeHintForRow(row) for row in range(min(rows, 9))) + 8
        self.list.setFixedHeight(max(tall, 40))
        self.panel.setFixedWidth(wide)
        self.panel.adjustSize()
        self.panel.move((over.width() - wide) // 2, min(96, over.height() // 8))
