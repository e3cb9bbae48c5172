"""What every test of the window needs: an application without a screen, and its theme."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    # The platform without a screen says so about sizes, raising and grabbing the keyboard.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")
