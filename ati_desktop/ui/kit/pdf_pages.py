"""The pages of a PDF as pictures, drawn by pdfium when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_POINTS = 72


class PdfPages:
    """A PDF in memory; nothing of it is written to disk."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 - loaded only where a paper is shown

        self._document: Any = pypdfium2.PdfDocument(pdf)
        self.sizes = [QSizeF(*self._document.get_page_size(at)) for at in range(self.count)]

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return len(self._document)

    def picture(self, at: int, dots_per_inch: float) -> QImage:
        """Return a page, counted from 0, at a resolution."""
        page = self._document[at]
        drawn = page.render(scale=dots_per_inch / _POINTS, rev_byteorder=True)
        form = {
            3: QImage.Format.Format_RGB888,
            4: QImage.Format.Format_RGBX8888,
            1: QImage.Format.Format_Grayscale8,
        }[drawn.n_channels]
        shown = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, form)
        copy = shown.copy()
        drawn.close()
        page.close()
        return copy

    def close(self) -> None:
        """Let the document go."""
        self._document.close()


def print_pages(pages: PdfPages, printer: QPrinter) -> None:
    """Print every page in its own size, as large as the paper lets it."""
    painter = QPainter(printer)
    for at in range(pages.count):
        if at:
            printer.newPage()
        room = painter.viewport()
        picture = pages.picture(at, min(printer.resolution(), 300))
        size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (room.width() - size.width()) // 2
        painter.drawImage(QRect(QPoint(left, 0), size), picture)
    painter.end()
