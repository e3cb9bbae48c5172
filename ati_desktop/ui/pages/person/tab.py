"""What every tab of a person's page can do: be read, go stale, open records."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.shell import Shell


class Tab(QScrollArea):
    """A scrolling page of cards about one participant.

    ``wants`` asks for a form: noun, record id (0 for a new one) and what it starts with.
    """

    wants = Signal(str, int, object)
    shows: Changed = Changed.NOTHING

    def __init__(
        self, desk: Desk, shell: Shell, participant_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.shell = desk, shell
        self.participant_id = participant_id
        self.stale = True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        self.cards = QVBoxLayout(canvas)
        self.cards.setContentsMargins(0, 0, 0, 0)
        self.cards.setSpacing(12)
        self.setWidget(canvas)

    def read(self) -> None:
        """Read what the tab shows."""
        raise NotImplementedError

    def read_if_stale(self) -> None:
        """Read when something has changed since the last time, as when the tab is shown."""
        if self.stale:
            self.stale = False
            self.read()
