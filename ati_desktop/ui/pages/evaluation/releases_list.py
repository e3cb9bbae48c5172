"""What was released before: the packages, newest first, with who wrote them and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.casework.figures_overview import Release
from ati_desktop.ui.kit.buttons import Button
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.words import month


class ReleasesList(QWidget):
    """Emits ``left``, and ``again`` with the text of the specification of a release."""

    left = Signal()
    again = Signal(str)

    def __init__(
        self, releases: Sequence[Release], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = {release.id: release for release in releases}
        self.head = Head(
            self.tr("Earlier releases"),
            self.tr("Every package that was written is kept in the register, with its checksum."),
        )
        self.back = Button(self.tr("Back to the figures"), self.left.emit)
        self.head.action(self.back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        if releases:
            whole.addWidget(self._card(theme), 1)
        else:
            words = self.tr("Packages of figures that leave the office are listed here.")
            whole.addWidget(EmptyPlace("release", words), 1)

    def _card(self, theme: Theme) -> Card:
        columns = (
            Column(self.tr("Release"), lambda row: row.id, 190),
            Column(self.tr("Title"), lambda row: row.title),
            Column(self.tr("Figures as of"), lambda row: month(row.as_of), 150),
            Column(self.tr("Written"), lambda row: _when(row.released_at), 170, quiet=True),
            Column(self.tr("By"), lambda row: row.released_by, 150, quiet=True),
        )
        model = PagedTableModel(columns, lambda ids: {i: self._rows[i] for i in ids}, self)
        model.show_ids(list(self._rows))
        self.table = TableView(self.tr("Earlier releases"), theme)
        self.table.show_model(model)
        self.table.opened.connect(lambda key: self.again.emit(self._rows[key].spec))
        card = Card()
        words = self.tr("Enter shows the figures again by the specification of that release.")
        card.add(label(words, "muted", wrap=True))
        card.add(self.table, 1)
        return card


def _when(text: str) -> str:
    return text[:16].replace("T", " ")
