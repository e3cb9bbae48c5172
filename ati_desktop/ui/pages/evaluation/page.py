"""The room Evaluation: the figures of a cohort, their check, and the way to a release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import CohortFileSpec, Spec, spec_as_text
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.pages.evaluation.board import RELEASED, Board
from ati_desktop.ui.pages.evaluation.cohort_panel import CohortPanel
from ati_desktop.ui.pages.evaluation.reading import (
    Read,
    Ready,
    prepare,
    read_figures,
    read_file,
    rebuild,
)
from ati_desktop.ui.pages.evaluation.release_sheet import ReleaseSheet
from ati_desktop.ui.pages.evaluation.releases_list import ReleasesList
from ati_desktop.ui.pages.evaluation.words import count, month
from ati_desktop.ui.shell import Shell


class EvaluationPage(QWidget):
    """Shows figures; sheets for cohort, release and earlier releases stand in their place."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.spec: Spec | None = None
        self.spec_text = ""
        self.read: Read | None = None
        self.ready: Ready | None = None
        self.sheet: QWidget | None = None
        self.running: Running | None = None
        self.head = Head(self.tr("Evaluation"))
        self.rebuild_button = Button(self.tr("Rebuild figures now"), self.rebuild, Weight.QUIET)
        self.change = Button(self.tr("Change cohort"), self.open_cohort)
        self.release = Button(self.tr("Prepare release"), self.open_release, Weight.PRIMARY)
        self.rebuild_button.setVisible(desk.may(Right.REFRESH_EVALUATION))
        for button in (self.rebuild_button, self.change, self.release):
            self.head.action(button)
        self.board = Board(shell)
        self.board.check.connect(self._check)
        self.board.viewed.connect(self._say_view)
        self.board.files.compare.connect(self._compare)
        self.board.files.adding.connect(self.open_cohort_import)
        self.empty: EmptyPlace | None = None
        self._figures = QWidget()
        self._places = Places()
        self._lay_out()
        self._enable(figures=False)
        self._reading()

    def open_cohort(self) -> None:
        """Choose another cohort."""
        if self.read is None:
            return
        panel = CohortPanel(self._shell, self.read.overview, self.read.spec)
        panel.chosen.connect(self._take)
        panel.opened.connect(self._open_file)
        panel.left.connect(self.close_sheet)
        self._put(panel)
        panel.who.first()

    def open_release(self) -> None:
        """Show what a release would show, hide and write."""
        if self.read is None or self.read.evaluation is None:
            return
        if self.ready is None:
            self._prepare(self.open_release)
            return
        text = self.spec_text or spec_as_text(self.read.spec)
        sheet = ReleaseSheet(
            self._desk, self._shell, self.ready.prepared, text, self.ready.files
        )  # fmt: skip
        sheet.left.connect(self.close_sheet)
        self._put(sheet)

    def open_releases(self) -> None:
        """List what was released before."""
        if self.read is not None:
            sheet = ReleasesList(self.read.overview.releases, self._shell.theme)
            sheet.left.connect(self.close_sheet)
            sheet.again.connect(self._again)
            self._put(sheet)

    def open_cohort_import(self) -> None:
        """Take a cohort file in."""
        from ati_desktop.ui.pages.administration.import_tab import (  # noqa: PLC0415 - when asked
            ImportTab,
        )

        sheet = ImportTab(self._desk, self._shell, only_cohorts=True)
        sheet.left.connect(self.close_sheet)
        self._put(sheet)

    def rebuild(self) -> None:
        """Make the figures anew."""
        desk = self._desk
        self._enable(figures=False)
        self.running = carry_out(
            self._shell,
            self,
            self.tr("Rebuilding the figures"),
            lambda progress: rebuild(desk, progress),
            lambda _done: self._shell.changed(Changed.FIGURES),
            lambda _error: self._enable(figures=self._has_figures()),
        )

    def close_sheet(self) -> None:
        """Go back to the figures."""
        if self.sheet is not None:
            self._places.remove_place(self.sheet)
            self.sheet.deleteLater()
            self.sheet = None
        self._places.show_place(self._figures)
        self.board.measures.setFocus()

    def arrive(self, open: str = "", spec: str = "", **_more: Any) -> None:
        """Go to a part of the room, or show the figures of a specification again."""
        if spec:
            self._again(spec)
        ways = {
            "cohort": self.open_cohort,
            "release": self.open_release,
            "releases": self.open_releases,
            "rebuild": self.rebuild,
        }
        if open in ways:
            ways[open]()

    def where(self) -> dict[str, Any]:
        """Return the specification that is shown; it names no person."""
        return {"spec": spec_as_text(self.spec)} if self.spec is not None else {}

    def on_changed(self, kinds: Changed | None) -> None:
        """Read the figures again when they were rebuilt or a cohort file came."""
        if kinds is None or kinds & Changed.FIGURES:
            self._reading()

    def minimumSizeHint(self) -> QSize:
        """Return the height that the texts take at this width, not at the narrowest of all."""
        least = super().minimumSizeHint()
        tall = self.heightForWidth(self.width()) if self.hasHeightForWidth() else 0
        return QSize(least.width(), tall) if tall > 0 else least

    def _reading(self) -> None:
        desk, spec = self._desk, self.spec
        carry_out(
            self._shell,
            self,
            self.tr("Working the figures out"),
            lambda progress: read_figures(desk, spec, progress),
            self._show,
            lambda _error: self._enable(figures=self._has_figures()),
        )

    def _take(self, spec: Spec, text: str = "") -> None:
        desk = self._desk

        def show(read: Read) -> None:
            self.spec, self.spec_text, self.ready = read.spec, text, None
            self.close_sheet()
            self._show(read)

        self._shell.notices.clear()
        carry_out(
            self._shell,
            self,
            self.tr("Working the figures out"),
            lambda progress: read_figures(desk, spec, progress),
            show,
        )

    def _open_file(self, path: Path) -> None:
        desk = self._desk

        def show(found: tuple[Read, str]) -> None:
            read, self.spec_text = found
            self.spec, self.ready = read.spec, None
            self.close_sheet()
            self._show(read)

        self._shell.notices.clear()
        title = self.tr("Working the figures out")
        carry_out(
            self._shell, self, title, lambda progress: read_file(desk, path, progress), show
        )  # fmt: skip

    def _again(self, text: str) -> None:
        spec = self._shell.attempt(lambda: Spec.from_text(text, "specification"))
        if spec is not None:
            self._take(spec, text)

    def _compare(self, name: str) -> None:
        if self.read is not None:
            now = self.read.spec
            self._take(replace(now, cohort_file=CohortFileSpec(name) if name else None))

    def _check(self, then: str) -> None:
        self._prepare(lambda: self.board.show_view(then))

    def _prepare(self, then: Any) -> None:
        if self.read is None or self.ready is not None:
            then()
            return
        desk, spec = self._desk, self.read.spec

        def show(ready: Ready) -> None:
            self._enable(figures=True)
            if self.read is None or self.read.spec != spec:
                return
            self.ready = ready
            self._show_board()
            then()

        self._enable(figures=False)
        self._shell.notices.clear()
        self.running = carry_out(
            self._shell,
            self,
            self.tr("Checking what can be released"),
            lambda progress: prepare(desk, spec, progress),
            show,
            lambda _error: self._enable(figures=True),
        )

    def _show(self, read: Read) -> None:
        as_of = self.read.overview.as_of if self.read else None
        if self.read is None or as_of != read.overview.as_of or self.read.spec != read.spec:
            self.ready = None
        self.read = read
        self._say_cohort(read)
        self._enable(figures=read.evaluation is not None)
        if read.evaluation is None:
            self._show_empty(read)
            return
        if self.empty is not None:
            self.empty.hide()
        self.board.show()
        self._show_board()

    def _show_board(self) -> None:
        read = self.read
        if read is not None and read.evaluation is not None:
            protected = self.ready.prepared.protected if self.ready else None
            self.board.show_figures(read.overview, read.spec, read.evaluation, protected)

    def _say_cohort(self, read: Read) -> None:
        if read.evaluation is None:
            self.head.say(self.tr("Evaluation"))
            self.head.show_chips([])
            return
        cohort = read.evaluation.cohort
        parts = [cohort.rule.rstrip("."), self._counted(read)]
        parts.append(self.tr("figures as of {month}").format(month=month(read.evaluation.as_of)))
        if read.evaluation.outcome_complete_to:
            complete = self.tr("arrests complete to {month}")
            parts.append(complete.format(month=month(read.evaluation.outcome_complete_to)))
        self.head.say(self.tr("Evaluation"), " · ".join(parts))

    def _say_view(self, name: str) -> None:
        if name == RELEASED:
            chip = Chip(self.tr("As it would be released"), Kind.ACCENT)
        else:
            chip = Chip(self.tr("Internal, not for release"), Kind.WARN)
        self.head.show_chips([chip])

    def _counted(self, read: Read) -> str:
        if read.evaluation is None:
            return ""
        cohort = read.evaluation.cohort
        if cohort.referrals == cohort.people:
            return self.tr("{people} people").format(people=count(cohort.people))
        words = self.tr("{rows} rows, {people} people")
        return words.format(rows=count(cohort.referrals), people=count(cohort.people))

    def _show_empty(self, read: Read) -> None:
        self.board.hide()
        if self.empty is None:
            self.empty = self._empty_place(may=read.overview.may_rebuild)
            layout = self._figures.layout()
            if layout is not None:
                layout.addWidget(self.empty)
        self.empty.show()

    def _empty_place(self, *, may: bool) -> EmptyPlace:
        what = self.tr(
            "Figures about referrals, admissions, retention and new arrests belong here. They are "
            "made from the records without names, and were not made yet."
        )
        if may:
            return EmptyPlace("evaluation", what, self.tr("Rebuild figures now"), self.rebuild)
        ask = self.tr("Ask a supervisor or an administrator to rebuild them.")
        add = self.tr("Add a cohort file")
        return EmptyPlace("evaluation", f"{what} {ask}", add, self.open_cohort_import)

    def _put(self, sheet: QWidget) -> None:
        self.close_sheet()
        self.sheet = sheet
        self._places.add_place(sheet)
        self._places.show_place(sheet)

    def _has_figures(self) -> bool:
        return self.read is not None and self.read.evaluation is not None

    def _enable(self, *, figures: bool) -> None:
        self.change.setEnabled(figures)
        self.release.setEnabled(figures)
        self.rebuild_button.setEnabled(figures or self.read is not None)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._figures)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.head)
        inside.addWidget(self.board, 1)
        self.board.hide()
        self._places.add_place(self._figures)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._places)
