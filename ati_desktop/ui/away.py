"""Notices that the computer slept or that its session was locked, as far as Qt can tell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from ati_desktop.ui.session_bus import SessionBus

BEAT = timedelta(seconds=5)
MISSING = timedelta(minutes=2)
"""So much time not seen between two beats means that the computer slept."""


class Away(QObject):
    """Emits ``gone`` when nobody can have been at the desk.

    Args:
        clock: tells the time of day; it goes on while the computer sleeps, timers do not.
        parent: owns it.
    """

    gone = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seen: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(round(BEAT.total_seconds() * 1000))
        self._timer.timeout.connect(self.look)
        self._bus: SessionBus | None = None

    def start(self) -> None:
        """Begin to watch, while somebody works."""
        self._seen = self._clock()
        self._timer.start()
        if self._bus is None and sys.platform.startswith("linux"):
            from ati_desktop.ui.session_bus import (  # noqa: PLC0415 - after the lock screen
                SessionBus,
            )

            self._bus = SessionBus(self)
            self._bus.locked.connect(self._told)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._seen = None

    def look(self) -> None:
        """Compare the time with the one seen a beat ago."""
        if self._seen is None:
            return
        now, before = self._clock(), self._seen
        self._seen = now
        if now - before - BEAT > MISSING:
            self.gone.emit()

    def _told(self) -> None:
        if self._seen is not None:
            self.gone.emit()
