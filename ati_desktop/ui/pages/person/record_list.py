"""A list of one noun's records in a card: the newest first, Enter opens, a button adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import ROW
from ati_desktop.ui.kit.words import label

MOST_ROWS = 12


class RecordList(Card):
    """Rows handed in with ``show_rows``; as tall as they are, up to a dozen."""

    opened = Signal(object)

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        theme: Theme,
        empty: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self._theme = theme
        self.count = label("", "small")
        self.action(self.count)
        self._rows: dict[Any, Any] = {}
        self.model = PagedTableModel(columns, self._fetch, self)
        self.table = TableView(title, theme)
        self.table.show_model(self.model)
        self.table.opened.connect(self.opened)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.empty = label(empty, "muted", wrap=True)
        self.add(self.empty)
        self.add(self.table)
        theme.changed.connect(self._size)

    def add_button(self, text: str, run: Any) -> Button:
        """Put a button at the right of the title."""
        button = Button(text, run, Weight.QUIET)
        self.action(button)
        return button

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, in their order; each has an ``id``."""
        kept = self.table.currentIndex().row()
        self._rows = {row.id: row for row in rows}
        self.model.show_ids([row.id for row in rows])
        self.count.setText(self.locale().toString(len(rows)) if rows else "")
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        if 0 <= kept < len(rows) and self.table.hasFocus():
            self.table.selectRow(kept)
        self._size()

    def _fetch(self, ids: Sequence[Any]) -> dict[Any, Any]:
        return {one: self._rows[one] for one in ids if one in self._rows}

    def _size(self) -> None:
        row = self._theme.length(ROW)
        seen = min(max(len(self._rows), 1), MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(seen * row + head + 4)
