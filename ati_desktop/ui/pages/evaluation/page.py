"""The room Evaluation: the figures of a cohort, their check, and the way to a release."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import spec_as_text
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.chip import Chip, FilterChip, Kind
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.asking import Asking
from ati_desktop.ui.pages.evaluation.board import RELEASED, Board
from ati_desktop.ui.pages.evaluation.cohort_panel import CohortPanel
from ati_desktop.ui.pages.evaluation.reading import Prepare, Read, prepare
from ati_desktop.ui.pages.evaluation.register.register_page import RegisterPage
from ati_desktop.ui.pages.evaluation.release.draft import ReleaseDraft
from ati_desktop.ui.pages.evaluation.release.wizard import ReleaseWizard
from ati_desktop.ui.pages.evaluation.said import cohort_line, no_figures
from ati_desktop.ui.pages.evaluation.words import count
from ati_desktop.ui.shell import Shell


class EvaluationPage(QWidget):
    """Shows figures; sheets for cohort, release and earlier releases stand in their place."""

    def __init__(self, desk: Desk, shell: Shell, prepare: Prepare = prepare) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.sheet: QWidget | None = None
        self.empty: EmptyPlace | None = None
        self.asking = Asking(desk, shell, self, prepare)
        self.asking.figures.connect(self._show)
        self.asking.checked.connect(self._show_checked)
        self.asking.busy.connect(self._rest)
        self.head = Head(self.tr("Evaluation"))
        self.cohort = label("", "muted", wrap=True, selectable=True)
        self.cohort.hide()
        self.draft: ReleaseDraft | None = None
        self._typed: dict[str, str] = {}
        self.waiting: FilterChip | None = None
        self.register = Button(self.tr("Register"), self.open_register, Weight.QUIET)
        self.rebuild = Button(self.tr("Rebuild figures now"), self.asking.rebuild, Weight.QUIET)
        self.change = Button(self.tr("Change cohort"), self.open_cohort)
        self.release = Button(self.tr("Prepare release"), self.open_release, Weight.PRIMARY)
        self.rebuild.setVisible(desk.may(Right.REFRESH_EVALUATION))
        for button in (self.register, self.rebuild, self.change, self.release):
            self.head.action(button)
        self.board = Board(shell, self.asking.live)
        self.board.check.connect(self._check)
        self.board.viewed.connect(self._say_view)
        self.board.release_check.wanted.connect(self.asking.take)
        self.board.files.compare.connect(self.asking.compare)
        self.board.files.adding.connect(self.open_cohort_import)
        self._figures = QWidget()
        self._places = Places()
        self._lay_out()
        self.asking.again()

    def open_cohort(self) -> None:
        """Choose another cohort."""
        read = self.asking.read
        if read is None or read.evaluation is None:
            return
        panel = CohortPanel(self._desk, self._shell, read, self.asking.live)
        panel.chosen.connect(self.asking.take)
        panel.opened.connect(self.asking.take_file)
        panel.left.connect(self.close_sheet)
        self._put(panel)
        panel.who.first()

    def open_release(self) -> None:
        """Go through a release step by step; what was filled in before is still there."""
        read = self.asking.read
        if read is None or read.evaluation is None:
            return
        wizard = ReleaseWizard(self._desk, self._shell, self.asking, read, self._drafted(read))
        wizard.left.connect(self.close_sheet)
        wizard.change.connect(self.open_cohort)
        wizard.register.connect(self.open_register)
        wizard.finished.connect(self._forget_draft)
        self._put(wizard)

    def open_register(self) -> None:
        """Show what was asked for and what was written."""
        sheet = RegisterPage(self._desk, self._shell)
        sheet.left.connect(self.close_sheet)
        sheet.again.connect(self.asking.take_text)
        self._put(sheet)

    def open_cohort_import(self) -> None:
        """Take a cohort file in."""
        from ati_desktop.ui.pages.administration.import_tab import (  # noqa: PLC0415 - when asked
            ImportTab,
        )

        sheet = ImportTab(self._desk, self._shell, only_cohorts=True)
        sheet.left.connect(self.close_sheet)
        self._put(sheet)

    def close_sheet(self) -> None:
        """Go back to the figures."""
        if self.sheet is not None:
            self._places.remove_place(self.sheet)
            self.sheet.deleteLater()
            self.sheet = None
        self._places.show_place(self._figures)
        self.asking.look_again()
        self.board.measures.setFocus()

    def arrive(
        self, open: str = "", spec: str = "", typed: dict[str, str] | None = None, **_more: Any
    ) -> None:
        """Go to a part of the room, or show the figures of a specification again."""
        if spec:
            self.asking.take_text(spec)
        self._typed = typed or self._typed
        ways = {
            "cohort": self.open_cohort,
            "release": self.open_release,
            "register": self.open_register,
            "rebuild": self.asking.rebuild,
        }
        if open in ways:
            ways[open]()

    def where(self) -> dict[str, Any]:
        """Return the specification that is shown and what was filled in for a release of it."""
        spec = self.asking.spec
        place: dict[str, Any] = {"spec": spec_as_text(spec)} if spec is not None else {}
        if isinstance(self.sheet, ReleaseWizard):
            self.sheet.keep()
        return place | ({"typed": self.draft.words()} if self.draft is not None else {})

    def on_changed(self, kinds: Changed | None) -> None:
        """Read the figures again when they were rebuilt or a cohort file came."""
        if kinds is None or kinds & Changed.FIGURES:
            self.asking.forget()

    def minimumSizeHint(self) -> QSize:
        """Return the height that the texts take at this width, not at the narrowest of all."""
        least = super().minimumSizeHint()
        tall = self.heightForWidth(self.width()) if self.hasHeightForWidth() else 0
        return QSize(least.width(), tall) if tall > 0 else least

    def _drafted(self, read: Read) -> ReleaseDraft:
        """Return the draft of the question shown; of another one only what was typed stays."""
        old = self.draft
        if old is None or old.asked != read.spec:
            self.draft = ReleaseDraft(read.spec, read.spec).with_words(self._typed)
            if old is not None:
                self.draft = replace(old, asked=read.spec, spec=read.spec, step=0)
        return self.draft or ReleaseDraft(read.spec, read.spec)

    def _forget_draft(self) -> None:
        self.draft, self._typed = None, {}

    def _check(self, then: str) -> None:
        self.asking.check(lambda: self.board.show_view(then))

    def _show(self, another: bool) -> None:
        read = self.asking.read
        if read is None:
            return
        if another:
            self.close_sheet()
        self._say_cohort(read)
        if read.evaluation is None:
            self._show_empty(read)
            return
        if self.empty is not None:
            self.empty.hide()
        self.board.show()
        self._show_board()

    def _show_board(self) -> None:
        read, ready = self.asking.read, self.asking.ready
        if read is not None and read.evaluation is not None:
            protected = ready.prepared.protected if ready else None
            self.board.show_figures(read.overview, read.spec, read.evaluation, protected)

    def _show_checked(self) -> None:
        ready = self.asking.ready
        self.board.show_protected(ready.prepared.protected if ready else None)

    def _say_cohort(self, read: Read) -> None:
        if read.evaluation is None:
            self.cohort.hide()
            self._show_chips(None)
            return
        self.cohort.setText(cohort_line(read.evaluation))
        self.cohort.show()

    def _say_view(self, name: str) -> None:
        if name == RELEASED:
            chip = Chip(self.tr("As it would be released"), Kind.ACCENT)
        else:
            chip = Chip(self.tr("Internal, not for release"), Kind.WARN)
        self._show_chips(chip)

    def _show_chips(self, view: Chip | None) -> None:
        chips: list[QWidget] = [view] if view is not None else []
        waiting = self.asking.read.waiting if self.asking.read is not None else 0
        self.waiting = None
        if waiting:
            words = self.tr("{count} waiting for a decision").format(count=count(waiting))
            self.waiting = FilterChip(words, Kind.ACCENT)
            self.waiting.setCheckable(False)
            self.waiting.setToolTip(self.tr("Opens the register."))
            self.waiting.clicked.connect(self.open_register)
            chips.append(self.waiting)
        self.head.show_chips(chips)

    def _show_empty(self, read: Read) -> None:
        self.board.hide()
        if self.empty is None:
            rebuild = self.asking.rebuild if read.overview.may_rebuild else None
            self.empty = no_figures(rebuild, self.open_cohort_import)
            layout = self._figures.layout()
            if layout is not None:
                layout.addWidget(self.empty)
        self.empty.show()

    def _put(self, sheet: QWidget) -> None:
        self.close_sheet()
        self.sheet = sheet
        self._places.add_place(sheet)
        self._places.show_place(sheet)

    def _rest(self, busy: bool) -> None:
        ready = not busy and self.asking.has_figures
        for button in (self.change, self.release):
            button.setEnabled(ready)
        self.rebuild.setEnabled(not busy)
        self.register.setEnabled(self.asking.read is not None)
        if self.empty is not None and self.empty.button is not None:
            self.empty.button.setEnabled(not busy)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._figures)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        top = QVBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.head)
        top.addWidget(self.cohort)
        inside.addLayout(top)
        inside.addWidget(self.board, 1)
        self.board.hide()
        self._places.add_place(self._figures)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._places)
