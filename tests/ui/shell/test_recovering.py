from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from ati_desktop.errors import Refused
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.new_sheet import NewSheet
from ati_desktop.ui.recovering import Recovering
from ati_desktop.ui.window import Window
from tests.ui.outline import outline

from .real_office import NEW, OLD, RealOffice


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> RealOffice:
    """An office with three people; nobody may change it."""
    return RealOffice(tmp_path_factory.mktemp("recovering") / "office")


@pytest.fixture
def office(made_once: RealOffice, tmp_path: Path) -> RealOffice:
    return made_once.copied(tmp_path / "office")


@pytest.fixture
def window(qtbot: Any, theme: Theme, office: RealOffice, tmp_path: Path) -> Iterator[Window]:
    made = office.window(theme, tmp_path / "sheet.pdf")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def settle(qtbot: Any, window: Window) -> None:
    qtbot.waitUntil(lambda: window.lane.idle)


@pytest.fixture
def page(qtbot: Any, window: Window) -> Recovering:
    window.lock_screen.user.setText("AMINA")
    window.lock_screen.recover.click()
    settle(qtbot, window)
    shown = window.recovery.page
    assert isinstance(shown, Recovering)
    return shown


def type_code(qtbot: Any, page: Recovering, code: str) -> None:
    """Type it as from paper: every group moves on to the next by itself."""
    page.code.code.boxes[0].setFocus()
    for letter in code.replace("-", ""):
        qtbot.keyClicks(page.focusWidget(), letter)


def set_password(qtbot: Any, window: Window, page: Recovering, password: str = NEW) -> None:
    page.forward()
    settle(qtbot, window)
    assert page.at is page.password
    page.password.first.setText(password)
    page.password.again.setText(password)
    page.forward()
    settle(qtbot, window)


def bar(window: Window) -> Any:
    return window.workplace.place.speaking.bar


def test_a_lost_password_is_set_anew_by_keyboard_alone(
    qtbot: Any, window: Window, page: Recovering, office: RealOffice
) -> None:
    assert page.code.who.currentText() == "amina"
    assert [page.code.who.itemText(at) for at in range(3)] == ["amina", "cam", "eva"]
    type_code(qtbot, page, office.code.lower())
    assert "-".join(page.code.code.typed()) == office.code
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.at is page.password)
    assert page.password.heading.text() == "A new password for amina"
    qtbot.keyClicks(page.password.first, NEW)
    qtbot.keyClicks(page.password.again, NEW)
    with qtbot.waitSignal(window.place_chosen):
        qtbot.keyClick(page.password.again, Qt.Key.Key_Return)
    assert not window.locked
    assert window.recovery.page is None
    assert bar(window).isVisible()
    assert bar(window).sentence.text().startswith("The recovery code was used")
    window.lock()
    settle(qtbot, window)
    office.enter("amina", NEW).close()


def test_the_page_reads_so(window: Window, page: Recovering) -> None:
    assert outline(page).splitlines()[-9:] == [
        # Here the name of a box is its answer; the label is told as its relation.
        "ComboBox amina = amina",
        *(f"EditableText Group {number} of 6" for number in range(1, 7)),
        "Button Back to sign in",
        "Button Continue",
    ]
    said = outline(page).splitlines()
    assert "says Use the recovery code" in said
    assert "says Half 1 of the sheet" in said


def test_a_code_pasted_whole_into_any_group_fills_them_all(
    page: Recovering, office: RealOffice
) -> None:
    box = page.code.code.boxes[2]
    box.setText(f" {office.code.lower()} ")
    box.textEdited.emit(box.text())
    assert page.code.code.typed() == office.code.split("-")
    assert page.code.code.complaint() == ""


def test_half_a_code_pasted_fills_its_half(page: Recovering, office: RealOffice) -> None:
    box = page.code.code.boxes[3]
    half = " ".join(office.code.split("-")[3:])
    box.setText(half)
    box.textEdited.emit(half)
    assert page.code.code.typed() == ["", "", "", *office.code.split("-")[3:]]


def test_a_character_of_no_code_is_said_while_it_is_typed(qtbot: Any, page: Recovering) -> None:
    box = page.code.code.boxes[1]
    box.setFocus()
    qtbot.keyClicks(box, "abcuh")
    assert page.code.problem.text().startswith("Group 2 has the character U")
    assert box.property("problem") == "true"
    assert box.hasFocus()
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert not page.code.problem.isVisible()


def test_backspace_in_an_empty_group_goes_on_in_the_one_before(
    qtbot: Any, page: Recovering
) -> None:
    qtbot.keyClicks(page.code.code.boxes[0], "abcde")
    second = page.code.code.boxes[1]
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Backspace)
    assert page.code.code.boxes[0].hasFocus()
    qtbot.keyClick(page.code.code.boxes[0], Qt.Key.Key_Backspace)
    assert page.code.code.boxes[0].text() == "ABCD"


def test_a_group_that_is_too_short_stops_with_its_number(qtbot: Any, page: Recovering) -> None:
    qtbot.keyClicks(page.code.code.boxes[0], "abc")
    page.forward()
    assert page.code.problem.text().startswith("Group 1 needs five characters, not 3")
    assert page.at is page.code


