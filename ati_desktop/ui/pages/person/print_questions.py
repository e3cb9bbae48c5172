"""What has to be answered before a paper is made, and the buttons that let it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.choices import Choices

if TYPE_CHECKING:
    from ati_desktop.casework.papers import Asked

_NAMES = ("recipient_id", "purpose", "referral_id")


class PrintQuestions(QScrollArea):
    """For whom, for which purpose, about which referral; ``changed`` on every answer."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        participant_id: int,
        print_now: Callable[[], object],
        save_file: Callable[[], object],
    ) -> None:
        super().__init__()
        self._desk, self._participant_id = desk, participant_id
        self.form = Form(self._fields(Choices(desk, participant_id)), lambda: desk.today)
        self.form.changed.connect(self.changed)
        self.left_out = label("", "small", wrap=True)
        self.print_button = Button(self.tr("Print…"), print_now, Weight.PRIMARY)
        self.save_button = Button(self.tr("Save as PDF…"), save_file)
        self._lay_out(theme)
        newest = next(iter(self.form.fields[2].answers()), None)
        if newest is not None:
            self.form.input("referral_id").show_value(newest.value)

    def asked(self) -> Asked | None:
        """Return the paper that is asked for, or None while an answer is missing."""
        recipient, purpose, referral = (self.form.input(name) for name in _NAMES)
        if any(entry.unreadable() for entry in (recipient, purpose, referral)):
            return None
        if recipient.value() is None or purpose.value() is None:
            return None
        from ati_desktop.casework.papers import Asked  # noqa: PLC0415 - brings the PDF writer

        about = referral.value()
        return Asked(
            self._participant_id,
            int(str(recipient.value())),
            str(purpose.value()),
            int(str(about)) if about is not None else None,
        )

    def ready(self, ready: bool) -> None:
        """Let the paper go out, or not."""
        self.print_button.setEnabled(ready)
        self.save_button.setEnabled(ready)

    def tell_left_out(self, withheld: Sequence[str]) -> None:
        """Name the sections that the consent keeps back."""
        names = [self._desk.codes.label("information_section", one) for one in withheld]
        said = self.tr("Left out, because the consent does not cover it: {sections}.")
        self.left_out.setText(said.format(sections=", ".join(names)) if names else "")

    def _fields(self, choices: Choices) -> list[Field]:
        return [
            Field(
                "recipient_id",
                self.tr("For whom"),
                FieldKind.PROVIDER,
                choices.providers("treatment", "court", "probation"),
                required=True,
            ),
            Field(
                "purpose",
                self.tr("For which purpose"),
                FieldKind.CODE,
                choices.codes("disclosure_purpose"),
                required=True,
                no_answers=False,
            ),
            Field(
                "referral_id",
                self.tr("About which referral"),
                FieldKind.PROVIDER,
                choices.referrals,
            ),
        ]

    def _lay_out(self, theme: Theme) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme.length(348))
        self.setMaximumWidth(theme.length(420))
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addWidget(self.left_out)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        said = self.tr("Printing or saving writes into the log who got what, and when.")
        column.addWidget(label(said, "small", wrap=True))
        column.addStretch(1)
        self.setWidget(canvas)
