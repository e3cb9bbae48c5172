"""Values that are counted as one: what was joined, and the button that takes it apart again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.specifications import Join
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.words import label


class JoinsCard(QWidget):
    """Emits ``apart`` with a join that somebody takes apart; hidden while nothing is joined."""

    apart = Signal(object)

    def __init__(self, words: Mapping[tuple[str, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: list[QWidget] = []
        self.buttons: list[Button] = []
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 8, 0, 0)
        self._whole.setSpacing(4)
        self._whole.addWidget(label(self.tr("Counted as one"), "card_title"))

    def show_joins(self, joins: Sequence[Join]) -> None:
        """Show the joins of a specification."""
        for old in self._lines:
            self._whole.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        self._lines = [self._line(join) for join in joins]
        for line in self._lines:
            self._whole.addWidget(line)
        self.setVisible(bool(joins))

    def _line(self, join: Join) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        parts = [self._words.get((join.variable, value), value) for value in join.values]
        said = self._words.get((join.variable, "+".join(join.values))) or " + ".join(parts)
        row.addWidget(label(said, wrap=True), 1)
        button = Button(self.tr("Take apart"), lambda: self.apart.emit(join), Weight.QUIET)
        button.setAccessibleName(self.tr("Take apart: {values}").format(values=said))
        self.buttons.append(button)
        row.addWidget(button)
        return line
