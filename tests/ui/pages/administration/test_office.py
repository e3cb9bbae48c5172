"""Settings, people who sign in, the check and what is inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from ati_desktop import __version__
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, sign_in
from ati_desktop.casework.settings import read_settings
from ati_desktop.models.users import Role
from ati_desktop.ui.pages.administration.page import AdministrationPage
from ati_desktop.ui.pages.administration.roles import role_words
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import cells_of, words_of
from tests.ui.pages.office import CHEAP, NAME, PASSWORD, Clock

Settle = Callable[[], None]
THEIRS = "oak kettle violin harbor"


def test_settings_are_saved(
    room: AdministrationPage, desk: Desk, settle: Settle, shell: Shell
) -> None:
    tab = room.tabs["office"]
    assert not tab.save_button.isEnabled()
    tab.form.input("phone").line.setText("555 0199")
    tab.form.input("phone").line.textEdited.emit("555 0199")
    tab.form.input("part2").show_value("no")
    assert tab.save_button.isEnabled()
    shell.commands.run("save")
    settle()
    kept = read_settings(desk)
    assert (kept.phone, kept.part2, kept.office) == ("555 0199", "no", desk.home.office)
    assert "Saved" in shell.notices.lines


def test_refused_settings_are_said_and_nothing_is_saved(
    room: AdministrationPage, desk: Desk, settle: Settle, shell: Shell
) -> None:
    tab = room.tabs["office"]
    tab.form.input("lock_after_minutes").show_value("0")
    tab.save()
    settle()
    assert any("from 1 to 120" in line for line in shell.notices.lines)
    assert read_settings(desk).lock_after_minutes == "10"


def test_the_save_key_belongs_to_the_tab_that_is_shown(
    room: AdministrationPage, shell: Shell
) -> None:
    command = next(one for one in shell.commands.allowed() if one.name == "save")
    assert shell.commands.usable(command)
    room.show_tab("about")
    assert not shell.commands.usable(command)


def test_somebody_new_gets_a_role_and_a_password_and_can_sign_in(
    room: AdministrationPage, desk: Desk, folder: Path, settle: Settle, qtbot: Any
) -> None:
    room.arrive(tab="people", new=True)
    new = room.tabs["people"].new
    new.form.fill({"name": "eva", "role": "evaluator"})
    new.form.changed.emit()
    assert role_words(Role.EVALUATOR) in words_of(new)
    for line in (new.password.first, new.password.again):
        line.setText(THEIRS)
    qtbot.keyClick(new.save, Qt.Key.Key_Return)
    settle()
    assert room.tabs["people"].new is None
    cells = cells_of(room.tabs["people"].table)
    assert "eva" in cells
    assert f"{NAME} (you)" in cells
    desk.close()
    theirs = sign_in(folder, "eva", THEIRS, clock=Clock(), minimum=CHEAP)
    assert theirs.user.role is Role.EVALUATOR
    theirs.close()


def test_a_drawn_passphrase_is_shown_and_forgotten(
    room: AdministrationPage, settle: Settle
) -> None:
    room.arrive(tab="people", new=True)
    new = room.tabs["people"].new
    new.password.offer.click()
    drawn = new.password.drawn.text()
    assert len(drawn.split("-")) == 5
    new.cancel.click()
    settle()
    assert drawn not in words_of(room)


def test_a_taken_name_is_refused_and_what_was_typed_stays(
    room: AdministrationPage, desk: Desk, settle: Settle, shell: Shell
) -> None:
    add_user(desk, "eva", Role.EVALUATOR, THEIRS)
    room.arrive(tab="people", new=True)
    new = room.tabs["people"].new
    new.form.fill({"name": "eva", "role": "liaison"})
    for line in (new.password.first, new.password.again):
        line.setText(THEIRS)
    new.take()
    settle()
    assert any("eva" in line for line in shell.notices.lines)
    assert room.tabs["people"].new.form.values()["name"] == "eva"
    assert new.save.isEnabled()


def test_the_check_lists_what_it_found(room: AdministrationPage, settle: Settle) -> None:
    room.show_tab("check")
    tab = room.tabs["check"]
    tab.run_button.click()
    settle()
    cells = cells_of(tab.table)
    assert "working.db" in cells
    assert "whole" in cells
    assert tab.chip.text() == "all whole"
    assert "Last checked 2026-11-21" in tab.said.text()


def test_about_says_version_place_and_licences(
    room: AdministrationPage, folder: Path, settle: Settle
) -> None:
    room.show_tab("about")
    settle()
    tab = room.tabs["about"]
    said = words_of(tab)
    assert __version__ in said
    assert str(folder) in said
    cells = cells_of(tab.table)
    assert "SQLAlchemy" in cells
    assert "MIT" in cells
    assert all("pytest" not in text for text in cells)


def test_a_supervisor_imports_and_checks_but_sets_nothing(
    desk: Desk, folder: Path, open_room: Callable[[Desk], AdministrationPage]
) -> None:
    add_user(desk, "sam", Role.SUPERVISOR, THEIRS)
    desk.close()
    theirs = sign_in(folder, "sam", THEIRS, clock=Clock(), minimum=CHEAP)
    try:
        page = open_room(theirs)
        names = [button.text() for button in page.segment.buttons()]
        assert names == ["Import", "Check", "About"]
        page.arrive(tab="office")
        assert "office" not in page.tabs
    finally:
        theirs.close()


def test_the_password_of_these_tests_is_never_shown(room: AdministrationPage) -> None:
    assert PASSWORD not in words_of(room)
