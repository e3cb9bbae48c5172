"""One record in a form: typed, kept as a draft, saved, compared, removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from shiboken6 import isValid

from ati_desktop.casework.changes import Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import Filled, read_record, remove_record, save_record
from ati_desktop.casework.values import FormValue
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.pages.person.blanks import blank_values
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.conflict import Comparison
from ati_desktop.ui.pages.person.draft_keeper import DraftKeeper, FormValues
from ati_desktop.ui.pages.person.form_sheet import FormSheet
from ati_desktop.ui.pages.person.forms import FORMS, NEVER_REMOVED, form_title, new_title
from ati_desktop.ui.pages.person.words import clock_words
from ati_desktop.ui.shell import Shell


class RecordSheet(FormSheet):
    """A form for one record of one noun; it keeps a draft and never creates a row by opening."""

    saved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        noun: str,
        participant_id: int | None,
        record_id: int | None = None,
        start: Mapping[str, FormValue] | None = None,
    ) -> None:
        form = Form(FORMS[noun](Choices(desk, participant_id)), lambda: desk.today)
        super().__init__(form, shell.theme, QCoreApplication.translate("RecordSheet", "Save"))
        self.noun, self.record_id = noun, record_id
        self.desk, self._shell = desk, shell
        self._participant_id = participant_id
        self.keeper = DraftKeeper(desk, shell, noun, self._about, record_id, self.values, self)
        self._comparison: Comparison | None = None
        self.add_buttons()
        self._open(start or {})
        self.form.changed.connect(self._typed)
        self.keeper.kept.connect(self._say_kept)

    def hold(self) -> None:
        """Keep what is typed, at once."""
        if self.writes:
            self.keeper.hold()

    def save(self) -> None:
        """Save, if every field can be read; the form stays as it is."""
        if not self.writes or not self.save_button.isEnabled() or not self.form.check():
            return
        values, base = self.values(), self.keeper.base_version
        self.say(self.tr("Saving…"), "neutral")
        self.save_button.setEnabled(False)
        task = self.keeper.saving(
            lambda: save_record(
                self.desk,
                self.noun,
                values,
                participant_id=self._participant_id,
                record_id=self.record_id,
                base_version=base,
            )
        )
        self._shell.lane.run(task, lambda saved: self._saved(saved, values), self._not_saved)

    def _about(self, record_id: int | None) -> str:
        return f"{self._participant_id or ''}:{record_id or 'new'}"

    @property
    def writes(self) -> bool:
        """Return whether the role may change records."""
        return self.desk.may(Right.WRITE_RECORDS)

    def add_buttons(self) -> None:
        """Put the noun's own buttons into the foot."""
        self.remove_button = Button(self.tr("Remove…"), self._ask_to_remove, Weight.QUIET)
        self.foot.addWidget(self.remove_button)

    def _open(self, start: Mapping[str, FormValue]) -> None:
        values: Mapping[str, FormValue] = {**blank_values(self.noun, self.desk), **start}
        if self.record_id is not None:
            record = read_record(self.desk, self.noun, self.record_id)
            values = record.values
            self.keeper.base_version = record.version
        self.form.fill(values)
        self.keeper.clean = self.values()
        draft = self.keeper.restore() if self.writes else None
        if draft is not None:
            self.form.fill(draft.values)
            if self.record_id is not None:
                self.keeper.base_version = draft.base_version
            said = self.tr("Restored what you were typing at {time}.")
            self.notice.show_text(
                said.format(time=clock_words(draft.changed_at, self.locale())),
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
        self.form.setEnabled(self.writes)
        self.save_button.setVisible(self.writes)
        self.remove_button.setVisible(self.writes and not new and self.noun not in NEVER_REMOVED)
        self.refresh_rules()

    def refresh_rules(self) -> None:
        """Show what the noun's own rules allow now; called as the form is typed."""

    def _typed(self) -> None:
        self.keeper.touch()
        self.say("")
        self.refresh_rules()

    def _say_kept(self, at: datetime) -> None:
        said = self.tr("Draft kept {time}").format(time=clock_words(at, self.locale()))
        self.say(said, "neutral")

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
        done = self.tr("Saved {time}").format(time=clock_words(self.desk.clock(), self.locale()))
        self.say(done, "good")
        self.saved.emit(saved)

    def _not_saved(self, error: Exception) -> None:
        if not isValid(self):
            return
        self.save_button.setEnabled(True)
        self.show_refusal(error)
        if hasattr(error, "theirs"):
            self.notice.clear()
            self._compare()

    def _compare(self) -> None:
        if self.record_id is None:
            return
        theirs = self._shell.attempt(lambda: read_record(self.desk, self.noun, self.record_id or 0))
        if theirs is None:
            return
        self._drop_comparison()
        made = Comparison(self.form.fields, self.values(), theirs.values)
        made.keep_mine.connect(lambda: self._keep_mine(theirs))
        made.take_theirs.connect(lambda: self._take_theirs(theirs))
        made.go_on.connect(self._drop_comparison)
        self._comparison = made
        self.form.hide()
        self.inside.addWidget(made)
        self.save_button.hide()
        made.editing.setFocus(Qt.FocusReason.OtherFocusReason)

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
            self.inside.removeWidget(self._comparison)
            self._comparison.deleteLater()
            self._comparison = None
        self.save_button.setVisible(self.writes)
        self.form.show()

    def _discard(self) -> None:
        self.form.fill(self.keeper.clean)
        self.keeper.drop()
        if self.record_id is not None:
            record = read_record(self.desk, self.noun, self.record_id)
            self.form.fill(record.values)
            self.keeper.clean = self.values()
            self.keeper.base_version = record.version
        self.notice.clear()
        self._refresh_frame()

    def _ask_to_remove(self) -> None:
        said = self.tr("Remove this record? Do so only if it was entered by mistake.")
        self.notice.show_text(said, "warn", self.tr("Remove it"), self._remove)

    def _remove(self) -> None:
        record, base = self.record_id, self.keeper.base_version
        if record is None or base is None:
            return
        changed = self._shell.attempt(lambda: remove_record(self.desk, self.noun, record, base))
        if changed is not None:
            self.keeper.drop()
            self._shell.changed(changed)
            self.closed.emit()
