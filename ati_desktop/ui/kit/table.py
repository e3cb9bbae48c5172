"""The list as it looks everywhere: generous rows, one line each, Enter opens."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ati_desktop.ui.kit.paged import ID_ROLE, KIND_ROLE, QUIET_ROLE, PagedTableModel
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import ROW


class _Cells(QStyledItemDelegate):
    """Draws plain words, quiet words and words in a chip."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a cell."""
        kind = index.data(KIND_ROLE)
        if not kind:
            super().paint(painter, option, index)
            return
        self._paint_chip(painter, option, index, kind)

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Give quiet columns the muted colour and take away the frame around one cell."""
        super().initStyleOption(option, index)
        state: QStyle.StateFlag = option.state
        option.state = state & ~QStyle.StateFlag.State_HasFocus
        if index.data(QUIET_ROLE):
            muted = QColor(self._theme.palette.muted)
            palette = option.palette
            palette.setColor(palette.ColorRole.Text, muted)
            palette.setColor(palette.ColorRole.HighlightedText, muted)

    def _paint_chip(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        kind: str,
    ) -> None:
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        words = str(bare.text)
        bare.text = ""
        widget = self.parent()
        if isinstance(widget, QWidget):
            item = QStyle.ControlElement.CE_ItemViewItem
            widget.style().drawControl(item, bare, painter, widget)
        self._draw_pill(painter, bare, words, kind)

    def _draw_pill(
        self, painter: QPainter, option: QStyleOptionViewItem, words: str, kind: str
    ) -> None:
        colours = self._theme.palette.words()
        ground = colours["accent_soft" if kind == "accent" else f"{kind}_soft"]
        ink = colours["on_accent_soft" if kind == "accent" else kind]
        if kind == "accent" and option.state & QStyle.StateFlag.State_Selected:
            ground = colours["surface"]  # else the chip would vanish in the selected row
        option.font.setPixelSize(self._theme.length(12))
        option.font.setBold(True)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        room = painter.fontMetrics()
        inner = option.rect.width() - 16 - 20
        shown = room.elidedText(words, Qt.TextElideMode.ElideRight, inner)
        tall = room.height() + 4
        pill = QRect(0, 0, room.horizontalAdvance(shown) + 20, tall)
        pill.moveCenter(option.rect.center())
        pill.moveLeft(option.rect.left() + 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, tall / 2, tall / 2)
        painter.setPen(QColor(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()


class TableView(QTableView):
    """A list of whole rows; ``opened`` on Enter or double click, ``picked`` as the row changes."""

    opened = Signal(object)
    picked = Signal(object)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setItemDelegate(_Cells(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setMinimumSectionSize(48)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ID_ROLE)))
        self._size_rows()
        theme.changed.connect(self._size_rows)

    def show_model(self, model: PagedTableModel) -> None:
        """Show a model and give its columns their widths."""
        self.setModel(model)
        self._size_columns()
        self.selectionModel().currentRowChanged.connect(self._moved)

    def pick(self, wanted: Any) -> None:
        """Select the row of an id and bring it into sight."""
        model = self.model()
        row = model.row_of(wanted) if isinstance(model, PagedTableModel) else None
        if row is None:
            self.clearSelection()
            return
        self.selectRow(row)
        self.scrollTo(model.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(ID_ROLE))
            return
        super().keyPressEvent(event)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(now.data(ID_ROLE))

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.length(ROW))
        self._size_columns()

    def _size_columns(self) -> None:
        model = self.model()
        if not isinstance(model, PagedTableModel):
            return
        for at, column in enumerate(model.columns):
            resize = self.horizontalHeader().setSectionResizeMode
            if column.width:
                resize(at, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(at, self._theme.length(column.width))
            else:
                resize(at, QHeaderView.ResizeMode.Stretch)
