"""The deed that freezes the figures as they are now under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.periods import Period


class FreezeRow(QWidget):
    """A button that asks for a name; emits ``frozen`` with the period that was made."""

    frozen = Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.begin = Button(self.tr("Freeze this period…"), self.open, Weight.QUIET)
        self.begin.setAccessibleDescription(
            self.tr("Keeps a copy of the figures as they are now; it never changes.")
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText("2026-q1")
        self.name.setAccessibleName(self.tr("Name of the frozen period"))
        self.name.returnPressed.connect(self.freeze)
        self.go = Button(self.tr("Freeze"), self.freeze)
        self.cancel = Button(self.tr("Cancel"), self.close_line, Weight.QUIET)
        self._line = QWidget()
        line = QVBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        words = self.tr(
            "The figures as they are now are kept under this name, and never change again."
        )
        line.addWidget(label(words, "small", wrap=True))
        row = QHBoxLayout()
        for each in (self.name, self.go, self.cancel):
            row.addWidget(each)
        line.addLayout(row)
        first = QHBoxLayout()
        first.addWidget(self.begin)
        first.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.addLayout(first)
        whole.addWidget(self._line)
        self._line.hide()
        self.setVisible(desk.may(Right.RELEASE_FIGURES))

    def open(self) -> None:
        """Ask for the name."""
        self.begin.hide()
        self._line.show()
        self.name.setFocus()

    def close_line(self) -> None:
        """Leave everything as it is."""
        self._line.hide()
        self.begin.show()
        self.begin.setFocus()

    def freeze(self) -> None:
        """Freeze the figures."""
        desk, name = self._desk, self.name.text().strip()
        if not name:
            self.name.setFocus()
            return

        def work(_progress: Progress) -> Period:
            from ati_desktop.casework import periods  # noqa: PLC0415 - on the lane

            return periods.freeze_period(desk, name)

        def done(period: Period) -> None:
            self.name.clear()
            self.close_line()
            said = self.tr("The figures are frozen as {name}.").format(name=period.name)
            self._shell.notices.say(said)
            self.frozen.emit(period)

        self._shell.notices.clear()
        carry_out(self._shell, self, self.tr("Freezing the figures"), work, done)
