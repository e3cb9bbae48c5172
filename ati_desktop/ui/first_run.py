"""The first start: from an empty folder to an office with a recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal

from ati_desktop.errors import Refused
from ati_desktop.ui.first_run_recovery import RecoveryStep
from ati_desktop.ui.first_run_steps import OfficeStep, PasswordStep, PlaceStep, Step
from ati_desktop.ui.gate import OfficeGate, Surroundings
from ati_desktop.ui.kit.lane import Lane, Progress
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.step_card import StepCard


class FirstRun(StepCard):
    """Emits ``finished`` with the folder and the administrator's user name."""

    finished = Signal(object, str)
    left = Signal()

    def __init__(
        self,
        gate: OfficeGate,
        lane: Lane,
        surroundings: Surroundings,
        start: Path,
        theme: Theme,
    ) -> None:
        self._gate, self._lane = gate, lane
        self._code = ""
        self.place = PlaceStep(start, surroundings, gate.knows)
        self.office = OfficeStep()
        self.password = PasswordStep(surroundings, self._names)
        self.recovery = RecoveryStep(surroundings, self._sheet)
        translate = QCoreApplication.translate
        titled = [
            (translate("FirstRun", "Place"), self.place),
            (translate("FirstRun", "Office"), self.office),
            (translate("FirstRun", "Password"), self.password),
            (translate("FirstRun", "Recovery"), self.recovery),
        ]
        super().__init__(theme, translate("FirstRun", "Set up ATI Desktop"), titled)
        self.place.known.connect(lambda folder: self.finished.emit(folder, ""))
        self.show_step(self.place)

    def forward(self) -> None:
        """Go on, if nothing is missing on this step."""
        if not self.next.isEnabled() or not self.at.ready():
            return
        if self.at is self.password:
            self._create()
        elif self.at is self.recovery:
            self._finish()
        else:
            self.show_step(self.steps[self.steps.index(self.at) + 1])

    def backward(self) -> None:
        """Go back a step, or leave at the first."""
        if self.at is self.place:
            self.left.emit()
        else:
            self.show_step(self.steps[self.steps.index(self.at) - 1])

    def _names(self) -> tuple[str, ...]:
        return (self.office.office.text(), self.office.user.text())

    def _create(self) -> None:
        folder, password = self.place.path, self.password.first.text()
        office, user = (name.strip() for name in self._names())
        self._wait(busy=True)

        def task(_progress: Progress) -> str:
            return self._gate.create(folder, office, user, password)

        self._lane.run(task, self._created, self._refused)

    def _created(self, code: str) -> None:
        self._code = code
        self.password.forget()
        self.recovery.ask(code)
        self._wait(busy=False)
        self.show_step(self.recovery)

    def _refused(self, error: Exception) -> None:
        self._wait(busy=False)
        fault = self.tr("The office could not be made because of a fault; it was noted.")
        text = sentence(error) if isinstance(error, Refused) else fault
        self.at.complain(text)

    def _sheet(self, then: Callable[[bytes], object]) -> None:
        folder, office, code = self.place.path, self.office.office.text().strip(), self._code

        def task(_progress: Progress) -> bytes:
            return self._gate.recovery_sheet(folder, office, code)

        self._lane.run(task, then, self._refused)

    def _finish(self) -> None:
        self._code = ""
        self.recovery.forget()
        self.finished.emit(self.place.path, self.office.user.text().strip())

    def _wait(self, *, busy: bool) -> None:
        self.wait(busy=busy)
        self.next.setText(self.tr("Making the office…") if busy else self._onward())

    def _onward(self) -> str:
        return self.tr("Finish") if self.at is self.recovery else self.tr("Continue")

    def show_step(self, step: Step) -> None:
        """Show a step; from the last there is no way back, for the office is made."""
        self.back.setVisible(step is not self.recovery)
        first = step is self.place
        self.back.setText(self.tr("Sign in instead") if first else self.tr("Back"))
        super().show_step(step)
        self.next.setText(self._onward())
