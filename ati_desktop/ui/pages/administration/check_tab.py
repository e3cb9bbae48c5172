"""The check: are the stores whole, does every seal hold, is the audit trail unbroken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.long_work import carry_out, in_parts
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.checking import Check


class CheckTab(QWidget):
    """Runs the check on the lane and lists what was found."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self._rows: dict[int, Check] = {}
        columns = (
            Column(self.tr("Looked at"), lambda row: row.what, 180),
            Column(
                self.tr("Result"),
                lambda row: self.tr("whole") if row.ok else self.tr("not whole"),
                130,
                kind=lambda row: "good" if row.ok else "bad",
            ),
            Column(self.tr("What was found"), lambda row: row.said),
        )
        self.model = PagedTableModel(columns, lambda ids: {i: self._rows[i] for i in ids}, self)
        self.table = TableView(self.tr("Findings of the check"), shell.theme)
        self.table.show_model(self.model)
        self.run_button = Button(self.tr("Check now"), self.run, Weight.PRIMARY)
        self.said = label("", "muted", wrap=True)
        self.chip = Chip(self.tr("not checked yet"))
        card = Card(
            self.tr("Are the stores whole?"),
            self.tr("Every page, every seal and every line of the audit trail is looked at."),
        )
        card.action(self.chip)
        card.action(self.run_button)
        card.add(self.said)
        self.said.hide()
        self.places = Places()
        words = self.tr("What the check finds is listed here. It changes nothing.")
        self.places.add_place(EmptyPlace("consent", words))
        self.places.add_place(self.table)
        card.add(self.places, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def run(self) -> None:
        """Check everything this person's keys reach."""
        desk = self._desk
        self.run_button.setEnabled(False)

        def work(progress: Progress) -> list[Check]:
            from ati_desktop.casework.checking import (  # noqa: PLC0415 - on the lane
                check_office,
            )

            return check_office(desk, progress=in_parts(progress, {}))

        carry_out(
            self._shell,
            self,
            self.tr("Checking the stores"),
            work,
            self._show,
            lambda _error: self.run_button.setEnabled(True),
        )

    def _show(self, found: list[Check]) -> None:
        self.run_button.setEnabled(True)
        self._rows = dict(enumerate(found))
        self.model.show_ids(list(self._rows))
        self.places.show_place(self.table)
        bad = sum(not one.ok for one in found)
        whole = self.tr("all whole")
        broken = self.tr("{count} not whole").format(count=bad)
        self.chip.say(broken if bad else whole, Kind.BAD if bad else Kind.GOOD)
        when = self._desk.clock().astimezone().strftime("%Y-%m-%d %H:%M")
        self.said.setText(self.tr("Last checked {when}.").format(when=when))
        self.said.show()
