"""An approved package before it is written: how it is locked, and then where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.pages.evaluation.register.lines import RegisterLine
from ati_desktop.ui.pages.evaluation.release.done_cards import written_card
from ati_desktop.ui.pages.evaluation.release.packing import ask_place
from ati_desktop.ui.pages.evaluation.release.protection_form import ProtectionForm
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.candidates import Candidate
    from ati_desktop.casework.requests import Released


class WriteSheet(QWidget):
    """Emits ``chosen`` with a place and how it is locked, ``left``, and ``ended``."""

    chosen = Signal(object, object)
    left = Signal()
    ended = Signal()

    def __init__(self, shell: Shell, line: RegisterLine, candidate: Candidate) -> None:
        super().__init__()
        self._shell, self._candidate = shell, candidate
        self.head = Head(self.tr("Write: {title}").format(title=line.title))
        self.head.show_chips([Chip(self.tr("Approved"), Kind.GOOD)])
        self.back = Button(self.tr("Back to the register"), self.left.emit)
        self.head.action(self.back)
        self._card = Card(self.tr("Protection of the files"))
        self._card.fact(self.tr("Recipient"), line.recipient)
        self._card.fact(self.tr("Purpose"), line.purpose)
        self._card.fact(self.tr("Approved by"), line.decided_by)
        self.protection = ProtectionForm(shell.surroundings, lambda: (line.recipient,))
        self._card.add(self.protection)
        self.write = Button(self.tr("Write package…"), self.ask, Weight.PRIMARY)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.write)
        self._card.add(row)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(12)
        self._whole.addWidget(self.head)
        self._whole.addWidget(self._card)
        self._whole.addStretch(1)

    def ask(self) -> None:
        """Ask for a place, if nothing is missing."""
        if not self.protection.ready():
            return
        place = ask_place(self._shell, self._candidate, self.protection.chosen)
        if place is not None:
            self.chosen.emit(place, self.protection.encryption())

    def show_written(self, released: Released) -> None:
        """Show where the package is."""
        self.protection.forget()
        done = written_card(released, self._candidate, self.ended.emit)
        self._whole.replaceWidget(self._card, done)
        self._card.hide()
        self._card.deleteLater()
        self._card = done
        self.back.clicked.disconnect()
        self.back.clicked.connect(self.ended)
