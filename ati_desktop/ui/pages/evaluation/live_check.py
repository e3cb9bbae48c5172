"""The check of a release that works while the question is being put: the newest question counts."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import Spec
from ati_desktop.errors import Cancelled, Refused
from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.long_work import carry_out_aside
from ati_desktop.ui.pages.evaluation.reading import Prepare, Ready
from ati_desktop.ui.shell import Shell

PAUSE_MS = 400
"""How long nothing must change before the check begins."""
_KEPT = 6


class Stage(StrEnum):
    """How far the check of the question that was put last is."""

    NONE = "none"
    WAITING = "waiting"
    RUNNING = "running"
    FOUND = "found"
    REFUSED = "refused"
    STOPPED = "stopped"


class LiveCheck(QObject):
    """Checks aside, on the lane, what was asked last; ``turned`` at every stage.

    Whatever else a person asks of the lane goes first; the check then begins anew. It rests while
    nobody looks at the room. What was found for the last few questions is kept until ``forget``.
    """

    turned = Signal()
    moved = Signal(int, int, str)

    def __init__(self, desk: Desk, shell: Shell, owner: QWidget, prepare: Prepare) -> None:
        super().__init__(owner)
        self._desk, self._shell, self._owner, self._prepare = desk, shell, owner, prepare
        self.spec: Spec | None = None
        self.stage = Stage.NONE
        self.refused: Refused | None = None
        self.running: Running | None = None
        self._found: dict[Spec, Ready] = {}
        self._then: Callable[[], object] | None = None
        self._number = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._begin)
        shell.lane.busy.connect(self._lane_turned)
        owner.installEventFilter(self)

    @property
    def ready(self) -> Ready | None:
        """Return what was found for the question that was put last, if it was."""
        return self.known(self.spec) if self.spec is not None else None

    @property
    def waited_for(self) -> bool:
        """Return whether somebody waits for the check that is under way."""
        return self._then is not None

    def known(self, spec: Spec) -> Ready | None:
        """Return what was found for a question, if it is still kept."""
        return self._found.get(spec)

    def ask(self, spec: Spec) -> None:
        """Put a question; one that is under way and another one is given up."""
        if spec == self.spec and self.stage in (Stage.WAITING, Stage.RUNNING, Stage.REFUSED):
            return
        self._give_up()
        self.spec = spec
        if spec in self._found:
            self._turn(Stage.FOUND)
            return
        self._turn(Stage.WAITING)
        self._pause.start()

    def need(self, spec: Spec, then: Callable[[], object], title: str) -> Running | None:
        """Check now, with the progress shown, and go on; one under way is gone on with."""
        if spec in self._found:
            self.ask(spec)
            then()
            return None
        self.ask(spec)
        self._then = then
        self._pause.stop()
        if self.running is None or self.running.progress.cancelled:  # it gives way, not this one
            self._begin()
        if self.running is not None:
            self._shell.lane.keep(self.running)
            self._shell.notices.follow(title, self.running)
        self.turned.emit()
        return self.running

    def stop(self) -> None:
        """Give the check up until it is asked for again."""
        self._give_up()
        if self.spec is not None:
            self._turn(Stage.STOPPED)

    def again(self) -> None:
        """Check the question once more that was stopped or refused."""
        spec = self.spec
        if spec is not None:
            self.rest()
            self.ask(spec)

    def rest(self) -> None:
        """Forget the question, as while it is not whole."""
        self._give_up()
        self.spec = None
        self._turn(Stage.NONE)

    def forget(self) -> None:
        """Forget everything found: figures or earlier releases are others now."""
        self._found.clear()
        self.again()

    def _begin(self) -> None:
        spec, desk = self.spec, self._desk
        if spec is None or self._shell.lane.closed:
            return
        if self._then is None and not (self._shell.lane.idle and self._owner.isVisible()):
            return  # the lane tells when it is empty, and the room when it is seen
        self._number += 1
        number = self._number
        self.running = carry_out_aside(
            self._shell,
            self._owner,
            lambda progress: self._prepare(desk, spec, progress),
            lambda ready: self._arrived(spec, number, ready),
            lambda error: self._missed(number, error),
        )
        self.running.moved.connect(self.moved)
        self._turn(Stage.RUNNING)

    def _arrived(self, spec: Spec, number: int, ready: Ready) -> None:
        if number != self._number:
            return
        self._found[spec] = ready
        while len(self._found) > _KEPT:
            self._found.pop(next(iter(self._found)))
        then = self._over()
        self._turn(Stage.FOUND)
        if then is not None:
            then()

    def _missed(self, number: int, error: Exception) -> None:
        if number != self._number:
            return
        waited = self._over() is not None
        if isinstance(error, Refused):
            self.refused = error
            if waited:
                self._shell.notices.refuse(error)
            self._turn(Stage.REFUSED)
        elif isinstance(error, Cancelled) and not waited:
            self._turn(Stage.WAITING)  # it gave way; the lane tells when it is empty
            self._lane_turned(busy=not self._shell.lane.idle)
        else:
            if waited:
                self._shell.notices.say(self.tr("Stopped. Nothing was left half done."))
            self._turn(Stage.STOPPED)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Rest while the room is hidden, unless somebody waits; go on when it is seen again."""
        if event.type() == QEvent.Type.Hide and self.stage is Stage.RUNNING and self._then is None:
            self._give_up()
            self._turn(Stage.WAITING)
        elif event.type() == QEvent.Type.Show:
            self._lane_turned(busy=not self._shell.lane.idle)
        return False

    def _lane_turned(self, busy: bool) -> None:
        if not busy and self.stage is Stage.WAITING and not self._pause.isActive():
            self._pause.start()

    def _over(self) -> Callable[[], object] | None:
        then, self._then = self._then, None
        self.running = None
        return then

    def _give_up(self) -> None:
        self._pause.stop()
        self._number += 1
        running, self.running, self._then, self.refused = self.running, None, None, None
        self.stage = Stage.NONE
        if running is not None:
            running.moved.disconnect(self.moved)
            running.cancel()

    def _turn(self, stage: Stage) -> None:
        self.stage = stage
        self.turned.emit()
