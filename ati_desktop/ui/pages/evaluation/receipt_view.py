"""The receipt of a package, read from the file that was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QWidget


class ReceiptView(QPlainTextEdit):
    """Shows the text; it can be marked and copied, not changed."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Receipt"))
        try:
            self.setPlainText(path.read_text(encoding="utf-8"))
        except OSError:
            self.setPlainText(self.tr("The receipt is no longer where it was written."))
