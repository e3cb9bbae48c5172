"""Notices that nobody is at the desk: one event filter for the whole program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class Idle(QObject):
    """Emits ``passed`` after some minutes without a key, a click or a move."""

    passed = Signal()

    def __init__(self, app: QObject) -> None:
        super().__init__(app)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.passed)
        self._app = app

    def start(self, minutes: float) -> None:
        """Begin to watch.

        The filter stands only while somebody works: it wakes Qt for Python at every event.
        """
        self._app.installEventFilter(self)
        self._timer.start(round(minutes * 60_000))

    def stop(self) -> None:
        """Watch no more, as while the window is locked."""
        self._app.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Start anew at each sign of life; nothing is ever held back."""
        if event.type() in _SIGNS_OF_LIFE and self._timer.isActive():
            self._timer.start()
        return False
