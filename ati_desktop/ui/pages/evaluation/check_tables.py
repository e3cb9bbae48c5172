"""How much is hidden in each table of a package: a short list, never which cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ati_desktop.casework.results import TableView
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView as RowsView
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.evaluation.words import count

_SHOWN = 4
_ROW = 30


class HiddenTables(RowsView):
    """One line a table: its title, its cells, how many of them are hidden; the most first."""

    def __init__(
        self, tables: Sequence[TableView], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", theme, parent)
        self.setAccessibleName(self.tr("Hidden numbers by table"))
        rows = {table.id: table for table in tables}
        columns = (
            Column(self.tr("Table"), lambda row: row.title),
            Column(self.tr("Cells"), lambda row: count(len(row.rows)), 64, number=True),
            Column(self.tr("Hidden"), self._hidden, 84, number=True),
        )
        model = PagedTableModel(columns, lambda ids: {name: rows[name] for name in ids}, self)
        model.show_ids(sorted(rows, key=lambda name: (-_weight(rows[name]), name)))
        self.show_model(model)
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        """Be as tall as the lines that are shown at once, which are lower than in other lists."""
        row = self._theme.length(_ROW)
        self.verticalHeader().setDefaultSectionSize(row)
        head = self.horizontalHeader().sizeHint().height()
        shown = min(self.model().rowCount(), _SHOWN)
        self.setFixedHeight(head + shown * row + 4)

    def _hidden(self, table: TableView) -> str:
        if table.withheld:
            return self.tr("left out")
        return count(len(table.hidden))


def _weight(table: TableView) -> int:
    return len(table.rows) if table.withheld else len(table.hidden)
