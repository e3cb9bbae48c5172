"""The screens of a release as text, state by state: what is said, and the way of the Tab key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from ati_desktop.casework import requests
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.pages.evaluation.live_check import Stage
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.pages.evaluation.release.draft import Protection
from ati_desktop.ui.pages.evaluation.release.wizard import ReleaseWizard
from tests.ui.outline import outline, stops
from tests.ui.pages.evaluation.steps import fill_in, go_to_end

Settle = Callable[[], None]
Wait = Callable[[EvaluationPage], None]
MARKS = ["says 1 · Question", "says 2 · Check", "says 3 · Recipient", "says 4 · Second person"]


@pytest.fixture
def wizard(room: EvaluationPage, checked: Wait) -> ReleaseWizard:
    checked(room)
    room.open_release()
    assert isinstance(room.sheet, ReleaseWizard)
    return room.sheet


def says(screen: QWidget) -> list[str]:
    return [line for line in outline(screen).splitlines() if line.startswith("says ")]


def test_the_outline_of_the_question(wizard: ReleaseWizard) -> None:
    assert set(MARKS) <= set(says(wizard))
    assert stops(wizard) == [
        "Button Close",
        "EditableText Title of the release = Court programs",
        "Button Change the question…",
        "Button Continue",
    ]


def test_the_outline_of_a_check_that_has_ended(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait
) -> None:
    wizard.forward()
    checked(room)
    said = says(wizard.check)
    for line in ("says Release check", "says Attacker audit", "says What would help"):
        assert line in said
    found = stops(wizard)
    assert found[:3] == ["Button Close", "RadioButton Check", "Table Hidden numbers by table"]
    assert found[-2:] == ["Button Back", "Button Continue"]


def test_the_outline_of_a_check_under_way(room: EvaluationPage, settle: Settle) -> None:
    room.asking.live.forget()
    card = room.board.release_check
    QApplication.processEvents()
    assert room.asking.live.stage in (Stage.WAITING, Stage.RUNNING)
    assert "says Checking" in says(card)
    assert stops(card) == ["Button Stop the release check"]
    settle()


def test_the_outline_of_recipient_and_password(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait
) -> None:
    wizard.forward()
    checked(room)
    wizard.forward()
    fill_in(wizard)
    wizard.recipient.protection.choose(Protection.PASSWORD)
    assert [stop.partition(" = ")[0] for stop in stops(wizard)] == [
        "Button Close",
        "EditableText Recipient, required",
        "EditableText Purpose, required",
        "RadioButton Locked with a password",
        "EditableText Password",
        "EditableText The same once more",
        "Button Draw five words for me",
        "Button Back",
        "Button Continue",
    ]


def test_the_outline_of_the_end_when_somebody_must_look(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait, settle: Settle
) -> None:
    go_to_end(wizard, room, checked, settle)
    assert "says Somebody else must look" in says(wizard)
    assert stops(wizard) == ["Button Close", "Button Ask for approval", "Button Back"]


def test_the_outline_of_the_end_when_nobody_must_look(
    room: EvaluationPage, checked: Wait, settle: Settle, demo_desk: Desk
) -> None:
    requests.set_review(demo_desk, on=False)
    room.asking.live.forget()
    room.open_release()
    wizard = room.sheet
    assert isinstance(wizard, ReleaseWizard)
    go_to_end(wizard, room, checked, settle)
    assert "says no second person: switched off" in says(wizard)
    assert stops(wizard) == ["Button Close", "Button Write package…", "Button Back"]


def test_every_control_of_a_release_has_a_name(
    wizard: ReleaseWizard, room: EvaluationPage, checked: Wait, settle: Settle
) -> None:
    go_to_end(wizard, room, checked, settle)
    for name in ("tables", "figures", "hidden", "files", "check"):
        wizard.check.preview.show_tab(name)
    for control in wizard.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QLineEdit | QPlainTextEdit):
            named = control.accessibleName() or getattr(control, "text", str)()
            inside = control.objectName().startswith("qt_")
            assert named or inside, control


def test_the_check_stays_in_its_place_on_the_way_of_the_tab_key(
    room: EvaluationPage, checked: Wait
) -> None:
    checked(room)
    found = [stop.partition(" = ")[0] for stop in stops(room)]
    assert found.index("Table Hidden numbers by table") < found.index("Button Add a cohort file")
