"""The shapes of the course: each kind of event has its own, so that colour is never needed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

_SHAPES = {
    "arrest": "triangle",
    "charge": "diamond",
    "conviction": "square",
    "hearing": "flag",
    "overdose": "cross",
    "hospital": "circle",
    "death": "bars",
}


def mark_path(kind: str, box: QRectF) -> QPainterPath:
    """Return the outline of a mark inside a square box."""
    path = QPainterPath()
    shape = _SHAPES.get(kind, "circle")
    if shape == "circle":
        path.addEllipse(box)
    elif shape == "square":
        path.addRect(box.adjusted(1, 1, -1, -1))
    elif shape == "cross":
        third = box.width() / 3
        path.addRect(box.adjusted(third, 0, -third, 0))
        path.addRect(box.adjusted(0, third, 0, -third))
        path = path.simplified()
    elif shape == "bars":
        third = box.height() / 3
        path.addRect(QRectF(box.left(), box.top(), box.width(), third))
        path.addRect(QRectF(box.left(), box.bottom() - third, box.width(), third))
    else:
        path.addPolygon(_polygon(shape, box))
        path.closeSubpath()
    return path


def _polygon(shape: str, box: QRectF) -> QPolygonF:
    top, middle = QPointF(box.center().x(), box.top()), box.center()
    if shape == "triangle":
        return QPolygonF([top, box.bottomRight(), box.bottomLeft()])
    if shape == "diamond":
        right, left = QPointF(box.right(), middle.y()), QPointF(box.left(), middle.y())
        return QPolygonF([top, right, QPointF(middle.x(), box.bottom()), left])
    thin = box.width() / 6
    return QPolygonF(
        [
            box.topLeft(),
            QPointF(box.right(), box.top() + box.height() * 0.3),
            QPointF(box.left() + thin, box.top() + box.height() * 0.6),
            QPointF(box.left() + thin, box.bottom()),
            box.bottomLeft(),
        ]
    )
