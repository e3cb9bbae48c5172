"""The receipt of a package, as it is in the package."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

_LOWEST = 280


class ReceiptView(QPlainTextEdit):
    """Shows the text; it can be marked and copied, not changed."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Receipt"))
        self.setPlainText(text)
        self.setMinimumHeight(_LOWEST)

    def show_and_focus(self) -> None:
        """Show it and put the cursor into it."""
        self.show()
        self.setFocus()
