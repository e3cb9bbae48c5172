"""Keeps what is typed into a form as a draft, and makes saving and keeping exclude each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from ati_desktop.casework.changes import Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import KeptDraft, drop_draft, keep_draft, read_draft
from ati_desktop.casework.values import FormValue
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.shell import Shell

PAUSE_MS = 1500

FormValues = dict[str, FormValue]


class DraftKeeper(QObject):
    """One form's draft: written on the lane after a pause, or at once by ``hold``.

    The lock lets a save that is under way end before the draft is looked at again, so that a
    window that locks just then neither loses the text nor keeps it beside the saved record.
    """

    kept = Signal(object)

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        form: str,
        about: Callable[[int | None], str],
        record_id: int | None,
        values: Callable[[], FormValues],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self._form, self._about_of = form, about
        self._about = about(record_id)
        self._values = values
        self._lock = threading.Lock()
        self._typed = 0
        self._settled = 0
        self.base_version: int | None = None
        self.clean: FormValues = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep_on_lane)

    @property
    def waiting(self) -> bool:
        """Return whether something typed is neither saved nor kept yet."""
        return self._settled < self._typed

    def restore(self) -> KeptDraft | None:
        """Return the draft that was left, or None."""
        return read_draft(self._desk, self._form, self._about)

    def touch(self) -> None:
        """Note that something was typed; the draft follows after a pause."""
        self._typed += 1
        self._pause.start()

    def hold(self) -> None:
        """Keep what is typed, at once, unless a save has just taken it."""
        self._pause.stop()
        values, typed = self._values(), self._typed
        with self._lock:
            if self._settled < typed:
                self._write(values, typed)

    def drop(self) -> None:
        """Forget the draft because its text is not wanted."""
        self._pause.stop()
        with self._lock:
            self._settled = self._typed
            drop_draft(self._desk, self._form, self._about)

    def saving(self, deed: Callable[[], Saved]) -> Callable[[Progress], Saved]:
        """Return the task that saves what is typed now and drops its draft."""
        self._pause.stop()
        typed = self._typed

        def task(progress: Progress) -> Saved:
            with self._lock:
                saved = deed()
                self._settled = max(self._settled, typed)
                self.base_version = saved.version
                drop_draft(self._desk, self._form, self._about)
                self._about = self._about_of(saved.id)
            return saved

        return task

    def _keep_on_lane(self) -> None:
        values, typed = self._values(), self._typed

        def task(progress: Progress) -> datetime | None:
            with self._lock:
                return self._write(values, typed) if self._settled < typed else None

        self._shell.lane.run(task, self._tell)

    def _write(self, values: FormValues, typed: int) -> datetime | None:
        self._settled = typed
        if values == self.clean:
            drop_draft(self._desk, self._form, self._about)
            return None
        keep_draft(self._desk, self._form, self._about, values, self.base_version)
        return self._desk.clock()

    def _tell(self, at: datetime | None) -> None:
        if at is not None:
            self.kept.emit(at)
