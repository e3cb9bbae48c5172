"""The page Directory: organisations and programs, and the form of the chosen one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.directory.directory_list import DirectoryList
from ati_desktop.ui.pages.person.forms import new_title
from ati_desktop.ui.pages.person.record_sheet import RecordSheet
from ati_desktop.ui.shell import Shell

_BESIDE = 980


class DirectoryPage(QWidget):
    """A list at the left, the form at the right or, where it is narrow, in its place."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.sheet: RecordSheet | None = None
        self.segment = Segment(
            [("provider", self.tr("Organisations")), ("program", self.tr("Programs"))]
        )
        self.segment.chosen.connect(self.show_noun)
        self.list = DirectoryList(desk, shell)
        self.list.opened.connect(lambda record: self.open_record(self.list.noun, record))
        self.new_button = Button("", lambda: self.open_record(self.list.noun), Weight.PRIMARY)
        self._lay_out()
        self.show_noun("provider")

    def show_noun(self, noun: str) -> None:
        """Show the organisations or the programs."""
        self.segment.choose(noun)
        self.new_button.setText(new_title(noun))
        self.new_button.setAccessibleName(new_title(noun))
        self.list.show_noun(noun)
        self._arrange()

    def open_record(self, noun: str, record_id: int = 0) -> None:
        """Open the form of an organisation or a program; 0 for a new one."""
        self.close_sheet()
        self.sheet = RecordSheet(self._desk, self._shell, noun, None, record_id or None)
        self.sheet.closed.connect(self.close_sheet)
        self._beside.addWidget(self.sheet, 1)
        self._shell.commands.bind("save", self.sheet.save)
        self._arrange()
        self.sheet.form.first()

    def close_sheet(self) -> None:
        """Close the form, keeping its draft."""
        if self.sheet is None:
            return
        self.sheet.hold()
        self._shell.commands.unbind("save", self.sheet.save)
        self._beside.removeWidget(self.sheet)
        self.sheet.hide()
        self.sheet.deleteLater()
        self.sheet = None
        self._arrange()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self) -> None:
        """Keep what is typed, at once."""
        if self.sheet is not None:
            self.sheet.hold()

    def arrive(self, form: str = "", record: int = 0, noun: str = "") -> None:
        """Show the organisations or programs, perhaps with a form open."""
        if noun or form:
            self.show_noun(noun or form)
        if form:
            self.open_record(form, record)

    def where(self) -> dict[str, Any]:
        """Return what ``arrive`` takes to come back."""
        place: dict[str, Any] = {"noun": self.list.noun}
        if self.sheet is not None:
            place |= {"form": self.sheet.noun, "record": self.sheet.record_id or 0}
        return place

    def on_changed(self, kinds: Changed | None) -> None:
        """Read again when organisations or programs changed; None is everything."""
        if kinds is None or kinds & (Changed.PROVIDERS | Changed.PROGRAMS):
            self.list.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the form beside the list, or in its place."""
        super().resizeEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed."""
        self.hold()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the form; its draft is kept."""
        if event.key() == Qt.Key.Key_Escape and self.sheet is not None:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Directory"), "title"))
        head.addStretch(1)
        if self._desk.may(Right.WRITE_RECORDS):
            head.addWidget(self.new_button)
        whole.addLayout(head)
        whole.addWidget(self.segment)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(16)
        self._beside.addWidget(self.list, 1)
        whole.addLayout(self._beside, 1)

    def _arrange(self) -> None:
        wide = self.width() >= self._shell.theme.length(_BESIDE)
        self.list.setVisible(self.sheet is None or wide)
        self.list.leave_quiet_columns_out(self.sheet is not None)
