"""What every input of a form can do, whatever it looks like."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.ui.kit.fields import Field


class Input(QWidget):
    """An input for one field; ``changed`` as it is typed, ``left`` when it loses the focus."""

    changed = Signal()
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(2)

    def value(self) -> object:
        """Return the value, or the text as typed while it cannot be read; None when empty."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Show a value that ``value`` returned before, or None."""
        raise NotImplementedError

    def unreadable(self) -> str:
        """Return a sentence when what was typed cannot be a value, else ""."""
        return ""

    def entry(self) -> QWidget:
        """Return the widget that takes the keys."""
        raise NotImplementedError

    def entries(self) -> list[QWidget]:
        """Return every widget the Tab key stops at, in order."""
        return [self.entry()]

    def settle(self) -> None:
        """Make what was typed tidy, as when the field is left."""
