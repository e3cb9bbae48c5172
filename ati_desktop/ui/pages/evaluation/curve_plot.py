"""The picture of curves: steps with their intervals as bands; pyqtgraph is loaded here only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import Palette
from ati_desktop.ui.pages.evaluation.curve_lines import CurveLine, axis_words, marks
from ati_desktop.ui.pages.evaluation.words import decimal, percent

MOST_LINES = 6
_BAND = 40
_STYLES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
    Qt.PenStyle.SolidLine,
)


def ink_of(palette: Palette, at: int) -> tuple[str, Qt.PenStyle]:
    """Return colour and dash of the n-th curve: colour alone never tells them apart."""
    colours = (
        palette.accent,
        palette.justice,
        palette.treatment,
        palette.medication,
        palette.warn,
        palette.text,
    )
    return colours[at % len(colours)], _STYLES[at % len(_STYLES)]


class CurvePlot(QWidget):
    """Draws up to six curves; nothing in it can be moved or zoomed by accident."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: Sequence[CurveLine] = ()
        self.plot: Any = pg.PlotWidget(background=None)
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.plot)
        theme.changed.connect(self._draw)

    def show_lines(self, lines: Sequence[CurveLine]) -> None:
        """Draw other curves."""
        self._lines = tuple(lines[:MOST_LINES])
        self.setAccessibleName(_said(self._lines))
        self._draw()

    def _draw(self) -> None:
        self.plot.clear()
        self.plot.setBackground(self._theme.palette.surface)
        if not self._lines:
            return
        self._axes()
        for at, line in enumerate(self._lines):
            colour, dash = ink_of(self._theme.palette, at)
            if self._banded:
                self._band(line, colour)
            pen = pg.mkPen(colour, width=2, style=dash)
            times, shares = _stairs([(s.time, s.share) for s in line.steps], self._tail)
            self.plot.plot(times, shares, pen=pen, antialias=True)

    @property
    def _tail(self) -> float:
        """Return how far lines go on after their last step, so that it can be seen."""
        return max(line.last for line in self._lines) * 0.02

    @property
    def _banded(self) -> bool:
        """Return whether bands are drawn: over more than two lines they would hide each other."""
        return len(self._lines) <= 2

    def _band(self, line: CurveLine, colour: str) -> None:
        lows = [(s.time, s.low) for s in line.steps if s.low is not None]
        highs = [(s.time, s.high) for s in line.steps if s.high is not None]
        if not lows or len(lows) != len(highs):
            return
        edges = []
        for points in (lows, highs):
            times, shares = _stairs(points, self._tail)
            edges.append(pg.PlotCurveItem(times, shares, pen=pg.mkPen(None)))
        fill = QColor(colour)
        fill.setAlpha(_BAND)
        for edge in edges:
            self.plot.addItem(edge)
        self.plot.addItem(pg.FillBetweenItem(*edges, brush=fill))

    def _axes(self) -> None:
        colours = self._theme.palette
        highest = max(
            s.high if self._banded and s.high is not None else s.share
            for line in self._lines
            for s in line.steps
        )
        top, step = _nice_top(highest)
        last = max(line.last for line in self._lines)
        self.plot.setYRange(0, top, padding=0)
        self.plot.setXRange(0, last * 1.02, padding=0.01)
        rows = [(at * step, percent_mark(at * step)) for at in range(round(top / step) + 1)]
        shown = [(time, decimal(time, 0 if time == round(time) else 1)) for time in
                 marks(self._lines)]  # fmt: skip
        font = self.font()
        font.setPixelSize(self._theme.length(12))
        for name, ticks in (("left", rows), ("bottom", shown)):
            axis = self.plot.getAxis(name)
            axis.setTicks([ticks])
            axis.setPen(pg.mkPen(colours.line))
            axis.setTextPen(pg.mkPen(colours.muted))
            axis.setStyle(tickLength=0, tickFont=font, hideOverlappingLabels=False)
        self.plot.getAxis("left").setGrid(28)
        words = axis_words(self._lines[0].unit)
        self.plot.setLabel("bottom", words, color=colours.muted, **{"font-size": "12px"})


def percent_mark(share: float) -> str:
    """Return a share without decimals, for the axis."""
    return decimal(share * 100, 0) + " %"


def _stairs(
    points: Sequence[tuple[float, float | None]], tail: float
) -> tuple[list[float], list[float]]:
    """Return a line that stays level until the next time and then steps, with a short tail."""
    times, shares = [0.0], [0.0]
    whole = [(0.0, 0.0), *((time, share or 0.0) for time, share in points)]
    for (_before, level), (time, share) in pairwise(whole):
        times += [time, time]
        shares += [level, share]
    return [*times, times[-1] + tail], [*shares, shares[-1]]


def _nice_top(highest: float) -> tuple[float, float]:
    for step in (0.02, 0.05, 0.1, 0.2, 0.25):
        rows = -(-highest // step)
        if rows <= 6:
            return max(1.0, rows) * step, step
    return 1.0, 0.25


def _said(lines: Sequence[CurveLine]) -> str:
    return "; ".join(
        f"{line.title}: {percent(line.steps[-1].share)}" for line in lines if line.steps
    )
