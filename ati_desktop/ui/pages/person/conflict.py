"""Two versions of a record side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.values import FormValue
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.fields import Field
from ati_desktop.ui.kit.words import label, rule
from ati_desktop.ui.pages.person.answers import shown


class Comparison(QWidget):
    """The fields that differ, mine at the left, theirs at the right; nothing is chosen for you."""

    keep_mine = Signal()
    take_theirs = Signal()
    go_on = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        mine: Mapping[str, FormValue],
        theirs: Mapping[str, FormValue],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        said = self.tr(
            "Somebody else saved this record while you were typing. Nothing of yours is lost: "
            "compare both and choose."
        )
        whole.addWidget(label(said, wrap=True))
        self.differing = [
            field for field in fields if _kept(mine, field.name) != _kept(theirs, field.name)
        ]
        whole.addLayout(self._grid(mine, theirs))
        whole.addSpacing(8)
        whole.addLayout(self._buttons())
        whole.addStretch(1)
        self.setAccessibleName(self.tr("Two versions of this record"))

    def _grid(self, mine: Mapping[str, FormValue], theirs: Mapping[str, FormValue]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, title in enumerate((self.tr("Field"), self.tr("Yours"), self.tr("Theirs"))):
            grid.addWidget(label(title, "small"), 0, column)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for row, field in enumerate(self.differing, start=1):
            grid.addWidget(rule(), 2 * row - 1, 0, 1, 3)
            cells = (
                label(field.label, "muted", wrap=True),
                label(shown(field, _kept(mine, field.name), self.locale()), wrap=True),
                label(shown(field, _kept(theirs, field.name), self.locale()), wrap=True),
            )
            for column, cell in enumerate(cells):
                grid.addWidget(cell, 2 * row, column, Qt.AlignmentFlag.AlignTop)
        if not self.differing:
            said = self.tr("Both say the same now.")
            grid.addWidget(label(said, "muted"), 1, 0, 1, 3)
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.mine = Button(self.tr("Save mine over theirs"), self.keep_mine.emit, Weight.PRIMARY)
        self.theirs = Button(self.tr("Take theirs"), self.take_theirs.emit)
        self.editing = Button(self.tr("Go on editing"), self.go_on.emit, Weight.QUIET)
        for button in (self.mine, self.theirs, self.editing):
            row.addWidget(button)
        row.addStretch(1)
        return row


def _kept(values: Mapping[str, FormValue], name: str) -> FormValue:
    value = values.get(name)
    return value or None
