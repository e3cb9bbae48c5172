"""The window, opened from the command line."""

from __future__ import annotations

import argparse
import os
import sys

from ati_desktop.errors import Refused


def run(asked: argparse.Namespace) -> int:
    """Open the window and stay until it is closed.

    Raises:
        Refused: there is no display to open it on.
    """
    if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
        raise Refused(
            "There is no display to open the window on. See ati-desktop --help for what works "
            "without one."
        )
    from ati_desktop.app import run_window  # noqa: PLC0415 - loads Qt

    return run_window(asked.home)


def has_display() -> bool:
    """Return whether a window can be shown to somebody."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
