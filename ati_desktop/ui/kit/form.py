"""A form drawn from declared fields: problems beside the field, tab order as on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ati_desktop.ui.kit.code_inputs import CodeInput, CodesInput, YesNoInput
from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.kit.input import Input
from ati_desktop.ui.kit.text_inputs import DateInput, LongInput, TextInput
from ati_desktop.ui.kit.words import label, restyle


def _today() -> date:
    now = QDate.currentDate()
    return date(now.year(), now.month(), now.day())


class Form(QWidget):
    """Fields one under the other; ``changed`` on every keystroke, for the draft.

    ``values`` gives what is in the form, unreadable texts as they were typed, so that a draft
    holds them too; ``check`` must be true before anything is saved.
    """

    changed = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        today: Callable[[], date] = _today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.fields = tuple(fields)
        self._inputs: dict[str, Input] = {}
        self._problems: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        section = ""
        for field in self.fields:
            if field.section and field.section != section:
                section = field.section
                self._add_section(section)
            self._add(field)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._order()

    def input(self, name: str) -> Input:
        """Return the input of a field."""
        return self._inputs[name]

    def values(self) -> dict[str, object]:
        """Return name to value; None where nothing was entered."""
        return {name: entry.value() for name, entry in self._inputs.items()}

    def fill(self, values: Mapping[str, object]) -> None:
        """Show values or a draft; fields that are not named become empty. Tells no change."""
        for name, entry in self._inputs.items():
            entry.show_value(values.get(name))
            self.show_problem(name, "")

    def check(self) -> bool:
        """Show every problem beside its field, go to the first; True when there is none."""
        found = {name: self._problem_of(name, required=True) for name in self._inputs}
        for name, said in found.items():
            self.show_problem(name, said)
        first = next((name for name, said in found.items() if said), None)
        if first is not None:
            self._inputs[first].entry().setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

    def is_sound(self) -> bool:
        """Return whether ``check`` would find nothing; nothing is shown and the cursor stays."""
        return not any(self._problem_of(name, required=True) for name in self._inputs)

    def problems(self) -> dict[str, str]:
        """Return name to the sentence that is shown beside the field."""
        return {name: said.text() for name, said in self._problems.items() if said.text()}

    def show_problem(self, name: str, said: str) -> None:
        """Show one sentence beside a field, such as what the office refused; "" takes it away."""
        line, entry = self._problems[name], self._inputs[name].entry()
        line.setText(said)
        line.setVisible(bool(said))
        restyle(entry, "problem", "true" if said else "false")
        field = self._inputs[name].field
        entry.setAccessibleDescription(said or field.help)

    def first(self) -> None:
        """Put the cursor into the first field."""
        if self.fields:
            self._inputs[self.fields[0].name].entry().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field and never closes the form."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not isinstance(self.focusWidget(), QPlainTextEdit):
                self.focusNextChild()
            event.accept()
            return
        super().keyPressEvent(event)

    def _add_section(self, title: str) -> None:
        row = self._grid.rowCount()
        said = label(title, "card_title")
        said.setContentsMargins(0, 8 if row > 1 else 0, 0, 0)
        self._grid.addWidget(said, row, 0, 1, 2)

    def _add(self, field: Field) -> None:
        row = self._grid.rowCount()
        entry = self._make(field)
        self._inputs[field.name] = entry
        title = field.label + (" *" if field.required else "")
        named = label(title, "muted", wrap=True)
        named.setMinimumWidth(140)
        named.setMaximumWidth(220)
        named.setContentsMargins(0, 7, 0, 0)
        named.setBuddy(entry.entry())
        for widget in entry.entries():
            suffix = ", " + self.tr("required") if field.required else ""
            if not isinstance(entry, YesNoInput):
                widget.setAccessibleName(field.label + suffix)
        if isinstance(entry, YesNoInput):
            entry.row.setAccessibleName(field.label)
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(entry)
        if field.help:
            cell.addWidget(label(field.help, "small", wrap=True))
        problem = label("", "problem", wrap=True)
        problem.hide()
        self._problems[field.name] = problem
        cell.addWidget(problem)
        self._grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(cell, row, 1)
        entry.changed.connect(self.changed)
        entry.left.connect(lambda: self._left(field.name))

    def _make(self, field: Field) -> Input:
        kind = FieldKind(field.kind)
        if kind is FieldKind.DATE:
            return DateInput(field, self._today)
        made = {
            FieldKind.TEXT: TextInput,
            FieldKind.LONG: LongInput,
            FieldKind.CODE: CodeInput,
            FieldKind.PROVIDER: CodeInput,
            FieldKind.CODES: CodesInput,
            FieldKind.YES_NO: YesNoInput,
        }[kind]
        return made(field)

    def _order(self) -> None:
        stops = [stop for entry in self._inputs.values() for stop in entry.entries()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _left(self, name: str) -> None:
        self.show_problem(name, self._problem_of(name, required=False))

    def _problem_of(self, name: str, *, required: bool) -> str:
        entry = self._inputs[name]
        said = entry.unreadable()
        if said:
            return said
        value = entry.value()
        if required and entry.field.required and value is None:
            return self.tr("Please fill in “{label}”.").format(label=entry.field.label)
        if value is not None and entry.field.check is not None:
            return entry.field.check(value)
        return ""
