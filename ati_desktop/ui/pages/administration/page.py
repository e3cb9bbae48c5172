"""The room Administration: tabs by what the role may do, each made when first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.pages.administration.about_tab import AboutTab
from ati_desktop.ui.pages.administration.check_tab import CheckTab
from ati_desktop.ui.pages.administration.import_tab import ImportTab
from ati_desktop.ui.pages.administration.office_tab import OfficeTab
from ati_desktop.ui.pages.administration.people_tab import PeopleTab
from ati_desktop.ui.shell import Shell


class AdministrationPage(QWidget):
    """Office, people who sign in, import, check, about."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._make: dict[str, Callable[[], QWidget]] = {}
        titles: list[tuple[str, str]] = []
        for name, title, make in self._offered(desk, shell):
            self._make[name] = make
            titles.append((name, title))
        self.tabs: dict[str, QWidget] = {}
        self.head = Head(self.tr("Administration"))
        self.segment = Segment(titles)
        self.segment.chosen.connect(self.show_tab)
        self._stack = Places()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addWidget(self.segment)
        whole.addWidget(self._stack, 1)
        self.show_tab(titles[0][0])

    def show_tab(self, name: str) -> None:
        """Show a tab, making it the first time."""
        if name not in self._make:
            return
        if name not in self.tabs:
            self.tabs[name] = self._make[name]()
            self._stack.add_place(self.tabs[name])
        self.segment.choose(name)
        self._stack.show_place(self.tabs[name])
        self._bind_save()

    def arrive(self, tab: str = "", new: bool = False, **_more: Any) -> None:
        """Show a tab, perhaps with the form for somebody new."""
        if tab:
            self.show_tab(tab)
        people = self.tabs.get("people")
        if new and isinstance(people, PeopleTab):
            people.open_new()

    def where(self) -> dict[str, Any]:
        """Return the tab that is shown."""
        return {"tab": self.segment.value() or ""}

    def minimumSizeHint(self) -> QSize:
        """Return the height that the texts take at this width, not at the narrowest of all."""
        least = super().minimumSizeHint()
        tall = self.heightForWidth(self.width()) if self.hasHeightForWidth() else 0
        return QSize(least.width(), tall) if tall > 0 else least

    def _offered(self, desk: Desk, shell: Shell) -> list[tuple[str, str, Callable[[], QWidget]]]:
        found: list[tuple[str, str, Callable[[], QWidget]]] = []
        if desk.may(Right.ADMINISTER):
            found.append(("office", self.tr("Office"), lambda: OfficeTab(desk, shell)))
            people = self.tr("People who sign in")
            found.append(("people", people, lambda: PeopleTab(desk, shell)))
        if desk.may(Right.IMPORT):
            found.append(("import", self.tr("Import"), lambda: ImportTab(desk, shell)))
        found.append(("check", self.tr("Check"), lambda: CheckTab(desk, shell)))
        found.append(("about", self.tr("About"), lambda: AboutTab(desk, shell)))
        return found

    def _bind_save(self) -> None:
        office = self.tabs.get("office")
        if not isinstance(office, OfficeTab):
            return
        self._shell.commands.unbind("save", office.save)
        if self._stack.shown is office:
            self._shell.commands.bind("save", office.save)
