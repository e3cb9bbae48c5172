"""The card of the re-arrest curve: picture or table, by any breakdown, with its log-rank line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.results import Curve, CurveView, Evaluation, GroupTest, Shown, TestView
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.at_risk import AtRisk
from ati_desktop.ui.pages.evaluation.curve_lines import CurveLine, curve_lines
from ati_desktop.ui.pages.evaluation.curve_table import CurveTable
from ati_desktop.ui.pages.evaluation.words import (
    HIDDEN,
    count,
    decimal,
    p_value,
    translate,
    variables_of,
)

if TYPE_CHECKING:
    from ati_desktop.ui.pages.evaluation.curve_plot import CurvePlot


@dataclass(frozen=True)
class CurveSet:
    """The curves and tests of one evaluation, all exact or all on the grid of a release."""

    evaluation: Evaluation
    curves: Sequence[Curve | CurveView]
    tests: Sequence[GroupTest | TestView]
    coarse: bool


class CurveCard(Card):
    """Shows one family of curves at a time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New arrest over time"), " ", parent)
        self._theme = theme
        self.sets: Sequence[CurveSet] = ()
        self.lines: list[CurveLine] = []
        self.plot: CurvePlot | None = None
        self.family = QComboBox()
        self.family.setAccessibleName(self.tr("Curves of"))
        self.family.currentIndexChanged.connect(self._show)
        self.swap = Button(self.tr("Show as table"), self.turn, Weight.QUIET)
        self.table = CurveTable(theme)
        self.at_risk = AtRisk(theme)
        self._place = QVBoxLayout()
        self.logrank = label("", "small", wrap=True, selectable=True)
        self.hidden = label("", "muted", wrap=True)
        self._drawn = QWidget()
        self._stack = Places()
        self._arrange()
        theme.changed.connect(self._show)

    def show_sets(self, sets: Sequence[CurveSet]) -> None:
        """Show the curves of an evaluation and of the cohort files beside it."""
        before = self.family.currentText()
        self.sets = sets
        self.family.blockSignals(True)
        self.family.clear()
        for at, one in enumerate(sets):
            for variable in _families(one):
                self.family.addItem(_family_title(one, variable, first=at == 0), (at, variable))
        self.family.setCurrentIndex(max(0, self.family.findText(before)))
        self.family.blockSignals(False)
        self._show()

    def choose(self, evaluation: int, variable: str = "") -> None:
        """Show the curves of the n-th evaluation by a variable."""
        for at in range(self.family.count()):
            if tuple(self.family.itemData(at)) == (evaluation, variable):
                self.family.setCurrentIndex(at)

    def turn(self) -> None:
        """Swap picture and table."""
        as_table = self._stack.shown is self._drawn
        self._stack.show_place(self.table if as_table else self._drawn)
        self.swap.setText(self.tr("Show as curve") if as_table else self.tr("Show as table"))
        self.swap.setAccessibleName(self.swap.text())

    def _arrange(self) -> None:
        self.family.setMinimumContentsLength(14)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.family, 1)
        row.addWidget(self.swap)
        self.add(row)
        drawn = QVBoxLayout(self._drawn)
        drawn.setContentsMargins(0, 0, 0, 0)
        drawn.setSpacing(6)
        drawn.addLayout(self._place, 1)
        drawn.addWidget(self.at_risk)
        self._stack.add_place(self._drawn)
        self._stack.add_place(self.table)
        self.add(self.hidden)
        self.add(self._stack, 1)
        self.add(self.logrank)

    def _show(self) -> None:
        chosen = self.family.currentData()
        if chosen is None:
            self._show_nothing(self.tr("No curve was asked for in this cohort."))
            return
        shown, variable = self.sets[chosen[0]], chosen[1]
        self.lines = curve_lines(shown.evaluation, shown.curves, variable)
        unit = (
            self.tr("As released: a grid of steps with at least 10 events each.")
            if shown.coarse
            else self.tr("Kaplan-Meier, with 95 % log-log intervals.")
        )
        self.note.setText(unit)
        self.logrank.setText(_logrank(shown, variable))
        self.logrank.setVisible(bool(variable))
        if not self.lines:
            self._show_nothing(
                self.tr("These curves are not shown: too few events to draw them safely.")
            )
            return
        self.hidden.hide()
        self._stack.show()
        self._draw()

    def _show_nothing(self, why: str) -> None:
        self.lines = []
        self.table.show_lines([])
        self.at_risk.show_lines([], [])
        if self.plot is not None:
            self.plot.show_lines([])
        self.hidden.setText(why)
        self.hidden.show()
        self._stack.hide()

    def _draw(self) -> None:
        from ati_desktop.ui.pages.evaluation.curve_plot import (  # noqa: PLC0415 - loads pyqtgraph
            MOST_LINES,
            CurvePlot,
            ink_of,
        )

        if self.plot is None:
            self.plot = CurvePlot(self._theme)
            self.plot.setMinimumHeight(self._theme.length(160))
            self._place.addWidget(self.plot)
        shown = self.lines[:MOST_LINES]
        self.plot.show_lines(shown)
        inks = [ink_of(self._theme.palette, at) for at in range(len(shown))]
        self.at_risk.show_lines(shown, inks)
        self.table.show_lines(self.lines)


def _families(one: CurveSet) -> list[str]:
    names = [group[0][0] if (group := curve.group) else "" for curve in one.curves]
    return sorted(set(names), key=names.index)


def _family_title(one: CurveSet, variable: str, *, first: bool) -> str:
    whole = (
        translate("Evaluation", "Everyone in the cohort") if first else one.evaluation.cohort.name
    )
    if not variable:
        return whole
    found = variables_of(one.evaluation).get(variable)
    by = found.title if found else variable
    if first:
        return translate("Evaluation", "By {variable}").format(variable=by)
    return translate("Evaluation", "{file} by {variable}").format(file=whole, variable=by)


def _logrank(one: CurveSet, variable: str) -> str:
    test = next((each for each in one.tests if each.variable == variable), None)
    if test is None:
        return ""
    if test.chi_square is not None and test.p_value is not None:
        words = translate(
            "Evaluation",
            "Log-rank between groups: chi-square {value}, degrees of freedom {degrees}, {p}",
        )
        return words.format(
            value=decimal(test.chi_square, 2), degrees=count(test.degrees), p=p_value(test.p_value)
        )
    if isinstance(test, TestView) and test.shown is Shown.HIDDEN:
        return translate("Evaluation", "Log-rank between groups: {hidden}").format(hidden=HIDDEN)
    return translate("Evaluation", "Log-rank not computed: {why}").format(
        why=test.not_computed or ""
    )
