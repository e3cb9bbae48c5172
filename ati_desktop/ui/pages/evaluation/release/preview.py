"""A release as it would be written: its check, tables, figures, what is hidden and why, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.evaluation.reading import Ready
from ati_desktop.ui.pages.evaluation.release.preview_tabs import (
    FiguresTab,
    FilesTab,
    HiddenTab,
    TablesTab,
)

Make = Callable[[], QWidget]


class Preview(QWidget):
    """Tabs, each made when it is first shown; ``first`` stands before those of the package."""

    def __init__(self, theme: Theme, title: str, first: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._make: dict[str, Make] = {}
        self.tabs: dict[str, QWidget] = {"check": first}
        self.segment = Segment(
            [
                ("check", title),
                ("tables", self.tr("Tables")),
                ("figures", self.tr("Figures")),
                ("hidden", self.tr("What is hidden and why")),
                ("files", self.tr("Files to be written")),
            ]
        )
        self.segment.setAccessibleName(self.tr("Parts of the release"))
        self.segment.chosen.connect(self.show_tab)
        self._stack = Places()
        self._stack.add_place(first)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.segment)
        whole.addWidget(self._stack, 1)
        self.show_ready(None)

    def show_ready(self, ready: Ready | None) -> None:
        """Show another release; None while it is worked out, and only the check is there."""
        for name in [name for name in self.tabs if name != "check"]:
            old = self.tabs.pop(name)
            self._stack.remove_place(old)
            old.deleteLater()
        self._make = {}
        if ready is not None:
            protected = ready.prepared.protected
            self._make = {
                "tables": lambda: TablesTab(protected, self._theme),
                "figures": lambda: FiguresTab(protected, self._theme),
                "hidden": lambda: HiddenTab(ready),
            }
        for button in self.segment.buttons()[1:]:
            button.setEnabled(ready is not None)
        self.show_files(None)
        self.show_tab("check")

    def show_files(self, files: Mapping[str, bytes] | None) -> None:
        """Show the files once they are made."""
        if files is not None:
            self._make["files"] = lambda: FilesTab(files, self._theme)
        self.segment.buttons()[-1].setEnabled(files is not None)

    def show_tab(self, name: str) -> None:
        """Show a tab, making it the first time."""
        if name not in self.tabs:
            if name not in self._make:
                return
            self.tabs[name] = self._make[name]()
            self._stack.add_place(self.tabs[name])
        self.segment.choose(name)
        self._stack.show_place(self.tabs[name])
