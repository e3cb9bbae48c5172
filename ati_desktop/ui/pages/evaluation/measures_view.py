"""The table of measures: groups fold out under each; Enter or a click opens a figure's card."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeView, QWidget

from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.evaluation.interval_bar import LINE_ROLE, MeasureCells
from ati_desktop.ui.pages.evaluation.lines import Key, Line

_WIDTHS = (0, 96, 208, 256)
_NARROW = 900
_NARROW_WIDTHS = (0, 88, 190, 116)


class MeasuresView(QTreeView):
    """Emits ``chosen`` with the line whose card is wanted."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = QStandardItemModel(self)
        titles = (
            self.tr("Measure"),
            self.tr("Value"),
            self.tr("Of whom"),
            self.tr("95 % interval"),
        )
        self._model.setHorizontalHeaderLabels(list(titles))
        self.setModel(self._model)
        self.setAccessibleName(self.tr("Measures"))
        self.setItemDelegate(MeasureCells(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.header().setSectionsClickable(False)
        self.header().setSectionsMovable(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header().setStretchLastSection(False)
        self.clicked.connect(self._clicked)
        theme.changed.connect(self._fit)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Show other lines; what was folded out and chosen stays so where it is still there."""
        open_ = {line.key for line in self._lines_open()}
        chosen = self._line_at(self.currentIndex())
        self._model.removeRows(0, self._model.rowCount())
        for line in lines:
            self._add(self._model.invisibleRootItem(), line)
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            here = self._line_at(index)
            self._open(index, expanded=here is not None and here.key in open_)
        first = self._find(chosen.key) if chosen is not None else None
        if first is None and self._model.rowCount():
            first = self._model.index(0, 0)
        if first is not None:
            self.setCurrentIndex(first)
        self._fit()

    def lines(self) -> list[Line]:
        """Return the lines of whole measures, as shown."""
        found = (self._line_at(self._model.index(r, 0)) for r in range(self._model.rowCount()))
        return [line for line in found if line is not None]

    def choose(self, key: Key) -> None:
        """Go to the line of a figure, folding out what it stands under, and open its card."""
        index = self._find(key)
        if index is not None:
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self._clicked(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the card; the arrow keys fold out and in."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._clicked(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Right and not self.isExpanded(self.currentIndex()):
            index = self.currentIndex().siblingAtColumn(0)
            if self._model.hasChildren(index):
                self._open(index, expanded=True)
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the first column what the others leave."""
        super().resizeEvent(event)
        self._fit()

    def _add(self, above: QStandardItem, line: Line) -> None:
        texts = (line.title, line.value, line.base, line.interval)
        items = [QStandardItem(text) for text in texts]
        for item, header in zip(items, _headers(self._model), strict=True):
            item.setData(line, LINE_ROLE)
            item.setAccessibleText(f"{header}: {item.text()}" if item.text() else header)
            item.setToolTip(item.text())
        above.appendRow(items)
        for under in line.under:
            self._add(items[0], under)

    def _open(self, index: QModelIndex, *, expanded: bool) -> None:
        self.setExpanded(index, expanded)
        for row in range(self._model.rowCount(index)):
            self.setExpanded(self._model.index(row, 0, index), True)

    def _clicked(self, index: QModelIndex) -> None:
        line = self._line_at(index)
        if line is None:
            return
        if line.figures:
            self.chosen.emit(line)
        else:
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))

    def _line_at(self, index: QModelIndex) -> Line | None:
        found = index.siblingAtColumn(0).data(LINE_ROLE)
        return found if isinstance(found, Line) else None

    def _lines_open(self) -> list[Line]:
        rows = (self._model.index(row, 0) for row in range(self._model.rowCount()))
        return [line for i in rows if self.isExpanded(i) and (line := self._line_at(i))]

    def _find(self, key: Key, above: QModelIndex | None = None) -> QModelIndex | None:
        root = above or QModelIndex()
        for row in range(self._model.rowCount(root)):
            index = self._model.index(row, 0, root)
            line = self._line_at(index)
            if line is not None and line.figures and line.key == key:
                return index
            deeper = self._find(key, index)
            if deeper is not None:
                return deeper
        return None

    def _fit(self) -> None:
        room = self.viewport().width()
        wide = room >= self._theme.length(_NARROW)
        widths = [self._theme.length(each) for each in (_WIDTHS if wide else _NARROW_WIDTHS)]
        widths[0] = max(self._theme.length(200), room - sum(widths))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)


def _headers(model: QStandardItemModel) -> list[str]:
    names = (model.horizontalHeaderItem(at) for at in range(model.columnCount()))
    return [item.text() for item in names if item is not None]
