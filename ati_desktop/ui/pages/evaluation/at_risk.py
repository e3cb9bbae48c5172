"""Under the picture: which line is whose, and how many were still followed at each mark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.curve_lines import CurveLine, marks
from ati_desktop.ui.pages.evaluation.words import count, decimal


class Sample(QWidget):
    """A piece of a line as it is drawn in the picture."""

    def __init__(self, colour: str, dash: Qt.PenStyle) -> None:
        super().__init__()
        self._colour, self._dash = colour, dash
        self.setFixedSize(28, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        pen = QPen(QColor(self._colour), 2)
        pen.setStyle(self._dash)
        painter.setPen(pen)
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()


class AtRisk(QWidget):
    """A legend that is a table of numbers at risk too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)

    def show_lines(
        self, lines: Sequence[CurveLine], inks: Sequence[tuple[str, Qt.PenStyle]]
    ) -> None:
        """Show the lines of a picture with their colours and dashes."""
        self._clear()
        times = marks(lines)
        if not times:
            return
        self._grid.addWidget(label(self.tr("Still followed at"), "small"), 0, 1)
        for column, time in enumerate(times, start=2):
            words = decimal(time, 0 if time == round(time) else 1)
            self._grid.addWidget(_number(words, quiet=True), 0, column)
        for row, (line, ink) in enumerate(zip(lines, inks, strict=True), start=1):
            self._grid.addWidget(Sample(*ink), row, 0)
            name = label(line.title, "small")
            name.setToolTip(line.title)
            name.setMinimumWidth(40)
            self._grid.addWidget(name, row, 1)
            for column, time in enumerate(times, start=2):
                known = line.at_risk(time)
                words = "" if known is None else count(known)
                self._grid.addWidget(_number(words, quiet=False), row, column)
        self._grid.setColumnStretch(1, 1)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _number(words: str, *, quiet: bool) -> QLabel:
    made = label(words, "small" if quiet else "")
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
