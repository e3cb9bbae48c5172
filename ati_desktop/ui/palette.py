"""The palette: every command by a part of its name."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from ati_desktop.ui.commands import Commands
from ati_desktop.ui.kit.chooser import Choice, Chooser
from ati_desktop.ui.kit.theme import Theme


def command_choices(commands: Commands, text: str) -> list[Choice]:
    """Return the usable commands whose title or explanation holds every typed word."""
    words = text.casefold().split()
    native = QKeySequence.SequenceFormat.NativeText
    found = []
    for command in commands.allowed():
        if command.name == "palette" or not commands.usable(command):
            continue
        hay = f"{command.shown} {command.explained}".casefold()
        if all(word in hay for word in words):
            in_title = sum(word in command.shown.casefold() for word in words)
            keys = QKeySequence(command.shortcut).toString(native) if command.shortcut else ""
            choice = Choice(command.shown, command.explained, keys, command.name)
            found.append((-in_title, choice))
    return [choice for _order, choice in sorted(found, key=lambda pair: pair[0])]


class Palette(Chooser):
    """Ctrl+Shift+P: type, Enter, done."""

    def __init__(self, over: QWidget, theme: Theme, commands: Commands) -> None:
        super().__init__(over, theme, "", lambda text: command_choices(commands, text))
        self.box.setPlaceholderText(self.tr("What do you want to do?"))
        self.box.setAccessibleName(self.tr("What do you want to do?"))
        self.panel.setAccessibleName(self.tr("All commands"))
        self.taken.connect(commands.run)
