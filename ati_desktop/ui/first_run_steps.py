"""The first steps of a new office: the place, the office, the password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ati_desktop.ui.caps import PasswordLine
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.passphrase import (
    SHORTEST,
    Strength,
    draw_passphrase,
    passphrase_bits,
    strength,
    strength_in_words,
)
from ati_desktop.ui.places import look_at_place


class Step(QWidget):
    """One page: a heading, why it is asked, inputs, and a sentence when something is missing."""

    done = Signal()

    def __init__(self, heading: str, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = label(heading, "title")
        self.why = label(why, "muted", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self._names_shown: dict[QLineEdit, QLabel] = {}
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.heading)
        whole.addWidget(self.why)
        whole.addSpacing(8)
        whole.addLayout(self.body)
        whole.addWidget(self.problem)
        whole.addStretch(1)
        self.setAccessibleName(heading)

    def line(self, name: str, line: QLineEdit) -> QLineEdit:
        """Add an input under its name; Enter goes on."""
        self.name_line(line, name)
        line.returnPressed.connect(self.done)
        self.body.addWidget(self._names_shown[line])
        self.body.addWidget(line)
        self.body.addSpacing(6)
        return line

    def name_line(self, line: QLineEdit, name: str) -> None:
        """Say another name over an input."""
        said = self._names_shown.setdefault(line, label("", "muted"))
        said.setText(name)
        said.setBuddy(line)
        line.setAccessibleName(name)

    def complain(self, text: str) -> bool:
        """Show what is missing; True when there is nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        return not text

    def ready(self) -> bool:
        """Return whether the next step may come, saying what is missing if not."""
        return True

    def enter(self) -> None:
        """Put the cursor into the first input."""


class PlaceStep(Step):
    """Where the data will live."""

    known = Signal(object)

    def __init__(
        self, start: Path, surroundings: Surroundings, knows: Callable[[Path], bool]
    ) -> None:
        super().__init__("", "")
        self.heading.setText(self.tr("Where will the records live?"))
        self.why.setText(
            self.tr(
                "Everything is kept encrypted in one folder on this computer. Nothing is sent "
                "anywhere."
            )
        )
        self._surroundings, self._knows = surroundings, knows
        self.folder = self.line(self.tr("Folder"), QLineEdit(str(start)))
        self.choose = Button(self.tr("Choose another folder…"), self._ask, Weight.SECONDARY)
        self.body.addWidget(self.choose)
        self.state = Chip(self.tr("Looking"), Kind.NEUTRAL)
        self.remarks = label("", "muted", wrap=True)
        self.open_known = Button(self.tr("Sign in to this office"), self._open, Weight.PRIMARY)
        self.body.addSpacing(8)
        for widget in (self.state, self.remarks, self.open_known):
            self.body.addWidget(widget)
        self.folder.textChanged.connect(self._look)
        self._look()

    @property
    def path(self) -> Path:
        """Return the folder that was typed."""
        return Path(self.folder.text().strip()).expanduser()

    def ready(self) -> bool:
        """Return whether an office can be made there."""
        if not self.folder.text().strip() or not self.path.is_absolute():
            return self.complain(self.tr("Please give a whole path, from the drive on."))
        if self._knows(self.path):
            return self.complain(self.tr("There is an office already. Sign in to it instead."))
        stops = [remark.text for remark in look_at_place(self.path) if remark.stops]
        return self.complain(stops[0] if stops else "")

    def enter(self) -> None:
        """Put the cursor into the folder."""
        self.folder.setFocus()

    def _ask(self) -> None:
        chosen = self._surroundings.ask_folder(self.path)
        if chosen is not None:
            self.folder.setText(str(chosen))

    def _open(self) -> None:
        self.known.emit(self.path)

    def _look(self) -> None:
        self.complain("")
        known = self.path.is_absolute() and self._knows(self.path)
        self.open_known.setVisible(known)
        remarks = [] if known or not self.path.is_absolute() else look_at_place(self.path)
        self.remarks.setText("\n".join(remark.text for remark in remarks))
        self.remarks.setVisible(bool(remarks))
        if known:
            self.state.say(self.tr("An office lives here"), Kind.ACCENT)
        elif any(remark.stops for remark in remarks):
            self.state.say(self.tr("Does not work"), Kind.BAD)
        elif remarks:
            self.state.say(self.tr("Works, with a risk"), Kind.WARN)
        else:
            self.state.say(self.tr("A good place"), Kind.GOOD)


