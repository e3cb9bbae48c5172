from __future__ import annotations

from typing import Any

from ati_desktop.ui.window import Window
from tests.ui.office import SmallGate
from tests.ui.outline import outline, stops


def test_the_empty_lock_screen_reads_so(window: Window, gate: SmallGate) -> None:
    assert outline(window.lock_screen).splitlines() == [
        "says ATI Desktop",
        "says Sign in",
        "says User name",
        "says Password",
        f"says Data: {gate.folder}",
        "EditableText User name",
        "EditableText Password",
        "Button Sign in",
        "Button Use the recovery code…",
        "Button Other place…",
        "Button New office…",
    ]


def test_the_refused_lock_screen_reads_so(qtbot: Any, window: Window, gate: SmallGate) -> None:
    screen = window.lock_screen
    screen.user.setText("amina")
    screen.password.setText("no")
    screen.sign_in()
    qtbot.waitUntil(screen.problem.isVisible)
    assert outline(screen).splitlines()[4:8] == [
        "says User name or password is wrong. Check Caps Lock and try again.",
        f"says Data: {gate.folder}",
        "EditableText User name = amina",
        "EditableText Password = \N{BLACK CIRCLE}\N{BLACK CIRCLE}",
    ]


def test_the_window_at_work_is_walked_so(at_work: Window) -> None:
    at_work.go("referrals")
    assert stops(at_work.workplace.place) == [
        "ButtonMenu Menu",
        "Button Today",
        "Button Participants",
        "Button Referrals",
        "Button Court calendar",
        "Button Directory",
        "Button Evaluation",
        "Button Reports",
        "Button Enter a referral",
    ]
