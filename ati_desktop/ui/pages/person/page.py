"""One person's page: the head, the tabs, and beside or instead of them the open form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import KeptDraft
from ati_desktop.casework.persons import PersonHead, person_head
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.pages.person.consent_sheet import ConsentSheet
from ati_desktop.ui.pages.person.draft_bar import DraftBar, drafts_about
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.pages.person.paper_sheet import PaperSheet
from ati_desktop.ui.pages.person.person_head import PersonHeadCard
from ati_desktop.ui.pages.person.print_sheet import PrintSheet
from ati_desktop.ui.pages.person.printers import AskPrinter, ask_printer
from ati_desktop.ui.pages.person.record_sheet import RecordSheet
from ati_desktop.ui.pages.person.tab import Tab
from ati_desktop.ui.pages.person.tabs import TAB_OF, make_tab, tab_titles
from ati_desktop.ui.shell import Shell

_BESIDE = 1080
"""From this width on a form stands beside the tabs instead of in their place."""

_HEAD = (
    Changed.PARTICIPANTS
    | Changed.PEOPLE
    | Changed.LEGAL_CASES
    | Changed.REFERRALS
    | Changed.CONSENTS
    | Changed.ENROLLMENTS
)
Sheet = RecordSheet | PrintSheet | PaperSheet


class PersonPage(QWidget):
    """Everything about one participant; tabs are built when first shown."""

    arrived = Signal(int)
    rearranged = Signal()

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        participant_id: int,
        ask: AskPrinter = ask_printer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._shell, self._ask = desk, shell, ask
        self.participant_id = participant_id
        self.now: PersonHead | None = None
        self.sheet: Sheet | None = None
        self.tabs: dict[str, Tab] = {}
        self.head = PersonHeadCard(desk)
        self.head.record.connect(self.open_record)
        self.head.printing.connect(self.open_printing)
        self.drafts = DraftBar()
        self.drafts.wanted.connect(self.open_record)
        self.segment = Segment(tab_titles())
        self.segment.chosen.connect(self.show_tab)
        self._stack = QStackedWidget()
        self._body = QWidget()
        self._lay_out()
        self._read_head()
        self._read_drafts()
        self.show_tab("overview")

    def show_tab(self, name: str) -> None:
        """Show a tab, building it the first time and reading it when it is stale."""
        if name not in self.tabs:
            made = make_tab(name, self._desk, self._shell, self.participant_id)
            made.wants.connect(self.open_record)
            if hasattr(made, "show_again"):
                made.show_again.connect(self._show_again)
            self.tabs[name] = made
            self._stack.addWidget(made)
        self.segment.choose(name)
        self._stack.setCurrentWidget(self.tabs[name])
        self.tabs[name].read_if_stale()

    @property
    def shows_paper(self) -> bool:
        """Return whether a paper is in sight, which wants all the room there is."""
        return isinstance(self.sheet, PrintSheet | PaperSheet)

    @property
    def tab(self) -> str:
        """Return the name of the tab that is shown."""
        return self.segment.value() or "overview"

    def open_record(
        self, noun: str, record_id: int = 0, start: Mapping[str, Any] | None = None
    ) -> None:
        """Open a form for a record, or for a new one when the id is 0."""
        kind = ConsentSheet if noun == "consent" else RecordSheet
        made = kind(
            self._desk,
            self._shell,
            noun,
            None if noun == "participant" else self.participant_id,
            record_id or None,
            start,
        )
        self._put(made)
        made.form.first()

    def open_printing(self) -> None:
        """Prepare a paper."""
        if not self._desk.may(Right.PRINT_PAPER) or self.now is None:
            return
        made = PrintSheet(
            self._desk, self._shell, self.participant_id, self.now.reference, self._ask
        )
        made.wants_consent.connect(partial(self.open_record, "consent", 0))
        self._put(made)
        made.form.first()

    def close_sheet(self) -> None:
        """Close what stands over the tabs, keeping its draft."""
        if self.sheet is None:
            return
        self.hold()
        self._bind(self.sheet, bound=False)
        self._beside.removeWidget(self.sheet)
        self.sheet.hide()
        self.sheet.deleteLater()
        self.sheet = None
        self._read_drafts()
        self._arrange()
        self.rearranged.emit()
        self.segment.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self) -> None:
        """Keep what is typed, at once."""
        if isinstance(self.sheet, RecordSheet):
            self.sheet.hold()

    def where(self) -> dict[str, Any]:
        """Return what ``arrive`` takes to come back to this place."""
        place: dict[str, Any] = {"tab": self.tab}
        if isinstance(self.sheet, RecordSheet):
            place |= {"form": self.sheet.noun, "record": self.sheet.record_id or 0}
        elif isinstance(self.sheet, PrintSheet):
            place["printing"] = True
        return place

    def arrive(
        self, tab: str = "", form: str = "", record: int = 0, printing: bool = False
    ) -> None:
        """Show a tab, a form or the preparation of a paper."""
        if tab:
            self.show_tab(tab)
        if form:
            self.open_record(form, record)
        if printing:
            self._read_head(self.open_printing)

    def on_changed(self, kinds: Changed) -> None:
        """Read again what is in sight; what is not in sight goes stale."""
        if kinds & _HEAD:
            self._read_head()
        for name, tab in self.tabs.items():
            if kinds & tab.shows:
                tab.stale = True
                if name == self.tab:
                    tab.read_if_stale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the form beside the tabs where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addWidget(self.drafts)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.segment)
        inside.addWidget(self._stack, 1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(12)
        self._beside.addWidget(self._body, 1)
        whole.addLayout(self._beside, 1)

    def _put(self, sheet: Sheet) -> None:
        self.close_sheet()
        self.sheet = sheet
        sheet.closed.connect(self.close_sheet)
        self._beside.addWidget(sheet, 1)
        self._bind(sheet, bound=True)
        self._read_drafts()
        if isinstance(sheet, RecordSheet):
            self._show_tab_of(sheet.noun)
        self._arrange()
        self.rearranged.emit()

    def _show_tab_of(self, noun: str) -> None:
        name = TAB_OF.get(noun)
        if name is not None and self.tab not in ("overview", name):
            self.show_tab(name)

    def _bind(self, sheet: Sheet, *, bound: bool) -> None:
        turn = self._shell.commands.bind if bound else self._shell.commands.unbind
        if isinstance(sheet, RecordSheet):
            turn("save", sheet.save)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what stands over the tabs; its draft is kept."""
        if event.key() == Qt.Key.Key_Escape and self.sheet is not None:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        wide = self.width() >= self._shell.theme.length(_BESIDE) and not self.shows_paper
        self._body.setVisible(self.sheet is None or wide)

    def _read_head(self, then: Any = None) -> None:
        desk, person = self._desk, self.participant_id

        def done(head: PersonHead) -> None:
            self.now = head
            self.head.show_head(head)
            self.arrived.emit(person)
            if then is not None:
                then()

        fetch(self._shell, self, lambda: person_head(desk, person), done)

    def _read_drafts(self) -> None:
        if not self._desk.may(Right.WRITE_RECORDS):
            return
        desk, person = self._desk, self.participant_id
        fetch(self._shell, self, lambda: drafts_about(desk, person), self._show_drafts)

    def _show_drafts(self, drafts: Sequence[KeptDraft]) -> None:
        opened = self.sheet.noun if isinstance(self.sheet, RecordSheet) else ""
        self.drafts.show_drafts([draft for draft in drafts if draft.form != opened])
        self.drafts.follow(self.head.print_button)

    def _show_again(self, disclosure: Any) -> None:
        self._put(PaperSheet(self._desk, self._shell, disclosure))