class OfficeStep(Step):
    """What the office and its first administrator are called."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.heading.setText(self.tr("Your office and you"))
        self.why.setText(
            self.tr(
                "The office's name stands on its papers. You become the first administrator and "
                "can add the others later."
            )
        )
        self.office = self.line(self.tr("Name of the office"), QLineEdit())
        self.user = self.line(self.tr("Your user name"), QLineEdit())
        self.body.addWidget(
            label(self.tr("Short and easy to type, such as mjones."), "small", wrap=True)
        )

    def ready(self) -> bool:
        """Return whether both names are there."""
        if not self.office.text().strip():
            self.office.setFocus()
            return self.complain(self.tr("Please give the office a name."))
        if not self.user.text().strip():
            self.user.setFocus()
            return self.complain(self.tr("Please choose a user name for yourself."))
        return self.complain("")

    def enter(self) -> None:
        """Put the cursor into the office's name."""
        self.office.setFocus()


class PasswordStep(Step):
    """The administrator's password, twice, with what it is worth in words."""

    def __init__(self, surroundings: Surroundings, names: Callable[[], tuple[str, ...]]) -> None:
        super().__init__("", "")
        self._surroundings, self._names = surroundings, names
        self.heading.setText(self.tr("Choose your password"))
        self.why.setText(
            self.tr(
                "It opens the records. Nobody can look it up. Five words drawn at random are both "
                "strong and easy to remember."
            )
        )
        self.first = self.line(self.tr("Password"), PasswordLine(""))
        self.again = self.line(self.tr("The same once more"), PasswordLine(""))
        self.worth = label("", "small", wrap=True)
        self.caps = label(self.tr("Caps Lock is on."), "problem")
        self.caps.hide()
        self.offer = Button(self.tr("Draw five words for me"), self._draw, Weight.SECONDARY)
        self.drawn = label("", "code", wrap=True, selectable=True)
        self.drawn_note = label("", "small", wrap=True)
        self.drawn.hide()
        row = QHBoxLayout()
        row.addWidget(self.offer)
        row.addStretch(1)
        self.body.addWidget(self.worth)
        self.body.addWidget(self.caps)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        self.body.addWidget(self.drawn)
        self.body.addWidget(self.drawn_note)
        for line in (self.first, self.again):
            line.textChanged.connect(self._judge)
            if isinstance(line, PasswordLine):
                line.caps.connect(self.caps.setVisible)
        self._judge()

    def ready(self) -> bool:
        """Return whether the password is strong enough and typed twice alike."""
        if strength(self.first.text(), self._names()) in (Strength.SHORT, Strength.WEAK):
            self.first.setFocus()
            return self.complain(strength_in_words(strength(self.first.text(), self._names())))
        if self.first.text() != self.again.text():
            self.again.setFocus()
            return self.complain(self.tr("The two are not the same. Please type it once more."))
        return self.complain("")

    def enter(self) -> None:
        """Put the cursor into the first line."""
        self.first.setFocus()

    def forget(self) -> None:
        """Empty the fields; the office is made."""
        for line in (self.first, self.again):
            line.clear()
        self.drawn.clear()

    def _judge(self) -> None:
        self.complain("")
        text = self.first.text()
        rule = self.tr("At least {count} characters.").format(count=SHORTEST)
        self.worth.setText(strength_in_words(strength(text, self._names())) if text else rule)

    def _draw(self) -> None:
        self.drawn.setText(draw_passphrase(self._surroundings.random))
        self.drawn.show()
        note = self.tr(
            "About {bits} bits. Write it down until you know it, type it twice above, "
            "then destroy the note."
        )
        self.drawn_note.setText(note.format(bits=int(passphrase_bits())))
        self.drawn.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.first.setFocus()
