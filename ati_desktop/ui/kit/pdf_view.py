"""A paper on the screen: pages under each other, drawn as they come into sight, zoom.

It has no way to print: what leaves the office goes through a deed, never through a view.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.ui.kit.buttons import Button, IconButton, Weight
from ati_desktop.ui.kit.pdf_pages import PdfPages
from ati_desktop.ui.kit.words import label

_GAP = 16
_KEPT = 8
_SCREEN = 96.0


class _Sheets(QAbstractScrollArea):
    """Draws the pages that are in sight and keeps the last few."""

    moved = Signal()

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = pages
        self.zoom = 1.0
        self._drawn: dict[int, QImage] = {}
        self._fits = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def set_zoom(self, zoom: float) -> None:
        """Show larger or smaller, 0.25 to 4, keeping the place."""
        self._fits = False
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self.zoom = min(4.0, max(0.25, zoom))
        self._drawn.clear()
        self._measure()
        bar.setValue(round(share * bar.maximum()))
        self.viewport().update()

    def fit_width(self) -> None:
        """Show the widest page across the whole width."""
        widest = max((size.width() for size in self.pages.sizes), default=612.0)
        self.set_zoom((self.viewport().width() - 2 * _GAP) / (widest * _SCREEN / 72))
        self._fits = True

    def places(self) -> list[QRect]:
        """Return where each page stands, in the scrolled area."""
        found, top = [], _GAP
        for size in self.pages.sizes:
            wide = round(size.width() * _SCREEN / 72 * self.zoom)
            tall = round(size.height() * _SCREEN / 72 * self.zoom)
            left = max(_GAP, (self.viewport().width() - wide) // 2)
            found.append(QRect(left, top, wide, tall))
            top += tall + _GAP
        return found

    def page_now(self) -> int:
        """Return the page in the middle of the sight, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return next((at for at, r in enumerate(self.places()) if middle <= r.bottom() + _GAP), 0)

    def go(self, at: int) -> None:
        """Bring a page to the top."""
        places = self.places()
        at = min(max(at, 0), len(places) - 1)
        self.verticalScrollBar().setValue(places[at].top() - _GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages that are in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self.palette().color(QPalette.ColorRole.Mid))
        dx, dy = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for at, place in enumerate(self.places()):
            seen = place.translated(-dx, -dy)
            if seen.intersects(self.viewport().rect()):
                painter.fillRect(seen, QColor("white"))
                painter.drawImage(seen, self._picture(at))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure anew."""
        super().resizeEvent(event)
        if self._fits:
            self.fit_width()
        else:
            self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    def _picture(self, at: int) -> QImage:
        if at not in self._drawn:
            while len(self._drawn) >= _KEPT:
                self._drawn.pop(next(iter(self._drawn)))
            dots = _SCREEN * self.zoom * self.devicePixelRatioF()
            self._drawn[at] = self.pages.picture(at, dots)
        return self._drawn[at]

    def _measure(self) -> None:
        places = self.places()
        tall = places[-1].bottom() + _GAP if places else 0
        wide = max((place.width() for place in places), default=0) + 2 * _GAP
        room: QSize = self.viewport().size()
        for bar, whole, page in (
            (self.verticalScrollBar(), tall, room.height()),
            (self.horizontalScrollBar(), wide, room.width()),
        ):
            bar.setRange(0, max(0, whole - page))
            bar.setPageStep(page)
            bar.setSingleStep(40)

    def _scrolled(self) -> None:
        self.viewport().update()
        self.moved.emit()


class PdfView(QWidget):
    """A paper with its page count and zoom."""

    def __init__(self, pdf: bytes, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PdfPages(pdf)
        self.sheets = _Sheets(self.pages)
        self.sheets.setAccessibleName(name)
        self._where = label("", "muted")
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        bar.addWidget(IconButton("previous", self.tr("Previous page"), lambda: self._turn(-1)))
        bar.addWidget(self._where)
        bar.addWidget(IconButton("next", self.tr("Next page"), lambda: self._turn(1)))
        bar.addStretch(1)
        bar.addWidget(IconButton("smaller", self.tr("Smaller"), lambda: self._zoom(1 / 1.2)))
        bar.addWidget(Button(self.tr("Fit width"), self.sheets.fit_width, Weight.QUIET))
        bar.addWidget(IconButton("larger", self.tr("Larger"), lambda: self._zoom(1.2)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self.sheets, 1)
        self.sheets.moved.connect(self._say_where)
        self._say_where()

    def _turn(self, step: int) -> None:
        self.sheets.go(self.sheets.page_now() + step)

    def _zoom(self, times: float) -> None:
        self.sheets.set_zoom(self.sheets.zoom * times)

    def _say_where(self) -> None:
        text = self.tr("Page {page} of {count}")
        self._where.setText(text.format(page=self.sheets.page_now() + 1, count=self.pages.count))
