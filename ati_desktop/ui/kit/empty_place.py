"""An empty place says what belongs there and carries the button that makes the first one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.icons import icon
from ati_desktop.ui.kit.layouts import centred
from ati_desktop.ui.kit.words import label


class EmptyPlace(QWidget):
    """Icon, one or two sentences, and at most one button."""

    def __init__(
        self,
        word: str,
        sentence: str,
        button: str = "",
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._word = word
        self._mark = QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = label(sentence, "muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setMinimumWidth(320)
        self.sentence.setMaximumWidth(480)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(12)
        whole.addStretch(1)
        whole.addWidget(self._mark)
        whole.addLayout(centred(self.sentence))
        self.button = Button(button, run, Weight.PRIMARY) if button else None
        if self.button is not None:
            whole.addLayout(centred(self.button))
        whole.addStretch(1)
        self.setAccessibleName(sentence)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the muted colour of the palette that is in force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ApplicationPaletteChange):
            self._tint()

    def _tint(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._mark.setPixmap(icon(self._word, colour.name()).pixmap(36, 36))
