"""The release wizard: step by step, with the keyboard alone, nothing typed is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ati_desktop.casework import figures, requests
from ati_desktop.casework.candidates import MANIFEST
from ati_desktop.casework.desk import Desk
from ati_desktop.exports.encryption import decrypt
from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.pages.evaluation.register.register_page import RegisterPage
from ati_desktop.ui.pages.evaluation.release.draft import Protection
from ati_desktop.ui.pages.evaluation.release.wizard import ReleaseWizard
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import SPEC, cells_of, words_of
from tests.ui.pages.evaluation.steps import (
    PURPOSE,
    RECIPIENT,
    fill_in,
    go_to_end,
    stop_in_the_midst,
)

Settle = Callable[[], None]
Wait = Callable[[EvaluationPage], None]


@pytest.fixture
def wizard(room: EvaluationPage, checked: Wait) -> ReleaseWizard:
    checked(room)
    room.release.click()
    assert isinstance(room.sheet, ReleaseWizard)
    return room.sheet


@pytest.fixture
def alone(demo_desk: Desk) -> None:
    requests.set_review(demo_desk, on=False)


def test_the_first_step_says_what_is_in_it(wizard: ReleaseWizard) -> None:
    said = " ".join(words_of(wizard.question))
    assert "Court programs" in said
    assert "Referrals received, whenever they were in any program." in said
    assert "New arrest within a time" in said


def test_back_and_closing_keep_what_was_typed(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait
) -> None:
    wizard.question.title.setText("Courts 2026")
    wizard.forward()
    checked(room)
    wizard.forward()
    fill_in(wizard)
    wizard.backward()
    wizard.backward()
    assert wizard.question.title.text() == "Courts 2026"
    wizard.close_button.click()
    assert room.sheet is None
    room.release.click()
    again = room.sheet
    assert again is not wizard
    assert again.draft.spec.title == "Courts 2026"
    values = again.recipient.form.values()
    assert (values["recipient"], values["purpose"]) == (RECIPIENT, PURPOSE)


def test_a_step_that_misses_something_says_what_and_stays(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait
) -> None:
    wizard.question.title.setText("  ")
    wizard.forward()
    assert wizard.at is wizard.question
    assert "Give the release a title" in wizard.question.problem.text()
    wizard.question.title.setText("Courts")
    wizard.forward()
    checked(room)
    wizard.forward()
    wizard.forward()
    assert wizard.at is wizard.recipient
    assert set(wizard.recipient.form.problems()) == {"recipient", "purpose"}
    fill_in(wizard)
    wizard.recipient.protection.choose(Protection.KEY)
    wizard.forward()
    assert wizard.at is wizard.recipient
    assert wizard.recipient.protection.problem.isVisible()


def test_the_second_step_waits_for_the_check(
    room: EvaluationPage, settle: Settle, checked: Wait
) -> None:
    room.asking.live.forget()
    room.open_release()
    wizard = room.sheet
    assert isinstance(wizard, ReleaseWizard)
    wizard.question.title.setText("Another")
    wizard.forward()
    wizard.forward()
    assert wizard.at is wizard.check
    assert "still at work" in wizard.check.problem.text()
    checked(room)
    wizard.forward()
    assert wizard.at is wizard.recipient


def test_a_remedy_taken_in_the_wizard_is_what_is_written(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait
) -> None:
    wizard.forward()
    checked(room)
    button = next(one for one in wizard.check.check.remedies if "Leave out" in one.text())
    button.click()
    checked(room)
    assert wizard.draft.spec.by == ()
    assert room.asking.read.spec.by == ("program",)
    assert room.asking.live.ready.prepared.spec.by == ()


def test_where_a_second_person_is_needed_the_package_is_asked_for(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait, settle: Settle, demo_desk: Desk
) -> None:
    go_to_end(wizard, room, checked, settle)
    assert "Any one of them may decide: eva." in words_of(wizard.second)
    assert "Somebody else must look" in words_of(wizard.end)
    assert wizard.end.act.text() == "Ask for approval"
    wizard.end.act.click()
    settle()
    asked = requests.list_requests(demo_desk)
    assert [(one.state, one.recipient, one.purpose) for one in asked] == [
        ("waiting", RECIPIENT, PURPOSE)
    ]
    assert asked[0].id in " ".join(words_of(wizard.end))
    assert room.draft is None
    assert figures.list_releases(demo_desk) == []


def test_asking_twice_for_the_same_shows_that_it_waits(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait, settle: Settle, demo_desk: Desk
) -> None:
    go_to_end(wizard, room, checked, settle)
    wizard.end.act.click()
    settle()
    room.close_sheet()
    checked(room)
    room.open_release()
    again = room.sheet
    go_to_end(again, room, checked, settle)
    assert again.end.act is None
    assert any("asked for exactly this already" in text for text in words_of(again.end))
    assert len(requests.list_requests(demo_desk)) == 1


@pytest.mark.usefixtures("for_real", "alone")
def test_a_package_is_written_and_stands_in_the_register(
    small_room: EvaluationPage,
    checked: Wait,
    settle: Settle,
    tmp_path: Path,
    demo_desk: Desk,
) -> None:
    room = small_room
    room.open_release()
    wizard = room.sheet
    assert isinstance(wizard, ReleaseWizard)
    go_to_end(wizard, room, checked, settle)
    assert "no second person: switched off" in " ".join(words_of(wizard.second))
    planned = set(wizard.packing.package.candidate.files)
    place = tmp_path / "package"
    wizard.packing.write_to(place, wizard.draft, None)
    settle()
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert found == planned
    release = figures.list_releases(demo_desk)[0]
    assert release.manifest_sha256 == hashlib.sha256((place / MANIFEST).read_bytes()).hexdigest()
    assert (release.recipient, release.purpose) == (RECIPIENT, PURPOSE)
    said = " ".join(words_of(wizard.end))
    assert release.id in said
    assert str(place) in said
    assert (place / "receipt.txt").read_text(encoding="utf-8") in words_of(wizard.end)
    room.open_register()
    settle()
    assert isinstance(room.sheet, RegisterPage)
    assert "Written" in cells_of(room.sheet.table)


@pytest.mark.usefixtures("alone")
def test_the_same_figures_again_keep_their_number(
    small_room: EvaluationPage, checked: Wait, settle: Settle, tmp_path: Path, demo_desk: Desk
) -> None:
    room = small_room
    for name in ("first", "second"):
        room.asking.live.forget()
        room.open_release()
        wizard = room.sheet
        assert isinstance(wizard, ReleaseWizard)
        go_to_end(wizard, room, checked, settle)
        wizard.packing.write_to(tmp_path / name, wizard.draft, None)
        settle()
    assert len(figures.list_releases(demo_desk)) == 1
    assert any("same figures" in text for text in words_of(wizard.end))


@pytest.mark.usefixtures("alone")
def test_a_folder_that_is_taken_is_refused_in_one_sentence(
    room: EvaluationPage, checked: Wait, settle: Settle, tmp_path: Path, shell: Shell
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "note.txt").write_text("here", encoding="utf-8")
    room.asking.live.forget()
    room.open_release()
    wizard = room.sheet
    assert isinstance(wizard, ReleaseWizard)
    go_to_end(wizard, room, checked, settle)
    wizard.packing.write_to(taken, wizard.draft, None)
    settle()
    assert any(str(taken) in line for line in shell.notices.lines)
    assert wizard.end.act.isEnabled()
    assert sorted(path.name for path in taken.iterdir()) == ["note.txt"]


@pytest.mark.usefixtures("alone")
def test_writing_that_is_stopped_leaves_no_half(
    room: EvaluationPage, checked: Wait, settle: Settle, tmp_path: Path, shell: Shell
) -> None:
    room.asking.live.forget()
    room.open_release()
    wizard = room.sheet
    assert isinstance(wizard, ReleaseWizard)
    go_to_end(wizard, room, checked, settle)
    place = tmp_path / "out" / "package"
    place.parent.mkdir()

    def write() -> Running:
        wizard.packing.write_to(place, wizard.draft, None)
        assert wizard.packing.running is not None
        return wizard.packing.running

    steps = stop_in_the_midst(shell, write)
    settle()
    assert len(steps) == 1
    assert list(place.parent.iterdir()) == []
    assert any("Stopped" in line for line in shell.notices.lines)
    assert wizard.end.act.isEnabled()
    wizard.packing.write_to(place, wizard.draft, None)
    settle()
    assert (place / MANIFEST).is_file()


@pytest.mark.usefixtures("alone")
def test_a_package_locked_with_a_password_opens_with_it_alone(
    room: EvaluationPage, checked: Wait, settle: Settle, tmp_path: Path
) -> None:
    room.asking.live.forget()
    room.open_release()
    wizard = room.sheet
    assert isinstance(wizard, ReleaseWizard)
    password = "harbor-lantern-quilt-meadow"
    go_to_end(wizard, room, checked, settle, lock=Protection.PASSWORD, secret=password)
    place = tmp_path / "package.age"
    wizard.packing.write_to(place, wizard.draft, wizard.recipient.protection.encryption())
    settle()
    files = decrypt(place.read_bytes(), passphrase=password)
    assert files == dict(wizard.packing.package.candidate.files)
    assert password not in " ".join(words_of(wizard))
    assert wizard.recipient.protection.password.first.text() == ""


def test_a_password_is_never_in_a_draft(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait
) -> None:
    wizard.forward()
    checked(room)
    wizard.forward()
    fill_in(wizard)
    wizard.recipient.protection.choose(Protection.PASSWORD)
    wizard.recipient.protection.password.first.setText("harbor-lantern-quilt-meadow")
    wizard.close_button.click()
    assert "harbor" not in repr(room.draft)
    assert room.draft.protection is Protection.PASSWORD


def test_what_was_typed_is_there_after_the_lock(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait
) -> None:
    wizard.forward()
    checked(room)
    wizard.forward()
    fill_in(wizard)
    where = room.where()
    room.close_sheet()
    room.draft = None
    room.arrive(**where)
    room.open_release()
    values = room.sheet.recipient.form.values()
    assert (values["recipient"], values["purpose"]) == (RECIPIENT, PURPOSE)


def test_the_keyboard_alone_walks_through(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait, settle: Settle, qtbot: Any
) -> None:
    with qtbot.waitActive(room):
        room.activateWindow()
    wizard.show_step(0)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is wizard.question.title)
    qtbot.keyClick(wizard.question.title, Qt.Key.Key_Return)
    checked(room)
    assert wizard.at is wizard.check
    tab_to(qtbot, wizard.next)
    qtbot.keyClick(wizard.next, Qt.Key.Key_Return)
    here = QApplication.focusWidget()
    qtbot.keyClicks(here, RECIPIENT)
    qtbot.keyClick(here, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), PURPOSE)
    tab_to(qtbot, wizard.next)
    qtbot.keyClick(wizard.next, Qt.Key.Key_Space)
    assert wizard.at is wizard.second
    assert QApplication.focusWidget() is wizard.next
    qtbot.keyClick(wizard.next, Qt.Key.Key_Return)
    settle()
    assert wizard.at is wizard.end
    assert QApplication.focusWidget() is wizard.end.act
    assert wizard.draft.purpose == PURPOSE


def tab_to(qtbot: Any, wanted: Any) -> None:
    for _step in range(60):
        here = QApplication.focusWidget()
        if here is wanted:
            return
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError("the Tab key does not lead there")


def test_an_older_question_does_not_stay_in_the_wizard(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait, settle: Settle
) -> None:
    wizard.close_button.click()
    room.arrive(spec=SPEC.replace('"program"', '"sex"'))
    settle()
    checked(room)
    room.open_release()
    assert room.sheet.draft.spec.by == ("sex",)
