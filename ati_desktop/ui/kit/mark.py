"""The program's mark: the course of a case as three bars, drawn in the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

_BARS = ((0.22, 0.26, 0.30), (0.36, 0.45, 0.42), (0.50, 0.64, 0.28))
"""Left edge, top edge and width of each bar, in parts of the side."""


def mark(side: int, ground: str, ink: str) -> QPixmap:
    """Return the mark as a square picture of ``side`` pixels."""
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.22, side * 0.22)
    painter.setBrush(QColor(ink))
    for left, top, wide in _BARS:
        bar = QRectF(left * side, top * side, wide * side, 0.12 * side)
        painter.drawRoundedRect(bar, side * 0.03, side * 0.03)
    painter.end()
    return picture


def mark_icon(ground: str, ink: str) -> QIcon:
    """Return the mark for the task bar."""
    made = QIcon()
    for side in (16, 32, 48, 128):
        made.addPixmap(mark(side, ground, ink))
    return made
