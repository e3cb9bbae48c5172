"""The first start: from an empty folder to an office with a recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ati_desktop.errors import Refused
from ati_desktop.ui.first_run_recovery import RecoveryStep
from ati_desktop.ui.first_run_steps import OfficeStep, PasswordStep, PlaceStep, Step
from ati_desktop.ui.gate import OfficeGate, Surroundings
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.lane import Lane, Progress
from ati_desktop.ui.kit.layouts import centred, scrolled
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label, restyle


class FirstRun(QWidget):
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
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._gate, self._lane = gate, lane
        self._code = ""
        self.place = PlaceStep(start, surroundings, gate.knows)
        self.office = OfficeStep()
        self.password = PasswordStep(surroundings, self._names)
        self.recovery = RecoveryStep(surroundings, self._sheet)
        self.steps: list[Step] = [self.place, self.office, self.password, self.recovery]
        self._marks: list[QLabel] = []
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.done.connect(self.forward)
        self.place.known.connect(lambda folder: self.finished.emit(folder, ""))
        self.back = Button(self.tr("Back"), self.backward, Weight.SECONDARY)
        self.next = Button(self.tr("Continue"), self.forward, Weight.PRIMARY)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._arrange()
        theme.changed.connect(self._look)
        self._look()
        self._show(0)

    def forward(self) -> None:
        """Go on, if nothing is missing on this step."""
        at = self.stack.currentIndex()
        if not self.next.isEnabled() or not self.steps[at].ready():
            return
        if self.steps[at] is self.password:
            self._create()
        elif self.steps[at] is self.recovery:
            self._finish()
        else:
            self._show(at + 1)

    def backward(self) -> None:
        """Go back a step, or leave at the first."""
        at = self.stack.currentIndex()
        if at == 0:
            self.left.emit()
        else:
            self._show(at - 1)

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
        self._show(self.steps.index(self.recovery))

    def _refused(self, error: Exception) -> None:
        self._wait(busy=False)
        fault = self.tr("The office could not be made because of a fault; it was noted.")
        text = sentence(error) if isinstance(error, Refused) else fault
        self.steps[self.stack.currentIndex()].complain(text)

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
        self.next.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.next.setText(self.tr("Making the office…") if busy else self.tr("Continue"))
        self.stack.setEnabled(not busy)

    def _show(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        made = self.steps[at] is self.recovery
        self.back.setVisible(not made)
        self.back.setText(self.tr("Sign in instead") if at == 0 else self.tr("Back"))
        self.next.setText(self.tr("Finish") if made else self.tr("Continue"))
        for number, mark in enumerate(self._marks):
            restyle(
                mark, "chip", "accent" if number == at else "good" if number < at else "neutral"
            )
            now = self.tr("now") if number == at else self.tr("done") if number < at else ""
            mark.setAccessibleDescription(now)
        self.steps[at].enter()

    def _arrange(self) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(32, 24, 32, 24)
        inside.setSpacing(16)
        marks = QHBoxLayout()
        marks.setSpacing(8)
        titles = (self.tr("Place"), self.tr("Office"), self.tr("Password"), self.tr("Recovery"))
        for number, title in enumerate(titles, start=1):
            mark = label(f"{number} · {title}")
            mark.setProperty("chip", "neutral")
            self._marks.append(mark)
            marks.addWidget(mark)
        marks.addStretch(1)
        inside.addLayout(marks)
        self.stack.setMinimumHeight(360)
        inside.addWidget(self.stack, 1)
        ways = QHBoxLayout()
        ways.addWidget(self.back)
        ways.addStretch(1)
        ways.addWidget(self.next)
        inside.addLayout(ways)
        middle = QWidget()
        whole = QVBoxLayout(middle)
        whole.addStretch(1)
        whole.addLayout(centred(label(self.tr("Set up ATI Desktop"), "big")))
        whole.addSpacing(12)
        whole.addLayout(centred(self._card))
        whole.addStretch(2)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(scrolled(middle))

    def _look(self) -> None:
        self._card.setFixedWidth(self._theme.length(600))
