"""The list of participants: quick, paged, searched, never building a form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.caseload import Caseload
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.pages.participants.list_column import ListColumn
from ati_desktop.ui.pages.participants.page import ParticipantsPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.office import add, add_person, add_program


def names(column: ListColumn) -> list[str]:
    model = column.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_list_opens_in_order_of_name_without_building_any_form(
    desk: Desk, shell: Shell, shown: Any
) -> None:
    for family in ("Farah", "Abara", "López"):
        add_person(desk, family, "Ana")
    page = shown(ParticipantsPage(desk, shell))
    assert names(page.list) == ["Abara, Ana", "Farah, Ana", "López, Ana"]
    assert page.findChildren(Form) == []
    assert page.list.foot.text() == "3 of 3, sorted by name"
    assert page.list.chips[Caseload.MINE].text() == "My caseload 3"


def test_an_empty_office_says_so_and_carries_the_button_for_the_first_intake(
    desk: Desk, shell: Shell, shown: Any
) -> None:
    page = shown(ParticipantsPage(desk, shell))
    assert page.list._empty is not None
    assert page.list._empty.button is not None
    page.list._empty.button.click()
    assert page.intake is not None


def test_nothing_found_offers_an_intake_with_what_was_typed(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    add_person(desk, "Abara", "Ngozi")
    page = shown(ParticipantsPage(desk, shell))
    qtbot.keyClicks(page.list.search, "Ada Mensah")
    qtbot.keyClick(page.list.search, Qt.Key.Key_Return)
    settled()
    page.list._empty.button.click()
    assert page.intake.values()["family"] == "Mensah"
    assert page.intake.values()["given"] == "Ada"


def test_a_part_of_a_name_and_enter_open_the_person(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    add_person(desk, "Abara", "Ngozi")
    wanted = add_person(desk, "López", "José")
    page = shown(ParticipantsPage(desk, shell))
    page.list.search.setFocus()
    qtbot.keyClicks(page.list.search, "lop")
    page.list.search.ask()
    settled()
    qtbot.keyClick(page.list.search, Qt.Key.Key_Return)
    settled()
    assert page.person.participant_id == wanted
    assert page.person.head.title.text() == "López, José"


def test_arrows_run_through_the_list_and_open_only_where_they_rest(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    ids = [add_person(desk, family, "Ana") for family in ("Abara", "Baker", "Chen")]
    page = shown(ParticipantsPage(desk, shell))
    page.list.table.setFocus()
    page.list.table.selectRow(0)
    opened: list[int] = []
    page.shown.connect(opened.append)
    for _press in range(2):
        qtbot.keyClick(page.list.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.person is not None)
    settled()
    assert opened == [ids[2]]


def test_the_model_of_the_list_keeps_the_rules_of_qt(
    qtmodeltester: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    for at in range(5):
        add_person(desk, f"Person {at}", "Ana")
    page = shown(ParticipantsPage(desk, shell))
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(page.list.model, mode)
    page.list.read()
    settled()
    add_person(desk, "Sixth", "Ana")
    page.list.read()
    settled()
    assert page.list.model.rowCount() == 6
    assert tester.model() is page.list.model


def test_a_page_out_of_sight_reads_again_only_when_it_is_shown(
    desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    person = add_person(desk, "Abara", "Ngozi")
    page = shown(ParticipantsPage(desk, shell))
    # Rows are read when they are asked for, which a busy window may not have done yet.
    assert page.list.model.index(0, 1).data() == "Referred"
    page.hide()
    program = add_program(desk)
    values = {"program_id": str(program), "admitted_on": "2026-09-01", "phase": "1"}
    add(desk, "enrollment", person, **values)
    page.on_changed(None)
    settled()
    assert page.list.model.index(0, 1).data() == "Referred"
    page.show()
    settled()
    assert page.list.model.index(0, 1).data() == "Phase 1"


def test_where_it_is_narrow_the_person_takes_the_place_of_the_list_with_a_way_back(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    first, second = (add_person(desk, family, "Ana") for family in ("Abara", "Baker"))
    page = shown(ParticipantsPage(desk, shell))
    page.resize(784, 668)
    page.show_person(first)
    settled()
    assert not page.list.isVisible()
    page.bar.step.emit(1)
    settled()
    assert page.person.participant_id == second
    page.bar.back_button.click()
    assert page.list.isVisible()
    assert not page._side.isVisible()


def test_leaving_a_person_keeps_the_page_whole(
    desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    people = [add_person(desk, family, "Ana") for family in ("Abara", "Baker")]
    page = shown(ParticipantsPage(desk, shell))
    for person in people * 2:
        page.show_person(person)
    settled()
    assert isinstance(page._right, QWidget)
    assert page.where()["person"] == people[1]
