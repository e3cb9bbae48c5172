from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ati_desktop.errors import Refused
from ati_desktop.ui.commands import GROUPS, WINDOW_COMMANDS
from ati_desktop.ui.window import Window
from tests.ui.conftest import sign_in
from tests.ui.office import SmallGate


def rail(window: Window) -> list[str]:
    names: list[str] = window.workplace.place.rail.names()
    return names


def test_a_case_manager_does_not_see_the_administration(at_work: Window) -> None:
    assert "administration" not in rail(at_work)
    at_work.go("administration")
    assert at_work.workplace.place.place() == ("today", {})


def test_an_evaluator_sees_the_rooms_without_names_only(
    qtbot: Any, window: Window, gate: SmallGate
) -> None:
    gate.role = "evaluator"
    sign_in(qtbot, window, gate)
    assert rail(window) == ["evaluation", "reports"]
    window.go("participants")
    assert window.workplace.place.page("participants") is None
    assert "new_intake" not in [command.name for command in window.commands.allowed()]


def test_a_room_is_built_when_it_is_first_shown(at_work: Window) -> None:
    place = at_work.workplace.place
    assert place.page("participants") is None
    at_work.go("participants")
    first = place.page("participants")
    at_work.go("referrals")
    at_work.go("participants")
    assert place.page("participants") is first


