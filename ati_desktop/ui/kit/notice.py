"""A bar that stays until it is read: a refusal, a warning, a thing done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ati_desktop.ui.kit.buttons import Button, IconButton, Weight
from ati_desktop.ui.kit.icons import icon
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label, restyle

_COLOUR_NAMES = {"refused": "bad", "warn": "warn", "good": "good", "neutral": "accent"}


class Notice(QFrame):
    """One sentence with a mark, perhaps a button that helps, and a cross; hidden when empty."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = "neutral"
        self._mark = QLabel()
        self.sentence = label("", wrap=True, selectable=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 8, 8)
        self._row.setSpacing(12)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.sentence, 1)
        self._help: Button | None = None
        self.close_button = IconButton("close", self.tr("Dismiss this message"), self.clear)
        self._row.addWidget(self.close_button)
        theme.changed.connect(self._tint)
        self.hide()

    def show_text(
        self,
        text: str,
        kind: str = "neutral",
        button: str = "",
        run: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence; ``kind`` is refused, warn, good or neutral."""
        self._kind = kind
        self.sentence.setText(text)
        self.setAccessibleName(text)
        restyle(self, "notice", kind)
        if self._help is not None:
            self._row.removeWidget(self._help)
            self._help.deleteLater()
            self._help = None
        if button:
            self._help = Button(button, run, Weight.SECONDARY)
            self._row.insertWidget(2, self._help)
        self._tint()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Take the bar away."""
        self.sentence.setText("")
        self.hide()

    def _tint(self) -> None:
        word = "warning" if self._kind == "warn" else self._kind
        colour = self._theme.palette.words()[_COLOUR_NAMES[self._kind]]
        self._mark.setPixmap(icon(word, colour).pixmap(20, 20))


class Toast(QFrame):
    """A short line over the lower edge that goes by itself; nothing depends on reading it."""

    def __init__(self, parent: QWidget, stays_ms: int = 4000) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self.text = label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self.text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(stays_ms)
        self._timer.timeout.connect(self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str) -> None:
        """Show a line for a few seconds."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def place(self) -> None:
        """Stand in the middle over the lower edge of the parent."""
        self.adjustSize()
        above = self.parentWidget()
        if above is None:
            return
        self.move((above.width() - self.width()) // 2, above.height() - self.height() - 24)
