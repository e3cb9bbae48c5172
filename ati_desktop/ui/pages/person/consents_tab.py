"""The tab Consents: each with its recipients, purposes, end and state today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.consents import ENDS_SOON_DAYS, consents_of
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import Filled, list_records
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.paged import Column
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.columns import Columns
from ati_desktop.ui.pages.person.forms import new_title
from ati_desktop.ui.pages.person.record_list import RecordList
from ati_desktop.ui.pages.person.tab import Tab
from ati_desktop.ui.pages.person.words import day_words
from ati_desktop.ui.shell import Shell


@dataclass(frozen=True)
class ConsentRow:
    """One consent with its recipients and its state in words."""

    id: int
    filled: Filled
    recipients: str
    state: str
    kind: str


class ConsentsTab(Tab):
    """All consents, the newest signature first; Enter opens one, also to revoke it."""

    shows = Changed.CONSENTS | Changed.PROVIDERS

    def __init__(
        self, desk: Desk, shell: Shell, participant_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, shell, participant_id, parent)
        empty = self.tr("No consent yet. Without one no paper about this person leaves the office.")
        self.list = RecordList(self.tr("Consents"), self._columns(), shell.theme, empty)
        self.list.opened.connect(lambda record: self.wants.emit("consent", record, {}))
        if desk.may(Right.WRITE_RECORDS):
            self.list.add_button(new_title("consent"), partial(self.wants.emit, "consent", 0, {}))
        self.cards.addWidget(self.list)
        self.cards.addStretch(1)

    def read(self) -> None:
        """Read the consents again, and how each stands today."""
        filled = {one.id: one for one in list_records(self.desk, "consent", self.participant_id)}
        labels = {one.value: one.label for one in Choices(self.desk).recipients()}
        rows = []
        for consent in consents_of(self.desk, self.participant_id):
            state, kind = self._state(consent, self.desk.today)
            record = filled[consent.id or 0]
            chosen = record.values.get("recipients") or ()
            named = ", ".join(labels.get(one, one) for one in chosen)
            rows.append(ConsentRow(record.id, record, named, state, kind))
        self.list.show_rows(rows)

    def _state(self, consent: Any, today: date) -> tuple[str, str]:
        if consent.revoked_on is not None and consent.revoked_on <= today:
            return self.tr("Revoked"), "bad"
        if consent.live_on(today):
            ends = consent.expires_on
            soon = ends is not None and (ends - today).days <= ENDS_SOON_DAYS
            return (self.tr("Ends soon"), "warn") if soon else (self.tr("In force"), "good")
        start = consent.valid_from or consent.signed_on
        if start is not None and start > today:
            return self.tr("Begins later"), "neutral"
        return self.tr("Ended"), "neutral"

    def _columns(self) -> list[Column]:
        made = Columns(self.desk, self.locale())

        def of(row: ConsentRow) -> Filled:
            return row.filled

        return [
            Column(self.tr("Recipients"), lambda row: row.recipients),
            Column(
                self.tr("Purposes"),
                lambda row: made.code("purposes", "disclosure_purpose")(of(row)),
            ),
            Column(self.tr("Signed"), lambda row: made.when("signed_on")(of(row)), 108),
            Column(self.tr("Ends"), self._ends, 150, quiet=True),
            Column(self.tr("State"), lambda row: row.state, 116, kind=lambda row: row.kind),
        ]

    def _ends(self, row: ConsentRow) -> str:
        values = row.filled.values
        parts = []
        if isinstance(values.get("expires_on"), str):
            parts.append(day_words(date.fromisoformat(str(values["expires_on"])), self.locale()))
        if isinstance(values.get("expires_event"), str):
            parts.append(self.desk.codes.label("consent_event", str(values["expires_event"])))
        return self.tr(" or ").join(parts)
