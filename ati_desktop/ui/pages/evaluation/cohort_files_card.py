"""The cohort files: de-identified tables that stand beside the office's own figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.figures_overview import CohortCard
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.words import count


class CohortFilesCard(Card):
    """Emits ``compare`` with the name of a file, or "" for none, and ``adding``."""

    compare = Signal(str)
    adding = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Cohort files"), "", parent)
        self.add_file = Button(self.tr("Add…"), self.adding.emit, Weight.QUIET)
        self.add_file.setAccessibleName(self.tr("Add a cohort file"))
        self.action(self.add_file)
        self._lines: list[QWidget] = []
        self.buttons: dict[str, Button] = {}

    def show_files(self, cards: Sequence[CohortCard], beside: str) -> None:
        """Show the files that are kept; ``beside`` names the one that is compared with."""
        for old in self._lines:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        self._lines = [self._line(card, beside) for card in cards]
        if not cards:
            words = self.tr(
                "Tables that are de-identified already, such as people who were incarcerated, "
                "can be kept here to compare with."
            )
            self._lines.append(label(words, "muted", wrap=True))
        for line in self._lines:
            self.add(line)

    def _line(self, card: CohortCard, beside: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.addWidget(label(card.name, "strong"))
        if card.name == beside:
            first.addWidget(Chip(self.tr("beside"), Kind.ACCENT))
        first.addStretch(1)
        words.addLayout(first)
        rows = self.tr("{count} rows").format(count=count(card.row_count))
        words.addWidget(label(f"{card.description} · {rows}", "small", wrap=True))
        row.addLayout(words, 1)
        shown = card.name == beside
        title = self.tr("Take away") if shown else self.tr("Compare")
        wanted = "" if shown else card.name
        button = Button(title, lambda: self.compare.emit(wanted), Weight.SECONDARY)
        button.setAccessibleName(f"{title}: {card.name}")
        self.buttons[card.name] = button
        row.addWidget(button)
        return line
