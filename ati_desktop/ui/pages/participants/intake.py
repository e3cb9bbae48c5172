"""New intake on one calm page: who, why, which case; who may already be here, beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDateTime, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ati_desktop.casework.changes import Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import possible_duplicates
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.values import Incomplete
from ati_desktop.errors import Refused
from ati_desktop.ui.kit.buttons import Button, IconButton, Weight
from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.notice import Notice
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.participants.intake_fields import intake_fields
from ati_desktop.ui.pages.participants.likenesses import Likenesses
from ati_desktop.ui.pages.person.answers import form_value
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.draft_keeper import DraftKeeper, FormValues
from ati_desktop.ui.shell import Shell

_PAUSE_MS = 300


class IntakeSheet(QFrame):
    """A form that makes a participant; ``opened`` leads to somebody who is already here."""

    closed = Signal()
    opened = Signal(int)
    taken = Signal(object)

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        carried: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("New intake"))
        self._desk, self._shell = desk, shell
        self._sure = False
        self.form = Form(intake_fields(Choices(desk)), lambda: desk.today)
        self.notice = Notice(shell.theme)
        self.sign = Chip(" ")
        self.likenesses = Likenesses(desk)
        self.likenesses.opened.connect(self._open_other)
        self.keeper = DraftKeeper(desk, shell, "intake", lambda _id: "new", None, self.values, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.compare)
        self._lay_out()
        self._open(carried)
        self.form.changed.connect(self._typed)

    def values(self) -> FormValues:
        """Return what is in the form, as the deeds take it."""
        return {name: form_value(value) for name, value in self.form.values().items()}

    def hold(self) -> None:
        """Keep what is typed, at once."""
        self.keeper.hold()

    def compare(self) -> None:
        """Look for people who may be the same."""
        values = self.values()
        family, given, birth = (
            str(values[name] or "") for name in ("family", "given", "birth_date")
        )
        named = bool(family or given)
        hits = possible_duplicates(self._desk, family, given, birth or None) if named else []
        self.likenesses.show_hits(hits, family, given, birth)

    def save(self) -> None:
        """Take the person in, after the likely same people were looked at."""
        if not self.save_button.isEnabled() or not self._complete():
            return
        self.compare()
        if self.likenesses.count and not self._sure:
            self._ask_whether_new()
            return
        values = self.values()
        self.save_button.setEnabled(False)
        self.sign.say(self.tr("Saving…"))
        self.sign.show()
        task = self.keeper.saving(lambda: take_in(self._desk, values))
        self._shell.lane.run(task, self._saved, self._not_saved)

    def _complete(self) -> bool:
        good = self.form.check()
        values = self.values()
        if not values["family"] and not values["given"]:
            self.form.show_problem("family", self.tr("Enter at least one part of the name."))
            self.form.first()
            return False
        return good

    def _ask_whether_new(self) -> None:
        said = self.tr(
            "Somebody like this is already here. Compare at the right before you create."
        )
        self.notice.show_text(said, "warn", self.tr("Somebody else: create"), self._create_anyway)

    def _create_anyway(self) -> None:
        self._sure = True
        self.notice.clear()
        self.save()

    def _open(self, carried: Mapping[str, str]) -> None:
        self.form.fill({})
        self.keeper.clean = self.values()
        draft = self.keeper.restore()
        if draft is not None:
            self.form.fill({**draft.values, **carried})
            at = draft.changed_at.astimezone()
            time = QDateTime.fromSecsSinceEpoch(int(at.timestamp())).time()
            said = self.tr("Restored what you were typing at {time}.")
            self.notice.show_text(
                said.format(time=self.locale().toString(time, "HH:mm")),
                "neutral",
                self.tr("Discard"),
                lambda: self._discard(carried),
            )
        else:
            self.form.fill(carried)
        self.compare()

    def _discard(self, carried: Mapping[str, str]) -> None:
        self.keeper.drop()
        self.form.fill(carried)
        self.notice.clear()
        self.compare()

    def _typed(self) -> None:
        self._sure = False
        self.sign.hide()
        self.keeper.touch()
        self._pause.start()

    def _saved(self, saved: Saved) -> None:
        self._shell.changed(saved.changed)
        if isValid(self):
            self.taken.emit(saved)

    def _not_saved(self, error: Exception) -> None:
        if not isValid(self):
            return
        self.save_button.setEnabled(True)
        self.sign.say(self.tr("Not saved"), "bad")
        if isinstance(error, Incomplete):
            for name, said in error.problems.items():
                self.form.show_problem(name, sentence(Refused(said)))
            first = self.form.input(next(iter(error.problems))).entry()
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, Refused):
            self.notice.show_text(sentence(error), "refused")

    def _open_other(self, participant_id: int) -> None:
        self.keeper.drop()
        self.opened.emit(participant_id)

    def _close(self) -> None:
        self.hold()
        self.closed.emit()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(self.tr("New intake"), "title"))
        head.addWidget(self.sign)
        self.sign.hide()
        head.addStretch(1)
        head.addWidget(IconButton("close", self.tr("Close the intake"), self._close))
        whole.addLayout(head)
        said = self.tr("A part of the name, the date of the referral and who referred are enough.")
        whole.addWidget(label(said, "muted", wrap=True))
        whole.addWidget(self.notice)
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(self._scrolled(), 3)
        pair.addWidget(self.likenesses, 2)
        whole.addLayout(pair, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.save_button = Button(self.tr("Take in"), self.save, Weight.PRIMARY)
        foot.addWidget(self.save_button)
        foot.addWidget(Button(self.tr("Close"), self._close))
        foot.addStretch(1)
        whole.addLayout(foot)

    def _scrolled(self) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        inside = QVBoxLayout(canvas)
        inside.setContentsMargins(0, 4, 12, 4)
        inside.addWidget(self.form)
        scroll.setWidget(canvas)
        return scroll
