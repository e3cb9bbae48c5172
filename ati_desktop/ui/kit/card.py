"""A quiet surface with a title: the unit every room is built of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ati_desktop.ui.kit.words import label


class Card(QFrame):
    """Title, an optional line under it, actions at the right, and a body."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 16)
        whole.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self.title = label(title, "card_title")
        self.note = label(note, "small", wrap=True)
        if title:
            self.setAccessibleName(title)
            self._head.addWidget(self.title)
            self._head.addStretch(1)
            whole.addLayout(self._head)
        if note:
            whole.addWidget(self.note)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        whole.addLayout(self.body, 1)

    def add(self, what: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout under what is there."""
        if isinstance(what, QWidget):
            self.body.addWidget(what, stretch)
        else:
            self.body.addLayout(what, stretch)

    def action(self, widget: QWidget) -> None:
        """Put a button or chip at the right of the title."""
        self._head.addWidget(widget)

    def fact(self, name: str, value: str | QWidget) -> None:
        """Add a line with a name at the left and a value or a chip at the right."""
        line = QHBoxLayout()
        line.setSpacing(12)
        said = label(name, wrap=True)
        shown = value if isinstance(value, QWidget) else label(value, "muted", selectable=True)
        shown.setAccessibleName(f"{name}: {value}" if isinstance(value, str) else name)
        line.addWidget(said, 1)
        line.addWidget(shown, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(line)
