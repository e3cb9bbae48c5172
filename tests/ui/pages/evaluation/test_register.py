"""The register: requests, decisions with reasons, and what was written; by two real people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ati_desktop.casework import figures, requests
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import Spec
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.pages.evaluation.reading import Prepare
from ati_desktop.ui.pages.evaluation.register.lines import register_lines
from ati_desktop.ui.pages.evaluation.register.register_page import RegisterPage
from ati_desktop.ui.pages.evaluation.register.review_sheet import ReviewSheet
from ati_desktop.ui.pages.evaluation.register.write_sheet import WriteSheet
from ati_desktop.ui.shell import Shell
from tests.ui.outline import stops
from tests.ui.pages.demo_office import (
    EVALUATOR,
    USER,
    cells_of,
    copy_home,
    open_home,
    words_of,
)
from tests.ui.pages.evaluation.prepared import Held, PreparedOnce

Settle = Callable[[], None]
ASKED = 'title = "Court programs"\nmeasures = ["referrals"]\nby = ["program"]\n'
"""Small, as whoever reviews it has it worked out anew."""
WHY = "Threshold and purpose are right."


@dataclass
class Seat:
    """Somebody signed in, with the room in front of them."""

    desk: Desk
    page: EvaluationPage


Enter = Callable[[str], Seat]


@pytest.fixture(scope="session")
def asked_home(
    demo_home: Path, prepared_once: PreparedOnce, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, requests.Request]:
    """An office in which the administrator has asked for a package; nobody may change it."""
    home = copy_home(demo_home, tmp_path_factory.mktemp("asked") / "home")
    desk = open_home(home, USER)
    try:
        return home, ask(desk, prepared_once)
    finally:
        desk.close()


@pytest.fixture
def asked(home: Path, asked_home: tuple[Path, requests.Request]) -> requests.Request:
    """Have an office of one's own in which the administrator has asked for a package."""
    shutil.rmtree(home)
    copy_home(asked_home[0], home)
    return asked_home[1]


@pytest.fixture
def enter(home: Path, qtbot: Any, shell: Shell, settle: Settle, preparing: Held) -> Iterator[Enter]:
    """Sign somebody in, after whoever was there has left: an office has one desk at a time.

    Nobody looks at the check of the figures here.
    """
    preparing.hold()
    seats: list[Seat] = []

    def leave() -> None:
        for seat in seats:
            seat.page.asking.live.rest()
            qtbot.waitUntil(lambda: shell.lane.idle)
            seat.desk.close()
        seats.clear()

    def sit_down(user: str) -> Seat:
        leave()
        desk = open_home(home, user)
        page = EvaluationPage(desk, shell, preparing)
        qtbot.addWidget(page)
        page.resize(1200, 840)
        with qtbot.waitExposed(page):
            page.show()
        seats.append(Seat(desk, page))
        settle()
        return seats[0]

    yield sit_down
    leave()


def ask(desk: Desk, prepare: Prepare) -> requests.Request:
    spec = Spec.from_text(ASKED, "specification")
    ready = prepare(desk, spec, Progress(lambda *_told: None))
    candidate = figures.candidate_of(ready.prepared, ASKED)
    return requests.request_release(
        desk, candidate, recipient="County research office", purpose="Yearly report"
    )


def register_of(page: EvaluationPage, settle: Settle) -> RegisterPage:
    page.open_register()
    settle()
    assert isinstance(page.sheet, RegisterPage)
    return page.sheet


def review_of(register: RegisterPage, settle: Settle) -> ReviewSheet:
    register.card.buttons["review"].click()
    settle()
    assert isinstance(register.sheet, ReviewSheet)
    return register.sheet


def test_an_empty_register_says_what_belongs_there(enter: Enter, settle: Settle) -> None:
    register = register_of(enter(EVALUATOR).page, settle)
    assert any("are listed here" in text for text in words_of(register))
    assert not register.table.isVisible()


@pytest.mark.usefixtures("asked")
def test_the_head_says_how_many_wait_and_leads_there(
    enter: Enter, settle: Settle, qtbot: Any
) -> None:
    page = enter(EVALUATOR).page
    assert page.waiting is not None
    assert page.waiting.text() == "1 waiting for a decision"
    qtbot.keyClick(page.waiting, Qt.Key.Key_Space)
    settle()
    assert isinstance(page.sheet, RegisterPage)
    assert "Court programs" in cells_of(page.sheet.table)


