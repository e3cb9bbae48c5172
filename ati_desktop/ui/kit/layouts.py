"""Two ways to stand in a place: in the middle of it, or scrolled where it is too small."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget


def centred(widget: QWidget) -> QHBoxLayout:
    """Return a line with a widget in its middle, as tall as the widget's text needs."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(widget)
    line.addStretch(1)
    return line


def scrolled(widget: QWidget) -> QScrollArea:
    """Return a place without a frame that scrolls its content up and down where it is too tall.

    Whatever has the focus is brought into sight.
    """
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    widget.setProperty("kind", widget.property("kind") or "canvas")
    area.setWidget(widget)
    # The ground is made clear by the style sheet: asking for the viewport would wake every class
    # of QtWidgets at the start.
    return area
