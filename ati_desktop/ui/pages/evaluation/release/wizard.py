"""The release wizard: question, check, recipient, second person, and the package itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import Spec, spec_as_text
from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.layouts import scrolled
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.tab_order import put_behind, stops_of
from ati_desktop.ui.kit.words import label, restyle
from ati_desktop.ui.pages.evaluation.asking import Asking
from ati_desktop.ui.pages.evaluation.reading import Read
from ati_desktop.ui.pages.evaluation.release.check_step import CheckStep
from ati_desktop.ui.pages.evaluation.release.draft import ReleaseDraft
from ati_desktop.ui.pages.evaluation.release.end_step import EndStep
from ati_desktop.ui.pages.evaluation.release.packing import Packing
from ati_desktop.ui.pages.evaluation.release.question_step import QuestionStep
from ati_desktop.ui.pages.evaluation.release.recipient_step import RecipientStep
from ati_desktop.ui.pages.evaluation.release.second_step import SecondStep
from ati_desktop.ui.shell import Shell


class ReleaseWizard(QWidget):
    """Walks through the steps over a draft; Back and closing keep what was typed.

    Emits ``left``, ``change`` when the question shall be another, ``finished`` when the package
    was written or asked for, and ``register`` to go and see it there.
    """

    left = Signal()
    change = Signal()
    finished = Signal()
    register = Signal()

    def __init__(
        self, desk: Desk, shell: Shell, asking: Asking, read: Read, draft: ReleaseDraft
    ) -> None:
        super().__init__()
        self._shell, self._asking, self._read = shell, asking, read
        self.draft = draft
        self.head = Head(self.tr("Release"))
        self.close_button = Button(self.tr("Close"), self.leave)
        self.close_button.setAccessibleDescription(self.tr("What you filled in is kept."))
        self.head.action(self.close_button)
        self.question, self.check = QuestionStep(), CheckStep(asking.live, shell.theme)
        self.recipient, self.second = RecipientStep(shell.surroundings), SecondStep()
        self.end = EndStep()
        self.packing = Packing(desk, shell, self, self.end)
        self.steps: list[Step] = [
            self.question,
            self.check,
            self.recipient,
            self.second,
            self.end,
        ]
        self._marks: list[QLabel] = []
        self._at = 0
        self._done = False
        self.back = Button(self.tr("Back"), self.backward)
        self.next = Button(self.tr("Continue"), self.forward, Weight.PRIMARY)
        self._places = Places()
        self._arrange()
        self._connect()
        self.recipient.show_draft(draft)
        self.show_spec(draft.spec)
        self.show_step(min(draft.step, 2))

    def _connect(self) -> None:
        self.question.change.connect(self._change)
        self.check.check.wanted.connect(self.show_spec)
        self._asking.live.turned.connect(self._turned)
        self.check.preview.segment.chosen.connect(self.order_tabs)
        self.packing.packed.connect(self._packed)
        self.packing.finished.connect(self._finish)
        self.packing.register.connect(self.register)
        for step in self.steps:
            step.done.connect(self.forward)

    @property
    def at(self) -> Step:
        """Return the step that is shown."""
        return self.steps[self._at]

    def show_spec(self, spec: Spec) -> None:
        """Take another question, such as one that hides less, and check it."""
        self.draft.spec = spec
        self.head.say(self.tr("Release: {title}").format(title=spec.title))
        self.question.show_question(spec, self._read)
        self._asking.live.ask(spec)

    def forward(self) -> None:
        """Go on, if nothing is missing on this step."""
        if self.at is self.end or not self.at.ready():
            return
        self.keep()
        self.show_step(self._at + 1)

    def backward(self) -> None:
        """Go back a step."""
        self.keep()
        self.show_step(max(self._at - 1, 0))

    def leave(self) -> None:
        """Close, keeping what was typed."""
        self.keep()
        self.left.emit()

    def keep(self) -> None:
        """Take what is typed into the draft."""
        self.recipient.keep(self.draft)
        self.draft.step = self._at
        title = self.question.title.text().strip()
        if title and title != self.draft.spec.title:
            self.show_spec(replace(self.draft.spec, title=title))

    def show_step(self, at: int) -> None:
        """Show a step and put the cursor where it begins."""
        self.at.complain("")
        self._at = self.draft.step = at
        self._places.show_place(self._frames[at])
        for number, mark in enumerate(self._marks):
            kind = "accent" if number == at else "good" if number < at else "neutral"
            restyle(mark, "chip", kind)
            now = self.tr("now") if number == at else self.tr("done") if number < at else ""
            mark.setAccessibleDescription(now)
        last = self.at is self.end
        self.next.setVisible(not last)
        self.back.setEnabled(at > 0)
        ready = self._asking.live.ready
        if self.at is self.second and ready is not None:
            self.second.show_rule(ready)
        self.at.enter()
        if self.at is self.second:
            self.next.setFocus()
        if last:
            self._pack()
        self.order_tabs()

    def order_tabs(self, _shown: str = "") -> None:
        """Let the Tab key come to Back and Continue after everything on the step."""
        found = stops_of(self._frames[self._at])
        if found:
            put_behind(found[-1], (self.back, self.next))

    def _packed(self, files: Mapping[str, bytes]) -> None:
        self.check.preview.show_files(files)
        self.order_tabs()

    def _pack(self) -> None:
        ready = self._asking.live.ready
        if ready is None:
            self.show_step(1)  # figures or releases changed meanwhile: look at the check again
            return
        encryption = self.recipient.protection.encryption
        self.packing.make(self.draft, ready, self._text(), encryption)

    def _text(self) -> str:
        spec = self.draft.spec
        return self._asking.text if spec == self._read.spec else spec_as_text(spec)

    def _turned(self) -> None:
        """Go back to the check when the package that is shown is no longer the one checked."""
        if not self._done and self._at > 1 and self._asking.live.ready is None:
            self.show_step(1)
        self.order_tabs()

    def _change(self) -> None:
        self.keep()
        self.change.emit()

    def _finish(self) -> None:
        self._done = True
        for mark in self._marks:
            restyle(mark, "chip", "good")
            mark.setAccessibleDescription(self.tr("done"))
        self.recipient.protection.forget()
        self.back.hide()
        self.order_tabs()
        self.finished.emit()
        self._shell.changed(Changed.FIGURES)

    def _arrange(self) -> None:
        titles = (
            self.tr("Question"),
            self.tr("Check"),
            self.tr("Recipient"),
            self.tr("Second person"),
            self.tr("Write or ask"),
        )
        holder = QWidget()
        marks = Flow(8, 4, holder)
        for number, title in enumerate(titles, start=1):
            mark = label(f"{number} · {title}")
            mark.setProperty("chip", "neutral")
            self._marks.append(mark)
            marks.addWidget(mark)
        self._frames = [scrolled(step) for step in self.steps]
        for frame in self._frames:
            self._places.add_place(frame)
        ways = QHBoxLayout()
        ways.addWidget(self.back)
        for step in self.steps:
            ways.addWidget(step.problem, 1)  # what is missing stands beside the button
        ways.addStretch(1)
        ways.addWidget(self.next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addWidget(holder)
        whole.addWidget(self._places, 1)
        whole.addLayout(ways)
