"""The one list of commands: menus, keys, palette and manual are all made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ati_desktop.ui.kit.say import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Command:
    """One thing a person can tell the program to do.

    ``title`` and ``what`` are English source texts, the title of the translation ``context``. With
    ``room`` the command goes there and hands ``where`` to the page; else somebody binds a callable
    to its name. No ``roles`` means everyone.
    """

    name: str
    title: str
    what: str
    group: str = "Go"
    shortcut: str = ""
    roles: frozenset[str] = frozenset()
    room: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    context: str = "Commands"

    @property
    def shown(self) -> str:
        """Return the title in the language of the window."""
        return QCoreApplication.translate(self.context, self.title)

    @property
    def explained(self) -> str:
        """Return what it does in the language of the window."""
        return QCoreApplication.translate("Commands", self.what)

    def open_to(self, role: str) -> bool:
        """Return whether a role may use it."""
        return not self.roles or role in self.roles


GROUPS = (
    QT_TRANSLATE_NOOP("Commands", "Go"),
    QT_TRANSLATE_NOOP("Commands", "Record"),
    QT_TRANSLATE_NOOP("Commands", "View"),
    QT_TRANSLATE_NOOP("Commands", "Session"),
)

WINDOW_COMMANDS: tuple[Command, ...] = (
    Command(
        "search",
        QT_TRANSLATE_NOOP("Commands", "Find a person"),
        QT_TRANSLATE_NOOP(
            "Commands", "Finds anyone by part of a name, reference, docket or birth date."
        ),
        "Go",
        "Ctrl+K",
    ),
    Command(
        "palette",
        QT_TRANSLATE_NOOP("Commands", "All commands"),
        QT_TRANSLATE_NOOP("Commands", "Lists every command you may use; type a part of its name."),
        "Go",
        "Ctrl+Shift+P",
    ),
    Command(
        "menu",
        QT_TRANSLATE_NOOP("Commands", "Menu"),
        QT_TRANSLATE_NOOP("Commands", "Opens the menu of all commands."),
        "Go",
        "F10",
    ),
    Command(
        "back",
        QT_TRANSLATE_NOOP("Commands", "Back"),
        QT_TRANSLATE_NOOP("Commands", "Goes to the place you were at before."),
        "Go",
        "Alt+Left",
    ),
    Command(
        "save",
        QT_TRANSLATE_NOOP("Commands", "Save"),
        QT_TRANSLATE_NOOP("Commands", "Saves the form that is open."),
        "Record",
        "Ctrl+S",
    ),
    Command(
        "print",
        QT_TRANSLATE_NOOP("Commands", "Print"),
        QT_TRANSLATE_NOOP("Commands", "Prepares paper about what is shown."),
        "Record",
        "Ctrl+P",
    ),
    Command(
        "refresh",
        QT_TRANSLATE_NOOP("Commands", "Read again"),
        QT_TRANSLATE_NOOP("Commands", "Reads what is on the screen again from the store."),
        "View",
        "F5",
    ),
    Command(
        "larger",
        QT_TRANSLATE_NOOP("Commands", "Larger text"),
        QT_TRANSLATE_NOOP("Commands", "Makes all text larger, up to twice its size."),
        "View",
        "Ctrl++",
    ),
    Command(
        "smaller",
        QT_TRANSLATE_NOOP("Commands", "Smaller text"),
        QT_TRANSLATE_NOOP("Commands", "Makes all text smaller again."),
        "View",
        "Ctrl+-",
    ),
    Command(
        "light",
        QT_TRANSLATE_NOOP("Commands", "Light colours"),
        QT_TRANSLATE_NOOP("Commands", "Shows dark text on light ground."),
        "View",
    ),
    Command(
        "dark",
        QT_TRANSLATE_NOOP("Commands", "Dark colours"),
        QT_TRANSLATE_NOOP("Commands", "Shows light text on dark ground."),
        "View",
    ),
    Command(
        "system_colours",
        QT_TRANSLATE_NOOP("Commands", "Colours of the system"),
        QT_TRANSLATE_NOOP("Commands", "Follows the light or dark setting of the computer."),
        "View",
    ),
    Command(
        "lock",
        QT_TRANSLATE_NOOP("Commands", "Lock"),
        QT_TRANSLATE_NOOP(
            "Commands", "Hides everything, keeps what you typed and asks for the password."
        ),
        "Session",
        "Ctrl+L",
    ),
    Command(
        "new_sheet",
        QT_TRANSLATE_NOOP("Commands", "New recovery sheet"),
        QT_TRANSLATE_NOOP(
            "Commands", "Makes a new recovery code and its sheet; the old code opens nothing then."
        ),
        "Session",
        roles=frozenset({"administrator"}),
    ),
    Command(
        "quit",
        QT_TRANSLATE_NOOP("Commands", "Close the program"),
        QT_TRANSLATE_NOOP("Commands", "Keeps what you typed as drafts and closes the window."),
        "Session",
        "Ctrl+Q",
    ),
)


class Commands(QObject):
    """Which commands there are, what each is bound to now, and who may use it."""

    changed = Signal()

    def __init__(
        self, commands: Iterable[Command], go: Callable[..., object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._all = {command.name: command for command in commands}
        self._go = go
        self._bound: dict[str, list[Callable[[], object]]] = {}
        self._own: set[str] = set()
        self.role = ""

    def add(self, command: Command) -> None:
        """Add a command that was not known when the window was made."""
        self._all[command.name] = command
        self.changed.emit()

    def bind(self, name: str, run: Callable[[], object]) -> None:
        """Say what a command does from now on; the latest binding counts.

        Raises:
            KeyError: there is no such command; a fault.
        """
        self._bound.setdefault(self._all[name].name, []).append(run)
        self.changed.emit()

    def unbind(self, name: str, run: Callable[[], object]) -> None:
        """Take a binding away, as when a page is hidden."""
        bound = self._bound.get(name, [])
        if run in bound:
            bound.remove(run)
            self.changed.emit()

    def keep_first(self) -> None:
        """Drop what pages bound and keep the window's own bindings, the first of each."""
        self._bound = {name: bound[:1] for name, bound in self._bound.items() if name in self._own}
        self.changed.emit()

    def bind_for_good(self, name: str, run: Callable[[], object]) -> None:
        """Say what a command of the window itself does."""
        self._own.add(name)
        self.bind(name, run)

    def allowed(self) -> list[Command]:
        """Return the commands of the role that is signed in, in their order."""
        return [command for command in self._all.values() if command.open_to(self.role)]

    def usable(self, command: Command) -> bool:
        """Return whether it does something at this moment."""
        return bool(command.room or self._bound.get(command.name))

    def run(self, name: str) -> None:
        """Do it, if the role may and if it does something now."""
        command = self._all[name]
        if not command.open_to(self.role):
            return
        bound = self._bound.get(name)
        if bound:
            bound[-1]()
        elif command.room:
            self._go(command.room, **command.where)
