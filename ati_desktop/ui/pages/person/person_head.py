"""The head that never leaves: who it is, how the case stands, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.persons import PersonHead
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.pages.person.forms import form_title
from ati_desktop.ui.pages.person.words import (
    STATUS_KINDS,
    consent_chip,
    day_words,
    status_words,
)

RECORDED = (
    ("referral", "consent", "enrollment", "episode", "stay", "event"),
    ("legal_case", "offence"),
    ("name", "identifier", "contact"),
)


class PersonHeadCard(Head):
    """A framed head; ``record`` tells the noun that is to be recorded."""

    record = Signal(str)
    printing = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", framed=True, parent=parent)
        self._desk = desk
        self.record_button = Button(self.tr("Record…"), self._menu, Weight.SECONDARY)
        self.print_button = Button(self.tr("Print…"), self.printing.emit, Weight.SECONDARY)
        if desk.may(Right.WRITE_RECORDS):
            self.action(self.record_button)
        if desk.may(Right.PRINT_PAPER):
            self.action(self.print_button)
        self.menu = QMenu(self)
        for group in RECORDED:
            for noun in group:
                self.menu.addAction(form_title(noun)).setData(noun)
            self.menu.addSeparator()
        self.menu.triggered.connect(lambda action: self.record.emit(action.data()))

    def show_head(self, head: PersonHead) -> None:
        """Show a participant's head."""
        self.say(head.name, self._facts(head))
        self.show_chips(list(self._chips_of(head)))

    def _menu(self) -> None:
        below = self.record_button.mapToGlobal(self.record_button.rect().bottomLeft())
        self.menu.popup(below)

    def _facts(self, head: PersonHead) -> str:
        parts = [head.reference]
        if head.age is not None:
            parts.append(self.tr("{n} y").format(n=head.age))
        if head.sex is not None:
            parts.append(self._desk.codes.label("sex", head.sex).lower())
        if head.day_in_program is not None:
            parts.append(self.tr("day {n} in program").format(n=head.day_in_program))
        if head.next_hearing is not None:
            when = day_words(head.next_hearing, self.locale(), today=self._desk.today)
            parts.append(self.tr("next hearing {when}").format(when=when))
        if head.other_names:
            parts.append(self.tr("also {names}").format(names="; ".join(head.other_names)))
        # A part is never broken in two where the line ends.
        return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)

    def _chips_of(self, head: PersonHead) -> list[Chip]:
        chips = [Chip(status_words(head.status), STATUS_KINDS[head.status])]
        if head.phase is not None:
            chips.append(Chip(self._desk.codes.label("phase", head.phase), "accent"))
        chips.append(Chip(*consent_chip(head.consent, self._desk.today)))
        if head.safe_to_contact == "no":
            chips.append(Chip(self.tr("Not safe to contact"), "bad"))
        if head.restricted:
            chips.append(Chip(self.tr("Restricted"), "bad"))
        doubts = (self._desk.codes.label("doubt", code) for code in head.doubts)
        return [*chips, *(Chip(said, "warn") for said in doubts)]
