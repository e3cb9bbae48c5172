"""Preparing a paper: for whom, for which purpose, and exactly what would go out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.errors import Refused
from ati_desktop.ui.kit.buttons import Button, IconButton, Weight
from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.notice import Notice
from ati_desktop.ui.kit.pdf_view import PdfView
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.pages.person.printers import AskPrinter, ask_printer, print_pdf
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.papers import Asked, Printed

_BESIDE = 700
NAMED = ("recipient_id", "purpose", "referral_id")


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
        self._participant_id, self._reference = participant_id, reference
        self._turn = 0
        self.view: PdfView | None = None
        self.form = Form(self._fields(Choices(desk, participant_id)), lambda: desk.today)
        self.form.changed.connect(self.prepare)
        self.notice = Notice(shell.theme)
        self.left_out = label("", "small", wrap=True)
        self.print_button = Button(self.tr("Print…"), self.print_now, Weight.PRIMARY)
        self.save_button = Button(self.tr("Save as PDF…"), self.save_file)
        self._lay_out()
        self._choose_referral()
        self.prepare()

    def prepare(self) -> None:
        """Show what would go out, or why nothing may."""
        self._turn += 1
        self._ready(False)
        asked = self._asked()
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

    def _fields(self, choices: Choices) -> list[Field]:
        return [
            Field(
                "recipient_id",
                self.tr("For whom"),
                FieldKind.PROVIDER,
                choices.providers("treatment", "court", "probation"),
                required=True,
            ),
            Field(
                "purpose",
                self.tr("For which purpose"),
                FieldKind.CODE,
                choices.codes("disclosure_purpose"),
                required=True,
                no_answers=False,
            ),
            Field(
                "referral_id",
                self.tr("About which referral"),
                FieldKind.PROVIDER,
                choices.referrals,
            ),
        ]

    def _choose_referral(self) -> None:
        newest = next(iter(self.form.fields[2].answers()), None)
        if newest is not None:
            self.form.input("referral_id").show_value(newest.value)

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
        self._pair.addWidget(self._questions())
        self._paper = QVBoxLayout()
        self._hint = label("", "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setMinimumHeight(120)
        self._paper.addWidget(self._hint, 1)
        self._pair.addLayout(self._paper, 1)
        whole.addLayout(self._pair, 1)

    def _questions(self) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        left = QVBoxLayout(canvas)
        left.setContentsMargins(0, 0, 8, 0)
        left.setSpacing(12)
        left.addWidget(self.form)
        left.addWidget(self.left_out)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        left.addLayout(buttons)
        said = self.tr("Printing or saving writes into the log who got what, and when.")
        left.addWidget(label(said, "small", wrap=True))
        left.addStretch(1)
        scroll.setWidget(canvas)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setMinimumWidth(self._shell.theme.length(348))
        scroll.setMaximumWidth(self._shell.theme.length(420))
        return scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the paper under the questions where it is narrow."""
        super().resizeEvent(event)
        wide = event.size().width() >= self._shell.theme.length(_BESIDE)
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(across)

    def _asked(self) -> Asked | None:
        recipient, purpose, referral = (self.form.input(name) for name in NAMED)
        if recipient.unreadable() or purpose.unreadable() or referral.unreadable():
            return None
        if recipient.value() is None or purpose.value() is None:
            return None
        from ati_desktop.casework.papers import Asked  # noqa: PLC0415 - brings the PDF writer

        about = referral.value()
        return Asked(
            self._participant_id,
            int(str(recipient.value())),
            str(purpose.value()),
            int(str(about)) if about is not None else None,
        )

    def _show(self, turn: int, seen: Printed) -> None:
        if turn != self._turn:
            return
        self.notice.clear()
        self._blank("")
        self.view = PdfView(seen.pdf, self.tr("The paper as it would go out"))
        self.view.print_button.hide()
        self._paper.addWidget(self.view, 1)
        self._hint.hide()
        self._tell_left_out(seen.withheld)
        if seen.consent_ends_before_hearing:
            self.notice.show_text(self.tr("The consent ends before the next hearing."), "warn")
        self._ready(True)

    def _tell_left_out(self, withheld: tuple[str, ...]) -> None:
        names = [self._desk.codes.label("information_section", one) for one in withheld]
        said = self.tr("Left out, because the consent does not cover it: {sections}.")
        self.left_out.setText(said.format(sections=", ".join(names)) if names else "")

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
        self.left_out.setText("")
        self._hint.setText(said)
        self._hint.show()
        if said:
            self.notice.clear()

    def _ready(self, ready: bool) -> None:
        self.print_button.setEnabled(ready)
        self.save_button.setEnabled(ready)

    def _let_out(self, path: Path | None, then: Callable[[Any], object]) -> None:
        asked, desk = self._asked(), self._desk
        if asked is None:
            return
        self._ready(False)

        def task() -> Printed:
            from ati_desktop.casework import papers  # noqa: PLC0415 - brings the PDF writer

            if path is None:
                return papers.print_referral_summary(desk, asked, say_paper)
            return papers.write_referral_summary(desk, asked, path, say_paper)

        def done(printed: Printed) -> None:
            then(printed)
            self._ready(True)
            said = self.tr("Let out under print id {id}, and written into the log of papers.")
            self.notice.show_text(said.format(id=printed.print_id), "good")
            self._shell.changed(Changed.DISCLOSURES)

        turn = self._turn
        fetch(self._shell, self, task, done, lambda error: self._refuse(turn, error))
