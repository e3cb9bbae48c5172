"""A paper of the log, shown again as it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.buttons import IconButton
from ati_desktop.ui.kit.pdf_view import PdfView
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.pages.person.print_sheet import say_paper
from ati_desktop.ui.shell import Shell


class PaperSheet(QFrame):
    """Shows one disclosure's paper; to print, a new one is prepared under today's consent."""

    closed = Signal()

    def __init__(
        self, desk: Desk, shell: Shell, disclosure: Any, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.view: PdfView | None = None
        title = self.tr("Paper {id} as it was let out").format(id=disclosure.print_id)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(16, 12, 16, 12)
        self._whole.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(title, "card_title"))
        head.addStretch(1)
        head.addWidget(IconButton("close", self.tr("Close"), self.closed.emit))
        self._whole.addLayout(head)
        self._hint = label(self.tr("Making the paper again from what was kept with it"), "muted")
        self._whole.addWidget(self._hint, 1)
        wanted = disclosure.id

        def task() -> bytes:
            from ati_desktop.casework.papers import (  # noqa: PLC0415 - brings the PDF writer
                show_again,
            )

            return show_again(desk, wanted, say_paper)

        fetch(shell, self, task, self._show)

    def _show(self, pdf: bytes) -> None:
        self._hint.hide()
        self.view = PdfView(pdf, self.tr("The paper as it was"))
        self._whole.addWidget(self.view, 1)
