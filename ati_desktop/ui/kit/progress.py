"""Long work seen: what is being done, how far it is, and a button that stops it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.kit.words import label


class ProgressCard(QFrame):
    """A card bound to one piece of running work; it takes itself away at the end."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "over")
        self.setAccessibleName(title)
        self.title = label(title, "card_title", wrap=True)
        self.step = label(self.tr("Starting"), "small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.cancel = Button(self.tr("Cancel"), self._cancel, Weight.SECONDARY)
        self._running: Running | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.title)
        whole.addWidget(self.bar)
        last = QHBoxLayout()
        last.addWidget(self.step, 1)
        last.addWidget(self.cancel)
        whole.addLayout(last)

    def follow(self, running: Running) -> None:
        """Show the progress of a piece of work until it ends."""
        self._running = running
        running.moved.connect(self.show_step)
        running.ended.connect(self._ended)

    def show_step(self, done: int, total: int, text: str) -> None:
        """Show how far it is; a total of 0 means that the end is not known."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        share = self.tr("{done} of {total}").format(
            done=self.locale().toString(done), total=self.locale().toString(total)
        )
        parts = [text] if text else []
        self.step.setText(" · ".join([*parts, share] if total else parts or [self.tr("Working")]))

    def _cancel(self) -> None:
        if self._running is not None:
            self.cancel.setEnabled(False)
            self.step.setText(self.tr("Stopping"))
            self._running.cancel()

    def _ended(self) -> None:
        self.hide()
        self.deleteLater()
