"""The earlier releases that this one was compared with, and what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.reading import Ready
from ati_desktop.ui.pages.evaluation.words import count


class EarlierCard(Card):
    """Says how many were compared, and how much is hidden because of them; counts only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._content: Card | None = None
        self.setAccessibleName(self.tr("Earlier releases"))
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.setContentsMargins(0, 0, 0, 0)
        self.show_ready(None)

    def show_ready(self, ready: Ready | None) -> None:
        """Show what the comparison of a release found."""
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = Card(self.tr("Earlier releases"))
        self._content.setProperty("kind", "clear")
        self.add(self._content)
        if ready is None:
            words = self.tr("They are compared while the check is at work.")
        else:
            words = self._compared(self._content, ready)
        self._content.add(label(words, "muted", wrap=True))
        self._content.body.addStretch(1)

    def _compared(self, card: Card, ready: Ready) -> str:
        unknown = len(ready.prepared.not_compared)
        compared = len(ready.prepared.compared) - unknown
        if not compared and not unknown:
            return self.tr(
                "No figures have left this office before, so nothing can be worked out from a "
                "difference."
            )
        card.fact(self.tr("Compared"), Chip(count(compared), Kind.GOOD))
        if unknown:
            card.fact(self.tr("Not compared"), Chip(count(unknown), Kind.WARN))
            old = self.tr(
                "It was not kept yet what those printed that could not be compared: look at them "
                "yourself before this leaves."
            )
            card.add(label(old, wrap=True))
        return self.tr(
            "Where this release would differ from an earlier one by a few people, the numbers "
            "that would show it are hidden here too. The same question asked again hides the same."
        )
