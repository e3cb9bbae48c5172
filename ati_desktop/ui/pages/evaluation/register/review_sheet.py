"""A request opened: every file as it would be written, and the decision with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.layouts import scrolled
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.pairs import Pairs
from ati_desktop.ui.pages.evaluation.register.files_view import FilesView
from ati_desktop.ui.pages.evaluation.register.line_card import line_facts
from ati_desktop.ui.pages.evaluation.register.lines import RegisterLine, state_kind, state_words
from ati_desktop.ui.pages.evaluation.register.reasons_box import ReasonsBox
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.candidates import Candidate

SAME, OTHER = "same", "other"
_BESIDE = 900
_SIDE = 360


class ReviewSheet(QWidget):
    """Emits ``decided`` with yes or no and the reasons, and ``left``."""

    decided = Signal(bool, str)
    left = Signal()

    def __init__(self, desk: Desk, shell: Shell, line: RegisterLine, candidate: Candidate) -> None:
        super().__init__()
        self._theme, self._line = shell.theme, line
        self.head = Head(line.title, self.tr("The files exactly as they would be written."))
        self.show_again("")
        self.back = Button(self.tr("Back to the register"), self.left.emit)
        self.head.action(self.back)
        self.files = FilesView(candidate.files, shell.theme)
        self.reasons: ReasonsBox | None = None
        self.approve: Button | None = None
        self.decline: Button | None = None
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(self._decision(line, may=desk.may(Right.REVIEW_RELEASES)))
        side.addWidget(scrolled(_facts(line)), 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(12)
        self._halves.addWidget(self.files, 1)
        self._halves.addWidget(self._side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addLayout(self._halves, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the decision under the files where there is no room beside them."""
        super().resizeEvent(event)
        wide = self.width() >= self._theme.length(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(across if wide else down)
        self._side.setMinimumWidth(self._theme.length(_SIDE) if wide else 0)
        self._side.setMaximumWidth(self._theme.length(_SIDE) if wide else 1 << 20)

    def show_again(self, found: str) -> None:
        """Say whether the package, made again now, is the same: same, other, "" for not tried."""
        line = self._line
        chips: list[QWidget] = [Chip(state_words(line.state), state_kind(line.state))]
        if found == SAME:
            chips.append(Chip(self.tr("Made again: the same, byte for byte"), Kind.GOOD))
        elif found == OTHER:
            chips.append(Chip(self.tr("Made again: no longer the same"), Kind.WARN))
        self.head.show_chips(chips)

    def decide(self, approve: bool) -> None:
        """Hand the decision on, if reasons are given."""
        if self.reasons is not None and self.reasons.check():
            self.decided.emit(approve, self.reasons.text)

    def _decision(self, line: RegisterLine, *, may: bool) -> Card:
        card = Card(self.tr("Decision"))
        if line.state != "waiting":
            card.add(label(self.tr("It was decided already."), "muted", wrap=True))
        elif line.mine:
            words = self.tr("You asked for this yourself: somebody else decides about it.")
            card.add(label(words, wrap=True))
        elif not may:
            words = self.tr(
                "Your role does not decide about releases: a supervisor or evaluator does."
            )
            card.add(label(words, wrap=True))
        else:
            self._ask(card)
        return card

    def _ask(self, card: Card) -> None:
        self.reasons = ReasonsBox()
        self.approve = Button(self.tr("Approve"), lambda: self.decide(approve=True), Weight.PRIMARY)
        self.decline = Button(self.tr("Decline"), lambda: self.decide(approve=False))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.decline)
        row.addWidget(self.approve)
        card.add(self.reasons)
        card.add(row)


def _facts(line: RegisterLine) -> Card:
    card = Card()
    card.add(Pairs(line_facts(line)))
    card.body.addStretch(1)
    return card
