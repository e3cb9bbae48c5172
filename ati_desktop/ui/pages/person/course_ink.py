"""How the course is drawn: ticks, lanes, bars with soft or open ends, marks, the focus ring."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.person.course_items import Item, lane_words
from ati_desktop.ui.pages.person.course_marks import mark_path
from ati_desktop.ui.pages.person.course_rows import (
    ELIDED,
    INSIDE,
    LEFT,
    Layout,
    Placed,
)
from ati_desktop.ui.pages.person.course_scale import Scale, Tick
from ati_desktop.ui.pages.person.words import translate

_LANE_COLOURS = {
    "justice": ("justice", "justice"),
    "referral": ("treatment_past", "treatment_past"),
    "program": ("program", "program_past"),
    "treatment": ("treatment", "treatment_past"),
    "health": ("bad", "bad"),
    "consent": ("medication", "medication"),
}
_HATCHED = frozenset({"in_custody", "revoked", "custody"})


class CourseInk:
    """One painting of the picture."""

    def __init__(self, widget: QWidget, theme: Theme, scale: Scale) -> None:
        self._painter = QPainter(widget)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._widget, self._theme, self._scale = widget, theme, scale
        self._colours = theme.palette.words()

    def end(self) -> None:
        """Finish."""
        self._painter.end()

    def frame(self, layout: Layout, ticks: list[Tick], today: date) -> None:
        """Draw the ticks, the names of the lanes and the line of today."""
        bottom = layout.height - self._theme.length(8)
        now = self._scale.x(today)
        said = translate("Course", "today")
        wide = self._painter.fontMetrics().horizontalAdvance(said) / 2 + 6
        for tick in ticks:
            self._tick(tick, bottom, (now - wide, now + wide))
        for lane in layout.lanes:
            self._painter.setPen(QColor(self._colours["text"]))
            box = QRectF(0, lane.top, self._scale.left - 8, self._theme.length(24))
            self._painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, lane_words(lane.name))
        pen = QPen(QColor(self._colours["accent"]), 1.5, Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        top = self._theme.length(18)
        self._painter.drawLine(QPointF(now, top), QPointF(now, bottom))
        self._today_word(said, now)

    def item(self, placed: Placed, *, past: bool) -> None:
        """Draw a bar with its label, or a mark."""
        if placed.item.mark:
            self._mark(placed)
        else:
            self._bar(placed, past=past)

    def ring(self, placed: Placed, *, strong: bool) -> None:
        """Draw a frame around an item."""
        width = 2.0 if strong else 1.2
        self._painter.setPen(QPen(QColor(self._colours["text"]), width))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(placed.bar.adjusted(-2, -2, 2, 2), 6, 6)

    def _tick(self, tick: Tick, bottom: float, taken: tuple[float, float]) -> None:
        x = round(self._scale.x(tick.day)) + 0.5
        self._painter.setPen(QPen(QColor(self._colours["line"]), 1))
        self._painter.drawLine(QPointF(x, self._theme.length(22)), QPointF(x, bottom))
        end = x + self._painter.fontMetrics().horizontalAdvance(tick.label)
        if end > self._scale.right or (x < taken[1] and end > taken[0]):
            return  # no room for the word; the line says enough
        self._painter.setPen(QColor(self._colours["muted"]))
        self._painter.drawText(QPointF(x, self._theme.length(14)), tick.label)

    def _today_word(self, said: str, x: float) -> None:
        metrics = self._painter.fontMetrics()
        wide = metrics.horizontalAdvance(said)
        left = min(x - wide / 2, self._scale.right - wide)
        box = QRectF(left - 4, 0, wide + 8, self._theme.length(18))
        self._painter.fillRect(box, QColor(self._colours["surface"]))
        self._painter.setPen(QColor(self._colours["accent"]))
        self._painter.drawText(QPointF(left, self._theme.length(14)), said)

    def _bar(self, placed: Placed, *, past: bool) -> None:
        item, bar = placed.item, placed.bar
        now, before = _LANE_COLOURS[item.lane]
        colour = QColor(self._colours[before if past else now])
        path = self._shape(item, bar)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._fill(item, bar, colour))
        self._painter.drawPath(path)
        if item.kind in _HATCHED:
            light = QColor(self._colours["on_bar"])
            light.setAlpha(70)
            self._painter.setBrush(QBrush(light, Qt.BrushStyle.BDiagPattern))
            self._painter.drawPath(path)
        self._label(placed, colour)

    def _shape(self, item: Item, bar: QRectF) -> QPainterPath:
        path = QPainterPath()
        on = item.goes_on or self._scale.beyond(item.end)
        if not on or bar.width() < 14:
            path.addRoundedRect(bar, 4, 4)
            return path
        tip = min(8.0, bar.width() / 3)
        path.moveTo(bar.left() + 4, bar.top())
        path.lineTo(bar.right() - tip, bar.top())
        path.lineTo(bar.right(), bar.center().y())
        path.lineTo(bar.right() - tip, bar.bottom())
        path.lineTo(bar.left() + 4, bar.bottom())
        path.quadTo(bar.left(), bar.bottom(), bar.left(), bar.bottom() - 4)
        path.lineTo(bar.left(), bar.top() + 4)
        path.quadTo(bar.left(), bar.top(), bar.left() + 4, bar.top())
        return path

    def _fill(self, item: Item, bar: QRectF, colour: QColor) -> QBrush:
        if item.exact:
            return QBrush(colour)
        faint = QColor(colour)
        faint.setAlpha(0)
        soft = min(0.4, self._theme.length(14) / max(bar.width(), 1))
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        gradient.setColorAt(0, faint)
        gradient.setColorAt(soft, colour)
        gradient.setColorAt(1 - soft, colour)
        gradient.setColorAt(1, colour if item.goes_on else faint)
        return QBrush(gradient)

    def _label(self, placed: Placed, colour: QColor) -> None:
        bar, words = placed.bar, placed.item.words
        metrics = self._painter.fontMetrics()
        pad = self._theme.length(8)
        wide = metrics.horizontalAdvance(words)
        ink = self._colours["on_bar" if placed.label in (INSIDE, ELIDED) else "text"]
        box = bar.adjusted(pad, 0, -pad, 0)
        if placed.label == ELIDED:
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        elif placed.label == LEFT:
            box = QRectF(bar.left() - wide - pad, bar.top(), wide + 2, bar.height())
        elif placed.label != INSIDE:
            box = QRectF(bar.right() + pad, bar.top(), wide + 2, bar.height())
        if len(words) > 1:
            self._painter.setPen(QColor(ink))
            self._painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _mark(self, placed: Placed) -> None:
        item, bar = placed.item, placed.bar
        side = bar.width()
        box = QRectF(bar.left(), bar.center().y() - side / 2, side, side)
        colour = QColor(self._colours[_LANE_COLOURS[item.lane][0]])
        self._painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine))
        soft = QColor(colour)
        soft.setAlpha(90)
        self._painter.setBrush(colour if item.exact else soft)
        self._painter.drawPath(mark_path(item.kind, box))
