"""A calm page: a heading over one card that is walked through in steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.layouts import centred, scrolled
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label, restyle

_LOWEST = 360


class StepCard(QWidget):
    """Shows one step at a time between a line of marks and the ways back and on."""

    def __init__(self, theme: Theme, heading: str, titled: Sequence[tuple[str, Step]]) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(heading)
        self.steps = [step for _title, step in titled]
        self._marks: list[QLabel] = []
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.done.connect(self.forward)
        self.back = Button(self.tr("Back"), self.backward, Weight.SECONDARY)
        self.next = Button(self.tr("Continue"), self.forward, Weight.PRIMARY)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._arrange(heading, [title for title, _step in titled])
        theme.changed.connect(self._look)
        self._look()

    @property
    def at(self) -> Step:
        """Return the step that is shown."""
        return self.steps[self.stack.currentIndex()]

    def forward(self) -> None:
        """Go on, if nothing is missing on this step."""
        raise NotImplementedError

    def backward(self) -> None:
        """Go back a step, or leave at the first."""
        raise NotImplementedError

    def forget(self) -> None:
        """Let nothing secret stay in the window."""

    def show_step(self, step: Step) -> None:
        """Show a step and put the cursor where it begins."""
        at = self.steps.index(step)
        self.stack.setCurrentIndex(at)
        for number, mark in enumerate(self._marks):
            restyle(
                mark, "chip", "accent" if number == at else "good" if number < at else "neutral"
            )
            now = self.tr("now") if number == at else self.tr("done") if number < at else ""
            mark.setAccessibleDescription(now)
        step.enter()

    def wait(self, *, busy: bool) -> None:
        """Let nothing be pressed while work is under way."""
        self.next.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.stack.setEnabled(not busy)

    def _arrange(self, heading: str, titles: Sequence[str]) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(32, 24, 32, 24)
        inside.setSpacing(16)
        marks = QHBoxLayout()
        marks.setSpacing(8)
        for number, title in enumerate(titles, start=1):
            mark = label(f"{number} · {title}")
            mark.setProperty("chip", "neutral")
            self._marks.append(mark)
            marks.addWidget(mark)
        marks.addStretch(1)
        inside.addLayout(marks)
        self.stack.setMinimumHeight(_LOWEST)
        inside.addWidget(self.stack, 1)
        ways = QHBoxLayout()
        ways.addWidget(self.back)
        ways.addStretch(1)
        ways.addWidget(self.next)
        inside.addLayout(ways)
        middle = QWidget()
        whole = QVBoxLayout(middle)
        whole.addStretch(1)
        whole.addLayout(centred(label(heading, "big")))
        whole.addSpacing(12)
        whole.addLayout(centred(self._card))
        whole.addStretch(2)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(scrolled(middle))

    def _look(self) -> None:
        self._card.setFixedWidth(self._theme.length(600))
