"""The window, opened from the command line."""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import sys
from pathlib import Path

from ati_desktop.errors import Refused


def run(asked: argparse.Namespace) -> int:
    """Open the window and stay until it is closed.

    Raises:
        Refused: there is no display to open it on, or Qt misses a library for it.
    """
    if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
        raise Refused(
            "There is no display to open the window on. See ati-desktop --help for what works "
            "without one."
        )
    check_libraries()
    from ati_desktop.app import run_window  # noqa: PLC0415 - loads Qt

    return run_window(asked.home)


def check_libraries() -> None:
    """Stop before Qt does, which would end the whole process.

    Raises:
        Refused: a system library that windows need is not there; the sentence installs it.
    """
    missing = missing_library()
    if missing is not None:
        raise Refused(
            "Qt misses the system library {library}. On Debian or Ubuntu: sudo apt-get install "
            "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 "
            "libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0",
            library=missing,
        )


def has_display() -> bool:
    """Return whether a window can be shown to somebody."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_library() -> str | None:
    """Return the system library that Qt misses to open windows under X, or None."""
    package = importlib.util.find_spec("PySide6")
    if not os.environ.get("DISPLAY") or package is None or package.origin is None:
        return None
    plugin = Path(package.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if os.environ.get("QT_QPA_PLATFORM") or not plugin.exists():
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as missing:
        return str(missing).partition(":")[0]
    return None
