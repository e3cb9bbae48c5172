"""Unfinished forms about the person, each one click away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import KeptDraft, list_drafts
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.forms import FORMS, form_title, new_title
from ati_desktop.ui.pages.person.words import clock_words


def drafts_about(desk: Desk, participant_id: int) -> list[KeptDraft]:
    """Return the user's unfinished forms about one participant, the newest first."""
    own = f":{participant_id}"
    return [
        draft
        for draft in list_drafts(desk)
        if draft.form in FORMS
        and (
            draft.about.startswith(f"{participant_id}:")
            or (draft.form == "participant" and draft.about == own)
        )
    ]


class DraftBar(QWidget):
    """One quiet button a draft; hidden while there is none. ``wanted`` gives noun and record."""

    wanted = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = Flow(8, 4)
        self.setLayout(self._row)
        self._shown: list[QWidget] = []
        self.hide()

    def show_drafts(self, drafts: Sequence[KeptDraft]) -> None:
        """Show what is unfinished."""
        for widget in self._shown:
            self._row.removeWidget(widget)
            widget.deleteLater()
        self._shown = [label(self.tr("Unfinished:"), "muted")] if drafts else []
        self._shown += [self._button(draft) for draft in drafts]
        for widget in self._shown:
            self._row.addWidget(widget)
        self.setVisible(bool(drafts))

    def follow(self, before: QWidget) -> None:
        """Let the Tab key reach the drafts after another widget, as they stand on the page."""
        for widget in self._shown[1:]:
            QWidget.setTabOrder(before, widget)
            before = widget

    def _button(self, draft: KeptDraft) -> Button:
        which = draft.about.rpartition(":")[2]
        record = int(which) if which.isdecimal() else 0
        name = form_title(draft.form) if record else new_title(draft.form)
        said = self.tr("{form}, {time}").format(
            form=name, time=clock_words(draft.changed_at, self.locale())
        )
        return Button(said, partial(self.wanted.emit, draft.form, record), Weight.QUIET)
