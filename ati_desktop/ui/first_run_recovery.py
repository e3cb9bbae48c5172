"""The recovery sheet: kept on paper or as a file, and proved by typing two of its groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.words import label


class RecoveryStep(Step):
    """Saves or prints the sheet, then asks two groups of the code."""

    def __init__(
        self, surroundings: Surroundings, sheet: Callable[[Callable[[bytes], object]], object]
    ) -> None:
        super().__init__("", "")
        self._surroundings, self._sheet = surroundings, sheet
        self._groups: list[str] = []
        self._asked: tuple[int, int] = (0, 1)
        self.kept = False
        self.heading.setText(self.tr("Keep the recovery sheet"))
        self.why.setText(
            self.tr(
                "If every password is lost, only the code on this sheet opens the records. Keep it "
                "on paper in a sealed envelope, away from this computer."
            )
        )
        self.print = Button(self.tr("Print the sheet…"), self._print, Weight.SECONDARY)
        self.save = Button(self.tr("Save as PDF…"), self._save, Weight.SECONDARY)
        self.reveal = Button(self.tr("Write it down by hand"), self._reveal, Weight.QUIET)
        row = QHBoxLayout()
        for button in (self.print, self.save, self.reveal):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.code = label("", "code", wrap=True)
        self.code.hide()
        self.done_note = label("", "small", wrap=True)
        self.body.addWidget(self.code)
        self.body.addWidget(self.done_note)
        self.body.addSpacing(8)
        self.first = self.line("", QLineEdit())
        self.second = self.line("", QLineEdit())

    def ask(self, code: str) -> None:
        """Take the code and choose the two groups to be typed."""
        self._groups = code.split("-")
        count = len(self._groups)
        one = self._surroundings.random(1)[0] % count
        other = (one + 1 + self._surroundings.random(1)[0] % max(1, count - 1)) % count
        self._asked = (min(one, other), max(one, other))
        for line, at in zip((self.first, self.second), self._asked, strict=True):
            self.name_line(line, self.tr("Group {number} of the code").format(number=at + 1))

    def asked(self) -> tuple[int, int]:
        """Return which groups are asked, counted from 0."""
        return self._asked

    def ready(self) -> bool:
        """Return whether the sheet was kept and both groups are right."""
        if not self.kept:
            return self.complain(self.tr("Please print or save the sheet, or write the code down."))
        for line, at in zip((self.first, self.second), self._asked, strict=True):
            if line.text().strip().upper() != self._groups[at].upper():
                line.setFocus()
                said = self.tr("Group {number} is not what stands on the sheet.")
                return self.complain(said.format(number=at + 1))
        return self.complain("")

    def enter(self) -> None:
        """Put the cursor on the first button."""
        self.print.setFocus()

    def forget(self) -> None:
        """Let nothing of the code stay on the screen."""
        self._groups = []
        for widget in (self.code, self.first, self.second):
            widget.clear()

    def _save(self) -> None:
        target = self._surroundings.ask_file(self.tr("recovery-sheet.pdf"))
        if target is not None:
            self._sheet(lambda pdf: self._write(target, pdf))

    def _write(self, target: Path, pdf: bytes) -> None:
        try:
            target.write_bytes(pdf)
        except OSError:
            self.complain(self.tr("The file could not be written there. Choose another place."))
            return
        self.complain("")
        self._keep(self.tr("Saved. Move the file to paper or a stick and delete it here."))

    def _print(self) -> None:
        self._sheet(self._send)

    def _send(self, pdf: bytes) -> None:
        from PySide6.QtPrintSupport import (  # noqa: PLC0415 - loaded only when printing
            QPrintDialog,
            QPrinter,
        )

        from ati_desktop.ui.kit.pdf_pages import (  # noqa: PLC0415 - as above
            PdfPages,
            print_pages,
        )

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            pages = PdfPages(pdf)
            print_pages(pages, printer)
            pages.close()
            self._keep(self.tr("Sent to the printer. Take the sheet out of it."))
        dialog.deleteLater()

    def _reveal(self) -> None:
        self.code.setText("  ".join(self._groups))
        self.code.show()
        self._keep(self.tr("Write every group down, then type the two that are asked."))

    def _keep(self, note: str) -> None:
        self.kept = True
        self.done_note.setText(note)
        self.first.setFocus()
