"""Six boxes for the groups of a recovery code, three for each half of the sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ati_desktop.casework.recovery_codes import GROUPS, misread, read_group
from ati_desktop.errors import Refused
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.words import label, restyle

_GROUP = 5


class CodeGroups(QWidget):
    """Takes the code typed or pasted in any case, with or without spaces and hyphens.

    ``noticed`` carries a sentence about the group that was left, "" while it is typed;
    ``entered`` is Enter in any box.
    """

    noticed = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = [self._box(number) for number in range(1, GROUPS + 1)]
        self._arrange()
        self.setFocusProxy(self.boxes[0])

    def typed(self) -> list[str]:
        """Return the groups as they stand in the boxes."""
        return [box.text() for box in self.boxes]

    def complaint(self) -> str:
        """Return what is wrong with the code, and put the cursor there; "" if it can be one."""
        found = misread(self.typed())
        if found is None:
            return ""
        if found.group:
            self._mark(self.boxes[found.group - 1], wrong=True)
            self.boxes[found.group - 1].setFocus()
        return sentence(found.refused)

    def forget(self) -> None:
        """Let nothing of the code stay on the screen."""
        for box in self.boxes:
            box.clear()
            self._mark(box, wrong=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Backspace in an empty box go on in the box before."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            for before, box in zip(self.boxes, self.boxes[1:], strict=False):
                if box is watched and event.key() == Qt.Key.Key_Backspace and not box.text():
                    before.setFocus()
                    before.setCursorPosition(len(before.text()))
                    return True
        return super().eventFilter(watched, event)

    def _box(self, number: int) -> QLineEdit:
        box = QLineEdit()
        box.setProperty("kind", "code")
        name = self.tr("Group {number} of {count}").format(number=number, count=GROUPS)
        box.setAccessibleName(name)
        box.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhPreferUppercase
        )
        box.textEdited.connect(lambda text: self._edited(number, text))
        box.editingFinished.connect(lambda: self._left(number))
        box.returnPressed.connect(self.entered)
        box.installEventFilter(self)
        return box

    def _edited(self, number: int, text: str) -> None:
        box = self.boxes[number - 1]
        self._mark(box, wrong=False)
        self.noticed.emit("")
        plain = "".join(text.upper().split()).replace("-", "")
        rest = self.boxes[number:]
        if len(plain) > _GROUP and (len(plain) == _GROUP * GROUPS or not _filled(rest)):
            self._spread(0 if len(plain) == _GROUP * GROUPS else number - 1, plain)
            return
        if plain != text:
            place = box.cursorPosition() - (len(text) - len(plain))
            box.setText(plain)
            box.setCursorPosition(max(0, place))
        if len(plain) == _GROUP == box.cursorPosition() and self._left(number) and rest:
            rest[0].setFocus()
            rest[0].selectAll()

    def _spread(self, first: int, plain: str) -> None:
        """Put what is longer than a group into the boxes after it."""
        boxes = self.boxes[first:]
        for at, box in enumerate(boxes):
            end = None if box is boxes[-1] else (at + 1) * _GROUP
            box.setText(plain[at * _GROUP : end])
        reached = min((len(plain) - 1) // _GROUP, len(boxes) - 1)
        boxes[reached].setFocus()
        for number in range(first + 1, first + reached + 1):
            self._left(number)

    def _left(self, number: int) -> bool:
        """Show a whole group as it was read, or say what is wrong with it."""
        box = self.boxes[number - 1]
        if not box.text():
            return False
        try:
            box.setText(read_group(number, box.text()))
        except Refused as refused:
            self._mark(box, wrong=True)
            self.noticed.emit(sentence(refused))
            return False
        self._mark(box, wrong=False)
        return True

    def _mark(self, box: QLineEdit, *, wrong: bool) -> None:
        restyle(box, "problem", "true" if wrong else "false")

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setRowMinimumHeight(3, 4)
        middle = GROUPS // 2
        halves = (self.tr("Half 1 of the sheet"), self.tr("Half 2 of the sheet"))
        for half, title in enumerate(halves):
            top = half * 4
            grid.addWidget(label(title, "muted"), top, 0, 1, middle)
            for column in range(middle):
                at = half * middle + column
                number = label(str(at + 1), "small")
                number.setBuddy(self.boxes[at])
                grid.addWidget(number, top + 1, column)
                grid.addWidget(self.boxes[at], top + 2, column)


def _filled(boxes: list[QLineEdit]) -> bool:
    return any(box.text() for box in boxes)
