"""A lost password: the recovery code, a new password, and the office is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal

from ati_desktop.errors import Refused
from ati_desktop.ui.first_run_steps import PasswordStep, Step
from ati_desktop.ui.gate import Desk, OfficeGate, Surroundings
from ati_desktop.ui.kit.lane import Lane, Progress
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.recovering_steps import CodeStep
from ati_desktop.ui.step_card import StepCard


class Recovering(StepCard):
    """Emits ``opened`` with the desk of the person who has a new password."""

    opened = Signal(object)
    left = Signal()

    def __init__(
        self, gate: OfficeGate, lane: Lane, surroundings: Surroundings, theme: Theme, folder: Path
    ) -> None:
        translate = QCoreApplication.translate
        self._gate, self._lane, self._folder = gate, lane, folder
        self.code = CodeStep()
        self.password = PasswordStep(surroundings, self._names)
        titled = [
            (translate("Recovering", "Recovery code"), self.code),
            (translate("Recovering", "New password"), self.password),
        ]
        super().__init__(theme, translate("Recovering", "Use the recovery code"), titled)
        self.show_step(self.code)

    def begin(self, user: str) -> None:
        """Read who signs in here; ``user`` is the name that stands at the door."""
        self._wait(self.tr("Reading…"))

        def task(_progress: Progress) -> list[str]:
            return list(self._gate.names(self._folder))

        def arrived(names: list[str]) -> None:
            self.wait(busy=False)
            self.code.offer(names, user)
            self.show_step(self.code)

        self._lane.run(task, arrived, self._refused)

    def forward(self) -> None:
        """Prove the code, then set the password and open."""
        if not self.next.isEnabled() or not self.at.ready():
            return
        if self.at is self.code:
            self._prove()
        else:
            self._open()

    def backward(self) -> None:
        """Go back to the code, or to the door."""
        if self.at is self.code:
            self.left.emit()
        else:
            self.show_step(self.code)

    def show_step(self, step: Step) -> None:
        """Show a step with the words of its buttons."""
        first = step is self.code
        self.back.setText(self.tr("Back to sign in") if first else self.tr("Back"))
        self.next.setText(self.tr("Continue") if first else self.tr("Set password and open"))
        if not first:
            heading = self.tr("A new password for {name}").format(name=self._user())
            self.password.heading.setText(heading)
        super().show_step(step)

    def forget(self) -> None:
        """Let no code and no password stay in the window."""
        self.code.code.forget()
        self.password.forget()

    def _user(self) -> str:
        return self.code.who.currentText()

    def _names(self) -> tuple[str, ...]:
        return (self._user(),)

    def _prove(self) -> None:
        code = "".join(self.code.code.typed())
        self._wait(self.tr("Trying the code…"))

        def task(_progress: Progress) -> None:
            self._gate.prove_code(self._folder, code)

        self._lane.run(task, self._proved, self._refused)

    def _proved(self, _nothing: None) -> None:
        self.wait(busy=False)
        self.show_step(self.password)

    def _open(self) -> None:
        code, user = "".join(self.code.code.typed()), self._user()
        password = self.password.first.text()
        self._wait(self.tr("Opening…"))

        def task(_progress: Progress) -> Desk:
            return self._gate.recover(self._folder, code, user, password)

        self._lane.run(task, self._opened, self._refused)

    def _opened(self, desk: Desk) -> None:
        self.forget()
        self.opened.emit(desk)

    def _refused(self, error: Exception) -> None:
        self.wait(busy=False)
        self.show_step(self.at)
        fault = self.tr("This did not work because of a fault in the program; it was noted.")
        self.at.complain(sentence(error) if isinstance(error, Refused) else fault)

    def _wait(self, words: str) -> None:
        self.at.complain("")
        self.wait(busy=True)
        self.next.setText(words)
