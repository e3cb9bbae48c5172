"""People who may be the one about to be entered: typed and on record, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import Hit
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.words import not_entered, stored_words

_MOST = 6


class Likenesses(QScrollArea):
    """One card a likely person; quiet words when there is none."""

    opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.count = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(240)
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        self._inside = QVBoxLayout(canvas)
        self._inside.setContentsMargins(0, 4, 4, 4)
        self._inside.setSpacing(8)
        self.title = label("", "card_title", wrap=True)
        self._inside.addWidget(self.title)
        self._inside.addStretch(1)
        self.setWidget(canvas)
        self._cards: list[Card] = []

    def show_hits(self, hits: Sequence[Hit], family: str, given: str, birth: str) -> None:
        """Show likely people beside what is typed."""
        self.count = len(hits)
        for card in self._cards:
            self._inside.removeWidget(card)
            card.deleteLater()
        typed = ", ".join(part for part in (family, given) if part)
        self._cards = [self._card(hit, typed, birth) for hit in hits[:_MOST]]
        for at, card in enumerate(self._cards, start=1):
            self._inside.insertWidget(at, card)
        self.title.setText(self._said(typed))

    def _said(self, typed: str) -> str:
        if not typed:
            return self.tr("People with this name will be shown here")
        if not self.count:
            return self.tr("Nobody like this is here yet")
        return self.tr("May already be here")

    def _card(self, hit: Hit, typed: str, birth: str) -> Card:
        card = Card()
        card.setProperty("kind", "sunken")
        card.setAccessibleName(f"{hit.name}, {hit.reference}")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        recorded = hit.birth.text if hit.birth else ""
        same = bool(recorded) and recorded == birth
        cells = (
            (label(self.tr("Typed"), "small"), label(self.tr("On record"), "small")),
            (label(typed, wrap=True), label(hit.other_name or hit.name, "strong", wrap=True)),
            (
                label(self._birth(birth), wrap=True),
                label(self._birth(recorded), "strong" if same else "", wrap=True),
            ),
            (label(""), label(hit.reference, "muted")),
        )
        for row, pair in enumerate(cells):
            for column, cell in enumerate(pair):
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
        card.add(grid)
        if same:
            card.add(label(self.tr("The birth date is the same."), "problem", wrap=True))
        said = self.tr("Open this record")
        card.add(Button(said, partial(self.opened.emit, hit.participant_id), Weight.SECONDARY))
        return card

    def _birth(self, stored: str) -> str:
        if not stored:
            return self.tr("birth date {hole}").format(hole=not_entered())
        return stored_words(stored, self.locale())
