"""A screen as text: what a screen reader and the Tab key find, in their order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget


def outline(screen: QWidget) -> str:
    """Return the visible texts, then every stop of the Tab key with role, name and value."""
    labels = [child for child in screen.findChildren(QLabel) if child.isVisible() and child.text()]
    labels.sort(key=lambda child: (child.mapTo(screen, child.rect().topLeft()).y(), child.x()))
    return "\n".join([*(f"says {label.text()}" for label in labels), *stops(screen)])


def stops(screen: QWidget) -> list[str]:
    """Return the stops of the Tab key in order."""
    found = []
    here: QWidget = screen.window()
    first = here
    while (here := here.nextInFocusChain()) is not first:
        tabbed = here.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabbed and here.isVisible() and here.isEnabled() and screen.isAncestorOf(here):
            found.append(_said(here))
    return found


def _said(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    role = face.role().name
    value = face.text(QAccessible.Text.Value)
    return f"{role} {face.text(QAccessible.Text.Name)}" + (f" = {value}" if value else "")
