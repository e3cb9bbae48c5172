"""Several places of which one is shown; the others take no room at all."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Places(QWidget):
    """Like a stacked widget, but as tall as the place shown and not as the tallest of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._places: list[QWidget] = []
        self._now: QWidget | None = None

    def add_place(self, place: QWidget) -> None:
        """Take a place at the end; the first one is shown."""
        self._places.append(place)
        self._whole.addWidget(place)
        place.setVisible(self._now is None)
        self._now = self._now or place

    def remove_place(self, place: QWidget) -> None:
        """Let a place go; it is hidden and its owner deletes it."""
        self._places.remove(place)
        self._whole.removeWidget(place)
        place.hide()
        if self._now is place:
            self._now = None
            if self._places:
                self.show_place(self._places[0])

    def show_place(self, place: QWidget) -> None:
        """Show one place."""
        self._now = place
        for each in self._places:
            each.setVisible(each is place)

    @property
    def shown(self) -> QWidget | None:
        """Return the place that is shown."""
        return self._now
