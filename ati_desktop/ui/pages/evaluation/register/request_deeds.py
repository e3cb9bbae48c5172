"""What is done with a request from the register, on the lane: look, decide, write, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.long_work import carry_out, carry_out_aside, in_parts
from ati_desktop.ui.pages.evaluation.register.lines import RegisterLine
from ati_desktop.ui.pages.evaluation.register.review_sheet import OTHER, SAME, ReviewSheet
from ati_desktop.ui.pages.evaluation.register.rule_card import OFF, ON
from ati_desktop.ui.pages.evaluation.register.write_sheet import WriteSheet
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.candidates import Candidate
    from ati_desktop.casework.requests import Encryption, Released

T = TypeVar("T")


class RequestDeeds(QObject):
    """Emits ``opened`` with a sheet, ``closed``, and ``changed`` with the id of a line."""

    opened = Signal(object)
    closed = Signal()
    changed = Signal(str)

    def __init__(self, desk: Desk, shell: Shell, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._shell, self._owner = desk, shell, owner

    def open_review(self, line: RegisterLine) -> None:
        """Show the files of a request, exactly as they would be written."""

        def there(candidate: Candidate) -> None:
            sheet = ReviewSheet(self._desk, self._shell, line, candidate)
            sheet.left.connect(self.closed)
            sheet.decided.connect(lambda approve, why: self.decide(line, approve, why))
            self.opened.emit(sheet)
            if candidate.kind == "figures":
                self._make_again(sheet, candidate)

        self._carry(self.tr("Opening the package"), self._fetch(line), there)

    def open_writing(self, line: RegisterLine) -> None:
        """Ask how an approved package is locked, and write it."""

        def there(candidate: Candidate) -> None:
            sheet = WriteSheet(self._shell, line, candidate)
            sheet.left.connect(self.closed)
            sheet.chosen.connect(
                lambda place, lock: self.write_to(line, candidate, place, lock, sheet)
            )
            sheet.ended.connect(lambda: self.changed.emit(line.id))
            self.opened.emit(sheet)

        self._carry(self.tr("Opening the package"), self._fetch(line), there)

    def _make_again(self, sheet: ReviewSheet, candidate: Candidate) -> None:
        """Prepare the figures anew, aside, and say whether the same bytes come out."""
        desk = self._desk

        def work(_progress: Progress) -> str:
            from ati_desktop.casework import figures  # noqa: PLC0415 - on the lane: loads polars

            same = figures.prepared_again(desk, candidate) == candidate.manifest_sha256
            return SAME if same else OTHER

        carry_out_aside(
            self._shell, sheet, work, sheet.show_again, lambda _error: sheet.show_again("")
        )

    def decide(self, line: RegisterLine, approve: bool, reasons: str) -> None:
        """Approve or decline a request."""
        desk = self._desk

        def work(_progress: Progress) -> None:
            from ati_desktop.casework import requests  # noqa: PLC0415 - on the lane

            requests.decide(desk, line.id, approve=approve, reasons=reasons)

        def done(_none: None) -> None:
            said = self.tr("Approved.") if approve else self.tr("Declined.")
            self._shell.notices.say(said)
            self.changed.emit(line.id)

        self._carry(self.tr("Writing the decision down"), work, done)

    def withdraw(self, line: RegisterLine) -> None:
        """Take one's own request back."""
        desk = self._desk

        def work(_progress: Progress) -> None:
            from ati_desktop.casework import requests  # noqa: PLC0415 - on the lane

            requests.withdraw(desk, line.id)

        def done(_none: None) -> None:
            self._shell.notices.say(self.tr("Withdrawn."))
            self.changed.emit(line.id)

        self._carry(self.tr("Withdrawing the request"), work, done)

    def write_to(
        self,
        line: RegisterLine,
        candidate: Candidate,
        place: Path,
        encryption: Encryption | None,
        sheet: WriteSheet,
    ) -> None:
        """Write an approved package."""
        desk = self._desk
        words = {"files": self.tr("Writing the files")}

        def work(progress: Progress) -> Released:
            from ati_desktop.casework import requests  # noqa: PLC0415 - on the lane

            return requests.let_out(
                desk,
                candidate,
                place,
                recipient=line.recipient,
                purpose=line.purpose,
                encryption=encryption,
                progress=in_parts(progress, words),
            )

        self._carry(self.tr("Writing the package"), work, sheet.show_written)

    def set_rule(self, rule: str) -> None:
        """Set when a second person is asked."""
        desk = self._desk
        wanted = {ON: True, OFF: False}.get(rule)

        def work(_progress: Progress) -> None:
            from ati_desktop.casework import requests  # noqa: PLC0415 - on the lane

            requests.set_review(desk, wanted)

        self._carry(
            self.tr("Writing the rule down"),
            work,
            lambda _none: self.changed.emit(""),
            lambda _error: self.changed.emit(""),
        )

    def _fetch(self, line: RegisterLine) -> Callable[[Progress], Candidate]:
        desk = self._desk

        def fetch(_progress: Progress) -> Candidate:
            from ati_desktop.casework import requests  # noqa: PLC0415 - on the lane

            return requests.requested_candidate(desk, line.id)

        return fetch

    def _carry(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        self._shell.notices.clear()
        carry_out(self._shell, self._owner, title, work, done, failed)
