"""A box to search in: asks after a pause or on Enter, never on every key."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

PAUSE_MS = 180


class SearchBox(QLineEdit):
    """Emits ``asked`` with the trimmed text, and ``step`` (-1, +1) for the arrow keys."""

    asked = Signal(str)
    step = Signal(int)
    taken = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self._last = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.textChanged.connect(lambda _text: self._pause.start())

    def ask(self) -> None:
        """Ask now, if the text is another than the last time."""
        self._pause.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.asked.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the results, Enter takes one, Escape empties the box first."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask()
            self.taken.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.ask()
        else:
            super().keyPressEvent(event)
