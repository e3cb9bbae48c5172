"""What a page holds of the window: the lane, notices, commands, the way to other rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ati_desktop.errors import Cancelled, Refused
from ati_desktop.ui.commands import Command, Commands
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.lane import Lane, Progress, Running
from ati_desktop.ui.kit.say import QT_TRANSLATE_NOOP
from ati_desktop.ui.kit.theme import Theme

T = TypeVar("T")

ROLES = frozenset({"administrator", "supervisor", "case_manager", "liaison", "evaluator"})


class Notices(Protocol):
    """How a page speaks to the person."""

    def say(self, text: str) -> None:
        """Tell in passing, such as "Saved"."""

    def show(
        self, text: str, kind: str = "neutral", button: str = "", run: Any | None = None
    ) -> None:
        """Show a bar that stays; kind is neutral, good, warn or refused."""

    def refuse(self, refused: Refused, button: str = "", run: Any | None = None) -> None:
        """Show a refusal, perhaps with a button that leads to the remedy."""

    def clear(self) -> None:
        """Take the bar away."""

    def follow(self, title: str, running: Running) -> None:
        """Show the progress of long work with a button that cancels it."""


@dataclass(frozen=True)
class Room:
    """A room of the rail; ``build(desk, shell)`` is called when it is first shown."""

    name: str
    title: str
    icon: str
    roles: frozenset[str]
    build: Callable[[Any, Shell], QWidget]
    commands: Sequence[Command] = ()


def room_commands(rooms: Sequence[Room]) -> list[Command]:
    """Return one command a room, Alt and its place in the whole list, for menu and palette."""
    what = QT_TRANSLATE_NOOP("Commands", "Goes to this room.")
    return [
        Command(
            f"go_{room.name}",
            room.title,
            what,
            "Go",
            f"Alt+{at}",
            room.roles,
            room.name,
            {},
            "Rooms",
        )
        for at, room in enumerate(rooms, start=1)
    ]


@runtime_checkable
class Holds(Protocol):
    """A page that keeps drafts: called before the window locks or closes."""

    def hold(self) -> None:
        """Keep what is typed, at once."""


@runtime_checkable
class Arrives(Protocol):
    """A page that can be led to a place in it: one person, one tab."""

    def arrive(self, **where: Any) -> None:
        """Show a place."""


@runtime_checkable
class Remembers(Protocol):
    """A page that can say where it is, so that unlocking comes back there."""

    def where(self) -> dict[str, Any]:
        """Return what ``arrive`` takes to come back."""


@runtime_checkable
class Rereads(Protocol):
    """A page that reads again what changed."""

    def on_changed(self, kinds: Any) -> None:
        """Read again what is on the screen, if the kinds of records touch it."""


class Shell:
    """Handed to every page; it outlives pages and holds no record."""

    def __init__(
        self,
        lane: Lane,
        notices: Notices,
        commands: Commands,
        theme: Theme,
        surroundings: Surroundings,
        go: Callable[..., object],
    ) -> None:
        self.lane = lane
        self.notices = notices
        self.commands = commands
        self.theme = theme
        self.surroundings = surroundings
        self._go = go
        self._listeners: list[Callable[[Any], object]] = []

    def go(self, room: str, **where: Any) -> None:
        """Show a room, and the place in it if its page can be led."""
        self._go(room, **where)

    def changed(self, kinds: Any) -> None:
        """Tell every page that records of some kinds were written."""
        for listener in list(self._listeners):
            listener(kinds)

    def listen(self, page: QWidget, listener: Callable[[Any], object]) -> None:
        """Call back on every change until the page is destroyed."""
        self._listeners.append(listener)
        page.destroyed.connect(lambda: self._listeners.remove(listener))

    def run(
        self,
        title: str,
        task: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Running:
        """Do long work on the lane with its progress shown; refusals are shown by themselves."""

        def tell(error: Exception) -> None:
            if isinstance(error, Refused):
                self.notices.refuse(error)
            elif isinstance(error, Cancelled):
                self.notices.say(
                    QCoreApplication.translate("Shell", "Stopped. Nothing was left half done.")
                )
            if failed is not None:
                failed(error)

        running = self.lane.run(task, done, tell)
        self.notices.follow(title, running)
        return running

    def attempt(self, deed: Callable[[], T]) -> T | None:
        """Do a short deed in the window's thread; a refusal is shown and None returned."""
        try:
            return deed()
        except Refused as refused:
            self.notices.refuse(refused)
            return None
