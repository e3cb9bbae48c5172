"""The files of a package, read from its bytes: tables as tables, texts as texts."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.release.preview_tabs import size_words

_TEXTS = (".txt", ".json", ".xml", ".sha256", ".html", ".sps", ".do", ".r", ".py", ".md", ".toml")
_FIRST = ("receipt.txt", "README.txt", "tables/", "data/", "measures.csv", "survival/", "docs/")
_MOST_ROWS = 2_000
_MOST_LETTERS = 400_000


class FilesView(QWidget):
    """A list of the files, and the one that is chosen."""

    def __init__(
        self, files: Mapping[str, bytes], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._files = files
        self._paths = sorted(files, key=lambda path: (_rank(path), path))
        self.names = self._list(theme)
        self.title = label("", "card_title", wrap=True)
        self.about = label("", "small", wrap=True, selectable=True)
        self.table = _table(self.tr("Content of the file"))
        self.text = _text(self.tr("Content of the file"))
        self.other = label("", "muted", wrap=True)
        self._places = Places()
        for place in (self.text, self.table, self.other):
            self._places.add_place(place)
        card = Card()
        for each in (self.title, self.about):
            card.add(each)
        card.add(self._places, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.names)
        row.addWidget(card, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        self.setMinimumHeight(theme.length(280))
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)

    def _list(self, theme: Theme) -> QListWidget:
        names = QListWidget()
        names.setProperty("kind", "choices")
        names.setAccessibleName(self.tr("Files of the package"))
        names.setFixedWidth(theme.length(260))
        names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for path in self._paths:
            QListWidgetItem(path, names).setToolTip(path)
        return names

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._paths):
            return
        path = self._paths[at]
        content = self._files[path]
        self.title.setText(path)
        size, checksum = size_words(len(content)), hashlib.sha256(content).hexdigest()
        words = self.tr("{size} · SHA-256 {checksum}…")
        self.about.setText(words.format(size=size, checksum=checksum[:16]))
        self.about.setToolTip(checksum)
        if path.endswith(".csv"):
            self._show_rows(content)
        elif path.lower().endswith(_TEXTS):
            self.text.setPlainText(content.decode("utf-8", "replace")[:_MOST_LETTERS])
            self._places.show_place(self.text)
        else:
            self.other.setText(
                self.tr(
                    "This file is for other programs. The same numbers are in the CSV files of "
                    "the package."
                )
            )
            self._places.show_place(self.other)

    def _show_rows(self, content: bytes) -> None:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"))))[: _MOST_ROWS + 1]
        head, body = (rows[0], rows[1:]) if rows else ([], [])
        self.table.clear()
        self.table.setColumnCount(len(head))
        self.table.setRowCount(len(body))
        self.table.setHorizontalHeaderLabels(list(head))
        for at, row in enumerate(body):
            for column, cell in enumerate(row[: len(head)]):
                item = QTableWidgetItem(cell)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(at, column, item)
        self.table.resizeColumnsToContents()
        self._places.show_place(self.table)


def _rank(path: str) -> int:
    """Return where a file stands in the list: what a reviewer reads comes first."""
    readable = path.endswith((".csv", ".txt", ".pdf"))
    found = (at for at, first in enumerate(_FIRST) if readable and path.startswith(first))
    return next(found, len(_FIRST))


def _table(name: str) -> QTableWidget:
    made = QTableWidget()
    made.setAccessibleName(name)
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    return made


def _text(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    return made
