"""The window, opened from the command line."""

from __future__ import annotations

import argparse


def run(asked: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    from ati_desktop.app import run_window  # noqa: PLC0415 - loads Qt

    return run_window(asked.home)
