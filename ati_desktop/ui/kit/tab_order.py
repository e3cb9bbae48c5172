"""The way of the Tab key where widgets are made later than those that stand behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops_of(place: QWidget) -> list[QWidget]:
    """Return what the Tab key stops at inside a place, shown or not, in its order."""
    found: list[QWidget] = []
    first: QWidget = place.window()
    here = first.nextInFocusChain()
    while here is not None and here is not first:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and place.isAncestorOf(here):
            found.append(here)
        here = here.nextInFocusChain()
    return found


def put_behind(before: QWidget, stops: Sequence[QWidget]) -> None:
    """Let the Tab key go from a widget to these, one after the other."""
    for one, other in pairwise([before, *stops]):
        QWidget.setTabOrder(one, other)