def test_numbers_with_alt_lead_to_the_rooms(qtbot: Any, at_work: Window) -> None:
    qtbot.keyClick(at_work, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert at_work.workplace.place.place() == ("participants", {})
    said = {
        name: at_work.workplace.place.rail.button(name).accessibleDescription()
        for name in rail(at_work)
    }
    assert said.pop("participants") == "You are in this room"
    assert set(said.values()) == {""}


def test_back_leads_to_the_place_before(at_work: Window) -> None:
    at_work.go("participants", reference="P-9D4T-33")
    at_work.go("referrals")
    at_work.commands.run("back")
    assert at_work.workplace.place.place() == ("participants", {"reference": "P-9D4T-33"})


def test_the_quick_search_leads_to_the_person(qtbot: Any, at_work: Window) -> None:
    qtbot.keyClick(at_work, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = at_work.workplace.search
    assert search.isVisible()
    assert search.box.hasFocus()
    qtbot.keyClicks(search.box, "an")
    search.box.ask()
    assert search.titles() == [
        "Castillo Ruiz, Ana",
        "Ivanov, Petr",
        "Johansson, Eva",
        "Nguyễn, Thị Lan",
    ]
    qtbot.keyClick(search.box, Qt.Key.Key_Down)
    qtbot.keyClick(search.box, Qt.Key.Key_Return)
    assert not search.isVisible()
    assert at_work.workplace.place.page("participants").arrived == {"reference": "P-3B9N-55"}


def test_the_search_waits_for_a_pause_and_asks_once(qtbot: Any, at_work: Window) -> None:
    at_work.commands.run("search")
    search = at_work.workplace.search
    asked: list[str] = []
    search.box.asked.connect(asked.append)
    qtbot.keyClicks(search.box, "farah")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["farah"]


def test_nobody_found_offers_a_new_intake_with_what_was_typed(qtbot: Any, at_work: Window) -> None:
    at_work.commands.run("search")
    search = at_work.workplace.search
    qtbot.keyClicks(search.box, "Zubair")
    search.box.ask()
    assert search.make.isVisible()
    assert search.make.text() == "New intake for “Zubair”"
    search.make.click()
    assert at_work.workplace.place.page("participants").arrived == {"new": "Zubair"}


def test_escape_empties_the_search_and_then_leaves_it(qtbot: Any, at_work: Window) -> None:
    at_work.commands.run("search")
    search = at_work.workplace.search
    qtbot.keyClicks(search.box, "x")
    qtbot.keyClick(search.box, Qt.Key.Key_Escape)
    assert search.isVisible()
    qtbot.keyClick(search.box, Qt.Key.Key_Escape)
    assert not search.isVisible()


def test_the_palette_runs_a_command_by_a_part_of_its_name(qtbot: Any, at_work: Window) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(at_work, Qt.Key.Key_P, modifiers)
    palette = at_work.workplace.palette
    assert palette.isVisible()
    qtbot.keyClicks(palette.box, "larger")
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert at_work.theme.scale == 1.1


def test_the_palette_hides_what_does_nothing_now(at_work: Window) -> None:
    at_work.commands.run("palette")
    palette = at_work.workplace.palette
    assert "Save" not in palette.titles()

    def save() -> None: ...

    at_work.commands.bind("save", save)
    palette.shut()
    palette.open()
    assert "Save" in palette.titles()
    at_work.commands.unbind("save", save)


def test_what_a_page_bound_is_forgotten_when_it_goes(at_work: Window) -> None:
    saved: list[int] = []
    at_work.commands.bind("save", lambda: saved.append(1))
    at_work.commands.bind("refresh", lambda: saved.append(2))
    at_work.lock()
    at_work.commands.run("save")
    at_work.commands.run("refresh")
    assert saved == []


def test_every_command_has_a_place_in_the_menu(at_work: Window) -> None:
    menus = at_work.workplace.menus
    for command in at_work.commands.allowed():
        action = menus.action(command.name)
        assert action.text() == command.shown
        assert command.group in GROUPS
        assert command.what.endswith(".")


def test_no_shortcut_is_given_twice(at_work: Window) -> None:
    keys = [command.shortcut for command in WINDOW_COMMANDS if command.shortcut]
    assert len(keys) == len(set(keys))


def test_a_locked_window_answers_no_command(qtbot: Any, at_work: Window) -> None:
    at_work.lock()
    qtbot.keyClick(at_work, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    at_work.go("participants")
    assert not at_work.workplace.search.isVisible()
    assert at_work.workplace.place.page("participants") is None


def test_a_change_is_told_to_the_pages_that_are_there(qtbot: Any, at_work: Window) -> None:
    at_work.go("participants")
    page = at_work.workplace.place.page("participants")
    at_work.workplace.shell.changed("hearings")
    assert page.heard == ["hearings"]
    at_work.lock()
    QApplication.processEvents()
    at_work.workplace.shell.changed("hearings")


def test_f5_reads_again_what_is_shown(qtbot: Any, at_work: Window) -> None:
    at_work.go("participants")
    qtbot.keyClick(at_work, Qt.Key.Key_F5)
    assert at_work.workplace.place.page("participants").heard == [None]


def test_invented_data_is_marked_in_rail_band_and_title(
    qtbot: Any, window: Window, gate: SmallGate
) -> None:
    gate.demo = True
    sign_in(qtbot, window, gate)
    place = window.workplace.place
    assert place.band.isVisible()
    assert "DEMO" in place.band.text()
    assert place.rail.demo.isVisible()
    assert window.windowTitle() == "ATI Desktop · DEMO"
    window.lock()
    assert window.windowTitle() == "ATI Desktop"


def test_the_title_never_holds_a_name(at_work: Window) -> None:
    at_work.go("participants", reference="P-7K3F-92")
    assert at_work.windowTitle() == "ATI Desktop"


def test_a_fault_shows_a_number_and_no_text(qtbot: Any, at_work: Window, caplog: Any) -> None:
    def task(_progress: object) -> None:
        raise ValueError("Abara, Ngozi")

    at_work.workplace.shell.run("Working", task)
    bar = at_work.workplace.place.speaking.bar
    qtbot.waitUntil(bar.isVisible)
    assert "F-" in bar.sentence.text()
    assert "Abara" not in bar.sentence.text()
    assert "Abara" not in caplog.text
    assert "ValueError at" in caplog.text


def test_a_short_deed_that_is_refused_shows_why(at_work: Window) -> None:
    def deed() -> None:
        raise Refused("This record is restricted. Ask a supervisor to open it.")

    assert at_work.workplace.shell.attempt(deed) is None
    assert at_work.workplace.place.speaking.bar.isVisible()


@pytest.mark.parametrize("room", ["participants", "referrals"])
def test_every_control_has_a_name(at_work: Window, room: str) -> None:
    at_work.go(room)
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    for widget in at_work.workplace.place.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible():
            inner = isinstance(widget.parentWidget(), QComboBox)
            assert inner or widget.accessibleName(), (type(widget), widget.objectName())
