"""A layout that fills a line and goes on in the next, for chips and choices."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from shiboken6 import isValid


class Flow(QLayout):
    """Items side by side, centred on their line, wrapped where the width ends.

    The binding may call an item dead whose widget lives on; so the widget is kept beside it.
    """

    def __init__(self, across: int = 8, down: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[tuple[QLayoutItem, QWidget | None]] = []
        self._across, self._down = across, down
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end."""
        self._items.append((item, item.widget()))

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None past the end."""
        return self._items[index][0] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item, or None past the end."""
        return self._items.pop(index)[0] if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than the items need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow place makes it taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that all lines take at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def isEmpty(self) -> bool:
        """Return whether nothing in it is shown."""
        return not self._shown()

    def sizeHint(self) -> QSize:
        """Return the size of one line with everything in it."""
        hints = [_hint(*each) for each in self._shown()]
        wide = sum(hint.width() for hint in hints) + self._across * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the widest single item."""
        sizes = [_least(*each) for each in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _shown(self) -> list[tuple[QLayoutItem, QWidget | None]]:
        return [each for each in self._items if _is_shown(*each)]

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QWidget | None, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QWidget | None, QSize]]] = [[]]
        used = 0
        for item, widget in self._shown():
            hint = _hint(item, widget).boundedTo(QSize(max(width, 1), 1 << 20))
            if lines[-1] and used + hint.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, widget, hint))
            used += hint.width() + self._across
        return lines

    def _place(self, rect: QRect, *, move: bool) -> int:
        top = rect.y()
        for line in self._lines(rect.width()):
            left = rect.x()
            tall = max((hint.height() for _item, _widget, hint in line), default=0)
            for item, widget, hint in line:
                if move:
                    middle = top + (tall - hint.height()) // 2
                    (item if isValid(item) else widget or item).setGeometry(
                        QRect(QPoint(left, middle), hint)
                    )
                left += hint.width() + self._across
            top += tall + self._down
        return max(0, top - self._down - rect.y())


def _is_shown(item: QLayoutItem, widget: QWidget | None) -> bool:
    if isValid(item):
        return not item.isEmpty()
    return widget is not None and isValid(widget) and not widget.isHidden()


def _hint(item: QLayoutItem, widget: QWidget | None) -> QSize:
    if isValid(item) or widget is None:
        return item.sizeHint()
    wanted = widget.sizeHint().expandedTo(widget.minimumSizeHint())
    return wanted.boundedTo(widget.maximumSize()).expandedTo(widget.minimumSize())


def _least(item: QLayoutItem, widget: QWidget | None) -> QSize:
    return item.minimumSize() if isValid(item) else _hint(item, widget)
