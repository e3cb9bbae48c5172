"""A table that knows ids and fetches its rows by the page when they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

PAGE = 100
GONE = "\N{EM DASH}"
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column: a title and what to show of a row.

    ``text`` gives the cell's words. ``kind`` may give good, warn, bad, accent or neutral, and then
    the words stand in a chip. ``width`` is in pixels at 100 %; 0 takes what is left. ``quiet``
    mutes the whole column, or the cells it says so of, such as holes.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    number: bool = False
    kind: Callable[[Any], str] | None = None
    quiet: bool | Callable[[Any], bool] = False


KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ID_ROLE = int(Qt.ItemDataRole.UserRole)
QUIET_ROLE = int(Qt.ItemDataRole.UserRole) + 2


class PagedTableModel(QAbstractTableModel):
    """Rows by id; ``fetch(ids)`` returns a mapping from id to row, or rows with an ``id``.

    An id that fetch does not answer is gone since the list was made and shows a dash.
    """

    def __init__(
        self, columns: Sequence[Column], fetch: Callable[[Sequence[Any]], Any], parent: Any = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._ids: list[Any] = []
        self._rows: dict[Any, Any] = {}
        self._asked: set[int] = set()

    def show_ids(self, ids: Sequence[Any]) -> None:
        """Show another list, in its order."""
        self.beginResetModel()
        self._ids = list(ids)
        self._forget()
        self.endResetModel()

    def refresh(self) -> None:
        """Read again what is on the screen; the list stays where it is."""
        self._forget()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def ids(self) -> list[Any]:
        """Return the ids in the order shown."""
        return list(self._ids)

    def id_at(self, row: int) -> Any:
        """Return the id of a row."""
        return self._ids[row]

    def row_of(self, wanted: Any) -> int | None:
        """Return where an id stands, or None."""
        try:
            return self._ids.index(wanted)
        except ValueError:
            return None

    def row_at(self, row: int) -> Any | None:
        """Return the fetched row, or None when it is gone."""
        page = row // PAGE
        if page not in self._asked:
            self._asked.add(page)
            self._take(self._ids[page * PAGE : (page + 1) * PAGE])
        return self._rows.get(self._ids[row])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many ids there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: _Index, role: int = 0) -> Any:
        """Return what a cell shows, fetching its page if nobody has yet."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == QUIET_ROLE:
            return self._is_quiet(index.row(), column)
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role not in _SHOWN:
            return None
        return self._shown(self.row_at(index.row()), column, role)

    def _is_quiet(self, at: int, column: Column) -> bool:
        if isinstance(column.quiet, bool):
            return column.quiet
        row = self.row_at(at)
        return row is None or column.quiet(row)

    @staticmethod
    def _shown(row: Any | None, column: Column, role: int) -> Any:
        if role == KIND_ROLE:
            return column.kind(row) if column.kind and row is not None else None
        text = GONE if row is None else (column.text(row) or GONE)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {text}"
        return text

    def _take(self, ids: Sequence[Any]) -> None:
        answer = self._fetch(ids)
        rows = answer if isinstance(answer, Mapping) else {row.id: row for row in answer}
        self._rows.update(rows)

    def _forget(self) -> None:
        self._rows.clear()
        self._asked.clear()


_SHOWN = (
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Qt.ItemDataRole.ToolTipRole),
    KIND_ROLE,
)


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
