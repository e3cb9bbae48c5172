"""What every sheet with a form shares: its head, a notice, the scrolled form, its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ati_desktop.casework.values import Incomplete
from ati_desktop.errors import Refused
from ati_desktop.ui.kit.buttons import Button, IconButton, Weight
from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.notice import Notice
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.answers import form_value
from ati_desktop.ui.pages.person.draft_keeper import FormValues

WIDEST = 760
"""No line of a form is wider than this, in pixels at 100 %."""


class FormSheet(QFrame):
    """A card with a form that scrolls between a head and a foot that do not."""

    closed = Signal()

    def __init__(
        self, form: Form, theme: Theme, save: str, title: str = "card_title", note: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.form = form
        self.title = label("", title)
        self.sign = Chip(" ")
        self.sign.hide()
        self.notice = Notice(theme)
        self.save_button = Button(save, self.save, Weight.PRIMARY)
        self.area, self.inside = self._scrolled(theme)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(self._head())
        if note:
            whole.addWidget(label(note, "muted", wrap=True))
        whole.addWidget(self.notice)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(16)
        self.middle.addWidget(self.area, 3)
        whole.addLayout(self.middle, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(Button(self.tr("Close"), self.close_sheet))
        self.foot.addStretch(1)
        whole.addLayout(self.foot)

    def values(self) -> FormValues:
        """Return what is in the form, as the deeds take it."""
        return {name: form_value(value) for name, value in self.form.values().items()}

    def save(self) -> None:
        """Save what is in the form."""
        raise NotImplementedError

    def hold(self) -> None:
        """Keep what is typed, at once."""
        raise NotImplementedError

    def close_sheet(self) -> None:
        """Keep what is typed and close."""
        self.hold()
        self.closed.emit()

    def say(self, text: str, kind: str = "neutral") -> None:
        """Show a sign beside the title; "" takes it away."""
        self.sign.setVisible(bool(text))
        if text:
            self.sign.say(text, kind)

    def show_refusal(self, error: Exception) -> None:
        """Show why nothing was saved: beside the fields, or over the form."""
        self.say(self.tr("Not saved"), "bad")
        if isinstance(error, Incomplete):
            self._show_problems(error)
        elif isinstance(error, Refused):
            self.notice.show_text(sentence(error), "refused")

    def _show_problems(self, incomplete: Incomplete) -> None:
        known = [field.name for field in self.form.fields if field.name in incomplete.problems]
        for name in known:
            self.form.show_problem(name, sentence(Refused(incomplete.problems[name])))
        if known:
            entry = self.form.input(known[0]).entry()
            entry.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(entry)
        elsewhere = [said for name, said in incomplete.problems.items() if name not in known]
        if elsewhere:
            self.notice.show_text(
                " ".join(sentence(Refused(said)) for said in elsewhere), "refused"
            )

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.sign)
        head.addStretch(1)
        head.addWidget(IconButton("close", self.tr("Close the form"), self.close_sheet))
        return head

    def _scrolled(self, theme: Theme) -> tuple[QScrollArea, QVBoxLayout]:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        inside = QVBoxLayout(canvas)
        inside.setContentsMargins(0, 4, 12, 4)
        self.form.setMaximumWidth(theme.length(WIDEST))
        inside.addWidget(self.form)
        scroll.setWidget(canvas)
        return scroll, inside
