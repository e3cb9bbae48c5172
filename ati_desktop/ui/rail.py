"""The rail: the rooms a role may enter, the menu, and who sits here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ati_desktop.ui.kit.icons import icon
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import RAIL
from ati_desktop.ui.kit.words import label, restyle
from ati_desktop.ui.shell import Room


class Rail(QFrame):
    """Emits ``entered`` with the name of a room."""

    entered = Signal(str)

    def __init__(self, theme: Theme, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, tuple[QPushButton, str]] = {}
        self.setProperty("kind", "rail")
        self.setAccessibleName(self.tr("Rooms"))
        self.brand = label("ATI Desktop", "brand")
        self.demo = label(self.tr("DEMO"), "demo")
        self.demo.setAccessibleName(self.tr("DEMO: every person here is invented"))
        self.menu_button = QToolButton()
        self.menu_button.setProperty("rail", "true")
        self.menu_button.setAccessibleName(self.tr("Menu"))
        self.menu_button.setToolTip(self.tr("Menu (F10)"))
        self.menu_button.setMenu(menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.who = label("", "strong", wrap=True)
        self.note = label("", "rail_note", wrap=True)
        self._rooms = QVBoxLayout()
        self._rooms.setSpacing(4)
        self._arrange()
        theme.changed.connect(self._look)
        self._look()

    def show_rooms(self, rooms: Sequence[Room]) -> None:
        """Show the rooms that the role may enter."""
        for button, _icon in self._buttons.values():
            self._rooms.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for room in rooms:
            button = QPushButton(QCoreApplication.translate("Rooms", room.title))
            button.setProperty("rail", "true")
            button.setProperty("now", "false")
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            button.clicked.connect(lambda _on=False, name=room.name: self.entered.emit(name))
            self._rooms.addWidget(button)
            self._buttons[room.name] = (button, room.icon)
        self._look()

    def mark(self, name: str) -> None:
        """Show which room is entered, and say it to a screen reader."""
        for known, (button, _icon) in self._buttons.items():
            here = known == name
            restyle(button, "now", "true" if here else "false")
            button.setAccessibleDescription(self.tr("You are in this room") if here else "")

    def names(self) -> list[str]:
        """Return the rooms shown, in order."""
        return list(self._buttons)

    def button(self, name: str) -> QPushButton:
        """Return the button of a room."""
        return self._buttons[name][0]

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(10, 0, 0, 8)
        top.addWidget(self.brand)
        top.addStretch(1)
        top.addWidget(self.menu_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 0, 4, 0)
        foot.setSpacing(2)
        foot.addWidget(self.who)
        foot.addWidget(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 16, 12, 16)
        whole.setSpacing(4)
        whole.addLayout(top)
        marked = QHBoxLayout()
        marked.setContentsMargins(10, 0, 0, 8)
        marked.addWidget(self.demo)
        marked.addStretch(1)
        whole.addLayout(marked)
        whole.addLayout(self._rooms)
        whole.addStretch(1)
        whole.addLayout(foot)

    def _look(self) -> None:
        colours = self._theme.palette
        self.demo.setVisible(self._theme.demo)
        self.setFixedWidth(self._theme.length(RAIL))
        side = self._theme.length(18)
        self.menu_button.setIcon(icon("menu", colours.rail_text))
        self.menu_button.setIconSize(QSize(side, side))
        for button, word in self._buttons.values():
            button.setIcon(icon(word, colours.rail_text))
            button.setIconSize(QSize(side, side))
