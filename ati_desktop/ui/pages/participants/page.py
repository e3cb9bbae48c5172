"""The page Participants: the list at the left, the person or the intake at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed, Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import read_draft
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.locale_dates import date_words
from ati_desktop.ui.pages.participants.carried import carry_over
from ati_desktop.ui.pages.participants.intake import IntakeSheet
from ati_desktop.ui.pages.participants.list_column import ListColumn
from ati_desktop.ui.pages.participants.narrow_bar import NarrowBar
from ati_desktop.ui.pages.person.page import PersonPage
from ati_desktop.ui.pages.person.printers import AskPrinter, ask_printer
from ati_desktop.ui.pages.person.words import clock_words
from ati_desktop.ui.shell import Shell

_BOTH = 940
_BOTH_WITH_PAPER = 1500
"""From these widths on the list stands beside the person, or beside a paper."""

_LISTED = (
    Changed.PARTICIPANTS
    | Changed.PEOPLE
    | Changed.REFERRALS
    | Changed.ENROLLMENTS
    | Changed.LEGAL_CASES
    | Changed.CONSENTS
    | Changed.PROGRAMS
)


class ParticipantsPage(QWidget):
    """Three columns with the rail: the next case is one click away."""

    shown = Signal(int)

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        ask: AskPrinter = ask_printer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._shell, self._ask = desk, shell, ask
        self.person: PersonPage | None = None
        self.intake: IntakeSheet | None = None
        self._stale = False
        self._typed = ""
        self.list = ListColumn(desk, shell)
        self.bar = NarrowBar()
        self._right: QWidget = self._nobody()
        self._lay_out()
        self.list.picked.connect(self.show_person)
        self.list.entered.connect(self._enter)
        self.list.wants_new.connect(self.open_intake)
        self.bar.back.connect(self.show_list)
        self.bar.step.connect(self.list.step)

    def show_person(self, participant_id: int) -> None:
        """Show a person at the right."""
        if self.person is None or self.person.participant_id != participant_id:
            made = PersonPage(self._desk, self._shell, participant_id, self._ask)
            made.rearranged.connect(self._arrange)
            self._put(made)
            self.person = made
        self.list.show_person(participant_id)
        self.bar.show_place(*self.list.place())
        self._arrange()
        self.shown.emit(participant_id)

    def open_intake(self, typed: str = "") -> None:
        """Open a new intake, with what was searched for carried over."""
        if not self._desk.may(Right.WRITE_RECORDS):
            return
        words = date_words(self.locale())
        made = IntakeSheet(self._desk, self._shell, carry_over(typed, self._desk.today, words))
        made.closed.connect(self._close_intake)
        made.opened.connect(self._enter)
        made.taken.connect(self._taken)
        self._put(made)
        self.intake = made
        self._bind(made, bound=True)
        self._arrange()
        made.form.first()

    def show_list(self) -> None:
        """Go back to the list; where it is narrow this closes the person."""
        if self.person is not None and not self._room_for_both():
            self._put(self._nobody())
        self._arrange()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self) -> None:
        """Keep what is typed, at once."""
        for open_ in (self.person, self.intake):
            if open_ is not None:
                open_.hold()

    def arrive(self, person: int | None = None, new: str | None = None, **where: Any) -> None:
        """Show a person, or a place on the person's page, or a new intake of what was typed."""
        if new is not None:
            self.open_intake(new)
        elif person is not None:
            self.show_person(person)
            if self.person is not None:
                self.person.arrive(**where)

    def where(self) -> dict[str, Any]:
        """Return what ``arrive`` takes to come back."""
        if self.intake is not None:
            return {"new": self._typed}
        if self.person is not None:
            return {"person": self.person.participant_id, **self.person.where()}
        return {}

    def on_changed(self, kinds: Changed | None) -> None:
        """Read again what is in sight, if the kinds of records touch it; None is everything."""
        if kinds is None:
            kinds = ~Changed.NOTHING
        if kinds & _LISTED:
            if self.isVisible():
                self.list.read()
            else:
                self._stale = True
        if self.person is not None:
            self.person.on_changed(kinds)

    def sizeHint(self) -> QSize:
        """Want the room of both columns."""
        return QSize(1232, 868)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one column or two."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Answer the commands of the window while in sight."""
        super().showEvent(event)
        for name, run in self._answers():
            self._shell.commands.bind(name, run)
        if self._stale:
            self._stale = False
            self.list.read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed and answer no more."""
        self.hold()
        for name, run in self._answers():
            self._shell.commands.unbind(name, run)
        super().hideEvent(event)

    def _answers(self) -> tuple[tuple[str, Any], ...]:
        return (
            ("print", self._print),
            ("next_person", self._next),
            ("previous_person", self._previous),
        )

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addWidget(self.list)
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self._right, 1)
        whole.addWidget(self._side, 1)

    def _nobody(self) -> QWidget:
        writes = self._desk.may(Right.WRITE_RECORDS)
        draft = read_draft(self._desk, "intake", "new") if writes else None
        if draft is None:
            said = self.tr("Choose a person at the left, or press Ctrl+K to find one.")
            return EmptyPlace("participants", said)
        said = self.tr("An intake is unfinished; it was last typed at {time}.")
        time = clock_words(draft.changed_at, self.locale())
        return EmptyPlace(
            "edit", said.format(time=time), self.tr("Go on with the intake"), self.open_intake
        )

    def _put(self, made: QWidget) -> None:
        """Replace what stands at the right; drafts of it are kept first."""
        self.hold()
        if self.person is not None:
            self.person.close_sheet()
        if self.intake is not None:
            self._bind(self.intake, bound=False)
        old, self._right = self._right, made
        self.person, self.intake = None, None
        layout = self._side.layout()
        if layout is not None:
            layout.replaceWidget(old, made)
        old.hide()
        old.deleteLater()

    def _bind(self, sheet: IntakeSheet, *, bound: bool) -> None:
        turn = self._shell.commands.bind if bound else self._shell.commands.unbind
        turn("save", sheet.save)

    def _room_for_both(self) -> bool:
        paper = self.person is not None and self.person.shows_paper
        return self.width() >= self._shell.theme.length(_BOTH_WITH_PAPER if paper else _BOTH)

    def _arrange(self) -> None:
        both = self._room_for_both()
        filled = self.person is not None or self.intake is not None
        wide = self._shell.theme.length(408)
        if both:
            self.list.setFixedWidth(min(wide, round(self.width() * 0.34)))
        else:
            self.list.setMinimumWidth(0)
            self.list.setMaximumWidth(16_777_215)
        self.list.setVisible(both or not filled)
        self._side.setVisible(both or filled)
        self.bar.setVisible(not both and self.person is not None)

    def _enter(self, participant_id: int) -> None:
        self.show_person(participant_id)
        if self.person is not None:
            self.person.segment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _taken(self, saved: Saved) -> None:
        self._shell.notices.say(self.tr("Taken in"))
        self._enter(saved.id)

    def _close_intake(self) -> None:
        self._put(self._nobody())
        self._arrange()
        self.list.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self) -> None:
        if self.person is not None:
            self.person.open_printing()

    def _next(self) -> None:
        self.list.step(1)

    def _previous(self) -> None:
        self.list.step(-1)
