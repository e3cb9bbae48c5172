"""The window: locked or at work, never in between."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget

from ati_desktop.ui.away import Away
from ati_desktop.ui.commands import WINDOW_COMMANDS, Commands
from ati_desktop.ui.faults import Faults
from ati_desktop.ui.gate import Desk, Hit, OfficeGate, Surroundings
from ati_desktop.ui.idle import Idle
from ati_desktop.ui.kit.lane import Lane
from ati_desktop.ui.kit.mark import mark_icon
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.tokens import LIGHT
from ati_desktop.ui.lock import LockScreen
from ati_desktop.ui.recovery_ways import RecoveryWays
from ati_desktop.ui.shell import Room, room_commands

if TYPE_CHECKING:
    from ati_desktop.ui.first_run import FirstRun


class Window(QMainWindow):
    """Emits ``place_chosen`` when an office was entered, so that it can be remembered."""

    place_chosen = Signal(object)

    def __init__(
        self,
        office_gate: OfficeGate,
        rooms: Sequence[Room],
        theme: Theme,
        surroundings: Surroundings,
        folder: Path | None = None,
        start: Path | None = None,
    ) -> None:
        super().__init__()
        self._gate, self._rooms, self.theme = office_gate, tuple(rooms), theme
        self._surroundings = surroundings
        self._start = start or Path.home() / "ATI Desktop"
        self._desk: Desk | None = None
        self._left: tuple[str, str, dict[str, Any]] | None = None
        self.faults = Faults(surroundings.random, self._tell_fault)
        self.lane = Lane(self.faults.report, self)
        commands = [*WINDOW_COMMANDS, *room_commands(rooms)]
        commands += [command for room in rooms for command in room.commands]
        self.commands = Commands(commands, self.go, self)
        self.idle = Idle(_app())
        self.away = Away(surroundings.clock, self)
        self.lock_screen = LockScreen(office_gate, self.lane, theme)
        self.recovery = RecoveryWays(self, office_gate)
        self._open_the_door()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.lock_screen)
        self.setCentralWidget(self.stack)
        self.first_run: FirstRun | None = None
        self._workplace: Any = None
        self.setMinimumSize(QSize(960, 640))
        self.resize(1440, 900)
        self.setWindowIcon(mark_icon(LIGHT.accent, LIGHT.on_accent))
        self._title()
        if folder is not None and office_gate.knows(folder):
            self.lock_screen.show_place(folder)
        else:
            self.show_first_run()

    def _open_the_door(self) -> None:
        self.idle.passed.connect(self.lock)
        self.away.gone.connect(self.lock)
        door = self.lock_screen
        door.opened.connect(self._opened)
        door.other_place.connect(self._choose_place)
        door.new_office.connect(self.show_first_run)
        door.recovery_wanted.connect(self.recovery.use)

    @property
    def workplace(self) -> Any:
        """Return the workplace; it is made at the first sign-in, for it loads icons."""
        if self._workplace is None:
            from ati_desktop.ui.work import (  # noqa: PLC0415 - the lock screen comes first
                Work,
            )

            self._workplace = Work(self, self._search)
            self.stack.addWidget(self._workplace.place)
        return self._workplace

    @property
    def locked(self) -> bool:
        """Return whether nobody is signed in."""
        return self._desk is None

    @property
    def desk(self) -> Desk | None:
        """Return the desk of the person at work."""
        return self._desk

    def go(self, room: str, /, **where: Any) -> None:
        """Show a room, if somebody is signed in."""
        if not self.locked:
            self.workplace.place.go(room, **where)

    def lock(self) -> None:
        """Keep drafts, hide and forget everything, close the desk, ask for the password."""
        desk, folder = self._desk, self.lock_screen.folder
        if desk is None:
            self.recovery.idle_passed()
            return
        self._leave()
        self.stack.setCurrentWidget(self.lock_screen)
        why = self.tr("What you typed is kept. Sign in to go on where you were.")
        self.lock_screen.show_place(folder, desk.user_name, why)

    def enter(self, desk: Desk) -> None:
        """Put a person who is signed in already to work."""
        self._opened(desk)

    def show_first_run(self) -> None:
        """Show the steps to a new office."""
        if self.first_run is None:
            from ati_desktop.ui.first_run import (  # noqa: PLC0415 - needed once in a lifetime
                FirstRun,
            )

            self.first_run = FirstRun(
                self._gate, self.lane, self._surroundings, self._start, self.theme
            )
            self.first_run.finished.connect(self._made)
            self.first_run.left.connect(self._choose_place)
            self.stack.addWidget(self.first_run)
        self.stack.setCurrentWidget(self.first_run)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts and close the desk before the window goes."""
        if self._desk is not None:
            self._leave()
        self.idle.stop()
        self.away.stop()
        self.lane.close()
        super().closeEvent(event)

    def _leave(self) -> None:
        desk = self._desk
        if desk is None:
            return
        self.idle.stop()
        self.away.stop()
        here = self.workplace.place.place()
        self._left = (desk.user_name, *here) if here else None
        self.workplace.place.hold(self.faults.report)
        self._desk = None
        _close_dialogs(self)
        self.recovery.leave()
        self.workplace.leave()
        _empty_clipboard()
        self.theme.use(demo=False)
        self._title()
        self.lane.drop_all(then=desk.close)

    def _opened(self, desk: Desk) -> None:
        self._desk = desk
        minutes = self._surroundings.lock_minutes or desk.idle_minutes
        self.theme.use(demo=desk.demo)
        self.commands.role = desk.role
        work = self.workplace
        work.enter(desk, self._rooms, minutes)
        self.stack.setCurrentWidget(work.place)
        self._title()
        same = self._left is not None and self._left[0] == desk.user_name
        room, where = self._left[1:] if same and self._left else (work.place.first_room(), {})
        if room is not None:
            self.go(room, **where)
        self.recovery.remind(desk)
        self.idle.start(minutes)
        self.away.start()
        self.place_chosen.emit(self.lock_screen.folder)

    def _made(self, folder: Path, user: str) -> None:
        self.lock_screen.show_place(folder, user)
        self.stack.setCurrentWidget(self.lock_screen)
        if self.first_run is not None:
            self.stack.removeWidget(self.first_run)
            self.first_run.deleteLater()
            self.first_run = None

    def _choose_place(self) -> None:
        chosen = self._surroundings.ask_folder(self.lock_screen.folder)
        if chosen is None:
            return
        if self._gate.knows(chosen):
            self._left = None
            self.lock_screen.show_place(chosen)
            self.stack.setCurrentWidget(self.lock_screen)
            return
        self.show_first_run()
        if self.first_run is not None:
            self.first_run.place.folder.setText(str(chosen))

    def _search(self, text: str) -> Sequence[Hit]:
        return self._desk.search(text) if self._desk is not None else []

    def _tell_fault(self, reference: str) -> None:
        if not self.locked:
            self.workplace.place.speaking.fault(reference)

    def _title(self) -> None:
        # Never a name in here: titles show in task bars, screen shares and logs of the system.
        self.setWindowTitle("ATI Desktop · DEMO" if self.theme.demo else "ATI Desktop")

    @property
    def surroundings(self) -> Surroundings:
        """Return what was given from outside."""
        return self._surroundings


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the window needs a QApplication")
    return app


def _close_dialogs(window: QMainWindow) -> None:
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        popup = QApplication.activePopupWidget()
    for widget in QApplication.topLevelWidgets():
        if widget is not window and isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def _empty_clipboard() -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(clipboard.Mode.Selection)
