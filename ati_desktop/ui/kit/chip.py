"""A state in a word: colour helps, the text says it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from ati_desktop.ui.kit.words import restyle


class Kind(StrEnum):
    """How a state is meant."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Chip(QLabel):
    """A short text on a coloured ground; it is never empty."""

    def __init__(
        self, text: str, kind: Kind | str = Kind.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(text, kind)

    def say(self, text: str, kind: Kind | str = Kind.NEUTRAL) -> None:
        """Show another state."""
        self.setText(text)
        self.setAccessibleName(text)
        restyle(self, "chip", str(Kind(kind)))


class FilterChip(QPushButton):
    """A chip that can be pressed, such as a saved list with its count."""

    def __init__(
        self, text: str, kind: Kind | str = Kind.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setProperty("chip", str(Kind(kind)))
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
