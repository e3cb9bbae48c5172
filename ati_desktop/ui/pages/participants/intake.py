"""New intake on one calm page: who, why, which case; who may already be here, beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from shiboken6 import isValid

from ati_desktop.casework.changes import Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import possible_duplicates
from ati_desktop.casework.intake import take_in
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.pages.participants.intake_fields import intake_fields
from ati_desktop.ui.pages.participants.likenesses import Likenesses
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.draft_keeper import DraftKeeper
from ati_desktop.ui.pages.person.form_sheet import FormSheet
from ati_desktop.ui.pages.person.words import clock_words
from ati_desktop.ui.shell import Shell

translate = QCoreApplication.translate

_PAUSE_MS = 300


class IntakeSheet(FormSheet):
    """A form that makes a participant; ``opened`` leads to somebody who is already here."""

    opened = Signal(int)
    taken = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, carried: Mapping[str, str]) -> None:
        super().__init__(
            Form(intake_fields(Choices(desk)), lambda: desk.today),
            shell.theme,
            translate("IntakeSheet", "Take in"),
            "title",
            translate(
                "IntakeSheet",
                "A part of the name, the date of the referral and who referred are enough.",
            ),
        )
        self.title.setText(self.tr("New intake"))
        self.setAccessibleName(self.tr("New intake"))
        self._desk, self._shell = desk, shell
        self._sure = False
        self.likenesses = Likenesses(desk)
        self.likenesses.opened.connect(self.opened)
        self.middle.addWidget(self.likenesses, 2)
        self.keeper = DraftKeeper(desk, shell, "intake", lambda _id: "new", None, self.values, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.compare)
        self._open(carried)
        self.form.changed.connect(self._typed)

    def hold(self) -> None:
        """Keep what is typed, at once."""
        self._pause.stop()
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
        self.say(self.tr("Saving…"))
        task = self.keeper.saving(lambda: take_in(self._desk, values))
        self._shell.lane.run(task, self._saved, self._not_saved)

    def _complete(self) -> bool:
        good = self.form.check()
        values = self.values()
        if values["family"] or values["given"]:
            return good
        found = self.form.problems()
        self.form.first()
        found["family"] = self.tr("Enter at least one part of the name.")
        for name, said in found.items():  # moving the focus took one of them away
            self.form.show_problem(name, said)
        return False

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
            self.form.fill(draft.values)
            said = self.tr("Restored what you were typing at {time}.")
            self.notice.show_text(
                said.format(time=clock_words(draft.changed_at, self.locale())),
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
        self.say("")
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
        self.show_refusal(error)
