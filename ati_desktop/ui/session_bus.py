"""What a Linux desktop says about sleep and locked sessions, heard over D-Bus."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"


class SessionBus(QObject):
    """Emits ``locked`` before the computer sleeps and when the session's screen is locked.

    Where there is no bus it stays silent.
    """

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        system = QDBusConnection.systemBus()
        path = "/org/freedesktop/login1"
        self._hear(system, _LOGIN, path, f"{_LOGIN}.Manager", "PrepareForSleep", "turned(bool)")
        self._hear(system, _LOGIN, "", f"{_LOGIN}.Session", "Lock", "told()")
        session = QDBusConnection.sessionBus()
        for saver, place in (
            ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
            ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
            ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
        ):
            self._hear(session, saver, place, saver, "ActiveChanged", "turned(bool)")

    @Slot(bool)
    def turned(self, on: bool) -> None:
        """Hear that sleep or the screen's lock begins, or ends."""
        if on:
            self.locked.emit()

    @Slot()
    def told(self) -> None:
        """Hear that the session shall be locked."""
        self.locked.emit()

    def _hear(
        self, bus: QDBusConnection, service: str, path: str, interface: str, name: str, slot: str
    ) -> None:
        if bus.isConnected():
            known: Any = SLOT(slot)  # text is what is taken, bytes are what is declared
            bus.connect(service, path, interface, name, self, known)
