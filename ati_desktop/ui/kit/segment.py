"""A row of which one is chosen: tabs of a page, or the few answers to a question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ati_desktop.ui.kit.flow import Flow


class Segment(QWidget):
    """Choices of (name, title); ``look`` is "line" for tabs, "choice" for answers.

    Left and right move between them, Tab leaves the row.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], look: str = "line", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._names = [name for name, _title in choices]
        row: Flow | QHBoxLayout = Flow(4, 0, self) if look == "line" else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for at, (_name, title) in enumerate(choices):
            button = QPushButton(title)
            button.setCheckable(True)
            button.setAutoExclusive(True)  # a screen reader says one of several, not a check box
            button.setAutoDefault(False)
            button.setProperty("tab", look)
            place = "first" if at == 0 else "last" if at == len(choices) - 1 else "middle"
            button.setProperty("place", place)
            button.setAccessibleName(title)
            button.installEventFilter(self)
            self._group.addButton(button, at)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        if isinstance(row, QHBoxLayout):
            row.setSpacing(0)
            row.addStretch(1)
        self._group.idClicked.connect(self._clicked)
        self.choose(self._names[0] if look == "line" else None)

    def choose(self, name: str | None) -> None:
        """Show one as chosen without telling; None for none."""
        self._group.setExclusive(False)
        for at, known in enumerate(self._names):
            self._group.button(at).setChecked(known == name)
        self._group.setExclusive(True)
        self._rove(self._names.index(name) if name in self._names else 0)

    def value(self) -> str | None:
        """Return the name of the chosen one, or None."""
        at = self._group.checkedId()
        return self._names[at] if at >= 0 else None

    def buttons(self) -> list[QPushButton]:
        """Return the buttons in order."""
        found = [self._group.button(at) for at in range(len(self._names))]
        return [button for button in found if isinstance(button, QPushButton)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the arrow keys, which a button would else keep for itself."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not isinstance(watched, QPushButton):
            return False
        if self.isRightToLeft():
            step = -step
        there = (self._group.id(watched) + step) % len(self._names)
        self._group.button(there).setFocus(Qt.FocusReason.TabFocusReason)
        self._group.button(there).click()
        return True

    def _clicked(self, at: int) -> None:
        self._rove(at)
        self.chosen.emit(self._names[at])

    def _rove(self, at: int) -> None:
        for place, button in enumerate(self.buttons()):
            tabbed = Qt.FocusPolicy.StrongFocus if place == at else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(tabbed)
        self.setFocusProxy(self._group.button(at))
