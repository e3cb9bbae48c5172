"""The tabs that are lists of records: referral and legal, treatment, events, identity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.nouns import NOUNS
from ati_desktop.casework.records import Filled, list_records, read_record
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.answers import shown
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.columns import Columns
from ati_desktop.ui.pages.person.forms import FORMS, form_title, new_title
from ati_desktop.ui.pages.person.record_list import RecordList
from ati_desktop.ui.pages.person.tab import Tab
from ati_desktop.ui.shell import Shell

translate = QCoreApplication.translate

NEWEST_BY = {
    "referral": "referred_on",
    "legal_case": "received_on",
    "offence": "offence_on",
    "enrollment": "admitted_on",
    "episode": "admitted_on",
    "stay": "started_on",
    "event": "happened_on",
    "consent": "signed_on",
}


def newest_first(noun: str, rows: Sequence[Filled]) -> list[Filled]:
    """Return records by their own date, the newest first; those without one come last."""
    field = NEWEST_BY.get(noun)
    if field is None:
        return list(rows)
    return sorted(rows, key=lambda row: (_day(row, field), row.id), reverse=True)


def _day(row: Filled, field: str) -> str:
    value = row.values.get(field)
    return value if isinstance(value, str) and value[:1].isdecimal() else ""


def list_title(noun: str) -> str:
    """Return what several records of a noun are called."""
    return {
        "referral": translate("Lists", "Referrals"),
        "legal_case": translate("Lists", "Legal cases"),
        "offence": translate("Lists", "Offences"),
        "enrollment": translate("Lists", "Enrollments in programs"),
        "episode": translate("Lists", "Treatment episodes"),
        "stay": translate("Lists", "Stays by level of care"),
        "event": translate("Lists", "Events"),
        "name": translate("Lists", "Names"),
        "identifier": translate("Lists", "Identifiers"),
        "contact": translate("Lists", "Contacts"),
    }[noun]


def empty_words(noun: str) -> str:
    """Return what belongs in an empty list."""
    return {
        "referral": translate("Lists", "No referral yet. Record who referred the person and why."),
        "legal_case": translate("Lists", "No legal case yet. Its docket number finds the person."),
        "offence": translate("Lists", "No offence yet. Record the charges of a legal case."),
        "enrollment": translate("Lists", "Not enrolled yet. An admission starts the program."),
        "episode": translate("Lists", "No treatment yet. An episode begins with its admission."),
        "stay": translate("Lists", "No stay yet. A transfer to another level is a new stay."),
        "event": translate("Lists", "No arrest, custody spell, overdose or hospital stay yet."),
        "name": translate("Lists", "No name yet."),
        "identifier": translate("Lists", "No number of another register yet."),
        "contact": translate("Lists", "No way to reach the person yet."),
    }[noun]


class RecordTab(Tab):
    """Lists of some nouns under each other."""

    def __init__(
        self,
        nouns: Sequence[str],
        desk: Desk,
        shell: Shell,
        participant_id: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, shell, participant_id, parent)
        self.shows = Changed.PROVIDERS | Changed.PROGRAMS
        self.columns = Columns(desk, self.locale())
        self.lists: dict[str, RecordList] = {}
        for noun in nouns:
            self.shows |= NOUNS[noun].changed
            self.cards.addWidget(self._make(noun))
        self.cards.addStretch(1)

    def read(self) -> None:
        """Read every list again."""
        self.columns.forget()
        for noun, card in self.lists.items():
            rows = list_records(self.desk, noun, self.participant_id)
            card.show_rows(newest_first(noun, rows))

    def _make(self, noun: str) -> RecordList:
        made = RecordList(
            list_title(noun), self.columns.of(noun), self.shell.theme, empty_words(noun)
        )
        made.opened.connect(partial(self._open, noun))
        if self.desk.may(Right.WRITE_RECORDS):
            made.add_button(new_title(noun), partial(self.wants.emit, noun, 0, {}))
        self.lists[noun] = made
        return made

    def _open(self, noun: str, record_id: int) -> None:
        self.wants.emit(noun, record_id, {})


class IdentityTab(RecordTab):
    """Who the person is: two cards of facts, then names, numbers and contacts."""

    def __init__(
        self, desk: Desk, shell: Shell, participant_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(("name", "identifier", "contact"), desk, shell, participant_id, parent)
        self.shows |= Changed.PARTICIPANTS
        self._facts: list[Card] = []

    def read(self) -> None:
        """Read the facts and the lists again."""
        super().read()
        for card in self._facts:
            self.cards.removeWidget(card)
            card.deleteLater()
        people = list_records(self.desk, "person", self.participant_id)
        self._facts = [
            self._card("person", people[0] if people else None),
            self._card("participant", read_record(self.desk, "participant", self.participant_id)),
        ]
        for at, card in enumerate(self._facts):
            self.cards.insertWidget(at, card)

    def _card(self, noun: str, record: Filled | None) -> Card:
        card = Card(form_title(noun))
        record_id = record.id if record else 0
        if self.desk.may(Right.WRITE_RECORDS):
            edit = partial(self.wants.emit, noun, record_id, {})
            card.action(Button(self.tr("Change"), edit, Weight.QUIET))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, self.shell.theme.length(160))
        grid.setColumnStretch(1, 1)
        for row, field in enumerate(FORMS[noun](Choices(self.desk, self.participant_id))):
            value = record.values.get(field.name) if record else None
            said = shown(field, value, self.locale())
            kind = "" if value else "muted"
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(label(field.label, "muted"), row, 0, top)
            grid.addWidget(label(said, kind, wrap=True, selectable=True), row, 1, top)
        card.add(grid)
        return card
