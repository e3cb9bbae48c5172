"""The window while somebody works: the workplace with its commands, search and palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.gate import Desk, Hit
from ati_desktop.ui.kit.theme import Mode
from ati_desktop.ui.menus import Menus
from ati_desktop.ui.palette import Palette
from ati_desktop.ui.quick_search import QuickSearch
from ati_desktop.ui.shell import Room, Shell
from ati_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from ati_desktop.ui.window import Window


class Work:
    """Binds the window's commands and carries the overlays."""

    def __init__(self, window: Window, search: Callable[[str], Sequence[Hit]]) -> None:
        self._window = window
        self.menus = Menus(window, window.commands)
        self.place = Workplace(window.theme, self.menus)
        self.shell = Shell(
            window.lane,
            self.place.speaking,
            window.commands,
            window.theme,
            window.surroundings,
            window.go,
        )
        self.search = QuickSearch(self.place, window.theme, search)
        self.search.taken.connect(self._open)
        self.palette = Palette(self.place, window.theme, window.commands)
        self._bind()

    def enter(self, desk: Desk, rooms: Sequence[Room], lock_minutes: float) -> None:
        """Make everything ready for a person."""
        self.place.furnish(desk, self.shell, rooms, lock_minutes)
        self.menus.build()
        if "participants" in self.place.rail.names() and desk.role != "evaluator":
            title = QCoreApplication.translate("QuickSearch", "New intake for “{text}”")
            self.search.offer(title, lambda text: self._window.go("participants", new=text))

    def leave(self) -> None:
        """Take everything of the person away."""
        for overlay in (self.search, self.palette):
            if overlay.isVisible():
                overlay.shut()
        self.menus.clear()
        self.place.clear()
        self._window.commands.keep_first()

    def _bind(self) -> None:
        window, theme = self._window, self._window.theme
        deeds: dict[str, Callable[[], object]] = {
            "search": self.search.open,
            "palette": self.palette.open,
            "menu": self.place.rail.menu_button.showMenu,
            "back": self.place.back,
            "refresh": self.place.reread,
            "larger": lambda: theme.use(scale=theme.scale + 0.1),
            "smaller": lambda: theme.use(scale=theme.scale - 0.1),
            "light": lambda: theme.use(mode=Mode.LIGHT),
            "dark": lambda: theme.use(mode=Mode.DARK),
            "system_colours": lambda: theme.use(mode=Mode.SYSTEM),
            "new_sheet": window.recovery.renew,
            "lock": window.lock,
            "quit": window.close,
        }
        for name, deed in deeds.items():
            window.commands.bind_for_good(name, deed)

    def _open(self, hit: Hit) -> None:
        self._window.go(hit.room, **hit.where)
