"""A name in small letters over its value, which may be long and take several lines."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.kit.words import label

Pair = tuple[str, str | Chip]


class Pairs(QWidget):
    """Several of them, under each other."""

    def __init__(self, pairs: Iterable[Pair], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for name, value in pairs:
            one = QVBoxLayout()
            one.setSpacing(0)
            one.addWidget(label(name, "small"))
            one.addLayout(_shown(name, value))
            whole.addLayout(one)


def _shown(name: str, value: str | Chip) -> QHBoxLayout:
    line = QHBoxLayout()
    if isinstance(value, Chip):
        line.addWidget(value)
        line.addStretch(1)
        return line
    said = label(value, wrap=True, selectable=True)
    said.setAccessibleName(f"{name}: {value}")
    line.addWidget(said)
    return line
