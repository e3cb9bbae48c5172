"""One lane for slow work: a worker thread, progress, cancel, results in the window's thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from ati_desktop.errors import Cancelled, Refused

T = TypeVar("T")

_BEAT = 0.05
"""Seconds between two steps that are told, so that fast work does not flood the window."""


class Progress:
    """What a task holds to say how far it is and to hear that it shall stop."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._told = 0.0

    @property
    def cancelled(self) -> bool:
        """Return whether the person asked to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise ``Cancelled`` when the person asked to stop."""
        if self.cancelled:
            raise Cancelled

    def step(self, done: int = 0, total: int | None = None, text: str = "") -> None:
        """Say how far the work is.

        Raises:
            Cancelled: the person asked to stop; let it pass through, leaving things whole.
        """
        self.check()
        now = time.monotonic()
        if now - self._told >= _BEAT or done == total:
            self._told = now
            self._tell(done, total or 0, text)

    def cancel(self) -> None:
        """Ask to stop."""
        self._stop.set()


class Running(QObject):
    """One piece of work on the lane, seen from the window's thread."""

    moved = Signal(int, int, str)
    ended = Signal()
    _told = Signal(int, int, str)
    _finished = Signal(object, object)

    def __init__(
        self,
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object] | None,
        fault: Callable[[Exception], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._done, self._failed, self._fault = done, failed, fault
        self._muted = False
        self.over = False
        self.progress = Progress(self._told.emit)
        queued = Qt.ConnectionType.QueuedConnection
        self._told.connect(self._pass_on, queued)
        self._finished.connect(self._arrive, queued)

    def cancel(self) -> None:
        """Ask the task to stop at its next step."""
        self.progress.cancel()

    def mute(self) -> None:
        """Stop the task and let no result arrive any more, as when the window is locked."""
        self._muted = True
        self.progress.cancel()

    def work(self, task: Callable[[Progress], object]) -> None:
        """Do the task; called in the worker's thread."""
        try:
            self.progress.check()
            result = task(self.progress)
        except Exception as error:  # noqa: BLE001 - handed to the window, which tells it apart
            self._finished.emit(None, error)
        else:
            self._finished.emit(result, None)

    @Slot(int, int, str)
    def _pass_on(self, done: int, total: int, text: str) -> None:
        if not self._muted and not self.over:
            self.moved.emit(done, total, text)

    @Slot(object, object)
    def _arrive(self, result: object, error: Exception | None) -> None:
        self.over = True
        self.ended.emit()
        if not self._muted:
            self._deliver(result, error)
        self.deleteLater()

    def _deliver(self, result: object, error: Exception | None) -> None:
        if error is None:
            if self._done is not None:
                self._done(result)
            return
        refused = isinstance(error, Refused | Cancelled)
        if not refused:
            self._fault(error)
        if self._failed is not None:
            self._failed(error)


class Lane(QObject):
    """Does one thing at a time, in the order asked, away from the window's thread, until closed.

    ``on_fault`` gets every error that is no refusal, before ``failed`` of that work is called.
    """

    busy = Signal(bool)

    def __init__(
        self, on_fault: Callable[[Exception], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_fault = on_fault
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")
        self._now: list[Running] = []
        self._aside: list[Running] = []
        self._then: list[Callable[[], object]] = []
        self.closed = False

    def run(
        self,
        task: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Running:
        """Do a task in the worker; ``done`` or ``failed`` is called in the window's thread.

        ``failed`` gets a ``Refused``, a ``Cancelled`` or, after it was reported, a fault.
        """
        for aside in self._aside:
            aside.cancel()
        return self._queue(task, done, failed)

    def run_aside(
        self,
        task: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Running:
        """Do a task nobody waits for: it is stopped as soon as anything else is asked for.

        ``failed`` then gets a ``Cancelled``; whoever still wants the answer asks again once the
        lane is empty.
        """
        running = self._queue(task, done, failed)
        self._aside.append(running)
        return running

    def keep(self, running: Running) -> None:
        """Let a task that was begun aside stay, because now somebody waits for it."""
        if running in self._aside:
            self._aside.remove(running)

    def _queue(
        self,
        task: Callable[[Progress], T],
        done: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> Running:
        running = Running(done, failed, self._on_fault, self)
        self._now.append(running)
        running.ended.connect(lambda: self._ended(running))
        self.busy.emit(True)
        self._pool.submit(running.work, task)
        return running

    @property
    def idle(self) -> bool:
        """Return whether nothing is under way or waiting."""
        return not self._now

    @property
    def quiet(self) -> bool:
        """Return whether nobody waits for anything; work aside may be under way."""
        return all(running in self._aside for running in self._now)

    def drop_all(self, then: Callable[[], object] | None = None) -> None:
        """Stop everything, let no result arrive, and call ``then`` when the lane is empty."""
        for running in self._now:
            running.mute()
        if then is not None:
            if self.idle:
                then()
            else:
                self._then.append(then)

    def close(self) -> None:
        """Stop everything and wait for the worker; what was begun ends whole."""
        self.closed = True
        self.drop_all()
        self._pool.shutdown(wait=True, cancel_futures=True)
        QCoreApplication.sendPostedEvents()

    def _ended(self, running: Running) -> None:
        self._now.remove(running)
        self.keep(running)
        if self.idle:
            self.busy.emit(False)
            waiting, self._then = self._then, []
            for call in waiting:
                call()
