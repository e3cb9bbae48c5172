"""How the window speaks: the bar over a room, the line below, the progress of long work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.errors import Refused
from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.kit.notice import Notice, Toast
from ati_desktop.ui.kit.progress import ProgressCard
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.theme import Theme

PATIENCE_MS = 300
"""Work shorter than this shows no progress; a card that flashes by only disturbs."""


class Speaking(QObject):
    """The notices of one workplace."""

    def __init__(self, over: QWidget, theme: Theme) -> None:
        super().__init__(over)
        self._over = over
        self.bar = Notice(theme)
        self.toast = Toast(over)
        self.corner = QWidget(over)
        self.corner.setProperty("kind", "clear")
        self._cards = QVBoxLayout(self.corner)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(8)
        self.corner.hide()
        over.installEventFilter(self)
        theme.changed.connect(self.toast.place)

    def say(self, text: str) -> None:
        """Tell in passing."""
        self.toast.say(text)

    def show(
        self,
        text: str,
        kind: str = "neutral",
        button: str = "",
        run: Callable[[], object] | None = None,
    ) -> None:
        """Show a bar that stays."""
        self.bar.show_text(text, kind, button, run)

    def refuse(
        self, refused: Refused, button: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """Show a refusal in the language of the window."""
        self.bar.show_text(sentence(refused), "refused", button, run)

    def fault(self, reference: str) -> None:
        """Show that something went wrong which the person cannot mend."""
        text = QCoreApplication.translate(
            "Speaking",
            "Something went wrong in the program. What you typed is kept. If it happens again, "
            "tell your administrator the number {reference}.",
        )
        self.bar.show_text(text.format(reference=reference), "refused")

    def clear(self) -> None:
        """Take the bar and the passing line away."""
        self.bar.clear()
        self.toast.hide()

    def follow(self, title: str, running: Running) -> None:
        """Show the progress of long work, once it has lasted a moment."""
        card = ProgressCard(title)
        card.setFixedWidth(340)
        card.follow(running)
        self._cards.addWidget(card)
        card.hide()
        card.destroyed.connect(lambda: QTimer.singleShot(0, self, self._place))
        wait = QTimer(card)
        wait.setSingleShot(True)
        wait.timeout.connect(lambda: self._appear(card, running))
        wait.start(PATIENCE_MS)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the lower corner at any size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
            if self.toast.isVisible():
                self.toast.place()
        return False

    def _appear(self, card: ProgressCard, running: Running) -> None:
        if not running.over:
            card.show()
            self._place()

    def _place(self) -> None:
        shown = any(
            card.isVisibleTo(self.corner) for card in self.corner.findChildren(ProgressCard)
        )
        self.corner.setVisible(shown)
        if shown:
            self.corner.adjustSize()
            self.corner.move(
                self._over.width() - self.corner.width() - 24,
                self._over.height() - self.corner.height() - 24,
            )
            self.corner.raise_()
