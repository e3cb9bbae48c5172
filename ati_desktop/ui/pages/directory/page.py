"""The page Directory: organisations by kind and sector, the office's programs, their forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import Filled, list_records
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.chip import FilterChip
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.search_box import SearchBox
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.columns import Columns
from ati_desktop.ui.pages.person.forms import new_title
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.pages.person.record_sheet import RecordSheet
from ati_desktop.ui.shell import Shell

_BESIDE = 980


class DirectoryPage(QWidget):
    """A list at the left, the form of the chosen one at the right."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.noun = "provider"
        self.sector = ""
        self._searched = ""
        self._rows: dict[int, Filled] = {}
        self.sheet: RecordSheet | None = None
        self._made = Columns(desk, self.locale())
        self.segment = Segment(
            [("provider", self.tr("Organisations")), ("program", self.tr("Programs"))]
        )
        self.segment.choose("provider")
        self.search = SearchBox(self.tr("Name, kind or service"))
        self.sectors: dict[str, FilterChip] = {}
        self.models = {
            noun: PagedTableModel(self._columns(noun), self._fetch, self)
            for noun in ("provider", "program")
        }
        self.table = TableView(self.tr("Organisations"), shell.theme)
        self.foot = label("", "small")
        self._lay_out()
        self._connect()
        self.show_noun("provider")

    def show_noun(self, noun: str) -> None:
        """Show the organisations or the programs."""
        self.noun = noun
        self.segment.choose(noun)
        self.table.show_model(self.models[noun])
        self._hide_columns()
        self.new_button.setText(new_title(noun))
        self.new_button.setAccessibleName(new_title(noun))
        self._chips.setVisible(noun == "provider")
        self.read()

    def read(self) -> None:
        """Read the list again."""
        noun, desk = self.noun, self._desk
        fetch(self._shell, self, lambda: list_records(desk, noun), partial(self._show, noun))

    def open_record(self, noun: str, record_id: int = 0) -> None:
        """Open the form of an organisation or a program; 0 for a new one."""
        made = RecordSheet(self._desk, self._shell, noun, None, record_id or None)
        self.close_sheet()
        self.sheet = made
        made.closed.connect(self.close_sheet)
        self._beside.addWidget(made, 1)
        self._shell.commands.bind("save", made.save)
        self._arrange()
        made.form.first()

    def close_sheet(self) -> None:
        """Close the form, keeping its draft."""
        if self.sheet is None:
            return
        self.sheet.hold()
        self._shell.commands.unbind("save", self.sheet.save)
        self._beside.removeWidget(self.sheet)
        self.sheet.hide()
        self.sheet.deleteLater()
        self.sheet = None
        self._arrange()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self) -> None:
        """Keep what is typed, at once."""
        if self.sheet is not None:
            self.sheet.hold()

    def arrive(self, form: str = "", record: int = 0, noun: str = "") -> None:
        """Show the organisations or programs, perhaps with a form open."""
        if noun or form:
            self.show_noun(noun or form)
        if form:
            self.open_record(form, record)

    def where(self) -> dict[str, Any]:
        """Return what ``arrive`` takes to come back."""
        place: dict[str, Any] = {"noun": self.noun}
        if self.sheet is not None:
            place |= {"form": self.sheet.noun, "record": self.sheet.record_id or 0}
        return place

    def on_changed(self, kinds: Changed | None) -> None:
        """Read again when organisations or programs changed; None is everything."""
        if kinds is None or kinds & (Changed.PROVIDERS | Changed.PROGRAMS):
            self.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the form beside the list, or in its place."""
        super().resizeEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed."""
        self.hold()
        super().hideEvent(event)

    def _columns(self, noun: str) -> list[Column]:
        made = self._made
        if noun == "program":
            return [
                Column(self.tr("Program"), made.words("name")),
                Column(self.tr("Code"), made.words("code"), 130),
                Column(self.tr("Kind"), made.code("kind", "program_kind"), 200),
                Column(self.tr("Run by"), made.named("provider_id", "provider"), quiet=True),
                _active(self.tr("State"), self.tr("Takes people"), self.tr("Closed")),
            ]
        return [
            Column(self.tr("Organisation"), made.words("name")),
            Column(self.tr("Kind"), made.code("kind", "provider_kind"), 160),
            Column(self.tr("Services"), made.code("services", "treatment_setting"), quiet=True),
            Column(self.tr("Phone"), made.words("phone"), 130, quiet=True),
            _active(self.tr("State"), self.tr("Active"), self.tr("No longer")),
        ]

    def _fetch(self, ids: Sequence[int]) -> dict[int, Filled]:
        return {one: self._rows[one] for one in ids if one in self._rows}

    def _show(self, noun: str, rows: Sequence[Filled]) -> None:
        if noun != self.noun:
            return
        self._made.forget()
        self._rows = {row.id: row for row in rows}
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
        if filled:
            return
        made = self._empty()
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)

    def _empty(self) -> EmptyPlace:
        if self._rows:
            return EmptyPlace("search", self.tr("Nothing in the directory fits."))
        said = (
            self.tr("No organisation yet. Courts and providers entered here receive papers.")
            if self.noun == "provider"
            else self.tr("No program yet. People are enrolled in the programs entered here.")
        )
        button = new_title(self.noun) if self._desk.may(Right.WRITE_RECORDS) else ""
        return EmptyPlace("directory", said, button, partial(self.open_record, self.noun))

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Directory"), "title"))
        head.addStretch(1)
        self.new_button = Button("", lambda: self.open_record(self.noun), Weight.PRIMARY)
        if self._desk.may(Right.WRITE_RECORDS):
            head.addWidget(self.new_button)
        whole.addLayout(head)
        whole.addWidget(self.segment)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._make_chips())
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        inside.addWidget(self._stack)
        column.addWidget(frame, 1)
        column.addWidget(self.foot)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(16)
        self._beside.addWidget(self._left, 1)
        whole.addLayout(self._beside, 1)

    def _make_chips(self) -> QWidget:
        self._chips = QWidget()
        row = Flow(8, 4)
        every = [("", self.tr("All sectors")), *self._desk.codes["sector"].choices(missing=False)]
        for code, title in every:
            chip = FilterChip(title)
            chip.setChecked(not code)
            chip.clicked.connect(partial(self._choose_sector, code))
            self.sectors[code] = chip
            row.addWidget(chip)
        self._chips.setLayout(row)
        return self._chips

    def _connect(self) -> None:
        self.segment.chosen.connect(self.show_noun)
        self.search.asked.connect(self._ask)
        self.search.step.connect(lambda _by: self.table.setFocus())
        self.table.opened.connect(lambda record: self.open_record(self.noun, record))

    def _ask(self, text: str) -> None:
        self._searched = text
        self._filter()

    def _choose_sector(self, code: str, _on: bool = False) -> None:
        self.sector = code
        for name, chip in self.sectors.items():
            chip.setChecked(name == code)
        self._filter()

    def _arrange(self) -> None:
        wide = self.width() >= self._shell.theme.length(_BESIDE)
        self._left.setVisible(self.sheet is None or wide)
        self._hide_columns()

    def _hide_columns(self) -> None:
        """Leave the quieter columns out while a form stands beside the list."""
        for at, column in enumerate(self.models[self.noun].columns):
            self.table.setColumnHidden(at, self.sheet is not None and bool(column.quiet))


def _active(title: str, yes: str, no: str) -> Column:
    def text(row: Filled) -> str:
        return yes if row.values.get("active") == "yes" else no

    def kind(row: Filled) -> str:
        return "good" if row.values.get("active") == "yes" else "neutral"

    return Column(title, text, 116, kind=kind)