@pytest.mark.usefixtures("asked")
def test_a_waiting_request_is_approved_by_another_and_written(
    enter: Enter, settle: Settle, tmp_path: Path
) -> None:
    evaluator = enter(EVALUATOR)
    sheet = review_of(register_of(evaluator.page, settle), settle)
    assert "README.txt" in cells_of(sheet.files.names)
    sheet.reasons.box.setPlainText(WHY)
    sheet.approve.click()
    settle()
    assert requests.list_requests(evaluator.desk)[0].state == "approved"

    register = register_of(enter(USER).page, settle)
    assert WHY in " ".join(words_of(register.card))
    register.card.buttons["write"].click()
    settle()
    writing = register.sheet
    assert isinstance(writing, WriteSheet)
    writing.chosen.emit(tmp_path / "package", None)
    settle()
    assert (tmp_path / "package" / "manifest.sha256").is_file()
    assert str(tmp_path / "package") in " ".join(words_of(writing))
    writing.ended.emit()
    settle()
    assert "Written" in cells_of(register.table)
    line = register.read.lines[0]
    assert (line.asked_by, line.decided_by, line.written_by) == (USER, EVALUATOR, USER)
    assert line.review == "approved by a second person"


@pytest.mark.usefixtures("asked")
def test_a_decision_needs_reasons(enter: Enter, settle: Settle) -> None:
    seat = enter(EVALUATOR)
    sheet = review_of(register_of(seat.page, settle), settle)
    sheet.decline.click()
    settle()
    assert sheet.reasons.problem.isVisible()
    assert requests.list_requests(seat.desk)[0].state == "waiting"


@pytest.mark.usefixtures("asked")
def test_a_declined_request_shows_the_reasons_and_cannot_be_written(
    enter: Enter, settle: Settle
) -> None:
    sheet = review_of(register_of(enter(EVALUATOR).page, settle), settle)
    sheet.reasons.box.setPlainText("The purpose is too wide.")
    sheet.decline.click()
    settle()
    register = register_of(enter(USER).page, settle)
    assert "Declined" in words_of(register.card)
    assert "The purpose is too wide." in words_of(register.card)
    assert set(register.card.buttons) == {"again"}


@pytest.mark.usefixtures("asked")
def test_ones_own_request_says_why_it_cannot_be_decided(enter: Enter, settle: Settle) -> None:
    register = register_of(enter(USER).page, settle)
    assert "review" not in register.card.buttons
    assert any("You asked for this yourself" in text for text in words_of(register.card))
    register.card.buttons["look"].click()
    settle()
    sheet = register.sheet
    assert isinstance(sheet, ReviewSheet)
    assert sheet.approve is None
    assert any("You asked for this yourself" in text for text in words_of(sheet))


def test_a_role_that_does_not_decide_is_told_who_does(
    home: Path, enter: Enter, settle: Settle, prepared_once: PreparedOnce
) -> None:
    admin = open_home(home, USER)
    requests.set_review(admin, on=True)
    admin.close()
    evaluator = open_home(home, EVALUATOR)
    ask(evaluator, prepared_once)
    evaluator.close()
    register = register_of(enter(USER).page, settle)
    assert "review" not in register.card.buttons
    assert any("does not decide" in text for text in words_of(register.card))


@pytest.mark.usefixtures("asked")
def test_ones_own_request_is_withdrawn(enter: Enter, settle: Settle) -> None:
    seat = enter(USER)
    register = register_of(seat.page, settle)
    register.card.buttons["withdraw"].click()
    settle()
    assert requests.list_requests(seat.desk)[0].state == "withdrawn"
    assert "Withdrawn" in cells_of(register.table)
    assert set(register.card.buttons) == {"again"}


def test_a_refusal_is_shown_as_it_is(
    asked: requests.Request, enter: Enter, settle: Settle, shell: Shell
) -> None:
    seat = enter(EVALUATOR)
    sheet = review_of(register_of(seat.page, settle), settle)
    requests.decide(seat.desk, asked.id, approve=False, reasons="Meanwhile declined.")
    sheet.reasons.box.setPlainText(WHY)
    sheet.approve.click()
    settle()
    said = f"The request {asked.id} is declined already: nothing was changed."
    assert said in shell.notices.lines


