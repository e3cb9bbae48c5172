"""The table beside the picture: the same curves as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.evaluation.curve_lines import CurveLine, Step, marks
from ati_desktop.ui.pages.evaluation.words import count, decimal, percent, span

translate = QCoreApplication.translate


@dataclass(frozen=True)
class _Row:
    id: int
    group: str
    time: str
    at_risk: str
    share: str
    interval: str


class CurveTable(TableView):
    """Group, time, at risk, share, interval."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(translate("Evaluation", "Curves as numbers"), theme, parent)
        columns = (
            Column(translate("Evaluation", "To"), lambda row: row.time or row.group),
            Column(
                translate("Evaluation", "At risk"), lambda row: row.at_risk or " ", 76, number=True
            ),
            Column(translate("Evaluation", "Share"), lambda row: row.share, 80, number=True),
            Column(translate("Evaluation", "95 % interval"), lambda row: row.interval or " ", 124),
        )
        self._rows: dict[int, _Row] = {}
        self._lines = PagedTableModel(columns, lambda ids: {i: self._rows[i] for i in ids}, self)
        self.show_model(self._lines)

    def show_lines(self, lines: Sequence[CurveLine]) -> None:
        """Show other curves."""
        self.clearSpans()
        self._rows = {row.id: row for row in _rows(lines)}
        self._lines.show_ids(list(self._rows))
        for at, row in enumerate(self._rows.values()):
            if not row.time:
                self.setSpan(at, 0, 1, len(self._lines.columns))


def _rows(lines: Sequence[CurveLine]) -> Iterator[_Row]:
    """Yield the rows of each curve, under a row with its name where there are several."""
    number = 0
    for line in lines:
        if len(lines) > 1:
            number += 1
            yield _Row(number, line.title, "", "", "", "")
        for time in _times(line, lines):
            step = line.at(time)
            if step is not None and time <= line.last + 1e-9:
                number += 1
                yield _row(number, line, time, step)


def _times(line: CurveLine, lines: Sequence[CurveLine]) -> list[float]:
    if line.coarse:
        return [step.time for step in line.steps]
    return marks(lines)[1:] or [line.last]


def _row(number: int, line: CurveLine, time: float, step: Step) -> _Row:
    at_risk = step.at_risk if line.coarse else line.at_risk(time)
    ends = ""
    if step.low is not None and step.high is not None:
        ends = span(decimal(step.low * 100, 1), percent(step.high))
    return _Row(
        number,
        line.title,
        decimal(time, 0 if time == round(time) else 1),
        "" if at_risk is None else count(at_risk),
        percent(step.share),
        ends,
    )
