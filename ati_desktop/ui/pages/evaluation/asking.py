"""What the room has asked for and holds: the figures, the check of a release, their running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import CohortFileSpec, Spec, spec_as_text
from ati_desktop.ui.kit.lane import Progress, Running
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.pages.evaluation.live_check import LiveCheck, Stage
from ati_desktop.ui.pages.evaluation.reading import (
    Prepare,
    Read,
    Ready,
    read_figures,
    read_file,
    rebuild,
)
from ati_desktop.ui.shell import Shell

T = TypeVar("T")


class Asking(QObject):
    """Asks on the lane and keeps the answers.

    ``figures`` tells that ``read`` is another one (True when somebody chose another cohort),
    ``checked`` that ``ready`` is there, ``busy`` that the buttons shall rest or work again.
    """

    figures = Signal(bool)
    checked = Signal()
    busy = Signal(bool)

    def __init__(self, desk: Desk, shell: Shell, owner: QWidget, prepare: Prepare) -> None:
        super().__init__(owner)
        self._desk, self._shell, self._owner = desk, shell, owner
        self.spec: Spec | None = None
        self.read: Read | None = None
        self.running: Running | None = None
        self._text = ""
        self._waiting = 0
        self._reading: Running | None = None
        self.live = LiveCheck(desk, shell, owner, prepare)
        self.live.turned.connect(self._turned)

    @property
    def text(self) -> str:
        """Return the specification as text, as its file says it where it came from a file."""
        if self._text or self.read is None:
            return self._text
        return spec_as_text(self.read.spec)

    @property
    def ready(self) -> Ready | None:
        """Return the release of the figures shown, if it is worked out."""
        return self.live.known(self.read.spec) if self.read is not None else None

    @property
    def has_figures(self) -> bool:
        """Return whether there are figures to show."""
        return self.read is not None and self.read.evaluation is not None

    def again(self) -> None:
        """Read the figures again by the same specification."""
        desk, spec = self._desk, self.spec
        self._look(lambda progress: read_figures(desk, spec, progress), self._same)

    def take(self, spec: Spec, text: str = "") -> None:
        """Show the figures of another specification; the old ones stay until they are there."""
        desk = self._desk

        def another(read: Read) -> None:
            self.spec, self._text = read.spec, text
            self._another(read)

        self._shell.notices.clear()
        self._look(lambda progress: read_figures(desk, spec, progress), another)

    def take_file(self, path: Path) -> None:
        """Show the figures of a specification file."""
        desk = self._desk

        def another(found: tuple[Read, str]) -> None:
            read, self._text = found
            self.spec = read.spec
            self._another(read)

        self._shell.notices.clear()
        self._look(lambda progress: read_file(desk, path, progress), another)

    def take_text(self, text: str) -> None:
        """Show the figures of a specification that was kept as text."""
        spec = self._shell.attempt(lambda: Spec.from_text(text, "specification"))
        if spec is not None:
            self.take(spec, text)

    def compare(self, name: str) -> None:
        """Put a cohort file beside the cohort; "" takes it away."""
        if self.read is not None:
            file = CohortFileSpec(name) if name else None
            self.take(replace(self.read.spec, cohort_file=file))

    def check(self, then: Callable[[], object]) -> None:
        """Work out what a release would show, unless that is there, and go on."""
        if self.read is None:
            then()
            return
        self._shell.notices.clear()
        title = self.tr("Checking what can be released")
        self.running = self.live.need(self.read.spec, then, title)

    def look_again(self) -> None:
        """Put the question of the figures shown to the check, as after another was tried."""
        if self.has_figures and self.read is not None:
            self.live.ask(self.read.spec)

    def forget(self) -> None:
        """Read everything anew: the figures or the releases are others now."""
        self.live.forget()
        self.again()

    def rebuild(self) -> None:
        """Make the figures anew from the records; every room with figures reads again."""
        desk = self._desk
        self._shell.notices.clear()
        self._carry(
            self.tr("Rebuilding the figures"),
            lambda progress: rebuild(desk, progress),
            lambda _none: self._rebuilt(),
        )

    def _rebuilt(self) -> None:
        self._shell.notices.say(self.tr("The figures are rebuilt."))
        self._shell.changed(Changed.FIGURES)

    def _same(self, read: Read) -> None:
        self.read = read
        self.figures.emit(False)
        self.look_again()

    def _another(self, read: Read) -> None:
        self.read = read
        self.figures.emit(True)
        self.look_again()

    def _turned(self) -> None:
        if self.live.stage is Stage.FOUND and self.ready is not None:
            self.checked.emit()
        self._under_way(0)

    def _look(self, task: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        """Read figures; those asked for before and not there yet would only be drawn over."""
        older = self._reading
        instead = older is not None and not older.over
        if older is not None and instead:
            older.mute()
            self._under_way(-1)

        def missed() -> None:
            if instead and self.read is None:
                self.again()

        self._carry(self.tr("Working the figures out"), task, done, missed)
        self._reading = self.running

    def _carry(
        self,
        title: str,
        task: Callable[[Progress], T],
        done: Callable[[T], object],
        missed: Callable[[], object] = lambda: None,
    ) -> None:
        def arrived(result: T) -> None:
            done(result)
            self._under_way(-1)

        def failed(_error: Exception) -> None:
            self._under_way(-1)
            missed()

        self._under_way(1)
        self.running = carry_out(self._shell, self._owner, title, task, arrived, failed)

    def _under_way(self, change: int) -> None:
        self._waiting += change
        self.busy.emit(self._waiting > 0 or self.live.waited_for)
