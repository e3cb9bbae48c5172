"""The left column: search, three lists with their counts, and the people, paged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ati_desktop.casework.caseload import (
    Caseload,
    CaseloadRow,
    caseload_counts,
    caseload_ids,
    caseload_rows,
)
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import find_people
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.chip import FilterChip
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.paged import PagedTableModel
from ati_desktop.ui.kit.search_box import SearchBox
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.participants.list_parts import (
    NEXT,
    empty_list,
    foot_words,
    list_columns,
)
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.shell import Shell

PAUSE_MS = 220
"""How long a row stays selected before it opens, so that arrows may run through the list."""

MOST_FOUND = 200

_CHIP_KINDS = {
    Caseload.MINE: "accent",
    Caseload.ATTENTION: "warn",
    Caseload.ALL: "neutral",
}
_THREE_COLUMNS = 372
"""From this width on the list shows what comes next, too."""


class ListColumn(QWidget):
    """The list; ``picked`` asks to show a person, ``entered`` also to go there."""

    picked = Signal(int)
    entered = Signal(int)
    wants_new = Signal(str)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.which: Caseload | None = None
        self._searched = ""
        self._counts: dict[Caseload, int] = {}
        self._shown: int | None = None
        self.search = SearchBox(self.tr("Name, reference, docket or birth date"))
        self.chips = {which: FilterChip(" ", kind) for which, kind in _CHIP_KINDS.items()}
        self.model = PagedTableModel(list_columns(desk, self.locale()), self._fetch, self)
        self.table = TableView(self.tr("Participants"), shell.theme)
        self.table.show_model(self.model)
        self.foot = label("", "small")
        self._stack = QStackedWidget()
        self._empty: EmptyPlace | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._connect()
        self.read()

    def read(self) -> None:
        """Read the lists and their counts again; the selected person stays selected."""
        desk, which, searched = self._desk, self.which, self._searched
        known = self._counts if searched else {}

        def task() -> tuple[dict[Caseload, int], Caseload, Sequence[int]]:
            counts = known or caseload_counts(desk)
            chosen = which or (Caseload.MINE if counts[Caseload.MINE] else Caseload.ALL)
            if searched:
                hits = find_people(desk, searched, MOST_FOUND)
                return counts, chosen, [hit.participant_id for hit in hits]
            return counts, chosen, caseload_ids(desk, chosen)

        fetch(self._shell, self, task, lambda read: self._show(searched, *read))

    def show_person(self, participant_id: int | None) -> None:
        """Select a person's row without asking to show the person."""
        self._shown = participant_id
        self._pause.stop()
        self.table.pick(participant_id)
        self._pause.stop()

    def step(self, by: int) -> None:
        """Ask for the next (1) or the previous (-1) person of the list."""
        ids = self.model.ids
        if not ids:
            return
        here = self.model.row_of(self._shown)
        there = 0 if here is None else min(max(here + by, 0), len(ids) - 1)
        self.table.pick(ids[there])
        self._pause.stop()
        self.picked.emit(ids[there])

    def place(self) -> tuple[int, int]:
        """Return the row of the shown person from 1 (0 when not in the list), and how many."""
        here = self.model.row_of(self._shown)
        return (0 if here is None else here + 1), len(self.model.ids)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the last column out where the names would be cut."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._shell.theme.length(_THREE_COLUMNS)
        self.table.setColumnHidden(NEXT, narrow)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Participants"), "title"))
        head.addStretch(1)
        self.new_button = Button(
            self.tr("New intake"), lambda: self.wants_new.emit(self._searched), Weight.PRIMARY
        )
        if self._desk.may(Right.WRITE_RECORDS):
            head.addWidget(self.new_button)
        whole.addLayout(head)
        whole.addWidget(self.search)
        chips = Flow(8, 4)
        for chip in self.chips.values():
            chips.addWidget(chip)
        whole.addLayout(chips)
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        self._stack.addWidget(self.table)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(frame, 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        self.search.asked.connect(self._ask)
        self.search.step.connect(self._step_into)
        self.search.taken.connect(self._take_first)
        for which, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, which=which: self._choose(which))
        self.table.picked.connect(self._moved)
        self.table.opened.connect(self._enter)
        self.table.clicked.connect(lambda index: self._enter_soon())
        self._pause.timeout.connect(self._show_current)

    def _fetch(self, ids: Sequence[int]) -> list[CaseloadRow]:
        return [row for row in caseload_rows(self._desk, ids) if row is not None]

    def _show(
        self, searched: str, counts: dict[Caseload, int], which: Caseload, ids: Sequence[int]
    ) -> None:
        if searched != self._searched:
            return
        self.which, self._counts = which, counts
        self._name_chips()
        self.model.show_ids(ids)
        everyone = counts[Caseload.ALL]
        found = bool(self._searched)
        self.foot.setText(foot_words(len(ids), everyone, self.locale(), searched=found))
        self._show_emptiness(bool(ids))
        self.show_person(self._shown)

    def _name_chips(self) -> None:
        titles = {
            Caseload.MINE: self.tr("My caseload {n}"),
            Caseload.ATTENTION: self.tr("Needs attention {n}"),
            Caseload.ALL: self.tr("All {n}"),
        }
        for which, chip in self.chips.items():
            count = self.locale().toString(self._counts[which])
            chip.setText(titles[which].format(n=count))
            chip.setAccessibleName(chip.text())
            chip.setChecked(which is self.which and not self._searched)

    def _show_emptiness(self, filled: bool) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if filled:
            self._stack.setCurrentWidget(self.table)
            return
        self._empty = empty_list(
            self._desk,
            self._searched,
            self._counts[Caseload.ALL],
            lambda: self.wants_new.emit(self._searched),
        )
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _ask(self, text: str) -> None:
        self._searched = text
        self.read()

    def _choose(self, which: Caseload) -> None:
        self.which = which
        self._searched = ""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.search.ask()
        self._name_chips()
        self.read()

    def _step_into(self, by: int) -> None:
        if self.model.ids and by > 0:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)

    def _take_first(self) -> None:
        if self._searched and self.model.ids:
            self._enter(self.model.ids[0])

    def _moved(self, participant_id: int) -> None:
        if participant_id != self._shown:
            self._pause.start()

    def _enter_soon(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._show_current()

    def _show_current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.picked.emit(self.model.id_at(index.row()))

    def _enter(self, participant_id: int) -> None:
        self._pause.stop()
        self.entered.emit(participant_id)
