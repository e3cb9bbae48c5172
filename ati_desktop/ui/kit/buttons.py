"""Buttons: one primary a place, the rest secondary or quiet."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from ati_desktop.ui.kit.icons import icon


class Weight(StrEnum):
    """How loud a button is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"


class Button(QPushButton):
    """A button with words; ``run`` is called without arguments when it is pressed."""

    def __init__(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        weight: Weight | str = Weight.SECONDARY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("button", str(Weight(weight)))
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def setText(self, text: str) -> None:
        """Say other words, to a screen reader too."""
        super().setText(text)
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press a button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class IconButton(QToolButton):
    """A small button with an icon only; its name is said to a screen reader and on hover."""

    def __init__(
        self,
        word: str,
        name: str,
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._word = word
        self.setProperty("button", "icon")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tint()
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def changeEvent(self, event: QEvent) -> None:
        """Take the text colour of the palette that is in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ApplicationPaletteChange):
            self._tint()

    def _tint(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self.setIcon(icon(self._word, colour.name()))
