from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog

from ati_desktop.errors import Refused
from ati_desktop.ui.window import Window
from tests.ui.conftest import sign_in
from tests.ui.office import SmallGate
from tests.waiting import SECONDS


def page(window: Window) -> Any:
    return window.workplace.place.page("participants")


def test_the_office_opens_by_keyboard_alone(qtbot: Any, window: Window, gate: SmallGate) -> None:
    screen = window.lock_screen
    assert screen.user.hasFocus()
    qtbot.keyClicks(screen.user, "amina")
    qtbot.keyClick(screen.user, Qt.Key.Key_Return)
    assert screen.password.hasFocus()
    qtbot.keyClicks(screen.password, gate.password)
    with qtbot.waitSignal(window.place_chosen):
        qtbot.keyClick(screen.password, Qt.Key.Key_Return)
    assert not window.locked
    assert screen.password.text() == ""


def test_typing_the_password_warms_the_stores_up_once(
    qtbot: Any, window: Window, gate: SmallGate
) -> None:
    qtbot.keyClicks(window.lock_screen.password, "river")
    qtbot.waitUntil(lambda: window.lane.idle)
    assert gate.warmed == 1


def test_a_wrong_password_gives_one_sentence_and_keeps_the_user(qtbot: Any, window: Window) -> None:
    screen = window.lock_screen
    screen.user.setText("amina")
    screen.password.setText("no")
    screen.sign_in()
    qtbot.waitUntil(screen.problem.isVisible)
    assert screen.problem.text().startswith("User name or password is wrong.")
    assert window.locked
    assert screen.user.text() == "amina"
    assert screen.go.isEnabled()


def test_a_fault_at_the_door_is_said_without_its_text(
    qtbot: Any, window: Window, gate: SmallGate
) -> None:
    gate.trouble = RuntimeError("something with a record in it")
    screen = window.lock_screen
    screen.user.setText("amina")
    screen.password.setText("x")
    screen.sign_in()
    qtbot.waitUntil(screen.problem.isVisible)
    assert "fault" in screen.problem.text()
    assert "record" not in screen.problem.text()


def letter(text: str, modifiers: Qt.KeyboardModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_R, modifiers, text)


def test_caps_lock_is_told_while_the_password_is_typed(qtbot: Any, window: Window) -> None:
    screen = window.lock_screen
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    for text, modifiers, told in (
        ("r", none, False),
        ("R", shift, False),
        ("R", none, True),
        ("r", shift, True),
        ("r", none, False),
    ):
        QApplication.sendEvent(screen.password, letter(text, modifiers))
        assert screen.caps.isVisible() is told


def test_locking_hides_the_rooms_and_empties_the_clipboard(
    qtbot: Any, at_work: Window, gate: SmallGate
) -> None:
    at_work.go("participants")
    form = page(at_work).form
    qtbot.keyClicks(form.input("given").entry(), "Ngozi")
    held = page(at_work).held
    QGuiApplication.clipboard().setText("Abara, Ngozi")
    at_work.commands.run("lock")
    assert at_work.locked
    assert QGuiApplication.clipboard().text() == ""
    assert at_work.lock_screen.isVisible()
    assert not at_work.workplace.place.isVisible()
    assert held[0]["given"] == "Ngozi"
    assert page(at_work) is None
    assert at_work.workplace.place.stack.count() == 0
    assert gate.desks[0].closed
    assert at_work.windowTitle() == "ATI Desktop"


def test_unlocking_comes_back_to_the_same_place(
    qtbot: Any, at_work: Window, gate: SmallGate
) -> None:
    at_work.go("participants", reference="P-3B9N-55")
    at_work.lock()
    assert at_work.lock_screen.user.text() == "amina"
    assert at_work.lock_screen.password.hasFocus()
    sign_in(qtbot, at_work, gate)
    assert page(at_work).arrived == {"reference": "P-3B9N-55"}
    assert at_work.workplace.place.place() == ("participants", {"reference": "P-3B9N-55"})


def test_another_person_does_not_come_to_the_place_of_the_first(
    qtbot: Any, at_work: Window, gate: SmallGate
) -> None:
    at_work.go("participants", reference="P-3B9N-55")
    at_work.lock()
    sign_in(qtbot, at_work, gate, user="karim")
    assert at_work.workplace.place.place() == ("today", {})


def test_locking_closes_dialogs_and_the_search(qtbot: Any, at_work: Window) -> None:
    dialog = QDialog(at_work)
    dialog.show()
    at_work.commands.run("search")
    at_work.workplace.search.box.setText("abara")
    at_work.lock()
    assert not dialog.isVisible()
    assert not at_work.workplace.search.isVisible()
    assert at_work.workplace.search.box.text() == ""


def test_a_page_that_cannot_hold_does_not_stop_the_lock(qtbot: Any, at_work: Window) -> None:
    at_work.go("participants")

    def break_down() -> None:
        raise ValueError("no")

    page(at_work).hold = break_down
    at_work.lock()
    assert at_work.locked


def test_work_on_the_lane_ends_before_the_desk_is_closed(
    qtbot: Any, at_work: Window, gate: SmallGate
) -> None:
    seen: list[str] = []
    begun = threading.Event()

    def task(progress: Any) -> None:
        begun.set()
        while not progress.cancelled:
            pass
        seen.append("closed" if gate.desks[0].closed else "open")

    at_work.workplace.shell.run("Importing", task, lambda _r: seen.append("arrived"))
    assert begun.wait(SECONDS)  # what has not begun when the window is locked never begins
    at_work.lock()
    qtbot.waitUntil(lambda: gate.desks[0].closed)
    assert seen == ["open"]


def test_nobody_at_the_desk_locks_the_window(qtbot: Any, at_work: Window) -> None:
    at_work.idle.start(0.002)
    qtbot.waitUntil(lambda: at_work.locked)


def test_a_key_puts_the_idle_lock_off(qtbot: Any, at_work: Window) -> None:
    at_work.go("participants")
    timer = at_work.idle._timer
    at_work.idle.start(10)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    qtbot.waitUntil(lambda: timer.remainingTime() < 600_000 - 40)
    before = timer.remainingTime()
    meanwhile = QElapsedTimer()
    meanwhile.start()
    qtbot.keyClick(page(at_work).form.input("given").entry(), "x")
    # However long a busy machine took: a timer that goes on would add up to what it was before.
    assert timer.remainingTime() + meanwhile.elapsed() > before + 20


def test_closing_the_window_keeps_drafts_and_closes_the_desk(
    qtbot: Any, at_work: Window, gate: SmallGate
) -> None:
    at_work.go("participants")
    held = page(at_work).held
    at_work.close()
    assert len(held) == 1
    assert gate.desks[0].closed


def test_a_refusal_of_the_page_is_shown_with_its_remedy(qtbot: Any, at_work: Window) -> None:
    shell = at_work.workplace.shell
    pressed: list[bool] = []
    refused = Refused("No consent covers {who} today. Ask for one first.", who="Court 4")
    shell.notices.refuse(refused, "Open consents", lambda: pressed.append(True))
    bar = at_work.workplace.place.speaking.bar
    assert bar.isVisible()
    assert bar.sentence.text() == "No consent covers Court 4 today. Ask for one first."
    bar._help.click()
    assert pressed == [True]
    bar.close_button.click()
    assert not bar.isVisible()
