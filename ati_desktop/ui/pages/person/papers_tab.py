"""The tab Papers: what was let out, to whom, under which purpose; each can be seen again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.paged import Column
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.pages.person.record_list import RecordList
from ati_desktop.ui.pages.person.tab import Tab
from ati_desktop.ui.shell import Shell


class PapersTab(Tab):
    """The log of disclosures, the newest first; ``show_again`` tells which one is wanted."""

    shows = Changed.DISCLOSURES
    show_again = Signal(object)

    def __init__(
        self, desk: Desk, shell: Shell, participant_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, shell, participant_id, parent)
        empty = self.tr("Nothing has been let out about this person.")
        self.list = RecordList(self.tr("Papers let out"), self._columns(), shell.theme, empty)
        self.list.opened.connect(self._open)
        self._rows: dict[int, Any] = {}
        self._names: dict[str, str] = {}
        self.cards.addWidget(self.list)
        self.cards.addStretch(1)

    def read(self) -> None:
        """Read the log again, on the lane: the first time brings the PDF writer in."""
        desk, person = self.desk, self.participant_id

        def task() -> list[Any]:
            from ati_desktop.casework.papers import (  # noqa: PLC0415 - brings the PDF writer
                disclosures_of,
            )

            return list(disclosures_of(desk, person))

        fetch(self.shell, self, task, self._show)

    def _show(self, rows: list[Any]) -> None:
        providers = Choices(self.desk).all_providers()
        self._names = {one.value: one.label for one in providers}
        self._rows = {row.id or 0: row for row in rows}
        self.list.show_rows(rows)

    def _open(self, disclosure_id: int) -> None:
        self.show_again.emit(self._rows[disclosure_id])

    def _columns(self) -> list[Column]:
        codes = self.desk.codes
        return [
            Column(self.tr("Let out"), self._when, 150),
            Column(self.tr("To"), lambda row: self._names.get(str(row.recipient_id), "")),
            Column(self.tr("Purpose"), lambda row: codes.label("disclosure_purpose", row.purpose)),
            Column(self.tr("Paper"), lambda row: codes.label("paper", row.paper), 140),
            Column(self.tr("Print id"), lambda row: str(row.print_id), 120, quiet=True),
        ]

    def _when(self, row: Any) -> str:
        at = datetime.fromisoformat(row.made_at)
        here = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
        return self.locale().toString(here, "d MMM yyyy HH:mm")
