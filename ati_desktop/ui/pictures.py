"""Pictures of the window for whoever looks at it: two sizes, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from ati_desktop.ui.kit.theme import Mode, Theme

SIZES = (QSize(1440, 900), QSize(1024, 700))


def settle() -> None:
    """Let layouts, styles and queued work come to rest."""
    for _round in range(4):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def take_picture(widget: QWidget, path: Path, size: QSize = SIZES[0]) -> Path:
    """Write a widget as PNG at a size, such as 1440 by 900, and return the path."""
    widget.resize(size)
    widget.show()
    settle()
    path.parent.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(path), "PNG")
    return path


def take_all(widget: QWidget, theme: Theme, folder: Path, name: str) -> Iterator[Path]:
    """Write a widget in both sizes, light and dark: ``name-1440-light.png`` and so on.

    The look in force comes first and the other one stays: to style every widget anew takes longer
    than a picture, and so it is done once for each place that is taken.
    """
    modes = (Mode.DARK, Mode.LIGHT) if theme.mode is Mode.DARK else (Mode.LIGHT, Mode.DARK)
    for mode in modes:
        theme.use(mode=mode)
        for size in SIZES:
            yield take_picture(widget, folder / f"{name}-{size.width()}-{mode}.png", size)
