"""What is behind the lock: the rail, the rooms, the notices of one signed-in person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ati_desktop.ui.gate import Desk
from ati_desktop.ui.kit.layouts import scrolled
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.menus import Menus
from ati_desktop.ui.rail import Rail
from ati_desktop.ui.roles import role_in_words
from ati_desktop.ui.shell import Arrives, Holds, Remembers, Rereads, Room, Shell
from ati_desktop.ui.speaking import Speaking

Place = tuple[str, dict[str, Any]]


class Workplace(QWidget):
    """Builds each room when it is first shown and leads to places in it."""

    moved = Signal(str)

    def __init__(self, theme: Theme, menus: Menus) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._rooms: dict[str, Room] = {}
        self._pages: dict[str, QWidget] = {}
        self._now = ""
        self._before: list[Place] = []
        self._desk: Desk | None = None
        self.rail = Rail(theme, menus.menu)
        self.rail.entered.connect(self.go)
        self.band = label("", "demo_band")
        self.band.setText(self.tr("DEMO · every person and every figure here is invented"))
        self.band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.speaking = Speaking(self, theme)
        self.shell: Shell | None = None
        self._arrange()
        theme.changed.connect(self._look)
        self._look()

    def furnish(self, desk: Desk, shell: Shell, rooms: Sequence[Room], lock_minutes: float) -> None:
        """Take the desk of a person who signed in, with the rooms their role may enter."""
        self._desk, self.shell = desk, shell
        self._rooms = {room.name: room for room in rooms if desk.role in room.roles}
        self._before = []
        self.rail.show_rooms(list(self._rooms.values()))
        self.rail.who.setText(f"{desk.user_name} · {role_in_words(desk.role)}")
        note = self.tr("Locks after {minutes} min").format(minutes=round(lock_minutes))
        self.rail.note.setText(f"{desk.office_name}\n{note}" if desk.office_name else note)

    def clear(self) -> None:
        """Destroy every page, so that nothing of a record stays in the window."""
        self.speaking.clear()
        while (frame := self.stack.widget(0)) is not None:
            self.stack.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self._pages, self._now = {}, ""
        self._before = []
        self._desk = None
        self.rail.show_rooms([])
        self.rail.who.setText("")

    def go(self, name: str, /, **where: Any) -> None:
        """Show a room the role may enter, and the place in it; others are passed over."""
        if name not in self._rooms or self._desk is None or self.shell is None:
            return
        here = self.place()
        if here is not None and (here[0] != name or where):
            self._before = [*self._before[-30:], here]
        self._show(name, where)

    def back(self) -> None:
        """Go where the person was before."""
        if self._before:
            name, where = self._before.pop()
            self._show(name, where)

    def place(self) -> Place | None:
        """Return the room and the place in it that are shown."""
        page = self._pages.get(self._now)
        if page is None:
            return None
        return self._now, page.where() if isinstance(page, Remembers) else {}

    def page(self, name: str) -> QWidget | None:
        """Return the page of a room, if it was built."""
        return self._pages.get(name)

    def first_room(self) -> str | None:
        """Return the first room of the rail."""
        return next(iter(self._rooms), None)

    def reread(self) -> None:
        """Let the page that is shown read again."""
        page: object = self._pages.get(self._now)
        if isinstance(page, Rereads):
            page.on_changed(None)

    def hold(self, on_fault: Callable[[Exception], object]) -> None:
        """Let every page keep what is typed; a fault in one does not stop the others."""
        for page in self._pages.values():
            if isinstance(page, Holds):
                try:
                    page.hold()
                except Exception as error:  # noqa: BLE001 - locking must go on whatever happens
                    on_fault(error)

    def _show(self, name: str, where: dict[str, Any]) -> None:
        if name not in self._pages and self.shell is not None:
            made = self._rooms[name].build(self._desk, self.shell)
            self._pages[name] = made
            self.stack.addWidget(scrolled(made))
            if isinstance(made, Rereads):
                self.shell.listen(made, made.on_changed)
        self.rail.mark(name)
        page = self._pages[name]
        self._now = name
        self.stack.setCurrentIndex(list(self._pages).index(name))
        if where and isinstance(page, Arrives):
            page.arrive(**where)
        self.moved.emit(name)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.band)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(12)
        inside.addWidget(self.speaking.bar)
        inside.addWidget(self.stack, 1)
        right.addLayout(inside, 1)
        self._whole = QHBoxLayout(self)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.rail)
        self._whole.addLayout(right, 1)

    def _look(self) -> None:
        self.band.setVisible(self._theme.demo)
        self._whole.setContentsMargins(0, 0, 0, 0)
