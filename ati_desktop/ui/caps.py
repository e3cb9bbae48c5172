"""A password field that says when Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class PasswordLine(QLineEdit):
    """Hidden text; ``caps`` tells whether Caps Lock seems to be on, judged by the letters typed."""

    caps = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._on = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare the letter with the Shift key."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._tell(on=False)
        elif len(text) == 1 and text.upper() != text.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell(on=text.isupper() != shifted)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget the hint."""
        self._tell(on=False)
        super().focusOutEvent(event)

    def _tell(self, *, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.caps.emit(on)
