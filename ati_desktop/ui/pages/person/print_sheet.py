"""Preparing a paper: for whom, for which purpose, and exactly what would go out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.errors import Refused
from ati_desktop.ui.kit.buttons import IconButton
from ati_desktop.ui.kit.notice import Notice
from ati_desktop.ui.kit.pdf_view import PdfView
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.pages.person.print_questions import PrintQuestions
from ati_desktop.ui.pages.person.printers import AskPrinter, ask_printer, print_pdf
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.papers import Printed

_BESIDE = 700


def say_paper(text: str) -> str:
    """Return a paper's words in the language of the window."""
    return QCoreApplication.translate("Paper", text)


class PrintSheet(QFrame):
    """Questions at the left, the paper at the right; nothing is let out by looking."""

    closed = Signal()
    wants_consent = Signal(object)

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        participant_id: int,
        reference: str,
        ask: AskPrinter = ask_printer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._desk, self._shell, self._ask = desk, shell, ask
        self._reference = reference
        self._turn = 0
        self.view: PdfView | None = None
        self.questions = PrintQuestions(
            desk, shell.theme, participant_id, self.print_now, self.save_file
        )
        self.form = self.questions.form
        self.questions.changed.connect(self.prepare)
        self.notice = Notice(shell.theme)
        self._lay_out()
        self.prepare()

    def prepare(self) -> None:
        """Show what would go out, or why nothing may."""
        self._turn += 1
        self.questions.ready(False)
        asked = self.questions.asked()
        if asked is None:
            self._blank(self.tr("Choose a recipient and a purpose: the paper appears here."))
            return
        turn, desk = self._turn, self._desk

        def task() -> Printed:
            from ati_desktop.casework.papers import (  # noqa: PLC0415 - brings the PDF writer
                preview_referral_summary,
            )

            return preview_referral_summary(desk, asked, say_paper)

        fetch(
            self._shell,
            self,
            task,
            lambda seen: self._show(turn, seen),
            lambda error: self._refuse(turn, error),
        )

    def print_now(self) -> None:
        """Ask for a printer, write the disclosure down, print."""
        printer = self._ask(self)
        if printer is not None:
            self._let_out(None, lambda printed: print_pdf(printed.pdf, printer))

    def save_file(self) -> None:
        """Ask for a file, write the disclosure down, write the file."""
        name = f"referral-summary-{self._reference}.pdf"
        path = self._shell.surroundings.ask_file(name)
        if path is not None:
            self._let_out(path, lambda _printed: None)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Print a referral summary"), "card_title"))
        head.addStretch(1)
        head.addWidget(IconButton("close", self.tr("Close"), self.closed.emit))
        whole.addLayout(head)
        whole.addWidget(self.notice)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(16)
        self._pair.addWidget(self.questions)
        self._paper = QVBoxLayout()
        self._hint = label("", "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setMinimumHeight(120)
        self._paper.addWidget(self._hint, 1)
        self._pair.addLayout(self._paper, 1)
        whole.addLayout(self._pair, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the paper under the questions where it is narrow."""
        super().resizeEvent(event)
        wide = event.size().width() >= self._shell.theme.length(_BESIDE)
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(across)

    def _show(self, turn: int, seen: Printed) -> None:
        if turn != self._turn:
            return
        self.notice.clear()
        self._blank("")
        self.view = PdfView(seen.pdf, self.tr("The paper as it would go out"))
        self._paper.addWidget(self.view, 1)
        self._hint.hide()
        self.questions.tell_left_out(seen.withheld)
        if seen.consent_ends_before_hearing:
            self.notice.show_text(self.tr("The consent ends before the next hearing."), "warn")
        self.questions.ready(True)

    def _refuse(self, turn: int, error: Exception) -> None:
        if turn != self._turn or not isinstance(error, Refused):
            return
        self._blank(self.tr("Nothing may go out as it stands."))
        self.notice.show_text(
            sentence(error), "refused", self.tr("Record a consent"), self._want_consent
        )

    def _want_consent(self) -> None:
        recipient = self.form.input("recipient_id").value()
        purpose = self.form.input("purpose").value()
        start = {
            "recipients": (f"provider:{recipient}",) if recipient else (),
            "purposes": (str(purpose),) if purpose else (),
        }
        self.wants_consent.emit(start)

    def _blank(self, said: str) -> None:
        if self.view is not None:
            self._paper.removeWidget(self.view)
            self.view.deleteLater()
            self.view = None
        self.questions.tell_left_out(())
        self._hint.setText(said)
        self._hint.show()
        if said:
            self.notice.clear()

    def _let_out(self, path: Path | None, then: Callable[[Any], object]) -> None:
        asked, desk = self.questions.asked(), self._desk
        if asked is None:
            return
        self.questions.ready(False)

        def task() -> Printed:
            from ati_desktop.casework import papers  # noqa: PLC0415 - brings the PDF writer

            if path is None:
                return papers.print_referral_summary(desk, asked, say_paper)
            return papers.write_referral_summary(desk, asked, path, say_paper)

        def done(printed: Printed) -> None:
            then(printed)  # it is written down as let out, so it goes out even when this is closed
            self._shell.changed(Changed.DISCLOSURES)
            if isValid(self):
                self._tell_let_out(printed)

        def failed(error: Exception) -> None:
            if isValid(self):
                self._refuse(self._turn, error)

        self._shell.lane.run(lambda _progress: task(), done, failed)

    def _tell_let_out(self, printed: Printed) -> None:
        self.questions.ready(True)
        said = self.tr("Let out under print id {id}, and written into the log of papers.")
        self.notice.show_text(said.format(id=printed.print_id), "good")
