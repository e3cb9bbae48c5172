"""The list of the directory: one noun at a time, narrowed by sector and by words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import Filled, list_records
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.chip import FilterChip
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.paged import PagedTableModel
from ati_desktop.ui.kit.search_box import SearchBox
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.directory.directory_columns import directory_columns
from ati_desktop.ui.pages.person.columns import Columns
from ati_desktop.ui.pages.person.forms import new_title
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.shell import Shell


class DirectoryList(QWidget):
    """``opened`` tells the record that is wanted, 0 for a new one."""

    opened = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.noun, self.sector, self._searched = "provider", "", ""
        self._rows: dict[int, Filled] = {}
        self._columns = Columns(desk, self.locale())
        self.models = {
            noun: PagedTableModel(directory_columns(noun, self._columns), self._fetch, self)
            for noun in ("provider", "program")
        }
        self.search = SearchBox(self.tr("Name, kind or service"))
        self.table = TableView(self.tr("Directory"), shell.theme)
        self.foot = label("", "small")
        self.sectors: dict[str, FilterChip] = {}
        self._stack = QStackedWidget()
        self._lay_out()
        self.search.asked.connect(self._ask)
        self.search.step.connect(lambda _by: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.opened.connect(self.opened)

    def show_noun(self, noun: str) -> None:
        """Show the organisations or the programs."""
        self.noun = noun
        self.table.show_model(self.models[noun])
        self._chips.setVisible(noun == "provider")
        self.read()

    def read(self) -> None:
        """Read the list again."""
        noun, desk = self.noun, self._desk
        fetch(self._shell, self, lambda: list_records(desk, noun), partial(self._show, noun))

    def leave_quiet_columns_out(self, out: bool) -> None:
        """Show fewer columns while a form stands beside the list."""
        for at, column in enumerate(self.models[self.noun].columns):
            self.table.setColumnHidden(at, out and column.quiet is True)

    def choose_sector(self, code: str, _on: bool = False) -> None:
        """Show one sector's organisations; "" for all."""
        self.sector = code
        for name, chip in self.sectors.items():
            chip.setChecked(name == code)
        self._filter()

    def _fetch(self, ids: Sequence[int]) -> dict[int, Filled]:
        return {one: self._rows[one] for one in ids if one in self._rows}

    def _show(self, noun: str, rows: Sequence[Filled]) -> None:
        if noun == self.noun:
            self._columns.forget()
            self._rows = {row.id: row for row in rows}
            self._filter()

    def _ask(self, text: str) -> None:
        self._searched = text
        self._filter()

    def _filter(self) -> None:
        wanted = self._searched.casefold().split()
        kept = [row for row in self._rows.values() if self._fits(row, wanted)]
        kept.sort(key=lambda row: str(row.values["name"]).casefold())
        self.models[self.noun].show_ids([row.id for row in kept])
        said = self.tr("{n} of {all}, sorted by name")
        number = self.locale().toString
        self.foot.setText(said.format(n=number(len(kept)), all=number(len(self._rows))))
        self._show_emptiness(bool(kept))

    def _fits(self, row: Filled, wanted: list[str]) -> bool:
        if self.noun == "provider" and self.sector and row.values["sector"] != self.sector:
            return False
        text = " ".join(column.text(row) for column in self.models[self.noun].columns).casefold()
        return all(word in text for word in wanted)

    def _show_emptiness(self, filled: bool) -> None:
        old = self._stack.widget(1)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if not filled:
            self._stack.addWidget(self._empty())
            self._stack.setCurrentIndex(1)

    def _empty(self) -> EmptyPlace:
        if self._rows:
            return EmptyPlace("search", self.tr("Nothing in the directory fits."))
        said = (
            self.tr("No organisation yet. Courts and providers entered here receive papers.")
            if self.noun == "provider"
            else self.tr("No program yet. People are enrolled in the programs entered here.")
        )
        button = new_title(self.noun) if self._desk.may(Right.WRITE_RECORDS) else ""
        return EmptyPlace("directory", said, button, partial(self.opened.emit, 0))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._make_chips())
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.table)
        inside.addWidget(self._stack)
        column.addWidget(frame, 1)
        column.addWidget(self.foot)

    def _make_chips(self) -> QWidget:
        self._chips = QWidget()
        row = Flow(8, 4)
        every = [("", self.tr("All sectors")), *self._desk.codes["sector"].choices(missing=False)]
        for code, title in every:
            chip = FilterChip(title)
            chip.setChecked(not code)
            chip.clicked.connect(partial(self.choose_sector, code))
            self.sectors[code] = chip
            row.addWidget(chip)
        self._chips.setLayout(row)
        return self._chips
