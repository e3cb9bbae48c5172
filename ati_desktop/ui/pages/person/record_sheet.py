"""One record in a form: typed, kept as a draft, saved, compared, removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ati_desktop.casework.changes import Changed, Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import Filled, read_record, remove_record, save_record
from ati_desktop.casework.values import FormValue, Incomplete
from ati_desktop.errors import Refused
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, IconButton, Weight
from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.notice import Notice
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.answers import form_value
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.conflict import Comparison
from ati_desktop.ui.pages.person.draft_keeper import DraftKeeper, FormValues
from ati_desktop.ui.pages.person.forms import FORMS, NEVER_REMOVED, form_title, new_title
from ati_desktop.ui.shell import Shell

WIDEST = 760
"""No line of a form is wider than this, in pixels at 100 %."""


class RecordSheet(QFrame):
    """A form for one record of one noun; it keeps a draft and never creates a row by opening."""

    closed = Signal()
    saved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        noun: str,
        participant_id: int | None,
        record_id: int | None = None,
        start: Mapping[str, FormValue] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.noun, self.record_id = noun, record_id
        self._desk, self._shell = desk, shell
        self._participant_id = participant_id
        self.title = label("", "card_title")
        self.sign = Chip(" ")
        self.notice = Notice(shell.theme)
        self.form = Form(FORMS[noun](Choices(desk, participant_id)), lambda: desk.today)
        self.keeper = DraftKeeper(desk, shell, noun, self._about, record_id, self.values, self)
        self._comparison: Comparison | None = None
        self._lay_out()
        self._open(start or {})
        self.form.changed.connect(self._typed)
        self.keeper.kept.connect(self._say_kept)

    def values(self) -> FormValues:
        """Return what is in the form, as the deeds take it."""
        return {name: form_value(value) for name, value in self.form.values().items()}

    def hold(self) -> None:
        """Keep what is typed, at once."""
        if self._writes:
            self.keeper.hold()

    def save(self) -> None:
        """Save, if every field can be read; the form stays as it is."""
        if not self._writes or not self.save_button.isEnabled() or not self.form.check():
            return
        values, base = self.values(), self.keeper.base_version
        self._say(self.tr("Saving…"), "neutral")
        self.save_button.setEnabled(False)
        task = self.keeper.saving(
            lambda: save_record(
                self._desk,
                self.noun,
                values,
                participant_id=self._participant_id,
                record_id=self.record_id,
                base_version=base,
            )
        )
        self._shell.lane.run(task, lambda saved: self._saved(saved, values), self._not_saved)

    def close_sheet(self) -> None:
        """Keep the draft and close."""
        self.hold()
        self.closed.emit()

    def _about(self, record_id: int | None) -> str:
        return f"{self._participant_id or ''}:{record_id or 'new'}"

    @property
    def _writes(self) -> bool:
        return self._desk.may(Right.WRITE_RECORDS)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.sign)
        head.addStretch(1)
        head.addWidget(IconButton("close", self.tr("Close the form"), self.close_sheet))
        whole.addLayout(head)
        whole.addWidget(self.notice)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        self._inside = QVBoxLayout(canvas)
        self._inside.setContentsMargins(0, 4, 12, 4)
        self.form.setMaximumWidth(self._shell.theme.length(WIDEST))
        self._inside.addWidget(self.form)
        self._scroll.setWidget(canvas)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.save_button = Button(self.tr("Save"), self.save, Weight.PRIMARY)
        self.revoke_button = Button(self.tr("Revoke…"), self._revoke)
        self.remove_button = Button(self.tr("Remove…"), self._ask_to_remove, Weight.QUIET)
        row.addWidget(self.save_button)
        row.addWidget(Button(self.tr("Close"), self.close_sheet))
        row.addStretch(1)
        row.addWidget(self.revoke_button)
        row.addWidget(self.remove_button)
        return row

    def _open(self, start: Mapping[str, FormValue]) -> None:
        values: Mapping[str, FormValue] = start
        if self.record_id is not None:
            record = read_record(self._desk, self.noun, self.record_id)
            values = record.values
            self.keeper.base_version = record.version
        self.form.fill(values)
        self.keeper.clean = self.values()
        draft = self.keeper.restore() if self._writes else None
        if draft is not None:
            self.form.fill(draft.values)
            if self.record_id is not None:
                self.keeper.base_version = draft.base_version
            said = self.tr("Restored what you were typing at {time}.")
            self.notice.show_text(
                said.format(time=self._clock(draft.changed_at)),
                "neutral",
                self.tr("Discard"),
                self._discard,
            )
        self._refresh_frame()

    def _refresh_frame(self) -> None:
        new = self.record_id is None
        name = new_title(self.noun) if new else form_title(self.noun)
        self.title.setText(name)
        self.setAccessibleName(name)
        self.sign.hide()
        self.form.setEnabled(self._writes)
        self.save_button.setVisible(self._writes)
        self.remove_button.setVisible(self._writes and not new and self.noun not in NEVER_REMOVED)
        self._refresh_revocation()

    def _refresh_revocation(self) -> None:
        consent = self.noun == "consent" and self.record_id is not None
        values = self.values()
        bound = values.get("irrevocable_until_event") == "yes"
        free = not bound or values.get("event_happened_on") is not None
        revoked = values.get("revoked_on") is not None
        self.revoke_button.setVisible(self._writes and consent and free and not revoked)
        if self.noun == "consent":
            self.form.input("revoked_on").setEnabled(consent and (free or revoked))

    def _typed(self) -> None:
        self.keeper.touch()
        self._say("", "neutral")
        if self.noun == "consent":
            self._refresh_revocation()

    def _say(self, text: str, kind: str) -> None:
        self.sign.setVisible(bool(text))
        if text:
            self.sign.say(text, kind)

    def _say_kept(self, at: datetime) -> None:
        said = self.tr("Draft kept {time}").format(time=self._clock(at))
        self._say(said, "neutral")

    def _clock(self, at: datetime) -> str:
        here = at.astimezone()
        shown = QDateTime.fromSecsSinceEpoch(int(here.timestamp())).time()
        return self.locale().toString(shown, "HH:mm")

    def _saved(self, saved: Saved, values: FormValues) -> None:
        self._shell.changed(saved.changed)
        if not isValid(self):
            return
        self.save_button.setEnabled(True)
        self.record_id = saved.id
        self.keeper.clean = values
        self.notice.clear()
        self._drop_comparison()
        self._refresh_frame()
        done = self.tr("Saved {time}").format(time=self._clock(self._desk.clock()))
        self._say(done, "good")
        self.saved.emit(saved)

    def _not_saved(self, error: Exception) -> None:
        if not isValid(self):
            return
        self.save_button.setEnabled(True)
        self._say(self.tr("Not saved"), "bad")
        if isinstance(error, Incomplete):
            self._show_problems(error)
        elif hasattr(error, "theirs"):
            self._compare()
        elif isinstance(error, Refused):
            self.notice.show_text(sentence(error), "refused")

    def _show_problems(self, incomplete: Incomplete) -> None:
        known = {field.name for field in self.form.fields}
        elsewhere = []
        for name, said in incomplete.problems.items():
            words = sentence(Refused(said))
            if name in known:
                self.form.show_problem(name, words)
            else:
                elsewhere.append(words)
        first = next((one for one in incomplete.problems if one in known), None)
        if first is not None:
            entry = self.form.input(first).entry()
            entry.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(entry)
        if elsewhere:
            self.notice.show_text(" ".join(elsewhere), "refused")

    def _compare(self) -> None:
        if self.record_id is None:
            return
        theirs = self._shell.attempt(
            lambda: read_record(self._desk, self.noun, self.record_id or 0)
        )
        if theirs is None:
            return
        self._drop_comparison()
        made = Comparison(self.form.fields, self.values(), theirs.values)
        made.keep_mine.connect(lambda: self._keep_mine(theirs))
        made.take_theirs.connect(lambda: self._take_theirs(theirs))
        made.go_on.connect(self._drop_comparison)
        self._comparison = made
        self.form.hide()
        self._inside.addWidget(made)
        made.mine.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_mine(self, theirs: Filled) -> None:
        self.keeper.base_version = theirs.version
        self._drop_comparison()
        self.save()

    def _take_theirs(self, theirs: Filled) -> None:
        self._drop_comparison()
        self.form.fill(theirs.values)
        self.keeper.clean = self.values()
        self.keeper.base_version = theirs.version
        self.keeper.drop()
        self._refresh_frame()

    def _drop_comparison(self) -> None:
        if self._comparison is not None:
            self._inside.removeWidget(self._comparison)
            self._comparison.deleteLater()
            self._comparison = None
        self.form.show()

    def _discard(self) -> None:
        self.form.fill(self.keeper.clean)
        self.keeper.drop()
        if self.record_id is not None:
            record = read_record(self._desk, self.noun, self.record_id)
            self.form.fill(record.values)
            self.keeper.clean = self.values()
            self.keeper.base_version = record.version
        self.notice.clear()
        self._refresh_frame()

    def _revoke(self) -> None:
        entry = self.form.input("revoked_on")
        entry.show_value(self._desk.today.isoformat())
        entry.entry().setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(entry)
        self._typed()
        said = self.tr("Check the day of the revocation, then save.")
        self.notice.show_text(said, "warn")

    def _ask_to_remove(self) -> None:
        said = self.tr("Remove this record? Do so only if it was entered by mistake.")
        self.notice.show_text(said, "warn", self.tr("Remove it"), self._remove)

    def _remove(self) -> None:
        record, base = self.record_id, self.keeper.base_version
        if record is None or base is None:
            return
        changed: Changed | None = self._shell.attempt(
            lambda: remove_record(self._desk, self.noun, record, base)
        )
        if changed is not None:
            self.keeper.drop()
            self._shell.changed(changed)
            self.closed.emit()
