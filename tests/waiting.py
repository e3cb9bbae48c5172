"""How long a test waits for something before it says that it will never come.

No time decides a test: what is waited for comes at once on an idle machine, and late on a busy one.
"""

from __future__ import annotations

from functools import partialmethod

from pytestqt.qtbot import QtBot

SECONDS = 300
MILLISECONDS = SECONDS * 1000


class PatientBot(QtBot):  # type: ignore[misc]
    """pytest-qt's robot, which would give up after five seconds."""

    waitActive = partialmethod(QtBot.waitActive, timeout=MILLISECONDS)  # noqa: N815
    waitCallback = partialmethod(QtBot.waitCallback, timeout=MILLISECONDS)  # noqa: N815
    waitExposed = partialmethod(QtBot.waitExposed, timeout=MILLISECONDS)  # noqa: N815
    waitSignal = partialmethod(QtBot.waitSignal, timeout=MILLISECONDS)  # noqa: N815
    waitSignals = partialmethod(QtBot.waitSignals, timeout=MILLISECONDS)  # noqa: N815
    waitUntil = partialmethod(QtBot.waitUntil, timeout=MILLISECONDS)  # noqa: N815
