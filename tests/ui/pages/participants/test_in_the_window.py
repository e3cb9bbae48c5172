"""The rooms inside the whole window: found by Ctrl+K, kept over the lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.directory.room import DIRECTORY
from ati_desktop.ui.pages.participants.page import ParticipantsPage
from ati_desktop.ui.pages.participants.room import PARTICIPANTS
from ati_desktop.ui.window import Window
from tests.randomness import counting
from tests.ui.pages.office import (
    NAME,
    PASSWORD,
    Clock,
    RealGate,
    add_person,
    open_desk,
)


@pytest.fixture
def office(folder: Path, clock: Clock) -> list[int]:
    desk = open_desk(folder, clock)
    made = [add_person(desk, "Abara", "Ngozi"), add_person(desk, "Nguyễn", "Thị Lan")]
    desk.close()
    return made


@pytest.fixture
def window(
    qtbot: Any, theme: Theme, folder: Path, clock: Clock, office: list[int]
) -> Iterator[Window]:
    around = Surroundings(counting(), lambda _at: None, lambda _name: None)
    made = Window(RealGate(folder, clock), [PARTICIPANTS, DIRECTORY], theme, around, folder)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    enter(qtbot, made)
    yield made
    made.close()


def enter(qtbot: Any, window: Window) -> None:
    window.lock_screen.user.setText(NAME)
    window.lock_screen.password.setText(PASSWORD)
    with qtbot.waitSignal(window.place_chosen):
        window.lock_screen.sign_in()
    qtbot.waitUntil(lambda: window.lane.idle)


def page_of(window: Window) -> ParticipantsPage:
    page = window.workplace.place.page("participants")
    assert isinstance(page, ParticipantsPage)
    return page


def test_ctrl_k_part_of_a_name_without_accents_and_enter_open_the_person(
    qtbot: Any, window: Window, office: list[int]
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.workplace.search.box
    qtbot.keyClicks(box, "nguyen")
    box.ask()
    assert window.workplace.search.titles() == ["Nguyễn, Thị Lan"]
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.lane.idle)
    assert page_of(window).person.head.title.text() == "Nguyễn, Thị Lan"


def test_what_was_typed_survives_the_lock(qtbot: Any, window: Window, office: list[int]) -> None:
    window.go("participants", person=office[0], form="identifier")
    qtbot.waitUntil(lambda: window.lane.idle)
    entry = page_of(window).person.sheet.form.input("value").entry()
    assert isinstance(entry, QLineEdit)
    entry.setFocus()
    qtbot.keyClicks(entry, "A-118-204")
    window.lock()
    assert window.locked
    qtbot.waitUntil(lambda: window.lane.idle)
    assert window.workplace.place.page("participants") is None
    enter(qtbot, window)
    sheet = page_of(window).person.sheet
    assert sheet.noun == "identifier"
    assert sheet.values()["value"] == "A-118-204"
    assert "Restored what you were typing at" in sheet.notice.sentence.text()


def test_ctrl_s_saves_the_open_form(qtbot: Any, window: Window, office: list[int]) -> None:
    window.go("participants", person=office[0], form="name")
    qtbot.waitUntil(lambda: window.lane.idle)
    sheet = page_of(window).person.sheet
    qtbot.keyClicks(sheet.form.input("family").entry(), "Okafor")
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: sheet.sign.text().startswith("Saved "))
    head = page_of(window).person.head
    qtbot.waitUntil(lambda: "Okafor" in head.note.text())


def test_ctrl_n_opens_an_intake(qtbot: Any, window: Window) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page_of(window).intake is not None


def test_alt_down_opens_the_next_person(qtbot: Any, window: Window, office: list[int]) -> None:
    window.go("participants", person=office[0])
    qtbot.waitUntil(lambda: window.lane.idle)
    qtbot.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page_of(window).person.participant_id == office[1]
