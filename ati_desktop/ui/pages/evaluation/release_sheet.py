"""A release before it is written, the button that writes it, and what was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.long_work import carry_out, in_parts
from ati_desktop.ui.pages.evaluation.reading import Ready
from ati_desktop.ui.pages.evaluation.release_tabs import (
    FiguresTab,
    FilesTab,
    HiddenTab,
    TablesTab,
)
from ati_desktop.ui.pages.evaluation.words import count, month
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.figures import Released


class ReleaseSheet(QWidget):
    """Emits ``left``; ``written`` after a package was written."""

    left = Signal()
    written = Signal()

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        ready: Ready,
        spec_text: str,
    ) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        prepared, files = ready.prepared, ready.files
        self._prepared, self._spec_text = prepared, spec_text
        protected = prepared.protected
        self.head = Head(self.tr("Release: {title}").format(title=prepared.spec.title))
        self.head.note.setText(prepared.evaluation.cohort.rule)
        self.head.note.show()
        self.head.show_chips(self._chips())
        self.back = Button(self.tr("Back to the figures"), self.left.emit)
        self.write = Button(self.tr("Write package…"), self.ask_and_write, Weight.PRIMARY)
        self.write.setEnabled(bool(files))
        self.head.action(self.back)
        self.head.action(self.write)
        self.done = Card()
        self.done.hide()
        tabs: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "tables": (self.tr("Tables"), lambda: TablesTab(protected, shell.theme)),
            "figures": (self.tr("Figures"), lambda: FiguresTab(protected, shell.theme)),
            "hidden": (self.tr("What is hidden and why"), lambda: HiddenTab(ready)),
            "files": (self.tr("Files to be written"), lambda: FilesTab(files, shell.theme)),
        }
        self._make = {name: make for name, (_title, make) in tabs.items()}
        self.segment = Segment([(name, title) for name, (title, _make) in tabs.items()])
        self.segment.chosen.connect(self.show_tab)
        self.tabs: dict[str, QWidget] = {}
        self._stack = Places()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        for part in (self.head, self.done, self.segment):
            whole.addWidget(part)
        whole.addWidget(self._stack, 1)
        self.show_tab("tables")

    def show_tab(self, name: str) -> None:
        """Show a tab, making it the first time."""
        if name not in self.tabs:
            self.tabs[name] = self._make[name]()
            self._stack.add_place(self.tabs[name])
        self.segment.choose(name)
        self._stack.show_place(self.tabs[name])

    def ask_and_write(self) -> None:
        """Ask for a folder and write the package into a new folder inside it."""
        chosen = self._shell.surroundings.ask_folder(Path.home())
        if chosen is not None:
            self.write_into(chosen / self._free_name(chosen))

    def write_into(self, folder: Path) -> None:
        """Write the package on the lane."""
        self._shell.notices.clear()
        desk, prepared, text = self._desk, self._prepared, self._spec_text
        words = {"files": self.tr("Writing the files")}

        def work(progress: Progress) -> Released:
            from ati_desktop.casework import figures  # noqa: PLC0415 - on the lane: loads polars

            told = in_parts(progress, words)
            return figures.release_figures(desk, prepared, text, folder, progress=told)

        self.write.setEnabled(False)
        carry_out(
            self._shell, self, self.tr("Writing the package"), work, self._show_done, self._again
        )

    def _again(self, _error: Exception) -> None:
        self.write.setEnabled(True)

    def _chips(self) -> list[QWidget]:
        protected = self._prepared.protected
        hidden = self.tr("{count} cells hidden").format(count=count(protected.hidden_cells))
        as_of = self.tr("Figures as of {month}")
        holds = all(one.holds for one in (protected, *protected.beside))
        audit = self.tr("Audit holds") if holds else self.tr("Audit does not hold")
        return [
            Chip(as_of.format(month=month(self._prepared.evaluation.as_of))),
            Chip(hidden, Kind.WARN),
            Chip(audit, Kind.GOOD if holds else Kind.BAD),
        ]

    def _free_name(self, above: Path) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", self._prepared.spec.title.lower()).strip("-")
        name = f"{words[:40] or 'release'}-{self._prepared.evaluation.as_of}"
        taken = {path.name for path in above.iterdir()} if above.is_dir() else set()
        more = (f"{name}-{number}" for number in range(2, 1000))
        return next(each for each in (name, *more) if each not in taken)

    def _show_done(self, released: Released) -> None:
        self.write.setEnabled(True)
        receipt = released.folder / "receipt.txt"
        said = self.tr("Written: {count} files in {folder}").format(
            count=count(len(released.files)), folder=released.folder
        )
        again = self.tr("These are the same figures as an earlier release, so its number is kept.")
        fresh = Card(self.tr("The package is written"))
        fresh.add(label(said, wrap=True, selectable=True))
        number = self.tr("Release {id} · receipt {receipt}")
        line = number.format(id=released.release.id, receipt=receipt.name)
        fresh.add(label(line, "strong", wrap=True, selectable=True))
        if released.again:
            fresh.add(label(again, "muted", wrap=True))
        row = QHBoxLayout()
        row.addWidget(Button(self.tr("Open the folder"), lambda: _open(released.folder)))
        row.addWidget(Button(self.tr("Show the receipt"), lambda: self.show_receipt(receipt)))
        row.addStretch(1)
        fresh.add(row)
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(self.done, fresh)
        self.done.hide()
        self.done.deleteLater()
        self.done = fresh
        self._shell.changed(Changed.FIGURES)
        self.written.emit()

    def show_receipt(self, path: Path) -> None:
        """Show the receipt that was written, as it is in the package."""
        from ati_desktop.ui.pages.evaluation.receipt_view import (  # noqa: PLC0415 - when asked for
            ReceiptView,
        )

        if "receipt" not in self.tabs:
            self.tabs["receipt"] = ReceiptView(path)
            self._stack.add_place(self.tabs["receipt"])
        self._stack.show_place(self.tabs["receipt"])
        self.tabs["receipt"].setFocus()


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
