"""Ctrl+K: one box finds anyone, from everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ati_desktop.ui.gate import Hit
from ati_desktop.ui.kit.chooser import Choice, Chooser
from ati_desktop.ui.kit.theme import Theme


class QuickSearch(Chooser):
    """Shows hits and leads to them; nothing found offers to create with what was typed."""

    def __init__(self, over: QWidget, theme: Theme, search: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__(over, theme, "", self._choices)
        self._search = search
        words = self.tr("Name, reference, docket or birth date")
        self.box.setPlaceholderText(words)
        self.box.setAccessibleName(words)
        self.panel.setAccessibleName(self.tr("Find a person"))

    def _choices(self, text: str) -> list[Choice]:
        if not text:
            return []
        return [Choice(hit.title, hit.detail, hit.state, hit) for hit in self._search(text)]
