"""The head of a room or of a case: title, chips, a line of facts, actions at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.words import label


class Head(QFrame):
    """A title that stays while what is below it moves; ``framed`` draws it as a card."""

    def __init__(
        self, title: str, note: str = "", *, framed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if framed:
            self.setProperty("kind", "card")
        self._whole = whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        whole.setContentsMargins(*((16, 12, 16, 12) if framed else (0, 0, 0, 0)))
        whole.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(4)
        self.title = label(title, "title", selectable=True)
        self.note = label(note, "muted", wrap=True)
        self._first = Flow(8, 4)
        self._first.addWidget(self.title)
        left.addLayout(self._first)
        left.addWidget(self.note)
        self.note.setVisible(bool(note))
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        whole.addLayout(left, 1)
        whole.addLayout(self._actions)
        whole.setAlignment(self._actions, Qt.AlignmentFlag.AlignVCenter)
        self._chips: list[QWidget] = []
        self.setAccessibleName(title)

    def say(self, title: str, note: str = "") -> None:
        """Show another title and line."""
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleName(title)

    def show_chips(self, chips: list[QWidget]) -> None:
        """Replace the chips behind the title."""
        for old in self._chips:
            self._first.removeWidget(old)
            old.deleteLater()
        self._chips = list(chips)
        for chip in chips:
            self._first.addWidget(chip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the actions under the title where there is no room beside it."""
        super().resizeEvent(event)
        first = self._first.minimumSize().width()
        title = max(self.title.sizeHint().width(), first)
        beside = title + self._actions.sizeHint().width() + 48
        narrow = self.width() < beside
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._whole.setDirection(way)

    def minimumSizeHint(self) -> QSize:
        """Want no more width than title and actions under each other, for so they can stand."""
        least = super().minimumSizeHint()
        edges = self._whole.contentsMargins()
        across = max(self._first.minimumSize().width(), self._actions.minimumSize().width())
        return QSize(across + edges.left() + edges.right(), least.height())

    def action(self, widget: QWidget) -> None:
        """Put a button at the right end."""
        self._actions.addWidget(widget)
