"""Import: choose a mapping and a file, look at the plan, then do exactly what it says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.mappings import MappingCard, mapping_card, shipped_mappings
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.pages.administration.import_work import Looked, look_at, take_in
from ati_desktop.ui.pages.administration.plan_card import PlanCard, number
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.cohort_files import KeptFile
    from ati_desktop.casework.importing import ImportResult

_WIDEST = 760


class ImportTab(QWidget):
    """Emits ``left`` when it stands alone as a sheet for cohort files and is closed."""

    left = Signal()

    def __init__(self, desk: Desk, shell: Shell, *, only_cohorts: bool = False) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.plan: PlanCard | None = None
        self.file: Path | None = None
        self.mapping = QComboBox()
        self.file_line = QLineEdit()
        self.file_line.setReadOnly(True)
        self.look = Button(self.tr("Look at the file"), self.look_now, Weight.PRIMARY)
        self.look.setEnabled(False)
        self.result: QLabel = label("", "strong", wrap=True, selectable=True)
        self._choose = QWidget()
        self._places = Places()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        if only_cohorts:
            whole.addWidget(self._sheet_head())
        whole.addWidget(self._places, 1)
        self._lay_out()
        for card in shipped_mappings():
            if card.cohort or not only_cohorts:
                self.mapping.addItem(card.title, card)

    def choose_file(self) -> None:
        """Ask for the file to import."""
        path = self._shell.surroundings.ask_open("*.csv")
        if path is not None:
            self.file = path
            self.file_line.setText(path.name)
            self.file_line.setToolTip(str(path))
            self.look.setEnabled(True)
            self.look.setFocus()

    def choose_mapping(self) -> None:
        """Ask for a mapping of one's own."""
        path = self._shell.surroundings.ask_open("*.toml")
        card = self._shell.attempt(lambda: mapping_card(path)) if path is not None else None
        if card is not None:
            self.mapping.addItem(card.title, card)
            self.mapping.setCurrentIndex(self.mapping.count() - 1)

    def look_now(self) -> None:
        """Make the plan."""
        card, file, desk = self.mapping.currentData(), self.file, self._desk
        if not isinstance(card, MappingCard) or file is None:
            return
        self._shell.notices.clear()
        self.result.hide()
        self.look.setEnabled(False)
        carry_out(
            self._shell,
            self,
            self.tr("Looking at the file"),
            lambda progress: look_at(desk, card, file, progress),
            self._show_plan,
            lambda _error: self.look.setEnabled(True),
        )

    def import_now(self) -> None:
        """Do what the plan says."""
        if self.plan is None:
            return
        looked, desk = self.plan.looked, self._desk
        self.plan.go.setEnabled(False)
        self._shell.notices.clear()
        carry_out(
            self._shell,
            self,
            self.tr("Importing"),
            lambda progress: take_in(desk, looked, progress),
            self._show_done,
            self._not_done,
        )

    def save_rejects(self) -> None:
        """Write the rejected rows to a file that can be corrected."""
        from ati_desktop.casework.importing import write_rejects  # noqa: PLC0415 - when asked for

        plan = self.plan.looked.plan if self.plan is not None else None
        if plan is None:
            return
        path = self._shell.surroundings.ask_file(f"{plan.file.stem}-rejected.csv")
        if path is None:
            return
        written = self._shell.attempt(lambda: write_rejects(plan, path))
        if written is not None:
            said = self.tr("{count} rejected rows saved as {name}. Correct them and import again.")
            self._shell.notices.show(said.format(count=number(written), name=path.name), "good")

    def start_again(self) -> None:
        """Go back to choosing."""
        if self.plan is not None:
            self._places.remove_place(self.plan)
            self.plan.deleteLater()
            self.plan = None
        self.look.setEnabled(self.file is not None)

    def _show_plan(self, looked: Looked) -> None:
        self.start_again()
        self.plan = PlanCard(self._desk, self._shell.theme, looked)
        self.plan.wanted.connect(self.import_now)
        self.plan.rejects_wanted.connect(self.save_rejects)
        self.plan.left.connect(self.start_again)
        self._places.add_place(self.plan)
        self._places.show_place(self.plan)
        (self.plan.go if looked.takes else self.plan.back).setFocus()

    def _show_done(self, done: ImportResult | KeptFile) -> None:
        if self.plan is not None and self.plan.looked.plan is None:
            said = self.tr("The cohort file is kept: {rows} rows.")
        else:
            said = self.tr("Imported: {new} new rows of {rows}, {rejected} rejected.")
        new, rejected = getattr(done, "new", 0), getattr(done, "rejected", 0)
        self.result.setText(
            said.format(rows=number(done.rows), new=number(new), rejected=number(rejected))
        )
        self.result.show()
        self.start_again()
        self._shell.notices.say(self.tr("Done"))
        self._shell.changed(done.changed)

    def _not_done(self, _error: Exception) -> None:
        if self.plan is not None:
            self.plan.go.setEnabled(True)

    def _sheet_head(self) -> Head:
        head = Head(
            self.tr("Add a cohort file"),
            self.tr("A table that is de-identified already. It makes no participants."),
        )
        head.action(Button(self.tr("Back to the figures"), self.left.emit))
        return head

    def _lay_out(self) -> None:
        self.mapping.setAccessibleName(self.tr("Mapping"))
        self.file_line.setAccessibleName(self.tr("File"))
        self.file_line.setPlaceholderText(self.tr("No file chosen yet"))
        card = Card(
            self.tr("Choose what to import"),
            self.tr("First the file is looked at and nothing is written; then you decide."),
        )
        card.setMaximumWidth(self._shell.theme.length(_WIDEST))
        own = Button(self.tr("Another mapping…"), self.choose_mapping)
        choose = Button(self.tr("Choose a file…"), self.choose_file)
        for title, entry, button in (
            (self.tr("Mapping: what the columns mean"), self.mapping, own),
            (self.tr("File"), self.file_line, choose),
        ):
            card.add(label(title, "muted"))
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(entry, 1)
            row.addWidget(button)
            card.add(row)
        last = QHBoxLayout()
        last.addWidget(self.result, 100)
        last.addStretch(1)
        last.addWidget(self.look)
        card.add(last)
        self.result.hide()
        column = QVBoxLayout(self._choose)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self._places.add_place(self._choose)
