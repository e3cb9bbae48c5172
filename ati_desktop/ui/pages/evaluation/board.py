"""The figures on one screen: measures at the left, at the right the check, curves and files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.figures_overview import Overview
from ati_desktop.casework.results import Evaluation, Protected
from ati_desktop.casework.specifications import Spec
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.pages.evaluation.cohort_files_card import CohortFilesCard
from ati_desktop.ui.pages.evaluation.curve_card import CurveCard, CurveSet
from ati_desktop.ui.pages.evaluation.figure_card import FigureCard
from ati_desktop.ui.pages.evaluation.lines import Line, lines_of
from ati_desktop.ui.pages.evaluation.live_check import LiveCheck
from ati_desktop.ui.pages.evaluation.measures_view import MeasuresView
from ati_desktop.ui.pages.evaluation.release_check import ReleaseCheck
from ati_desktop.ui.shell import Shell

_BESIDE = 940
_SIDE = 384
INTERNAL, RELEASED = "internal", "released"


class Board(QWidget):
    """Emits ``check`` when the check or the view of a release is wanted and not there yet."""

    check = Signal(str)
    viewed = Signal(str)

    def __init__(self, shell: Shell, live: LiveCheck, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = shell.theme
        self._evaluation: Evaluation | None = None
        self._protected: Protected | None = None
        self.view = Segment(
            [
                (INTERNAL, self.tr("Inside the office")),
                (RELEASED, self.tr("As it would be released")),
            ],
            "choice",
        )
        self.view.setAccessibleName(self.tr("Which view of the figures"))
        self.view.choose(INTERNAL)
        self.view.chosen.connect(self.show_view)
        self.measures = MeasuresView(shell.theme)
        self.measures.chosen.connect(self._show_card)
        self.release_check = ReleaseCheck(
            live, shell.theme, lambda: self.check.emit(self.view.value() or INTERNAL)
        )
        self.curves = CurveCard(shell.theme)
        self.files = CohortFilesCard()
        self.figure = FigureCard()
        self.figure.closed.connect(self.close_card)
        self._overview = QWidget()
        self._side = Places()
        self._arrange()

    def show_figures(
        self, overview: Overview, spec: Spec, evaluation: Evaluation, protected: Protected | None
    ) -> None:
        """Show other figures; without a check only the view for the office is there."""
        self._evaluation, self._protected = evaluation, protected
        beside = spec.cohort_file.name if spec.cohort_file else ""
        self.files.show_files(overview.cohort_files, beside)
        self.show_view(self.view.value() or INTERNAL)

    def show_protected(self, protected: Protected | None) -> None:
        """Take what a check has found; the figures for the office stay as they are."""
        self._protected = protected
        if self.released:
            self.show_view(RELEASED)

    def show_view(self, name: str) -> None:
        """Show the figures for the office, or as a release would show them."""
        if name == RELEASED and self._protected is None:
            self.view.choose(INTERNAL)
            self.check.emit(RELEASED)
            return
        self.view.choose(name)
        self.viewed.emit(name)
        if self._evaluation is None:
            return
        released = self._protected if name == RELEASED else None
        figures = released.figures if released else self._evaluation.figures
        self.measures.show_lines(lines_of(self._evaluation, figures))
        self.curves.show_sets(_curve_sets(self._evaluation, released))
        self.close_card()
        self.figure.forget()

    @property
    def released(self) -> bool:
        """Return whether the view of a release is shown."""
        return self.view.value() == RELEASED

    def close_card(self) -> None:
        """Close a figure's card; the cursor goes back to the table."""
        if self._side.shown is self.figure:
            self._side.show_place(self._overview)
            self.measures.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side under the table where there is no room beside it."""
        super().resizeEvent(event)
        wide = self.width() >= self._theme.length(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._whole.setDirection(way)
        side = self._theme.length(_SIDE)
        self._side.setMinimumWidth(side if wide else 0)
        self._side.setMaximumWidth(side if wide else 1 << 20)

    def _show_card(self, line: Line) -> None:
        if self._evaluation is not None:
            self.figure.show_figure(line, self._evaluation, released=self.released)
            self._side.show_place(self.figure)

    def _arrange(self) -> None:
        card = Card(
            self.tr("Process, results, impact"),
            self.tr("Enter or click: what a figure means, who is in it, who was left out and why."),
        )
        card.action(self.view)
        self.measures.setMinimumHeight(self._theme.length(400))
        card.add(self.measures, 1)
        column = QVBoxLayout(self._overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.release_check)
        column.addWidget(self.curves, 1)
        column.addWidget(self.files)
        self._side.add_place(self._overview)
        self._side.add_place(self.figure)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(12)
        self._whole.addWidget(card, 1)
        self._whole.addWidget(self._side)


def _curve_sets(evaluation: Evaluation, released: Protected | None) -> list[CurveSet]:
    if released is None:
        every = (evaluation, *evaluation.beside)
        return [CurveSet(one, one.curves, one.tests, coarse=False) for one in every if one.curves]
    shown = (released, *released.beside)
    return [
        CurveSet(one.evaluation, one.views.curves, one.views.tests, coarse=True)
        for one in shown
        if one.views.curves
    ]
