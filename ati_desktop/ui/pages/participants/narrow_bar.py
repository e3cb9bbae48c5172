"""The bar over a person where the list has no room beside it: back, previous, next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ati_desktop.ui.kit.buttons import Button, IconButton, Weight
from ati_desktop.ui.kit.words import label


class NarrowBar(QWidget):
    """``back`` to the list, ``step`` by -1 or 1 in it."""

    back = Signal()
    step = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.back_button = Button(self.tr("List"), self.back.emit, Weight.SECONDARY)
        self._previous = IconButton(
            "previous", self.tr("Previous person, Alt+Up"), lambda: self.step.emit(-1)
        )
        self._next = IconButton("next", self.tr("Next person, Alt+Down"), lambda: self.step.emit(1))
        self._place = label("", "small")
        for widget in (self.back_button, self._previous, self._next, self._place):
            row.addWidget(widget)
        row.addStretch(1)
        self.hide()

    def show_place(self, row: int, count: int) -> None:
        """Show which person of the list this is."""
        number = self.locale().toString
        said = self.tr("{row} of {count}").format(row=number(row), count=number(count))
        self._place.setText(said if row else "")
