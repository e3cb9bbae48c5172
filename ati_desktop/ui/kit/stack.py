"""A stack of places that is as large as the place shown, not as the largest of all."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class Places(QStackedWidget):
    """Shows one place at a time; what is hidden takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """Return the wish of the place shown."""
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        """Return the least room of the place shown."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else QSize()
