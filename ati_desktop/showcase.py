"""Pictures of the real window on a demo office, for people to look at."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ati_desktop.casework.caseload import caseload_ids
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.persons import person_head
from ati_desktop.casework.statuses import Status
from ati_desktop.resources import resource

if TYPE_CHECKING:
    from PySide6.QtCore import QtMsgType

    from ati_desktop.ui.window import Window

_PATIENCE_SECONDS = 120.0
_CALM_SECONDS = 0.8
"""So long nothing may be under way before a picture: a check begins a moment after a question."""
_SOME = 60


def picture_rooms(desk: Desk, folder: Path) -> list[Path]:
    """Write every room of the window in two sizes, light and dark, as PNG.

    The desk stays open. Without a display the pictures are made offscreen.
    """
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415

    from ati_desktop.app import make_application, make_window  # noqa: PLC0415 - loads Qt
    from ati_desktop.ui.pictures import settle, take_all  # noqa: PLC0415
    from ati_desktop.workdesk import as_work_desk  # noqa: PLC0415

    app = make_application()
    before = qInstallMessageHandler(_hush)
    window = make_window(app, desk.home.home.folder)
    theme, mode = window.theme, window.theme.mode
    made = list(take_all(window, theme, folder, "sign-in"))
    work = as_work_desk(desk)
    window.enter(work)
    for name, room, where in _places(desk):
        window.go(room, **where)
        _wait(window, settle)
        made += take_all(window, theme, folder, name)
    window.hide()
    window.deleteLater()
    settle()
    theme.use(mode=mode)
    qInstallMessageHandler(before)
    return made


def _hush(kind: QtMsgType, _where: object, text: str) -> None:
    """Pass messages of Qt on, but for what the offscreen platform says of every window."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def _places(desk: Desk) -> list[tuple[str, str, dict[str, object]]]:
    person = _somebody(desk)
    places: list[tuple[str, str, dict[str, object]]] = [
        ("participants", "participants", {"person": person})
    ]
    places += [
        (f"person-{tab}", "participants", {"person": person, "tab": tab})
        for tab in ("case", "treatment", "consents", "events", "identity", "papers")
    ]
    return [
        *places,
        ("directory", "directory", {}),
        ("evaluation", "evaluation", {"spec": resource("demo/release.toml").read_text("utf-8")}),
        ("evaluation-cohort", "evaluation", {"open": "cohort"}),
        ("evaluation-release", "evaluation", {"open": "release"}),
        ("evaluation-register", "evaluation", {"open": "register"}),
        ("administration", "administration", {}),
    ]


def _somebody(desk: Desk) -> int:
    """Return a participant in the middle of a program, whose page has something to show."""
    ids = caseload_ids(desk)
    for one in ids[:_SOME]:
        head = person_head(desk, one)
        if head.status is Status.ACTIVE and (head.day_in_program or 0) > 100:
            return one
    return ids[0]


def _wait(window: Window, settle: Callable[[], None]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    settle()
    calm_since = time.monotonic()
    while time.monotonic() < min(deadline, calm_since + _CALM_SECONDS):
        time.sleep(0.02)
        settle()
        if not window.lane.idle:
            calm_since = time.monotonic()
    settle()