def test_the_code_of_another_office_is_refused_before_a_password_is_asked(
    qtbot: Any, window: Window, page: Recovering, tmp_path: Path
) -> None:
    type_code(qtbot, page, RealOffice(tmp_path / "other").code)
    page.forward()
    settle(qtbot, window)
    assert page.at is page.code
    assert page.code.problem.text() == "This recovery code does not belong to this office."
    assert page.next.isEnabled()
    assert page.next.text() == "Continue"


def test_a_case_manager_is_told_to_ask_an_administrator(
    qtbot: Any, window: Window, page: Recovering, office: RealOffice
) -> None:
    page.code.who.setCurrentText("cam")
    type_code(qtbot, page, office.code)
    set_password(qtbot, window, page)
    assert not window.locked
    assert "tell an administrator" in bar(window).sentence.text()


def test_leaving_forgets_what_was_typed(
    qtbot: Any, window: Window, page: Recovering, office: RealOffice
) -> None:
    type_code(qtbot, page, office.code)
    page.back.click()
    assert window.recovery.page is None
    assert window.lock_screen.isVisible()
    assert "".join(page.code.code.typed()) == ""


def test_a_code_does_not_stay_on_the_screen_when_everybody_leaves(
    qtbot: Any, window: Window, page: Recovering
) -> None:
    window.idle.start(0.001)
    qtbot.waitUntil(lambda: window.recovery.page is None)
    assert window.lock_screen.isVisible()


def test_an_office_without_its_keyring_says_so(
    qtbot: Any, window: Window, office: RealOffice
) -> None:
    (office.folder / "keyring.json").write_text("{}", encoding="utf-8")
    window.lock_screen.recover.click()
    settle(qtbot, window)
    shown = window.recovery.page
    assert isinstance(shown, Recovering)
    assert shown.code.problem.isVisible()


@pytest.fixture
def renewing(qtbot: Any, window: Window, page: Recovering, office: RealOffice) -> NewSheet:
    type_code(qtbot, page, office.code)
    set_password(qtbot, window, page)
    bar(window)._help.click()
    shown = window.recovery.page
    assert isinstance(shown, NewSheet)
    return shown


def make(qtbot: Any, window: Window, page: NewSheet, password: str = NEW) -> None:
    page.own.password.setText(password)
    page.forward()
    settle(qtbot, window)


def test_a_new_sheet_is_made_kept_and_proved(
    qtbot: Any, window: Window, renewing: NewSheet, office: RealOffice, tmp_path: Path
) -> None:
    make(qtbot, window, renewing)
    assert renewing.at is renewing.recovery
    assert not renewing.back.isVisible()
    renewing.recovery.save.click()
    settle(qtbot, window)
    paper = PdfReader(tmp_path / "sheet.pdf").pages[0].extract_text()
    groups = list(renewing.recovery._groups)
    assert "-".join(groups) != office.code
    assert all(group in paper for group in groups)
    first, second = renewing.recovery.asked()
    renewing.recovery.first.setText(groups[first])
    renewing.recovery.second.setText(groups[second])
    renewing.forward()
    settle(qtbot, window)
    assert window.recovery.page is None
    assert "Destroy the old one" in bar(window).sentence.text()
    gate = window._gate
    with pytest.raises(Refused, match="does not belong"):
        gate.prove_code(office.folder, office.code)
    gate.prove_code(office.folder, "-".join(groups))
    window.lock()
    settle(qtbot, window)
    sign_in(qtbot, window)
    assert not bar(window).isVisible()


def sign_in(qtbot: Any, window: Window, password: str = NEW) -> None:
    window.lock_screen.user.setText("amina")
    window.lock_screen.password.setText(password)
    with qtbot.waitSignal(window.place_chosen):
        window.lock_screen.sign_in()


def test_an_open_window_is_no_leave_to_make_a_new_code(
    qtbot: Any, window: Window, renewing: NewSheet, office: RealOffice
) -> None:
    assert renewing.own.password.hasFocus()
    make(qtbot, window, renewing, OLD)
    assert renewing.at is renewing.own
    assert renewing.own.problem.text() == "The present password is not right."
    window._gate.prove_code(office.folder, office.code)
    renewing.back.click()
    assert window.recovery.page is None
    assert window.workplace.place.isVisible()
    assert bar(window).isVisible()


def test_a_sheet_nobody_confirmed_is_asked_for_again(
    qtbot: Any, window: Window, renewing: NewSheet
) -> None:
    make(qtbot, window, renewing)
    window.lock()
    assert window.recovery.page is None
    settle(qtbot, window)
    sign_in(qtbot, window)
    assert bar(window).sentence.text().startswith("Nobody confirmed")


def test_only_the_lock_and_the_look_answer_to_keys_while_a_sheet_is_made(
    qtbot: Any, window: Window, renewing: NewSheet
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not window.workplace.search.isVisibleTo(window.workplace.place)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.locked


def test_the_command_is_the_administrators(qtbot: Any, window: Window) -> None:
    sign_in(qtbot, window, OLD)
    window.commands.run("new_sheet")
    assert isinstance(window.recovery.page, NewSheet)
    window.recovery.leave()
    window.commands.role = "case_manager"
    window.commands.run("new_sheet")
    assert window.recovery.page is None
