"""Menus and keys, made from the one list of commands."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ati_desktop.ui.commands import GROUPS, Command, Commands


class Menus:
    """Keeps one action a command on the window: shortcut, menu line, enabled or not."""

    def __init__(self, window: QWidget, commands: Commands) -> None:
        self._window = window
        self._commands = commands
        self._actions: dict[str, QAction] = {}
        self.menu = QMenu(window)
        commands.changed.connect(self._enable)

    def build(self, only: Collection[str] | None = None) -> None:
        """Make the actions and the menu for the role that is signed in, perhaps of some only."""
        self.clear()
        allowed = [c for c in self._commands.allowed() if only is None or c.name in only]
        for group in GROUPS:
            here = [c for c in allowed if c.group == group]
            if not here:
                continue
            branch = self.menu.addMenu(QCoreApplication.translate("Commands", group))
            for command in here:
                branch.addAction(self._action(command))
        self._enable()

    def clear(self) -> None:
        """Take every action away, as while the window is locked."""
        for action in self._actions.values():
            self._window.removeAction(action)
            action.deleteLater()
        self._actions = {}
        for branch in self.menu.findChildren(QMenu):
            branch.deleteLater()
        self.menu.clear()

    def action(self, name: str) -> QAction:
        """Return the action of a command."""
        return self._actions[name]

    def _action(self, command: Command) -> QAction:
        action = QAction(command.shown, self._window)
        action.setToolTip(command.explained)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _on=False: self._commands.run(command.name))
        self._window.addAction(action)
        self._actions[command.name] = action
        return action

    def _enable(self) -> None:
        known = {command.name: command for command in self._commands.allowed()}
        for name, action in self._actions.items():
            action.setEnabled(name in known and self._commands.usable(known[name]))
