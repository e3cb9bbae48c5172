from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.ui.away import BEAT, Away
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.window import Window
from tests.ui.conftest import sign_in
from tests.ui.office import SmallGate, surroundings
from tests.ui.rooms import rooms
from tests.waiting import SECONDS

DAEMON = shutil.which("dbus-daemon")

# Stands in for the login service on a bus of its own, and prints what the window would do. The bus
# keeps the order: what was said before it answers a question has come before the answer.
LISTENER = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from ati_desktop.ui.session_bus import SessionBus

app = QCoreApplication([])
service, path, interface, name, *value = sys.argv[1:]
bus = SessionBus()
speaker = QDBusConnection.connectToBus(QDBusConnection.BusType.SystemBus, "speaker")
assert speaker.registerService(service), "no such bus"
said = QDBusMessage.createSignal(path, interface, name)
said.setArguments([word == "true" for word in value])
bus.locked.connect(lambda: print("locked"))


def answered():
    for each in (speaker, QDBusConnection.systemBus(), QDBusConnection.sessionBus()):
        assert each.interface().isServiceRegistered(service).value()
    app.processEvents()


answered()
assert speaker.send(said)
answered()
"""


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def at_work(qtbot: Any, theme: Theme, gate: SmallGate, clock: Clock) -> Iterator[Window]:
    around = replace(surroundings(), clock=clock)
    made = Window(gate, rooms(), theme, around, gate.folder)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    sign_in(qtbot, made, gate)
    yield made
    made.close()


def test_time_that_is_missing_locks_the_window(at_work: Window, clock: Clock) -> None:
    clock.now += timedelta(minutes=40)
    at_work.away.look()
    assert at_work.locked


def test_time_that_goes_by_beat_by_beat_does_not(at_work: Window, clock: Clock) -> None:
    for _beat in range(100):
        clock.now += BEAT
        at_work.away.look()
    clock.now += timedelta(seconds=100)
    at_work.away.look()
    assert not at_work.locked


def test_a_clock_that_is_set_back_does_not_lock(at_work: Window, clock: Clock) -> None:
    clock.now -= timedelta(hours=1)
    at_work.away.look()
    assert not at_work.locked


def test_nothing_is_watched_while_the_window_is_locked(qtbot: Any, clock: Clock) -> None:
    away = Away(clock)
    told: list[bool] = []
    away.gone.connect(lambda: told.append(True))
    away.start()
    away.stop()
    clock.now += timedelta(hours=8)
    away.look()
    away.look()
    away._told()
    assert told == []


@pytest.mark.skipif(DAEMON is None, reason="there is no D-Bus daemon here")
@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("login1 /org/freedesktop/login1 login1.Manager PrepareForSleep true", "locked\n"),
        ("login1 /org/freedesktop/login1 login1.Manager PrepareForSleep false", ""),
        ("login1 /org/freedesktop/login1/session/_32 login1.Session Lock", "locked\n"),
        ("ScreenSaver /org/freedesktop/ScreenSaver ScreenSaver ActiveChanged true", "locked\n"),
        ("ScreenSaver /ScreenSaver ScreenSaver ActiveChanged false", ""),
    ],
)
def test_the_desktop_is_heard_when_it_sleeps_or_locks(
    said: str, heard: str, tmp_path: Path
) -> None:
    service, path, interface, *rest = said.split()
    with subprocess.Popen(
        [str(DAEMON), "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        try:
            done = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    LISTENER,
                    f"org.freedesktop.{service}",
                    path,
                    f"org.freedesktop.{interface}",
                    *rest,
                ],
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                env={
                    "DBUS_SYSTEM_BUS_ADDRESS": address,
                    "DBUS_SESSION_BUS_ADDRESS": address,
                    "PYTHONPATH": str(Path(__file__).parents[3]),
                },
            )
        finally:
            daemon.terminate()
    assert done.returncode == 0, done.stderr
    assert done.stdout == heard
