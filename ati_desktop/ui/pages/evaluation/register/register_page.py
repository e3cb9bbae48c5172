"""The register: every package that was asked for or written, with who, for whom and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.buttons import Button
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import FilterChip
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.layouts import scrolled
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.pages.evaluation.register.line_card import LineCard
from ati_desktop.ui.pages.evaluation.register.lines import (
    STATES,
    RegisterLine,
    RegisterRead,
    kind_words,
    read_register,
    state_kind,
    state_words,
    when,
)
from ati_desktop.ui.pages.evaluation.register.request_deeds import RequestDeeds
from ati_desktop.ui.pages.evaluation.register.rule_card import RuleCard
from ati_desktop.ui.pages.evaluation.words import count
from ati_desktop.ui.shell import Shell

_BESIDE = 900
_SIDE = 400
_ALL = "all"


class RegisterPage(QWidget):
    """Emits ``left``, and ``again`` with the text of the specification of a line."""

    left = Signal()
    again = Signal(str)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.read: RegisterRead | None = None
        self._wanted, self._state = "", _ALL
        self._rows: dict[str, RegisterLine] = {}
        self.deeds = RequestDeeds(desk, shell, self)
        self.deeds.changed.connect(self._deed_done)
        self.deeds.opened.connect(self._put)
        self.deeds.closed.connect(self.close_sheet)
        self.sheet: QWidget | None = None
        self.head = Head(
            self.tr("Register"),
            self.tr(
                "Every package that was asked for or written, with its checksum. Nothing is ever "
                "taken out of it."
            ),
        )
        self.back = Button(self.tr("Back to the figures"), self.left.emit)
        self.head.action(self.back)
        self.chips: dict[str, FilterChip] = {}
        self.rule = RuleCard()
        self.rule.ruled.connect(self.deeds.set_rule)
        self.card = LineCard()
        self.card.review.connect(self.deeds.open_review)
        self.card.write.connect(self.deeds.open_writing)
        self.card.withdraw.connect(self.deeds.withdraw)
        self.card.again.connect(lambda line: self.again.emit(line.spec))
        self._make_table()
        self._arrange()
        self.look()

    def look(self, wanted: str = "") -> None:
        """Read the register, and go to a line if one is named."""
        desk = self._desk
        self._wanted = wanted or self._wanted
        carry_out(
            self._shell,
            self,
            self.tr("Reading the register"),
            lambda progress: read_register(desk, progress),
            self.show_read,
        )

    def show_read(self, read: RegisterRead) -> None:
        """Show what was read; the line that was shown stays shown."""
        self.read = read
        self._rows = {line.id: line for line in read.lines}
        self.rule.show_rule(read)
        self._name_chips(read)
        self.show_state(self._state)
        self._filled.setVisible(bool(read.lines))
        self._empty.setVisible(not read.lines)

    def show_state(self, state: str) -> None:
        """Show the lines of one state, or all of them."""
        self._state = state
        lines = self.read.lines if self.read is not None else ()
        ids = [line.id for line in lines if state in (_ALL, line.state)]
        self.model.show_ids(ids)
        self.chips[state].setChecked(True)
        chosen = self._wanted if self._wanted in ids else ids[0] if ids else ""
        self.card.setVisible(bool(chosen))
        if chosen:
            self.table.pick(chosen)
            self._show_line(chosen)

    def close_sheet(self) -> None:
        """Go back from a review or from writing to the list."""
        if self.sheet is not None:
            self._places.remove_place(self.sheet)
            self.sheet.deleteLater()
            self.sheet = None
        self._places.show_place(self._list)
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the line under the list where there is no room beside it."""
        super().resizeEvent(event)
        wide = self.width() >= self._shell.theme.length(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(across if wide else down)
        side = self._shell.theme.length(_SIDE)
        self._side.setMinimumWidth(side if wide else 0)
        self._side.setMaximumWidth(side if wide else 1 << 20)
        self._fit_side()

    def _fit_side(self) -> None:
        """Scroll the line by itself beside the list only; under it the page does."""
        beside = self._halves.direction() is QBoxLayout.Direction.LeftToRight
        tall = self.card.heightForWidth(self._side.width()) if self.card.hasHeightForWidth() else -1
        needed = max(tall, self.card.sizeHint().height())
        self._side.setMinimumHeight(0 if beside else needed)

    def _show_line(self, wanted: str) -> None:
        line = self._rows.get(wanted)
        if line is not None and self.read is not None:
            self._wanted = wanted
            self.card.show_line(line, may_decide=self.read.may_decide)
            QTimer.singleShot(0, self, self._fit_side)

    def _open_line(self, wanted: str) -> None:
        self._show_line(wanted)
        first = next(iter(self.card.buttons.values()), None)
        if first is not None:
            first.setFocus()

    def _deed_done(self, wanted: str) -> None:
        self.close_sheet()
        self._shell.changed(Changed.FIGURES)
        self.look(wanted)

    def _put(self, sheet: QWidget) -> None:
        self.close_sheet()
        self.sheet = sheet
        self._places.add_place(sheet)
        self._places.show_place(sheet)

    def _name_chips(self, read: RegisterRead) -> None:
        for state, chip in self.chips.items():
            number = sum(state in (_ALL, line.state) for line in read.lines)
            words = self.tr("All") if state == _ALL else state_words(state)
            chip.setText(f"{words} {count(number)}")
            chip.setAccessibleName(chip.text())

    def _make_table(self) -> None:
        columns = (
            Column(
                self.tr("State"),
                lambda row: state_words(row.state),
                116,
                kind=lambda row: str(state_kind(row.state)),
            ),
            Column(self.tr("Title"), lambda row: row.title),
            Column(self.tr("Recipient"), lambda row: row.recipient, 160),
            Column(self.tr("Kind"), lambda row: kind_words(row.kind), 84, quiet=True),
            Column(self.tr("Who"), lambda row: row.asked_by or row.written_by, 96, quiet=True),
            Column(self.tr("When"), lambda row: when(row.written_at or row.asked_at), 140),
        )
        self.model = PagedTableModel(columns, lambda ids: {i: self._rows[i] for i in ids}, self)
        self.table = TableView(self.tr("Register of releases"), self._shell.theme)
        self.table.show_model(self.model)
        self.table.picked.connect(self._show_line)
        self.table.opened.connect(self._open_line)

    def _listed(self) -> Card:
        holder, group = QWidget(), QButtonGroup(self)
        chips = Flow(8, 4, holder)
        for state in (_ALL, *STATES):
            chip = FilterChip(state_words(state))
            chip.clicked.connect(self._chooser(state))
            group.addButton(chip)
            self.chips[state] = chip
            chips.addWidget(chip)
        listed = Card()
        listed.add(holder)
        listed.add(self.table, 1)
        self.table.setMinimumHeight(self._shell.theme.length(200))
        return listed

    def _arrange(self) -> None:
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(scrolled(self.card), 1)
        self._filled = QWidget()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._filled)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(12)
        self._halves.addWidget(self._listed(), 1)
        self._halves.addWidget(self._side, 1)
        words = self.tr("Packages that leave the office, and those asked for, are listed here.")
        self._empty = EmptyPlace("release", words)
        self._filled.hide()
        self._empty.hide()
        self._list = QWidget()
        inside = QVBoxLayout(self._list)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.head)
        inside.addWidget(self.rule)
        inside.addWidget(self._filled, 1)
        inside.addWidget(self._empty, 1)
        self._places = Places()
        self._places.add_place(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._places)

    def _chooser(self, state: str) -> Callable[[], None]:
        return lambda: self.show_state(state)