@pytest.mark.usefixtures("asked")
def test_the_chips_show_the_lines_of_one_state(enter: Enter, settle: Settle) -> None:
    register = register_of(enter(USER).page, settle)
    assert register.chips["waiting"].text() == "Waiting 1"
    register.chips["declined"].click()
    assert register.model.ids == []
    assert not register.card.isVisible()
    register.chips["waiting"].click()
    assert len(register.model.ids) == 1


def test_the_rule_says_what_follows_from_it(enter: Enter, settle: Settle) -> None:
    seat = enter(USER)
    register = register_of(seat.page, settle)
    assert "these may decide: eva" in register.rule.said.text()
    register.rule.choice.buttons()[2].click()
    settle()
    assert requests.review_rule(seat.desk) == "off"
    assert "Every receipt says" in register.rule.said.text()
    assert not requests.review_needed(seat.desk)


def test_an_evaluator_reads_the_rule_and_cannot_change_it(enter: Enter, settle: Settle) -> None:
    register = register_of(enter(EVALUATOR).page, settle)
    assert not register.rule.choice.isVisible()
    assert "Nobody else in this office may decide" in register.rule.said.text()


@pytest.mark.usefixtures("asked")
def test_the_same_is_asked_again_from_a_line(enter: Enter, settle: Settle) -> None:
    page = enter(USER).page
    register = register_of(page, settle)
    register.card.buttons["again"].click()
    settle()
    assert page.asking.spec.title == "Court programs"
    assert page.sheet is None


def test_the_files_are_read_from_the_bytes_that_would_be_written(
    asked: requests.Request, enter: Enter, settle: Settle
) -> None:
    seat = enter(EVALUATOR)
    sheet = review_of(register_of(seat.page, settle), settle)
    names = [sheet.files.names.item(at).text() for at in range(sheet.files.names.count())]
    tables = [name for name in names if name.startswith("tables/") and name.endswith(".csv")]
    assert names[:3] == ["receipt.txt", "README.txt", tables[0]]
    sheet.files.names.setCurrentRow(names.index(tables[0]))
    kept = requests.requested_candidate(seat.desk, asked.id).files[tables[0]].decode()
    head, first = kept.splitlines()[:2]
    table = sheet.files.table
    shown = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    assert shown == head.split(",")
    assert table.item(0, 0).text() == first.split(",")[0]


def test_the_outline_of_a_waiting_request(
    asked: requests.Request, enter: Enter, settle: Settle
) -> None:
    register = register_of(enter(EVALUATOR).page, settle)
    assert stops(register) == [
        "Button Back to the figures",
        "CheckBox All 1",
        "CheckBox Waiting 1",
        "CheckBox Approved 0",
        "CheckBox Declined 0",
        "CheckBox Withdrawn 0",
        "CheckBox Written 0",
        "Table Register of releases",
        "Button Open and review",
        "Button Ask the same again",
    ]
    sheet = review_of(register, settle)
    assert [stop.partition(" = ")[0] for stop in stops(sheet)] == [
        "Button Back to the register",
        "List Files of the package",
        "EditableText Content of the file",
        "EditableText Reasons, required",
        "Button Decline",
        "Button Approve",
    ]
    assert asked.recipient in words_of(sheet)


def test_a_request_and_its_release_are_one_line() -> None:
    request = requests.Request(
        "Q-1", "figures", "T", "title = 'T'", "2026-01", "R", "P", "ab", (), "2026-01-02T10:00",
        "ann", "written", "2026-01-03T10:00", "bob", "fine", "R-1",
    )  # fmt: skip
    release = figures.Release(
        "R-1", "T", "", "2026-01", "cd", "ab", "2026-01-04T10:00", "ann", kind="figures"
    )
    lone = figures.Release("R-2", "U", "", "2025-01", "cd", "ef", "2025-01-04T10:00", "ann")
    lines = register_lines([request], [release, lone], "ann")
    assert [(line.id, line.release_id, line.mine) for line in lines] == [
        ("Q-1", "R-1", True),
        ("R-2", "R-2", False),
    ]
