"""Another recovery sheet: the old code opens nothing any more, the new one is kept and proved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal

from ati_desktop.errors import Refused
from ati_desktop.ui.caps import PasswordLine
from ati_desktop.ui.first_run_recovery import RecoveryStep
from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.gate import Desk, OfficeGate, Surroundings
from ati_desktop.ui.kit.lane import Lane, Progress
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.step_card import StepCard


class OwnPasswordStep(Step):
    """Says what will happen and asks the person's own password once more."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.heading.setText(self.tr("Make a new recovery sheet"))
        self.why.setText(
            self.tr(
                "A new code is made and the old sheet opens nothing from then on. Have a printer "
                "or a stick at hand: the new sheet is shown this once only."
            )
        )
        self.password = self.line(self.tr("Your password"), PasswordLine(""))
        self.caps = label(self.tr("Caps Lock is on."), "problem")
        self.caps.hide()
        self.body.addWidget(self.caps)
        if isinstance(self.password, PasswordLine):
            self.password.caps.connect(self.caps.setVisible)
        self.password.textEdited.connect(lambda _text: self.complain(""))

    def ready(self) -> bool:
        """Return whether a password was typed."""
        if not self.password.text():
            self.password.setFocus()
            return self.complain(self.tr("Please type your password once more."))
        return self.complain("")

    def enter(self) -> None:
        """Put the cursor into the password."""
        self.password.setFocus()


class NewSheet(StepCard):
    """Emits ``finished`` when the sheet is kept, ``left`` when nothing was changed."""

    finished = Signal()
    left = Signal()

    def __init__(
        self,
        gate: OfficeGate,
        lane: Lane,
        surroundings: Surroundings,
        theme: Theme,
        place: tuple[Path, Desk],
    ) -> None:
        translate = QCoreApplication.translate
        self._gate, self._lane = gate, lane
        self._folder, self._desk = place
        self._code = ""
        self.own = OwnPasswordStep()
        self.recovery = RecoveryStep(surroundings, self._sheet)
        titled = [
            (translate("NewSheet", "New code"), self.own),
            (translate("NewSheet", "Keep"), self.recovery),
        ]
        super().__init__(theme, translate("NewSheet", "New recovery sheet"), titled)
        self.show_step(self.own)

    def forward(self) -> None:
        """Make the code; once its sheet is kept and proved, note that and finish."""
        if not self.next.isEnabled() or not self.at.ready():
            return
        if self.at is self.own:
            password = self.own.password.text()
            self._do(lambda: self._gate.renew_recovery(self._desk, password), self._made)
        else:
            self._do(lambda: self._gate.sheet_kept(self._desk), self._kept)

    def backward(self) -> None:
        """Leave; there is no way back once the code is made."""
        self.left.emit()

    def show_step(self, step: Step) -> None:
        """Show a step with the words of its buttons."""
        first = step is self.own
        self.back.setVisible(first)
        self.back.setText(self.tr("Not now"))
        self.next.setText(self.tr("Make the new code") if first else self.tr("Finish"))
        super().show_step(step)

    def forget(self) -> None:
        """Let no code and no password stay in the window."""
        self._code = ""
        self.own.password.clear()
        self.recovery.forget()

    def _made(self, code: str) -> None:
        self._code = code
        self.own.password.clear()
        self.recovery.ask(code)
        self.show_step(self.recovery)

    def _kept(self, _nothing: object) -> None:
        self.forget()
        self.finished.emit()

    def _sheet(self, then: Callable[[bytes], object]) -> None:
        folder, office, code = self._folder, self._desk.office_name, self._code

        def task(_progress: Progress) -> bytes:
            return self._gate.recovery_sheet(folder, office, code)

        self._lane.run(task, then, self._refused)

    def _do(self, deed: Callable[[], object], done: Callable[..., object]) -> None:
        self.wait(busy=True)

        def arrived(result: object) -> None:
            self.wait(busy=False)
            done(result)

        self._lane.run(lambda _progress: deed(), arrived, self._refused)

    def _refused(self, error: Exception) -> None:
        self.wait(busy=False)
        fault = self.tr("This did not work because of a fault in the program; it was noted.")
        self.at.complain(sentence(error) if isinstance(error, Refused) else fault)
        self.at.enter()
