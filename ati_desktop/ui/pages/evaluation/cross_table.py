"""A table as it would be printed: rows by columns with all sums, hidden numbers as ``s``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ati_desktop.casework.results import TableView, Variable
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import ROW
from ati_desktop.ui.pages.evaluation.words import HIDDEN, count, translate, value_word

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Side = tuple[str | None, ...]


class CrossModel(QAbstractTableModel):
    """The last variable across, the others down; a table of one variable has one column."""

    def __init__(
        self, table: TableView, variables: Mapping[str, Variable], theme: Theme, parent: Any = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.variables = [variables.get(name) for name in table.variables]
        self._cells: dict[tuple[Side, Side], int | None] = {}
        deep = max(1, len(table.variables) - 1)
        for row in table.rows:
            self._cells[(row.key[:deep], row.key[deep:])] = row.count
        self._down = list(dict.fromkeys(down for down, _across in self._cells))
        self._across = list(dict.fromkeys(across for _down, across in self._cells))
        self._deep = deep

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many rows there are, sums included."""
        return 0 if parent.isValid() else len(self._down)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the columns that name the row, then those with counts."""
        return 0 if parent.isValid() else self._deep + len(self._across)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the titles; over the counts the value they are about."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if section >= self._deep:
                side = Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if section < self._deep:
            variable = self.variables[section]
            return variable.title if variable else ""
        across = self._across[section - self._deep]
        return (
            value_word(self.variables[-1], across[0])
            if across
            else translate("Evaluation", "Count")
        )

    def data(self, index: _Index, role: int = 0) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        down = self._down[index.row()]
        if index.column() < self._deep:
            return self._named(down, index.column(), role)
        across = self._across[index.column() - self._deep]
        number = self._cells.get((down, across))
        return self._counted(number, role, total=None in (*down, *across))

    def _named(self, down: Side, column: int, role: int) -> Any:
        words = value_word(self.variables[column], down[column])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        if role == Qt.ItemDataRole.FontRole and down[column] is None:
            return _bold()
        return None

    def _counted(self, number: int | None, role: int, *, total: bool) -> Any:
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if number is None:
            return {
                Qt.ItemDataRole.DisplayRole: HIDDEN,
                Qt.ItemDataRole.AccessibleTextRole: translate("Evaluation", "hidden"),
                Qt.ItemDataRole.ToolTipRole: translate("Evaluation", "Hidden to protect people"),
                Qt.ItemDataRole.TextAlignmentRole: right,
                Qt.ItemDataRole.ForegroundRole: QBrush(QColor(self._theme.palette.warn)),
                Qt.ItemDataRole.FontRole: _bold(),
            }.get(Qt.ItemDataRole(role))
        return {
            Qt.ItemDataRole.DisplayRole: count(number),
            Qt.ItemDataRole.AccessibleTextRole: count(number),
            Qt.ItemDataRole.TextAlignmentRole: right,
            Qt.ItemDataRole.FontRole: _bold() if total else None,
        }.get(Qt.ItemDataRole(role))


class CrossTable(QTableView):
    """Shows one table; it can be walked with the arrow keys, cell by cell."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)

    def show_table(self, table: TableView, variables: Mapping[str, Variable]) -> None:
        """Show another table."""
        self.setAccessibleName(table.title)
        before = self.model()
        model = CrossModel(table, variables, self._theme, self)
        self.setModel(model)
        if before is not None:
            before.deleteLater()
        self.verticalHeader().setDefaultSectionSize(self._theme.length(ROW))
        self._size(model, names=max(1, len(table.variables) - 1))

    def _size(self, model: CrossModel, names: int) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        for column in range(model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            words = [str(model.headerData(column, Qt.Orientation.Horizontal, 0) or "")]
            if column < names:
                words += [str(model.index(r, column).data() or "") for r in range(model.rowCount())]
            self.setColumnWidth(column, self._wide(words, most=240 if column < names else 140))

    def _wide(self, words: Sequence[str], most: int) -> int:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        least = self._theme.length(88)
        return max(least, min(widest + self._theme.length(28), self._theme.length(most)))


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
