"""The sign-in screen: the place, the user, the password, one clear sentence when it is wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ati_desktop.errors import Refused
from ati_desktop.ui.caps import PasswordLine
from ati_desktop.ui.gate import Desk, OfficeGate
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.lane import Lane, Progress
from ati_desktop.ui.kit.layouts import centred, scrolled
from ati_desktop.ui.kit.mark import mark
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label


class LockScreen(QWidget):
    """Signs in on the lane; emits ``opened`` with the desk."""

    opened = Signal(object)
    other_place = Signal()
    new_office = Signal()
    recovery_wanted = Signal()

    def __init__(
        self, gate: OfficeGate, lane: Lane, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._gate, self._lane = gate, lane
        self.folder = Path()
        self._warm = False
        self._busy = False
        self.heading = label(self.tr("Sign in"), "title")
        self.why = label("", "muted", wrap=True)
        self.place = label("", "small", wrap=True, selectable=True)
        self.user = QLineEdit()
        self.user.setAccessibleName(self.tr("User name"))
        self.password = PasswordLine(self.tr("Password"))
        self.caps = label(self.tr("Caps Lock is on."), "problem")
        self.problem = label("", "problem", wrap=True)
        self.go = Button(self.tr("Sign in"), self.sign_in, Weight.PRIMARY)
        recover = self.tr("Use the recovery code…")
        self.recover = Button(recover, self.recovery_wanted.emit, Weight.QUIET)
        self.other = Button(self.tr("Other place…"), self.other_place.emit, Weight.QUIET)
        self.new = Button(self.tr("New office…"), self.new_office.emit, Weight.QUIET)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._mark = QLabel()
        self._arrange()
        self._connect()
        self._look()

    def _connect(self) -> None:
        self._theme.changed.connect(self._look)
        self.password.caps.connect(self.caps.setVisible)
        self.password.textEdited.connect(self._warm_up)
        self.password.returnPressed.connect(self.sign_in)
        self.user.returnPressed.connect(self.password.setFocus)

    def show_place(self, folder: Path, user: str = "", why: str = "") -> None:
        """Show where the data is and who was here, and put the cursor where it is needed."""
        self.folder = folder
        self.place.setText(self.tr("Data: {folder}").format(folder=str(folder)))
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.heading.setText(self.tr("Locked") if user and why else self.tr("Sign in"))
        self.user.setText(user)
        self.password.clear()
        self.caps.hide()
        self._say("")
        self._wait(busy=False)
        (self.password if user else self.user).setFocus()

    def sign_in(self) -> None:
        """Ask the gate, on the lane."""
        user, password, folder = self.user.text().strip(), self.password.text(), self.folder
        if self._busy:
            return
        if not user or not password:
            self._say(self.tr("Please type your user name and your password."))
            (self.password if user else self.user).setFocus()
            return
        self._say("")
        self._wait(busy=True)

        def task(_progress: Progress) -> Desk:
            return self._gate.sign_in(folder, user, password)

        self._lane.run(task, self._opened, self._refused)

    def _opened(self, desk: Desk) -> None:
        self.password.clear()
        self._wait(busy=False)
        self.opened.emit(desk)

    def _refused(self, error: Exception) -> None:
        self._wait(busy=False)
        fault = self.tr("This did not work because of a fault in the program; it was noted.")
        self._say(sentence(error) if isinstance(error, Refused) else fault)
        self.password.selectAll()
        self.password.setFocus()

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.password.setAccessibleDescription(text)

    def _wait(self, *, busy: bool) -> None:
        self._busy = busy
        self.go.setText(self.tr("Opening…") if busy else self.tr("Sign in"))
        for widget in (self.go, self.user, self.password, self.recover, self.other, self.new):
            widget.setEnabled(not busy)

    def _warm_up(self) -> None:
        if not self._warm:
            self._warm = True
            self._lane.run(lambda _progress: self._gate.warm_up())

    def _arrange(self) -> None:
        self.caps.hide()
        self.problem.hide()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(32, 28, 32, 20)
        inside.setSpacing(8)
        inside.addWidget(self.heading)
        inside.addWidget(self.why)
        inside.addLayout(self._fields())
        inside.addWidget(self.caps)
        inside.addWidget(self.problem)
        inside.addLayout(self._entry())
        inside.addSpacing(12)
        inside.addWidget(self.place)
        inside.addLayout(self._ways())
        middle = QWidget()
        whole = QVBoxLayout(middle)
        whole.addStretch(2)
        whole.addLayout(centred(self._mark))
        whole.addLayout(centred(label("ATI Desktop", "big")))
        whole.addSpacing(16)
        whole.addLayout(centred(self._card))
        whole.addStretch(3)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(scrolled(middle))

    def _look(self) -> None:
        colours = self._theme.palette
        self._card.setFixedWidth(self._theme.length(420))
        side = self._theme.length(48)
        self._mark.setPixmap(mark(side, colours.accent, colours.on_accent))

    def _entry(self) -> QHBoxLayout:
        entry = QHBoxLayout()
        entry.addWidget(self.go)
        entry.addStretch(1)
        entry.addWidget(self.recover)
        return entry

    def _ways(self) -> QHBoxLayout:
        ways = QHBoxLayout()
        ways.setContentsMargins(-8, 0, 0, 0)
        ways.addWidget(self.other)
        ways.addWidget(self.new)
        ways.addStretch(1)
        return ways

    def _fields(self) -> QVBoxLayout:
        fields = QVBoxLayout()
        fields.setContentsMargins(0, 12, 0, 8)
        fields.setSpacing(6)
        named = ((self.tr("User name"), self.user), (self.tr("Password"), self.password))
        for name, line in named:
            said = label(name, "muted")
            said.setBuddy(line)
            fields.addWidget(said)
            fields.addWidget(line)
            fields.addSpacing(4)
        return fields
