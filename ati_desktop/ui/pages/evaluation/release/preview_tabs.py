"""The tabs of a release: tables as printed, figures, what is hidden and why, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ati_desktop.casework.results import Protected, TableView
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView as RowsView
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label, rule
from ati_desktop.ui.pages.evaluation.check_facts import audit_method, check_facts
from ati_desktop.ui.pages.evaluation.cross_table import CrossTable
from ati_desktop.ui.pages.evaluation.lines import lines_of
from ati_desktop.ui.pages.evaluation.measures_view import MeasuresView
from ati_desktop.ui.pages.evaluation.reading import Ready
from ati_desktop.ui.pages.evaluation.remedies import helps
from ati_desktop.ui.pages.evaluation.words import count, translate, variables_of

_KILO = 1024


@dataclass(frozen=True)
class _File:
    """Where a file stands in the package, and how many bytes it has."""

    path: str
    size: int


class TablesTab(QWidget):
    """The list of tables, and the one that is chosen, as it would be printed."""

    def __init__(self, protected: Protected, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._variables = variables_of(protected.evaluation)
        self._tables: Sequence[TableView] = protected.tables
        self.names = self._list(theme)
        self.title = label("", "card_title", wrap=True)
        self.note = label("", "muted", wrap=True)
        self.table = CrossTable(theme)
        self._place = QStackedWidget()
        self._place.addWidget(self.table)
        self._place.addWidget(QWidget())
        card = Card()
        card.add(self.title)
        card.add(self.note)
        card.add(self._place, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.names)
        row.addWidget(card, 1)
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)

    def _list(self, theme: Theme) -> QListWidget:
        names = QListWidget()
        names.setProperty("kind", "choices")
        names.setAccessibleName(self.tr("Tables of the package"))
        names.setFixedWidth(theme.length(340))
        names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        for table in self._tables:
            words = table.title
            if table.withheld:
                words = self.tr("{title} (left out)").format(title=table.title)
            item = QListWidgetItem(words, names)
            item.setToolTip(words)
        return names

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._tables):
            return
        table = self._tables[at]
        self.title.setText(table.title)
        self.note.setText(self._said(table))
        self._place.setCurrentIndex(1 if table.withheld else 0)
        if not table.withheld:
            self.table.show_table(table, self._variables)

    def _said(self, table: TableView) -> str:
        if table.withheld:
            return self.tr(
                "This table is left out of the package: it could not be protected together with "
                "the others without giving numbers away."
            )
        if not table.hidden:
            return self.tr("Nothing is hidden in this table.")
        words = self.tr("{count} numbers hidden, each printed as s.")
        return words.format(count=count(len(table.hidden)))


class FiguresTab(QWidget):
    """The measures as they would be released."""

    def __init__(self, protected: Protected, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = MeasuresView(theme)
        self.view.show_lines(lines_of(protected.evaluation, protected.figures))
        card = Card()
        words = self.tr("Fold a measure out with the right arrow key to see its groups.")
        card.add(label(words, "muted", wrap=True))
        card.add(self.view, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)


class HiddenTab(QWidget):
    """What is hidden and why, in plain words; never which number for which reason."""

    def __init__(self, ready: Ready, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        protected = ready.prepared.protected
        facts = Card(self.tr("What was found"))
        for name, value in check_facts(ready):
            facts.fact(name, value)
        found = helps(protected, ready.prepared.spec, most=5)
        if found:
            facts.add(label(self.tr("What would help"), "strong"))
        for each in found:
            facts.add(label(f"{each.title} · {each.detail}", "muted", wrap=True))
        facts.body.addStretch(1)
        why = Card(self.tr("What is hidden, and why"))
        for title, text in _reasons(protected.threshold):
            why.add(label(title, "strong"))
            why.add(label(text, "muted", wrap=True))
        why.add(rule())
        why.add(label(audit_method(protected), "small", wrap=True))
        why.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(why, 3)
        row.addWidget(facts, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        whole.addStretch(1)


class FilesTab(QWidget):
    """The files that would be written; they may still be made."""

    def __init__(
        self, files: Mapping[str, bytes], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        rows = {path: _File(path, len(content)) for path, content in files.items()}
        columns = (
            Column(self.tr("File"), lambda row: row.path, 360),
            Column(self.tr("What is in it"), lambda row: _content(row.path), quiet=True),
            Column(self.tr("Size"), lambda row: size_words(row.size), 112, number=True),
        )
        model = PagedTableModel(columns, lambda ids: {name: rows[name] for name in ids}, self)
        model.show_ids(list(rows))
        self.table = RowsView(self.tr("Files of the package"), theme)
        self.table.show_model(model)
        card = Card()
        words = self.tr("Written into one new folder. The same figures always give the same bytes.")
        card.add(label(words, "muted", wrap=True))
        card.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)


def size_words(size: int) -> str:
    """Return a size in bytes or kilobytes."""
    if size < _KILO:
        return translate("Evaluation", "{count} bytes").format(count=count(size))
    return translate("Evaluation", "{count} KB").format(count=count(size / _KILO))


def _reasons(threshold: int) -> tuple[tuple[str, str], ...]:
    small = translate(
        "Evaluation",
        "A number from 1 to {most} could point at people whom somebody knows. It is never shown. "
        "A zero may be shown: nobody is behind it.",
    )
    return (
        (translate("Evaluation", "Small numbers"), small.format(most=threshold - 1)),
        (
            translate("Evaluation", "Groups in which all are alike"),
            translate(
                "Evaluation",
                "Where everybody of a group has the same outcome, the table would tell it about "
                "each of them.",
            ),
        ),
        (
            translate("Evaluation", "Numbers that would give others away"),
            translate(
                "Evaluation",
                "A hidden number could be worked out from a sum and the numbers beside it, in "
                "this table or another. So more are hidden, over all tables as one. Rates, bases "
                "and curves that rest on a hidden number go with it.",
            ),
        ),
        (
            translate("Evaluation", "One sign for all"),
            translate(
                "Evaluation",
                "Every hidden number is printed as s. Which are small and which are hidden to "
                "protect others is not told, here or in the package: it would help to find them.",
            ),
        ),
    )


def _content(path: str) -> str:
    known = {
        "README.txt": translate("Evaluation", "What the package is, and how to read it"),
        "tables.xlsx": translate("Evaluation", "All tables as one workbook"),
        "measures.json": translate("Evaluation", "Measures with definitions, for programs"),
        "measures.csv": translate("Evaluation", "Measures, for spreadsheets"),
        "codebook.csv": translate("Evaluation", "Every variable and value in words"),
        "codebook.json": translate("Evaluation", "Every variable and value, for programs"),
        "receipt.json": translate("Evaluation", "How it was made sure, for programs"),
        "receipt.txt": translate("Evaluation", "The receipt: how it was made sure"),
        "manifest.json": translate("Evaluation", "Every file with its checksum, for programs"),
        "manifest.sha256": translate("Evaluation", "Checksums that prove nothing was changed"),
    }
    folder, _, name = path.rpartition("/")
    if folder.endswith("tables"):
        return translate("Evaluation", "One table")
    if folder.endswith("survival"):
        return translate("Evaluation", "A curve on the grid of the release")
    return known.get(name, "")
