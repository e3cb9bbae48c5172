"""What every test needs: patience, an application without a screen, and its theme."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.waiting import PatientBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.processor_time", "tests.long_work"]

settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    # The platform without a screen says so about sizes, raising and grabbing the keyboard.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """Wait as long as a busy machine may need."""
    return PatientBot(request)
