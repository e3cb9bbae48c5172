from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ati_desktop.errors import Refused
from ati_desktop.ui.first_run import FirstRun
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.window import Window
from tests.randomness import counting
from tests.ui.office import SmallGate, surroundings
from tests.ui.rooms import rooms

PASSWORD = "violin-harbor-maple-kite-snow"


@pytest.fixture
def window(qtbot: Any, theme: Theme, gate: SmallGate, tmp_path: Path) -> Iterator[Window]:
    around = surroundings(file=tmp_path / "sheet.pdf")
    made = Window(gate, rooms(), theme, around, None, tmp_path / "new")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def wizard(window: Window) -> FirstRun:
    assert window.first_run is not None
    return window.first_run


def through(qtbot: Any, wizard: FirstRun, window: Window) -> None:
    wizard.forward()
    wizard.office.office.setText("Riverside Treatment Court")
    wizard.office.user.setText("mjones")
    wizard.forward()
    wizard.password.first.setText(PASSWORD)
    wizard.password.again.setText(PASSWORD)
    wizard.forward()
    qtbot.waitUntil(lambda: window.lane.idle)


def test_an_office_is_made_by_keyboard_from_folder_to_sign_in(
    qtbot: Any, window: Window, wizard: FirstRun, gate: SmallGate, tmp_path: Path
) -> None:
    qtbot.keyClick(wizard.place.folder, Qt.Key.Key_Return)
    qtbot.keyClicks(wizard.office.office, "Riverside")
    qtbot.keyClicks(wizard.office.user, "mjones")
    qtbot.keyClick(wizard.office.user, Qt.Key.Key_Return)
    qtbot.keyClicks(wizard.password.first, PASSWORD)
    qtbot.keyClicks(wizard.password.again, PASSWORD)
    qtbot.keyClick(wizard.password.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.stack.currentWidget() is wizard.recovery)
    assert gate.made == [(tmp_path / "new", "Riverside", "mjones", PASSWORD)]
    wizard.recovery.save.click()
    qtbot.waitUntil(lambda: wizard.recovery.kept)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    groups = ["K7QM2", "9XRTD", "3HVBN", "WJ5LC", "8PFGA", "4YZES"]
    first, second = wizard.recovery.asked()
    qtbot.keyClicks(wizard.recovery.first, groups[first].lower())
    qtbot.keyClicks(wizard.recovery.second, groups[second])
    qtbot.keyClick(wizard.recovery.second, Qt.Key.Key_Return)
    assert window.first_run is None
    assert window.lock_screen.isVisible()
    assert window.lock_screen.user.text() == "mjones"
    assert window.lock_screen.folder == tmp_path / "new"


def test_the_sheet_must_be_kept_before_the_groups_count(
    qtbot: Any, window: Window, wizard: FirstRun
) -> None:
    through(qtbot, wizard, window)
    wizard.forward()
    assert wizard.recovery.problem.text().startswith("Please print or save the sheet")
    wizard.recovery.reveal.click()
    wizard.recovery.first.setText("WRONG")
    wizard.forward()
    assert "is not what stands on the sheet" in wizard.recovery.problem.text()
    assert window.first_run is wizard


def test_two_different_groups_are_asked(qtbot: Any, window: Window, wizard: FirstRun) -> None:
    for _try in range(50):
        wizard.recovery.ask("A-B-C-D")
        first, second = wizard.recovery.asked()
        assert 0 <= first < second < 4


def test_going_back_after_the_office_is_made_is_not_offered(
    qtbot: Any, window: Window, wizard: FirstRun
) -> None:
    through(qtbot, wizard, window)
    assert not wizard.back.isVisible()
    assert wizard.password.first.text() == ""


def test_what_the_office_refuses_is_said_on_the_page(
    qtbot: Any, window: Window, wizard: FirstRun, gate: SmallGate
) -> None:
    gate.trouble = Refused("This folder is read-only. Choose another one.")
    through(qtbot, wizard, window)
    assert wizard.password.problem.text() == "This folder is read-only. Choose another one."
    assert wizard.next.isEnabled()


def test_a_place_that_is_not_empty_stops(wizard: FirstRun, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    wizard.place.folder.setText(str(tmp_path / "full"))
    wizard.forward()
    assert wizard.stack.currentWidget() is wizard.place
    assert "not empty" in wizard.place.problem.text()


def test_a_known_office_leads_to_its_door(
    window: Window, wizard: FirstRun, gate: SmallGate
) -> None:
    wizard.place.folder.setText(str(gate.folder))
    assert wizard.place.open_known.isVisible()
    wizard.place.open_known.click()
    assert window.lock_screen.folder == gate.folder


def test_names_and_passwords_are_needed(wizard: FirstRun) -> None:
    wizard.forward()
    wizard.forward()
    assert wizard.office.problem.text() == "Please give the office a name."
    wizard.office.office.setText("Riverside")
    wizard.forward()
    assert wizard.office.problem.text() == "Please choose a user name for yourself."
    wizard.office.user.setText("mjones")
    wizard.forward()
    wizard.password.first.setText("riverside2026")
    wizard.forward()
    assert wizard.password.problem.text().startswith("Easy to guess")
    wizard.password.first.setText(PASSWORD)
    wizard.password.again.setText("another")
    wizard.forward()
    assert wizard.password.problem.text().startswith("The two are not the same")


def test_five_words_are_offered_with_their_worth(wizard: FirstRun) -> None:
    wizard.password.offer.click()
    assert len(wizard.password.drawn.text().split("-")) == 5
    assert "53 bits" in wizard.password.drawn_note.text()


def test_another_place_can_be_chosen_from_the_door(
    qtbot: Any, theme: Theme, gate: SmallGate, tmp_path: Path
) -> None:
    other = SmallGate(tmp_path / "other")
    gate.made.append((other.folder, "", "", ""))
    answers = [None, other.folder, tmp_path / "unknown"]
    around = Surroundings(counting(), lambda _start: answers.pop(0), lambda _name: None)
    window = Window(gate, rooms(), theme, around, gate.folder)
    qtbot.addWidget(window)
    window.lock_screen.other.click()
    assert window.lock_screen.folder == gate.folder
    window.lock_screen.other.click()
    assert window.lock_screen.folder == other.folder
    window.lock_screen.other.click()
    assert window.first_run is not None
    assert window.first_run.place.path == tmp_path / "unknown"
    window.close()
