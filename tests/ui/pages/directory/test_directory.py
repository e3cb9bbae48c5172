"""The directory: organisations filtered by sector and words, and their form."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import list_records
from ati_desktop.ui.pages.directory.page import DirectoryPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.office import add_program, add_provider


@pytest.fixture
def organisations(desk: Desk) -> None:
    add_provider(desk, "Superior Court, Part 4", "court")
    add_provider(desk, "Hillside Recovery Center", "treatment", "health")
    add_provider(desk, "Open Door Housing", "housing", "social")


def names(page: DirectoryPage) -> list[str]:
    model = page.list.models[page.list.noun]
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_organisations_stand_in_order_of_name_and_the_sector_narrows_them(
    organisations: None, desk: Desk, shell: Shell, shown: Any
) -> None:
    page = shown(DirectoryPage(desk, shell))
    assert names(page) == [
        "Hillside Recovery Center",
        "Open Door Housing",
        "Superior Court, Part 4",
    ]
    page.list.sectors["health"].click()
    assert names(page) == ["Hillside Recovery Center"]
    assert page.list.foot.text() == "1 of 3, sorted by name"


def test_words_of_any_column_find_an_organisation(
    qtbot: Any, organisations: None, desk: Desk, shell: Shell, shown: Any
) -> None:
    page = shown(DirectoryPage(desk, shell))
    qtbot.keyClicks(page.list.search, "housing open")
    page.list.search.ask()
    assert names(page) == ["Open Door Housing"]


def test_a_new_organisation_is_saved_and_listed(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    page = shown(DirectoryPage(desk, shell))
    page.list._stack.currentWidget().button.click()
    name = page.sheet.form.input("name").entry()
    kind = page.sheet.form.input("kind").entry().findChild(QLineEdit)
    qtbot.keyClicks(name, "Northside Clinic")
    qtbot.keyClicks(kind, "treatment provider")
    page.sheet.save()
    settled()
    assert names(page) == ["Northside Clinic"]
    assert list_records(desk, "provider")[0].values["active"] == "yes"


def test_programs_have_their_own_list(
    organisations: None, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    add_program(desk)
    page = shown(DirectoryPage(desk, shell))
    page.show_noun("program")
    settled()
    assert names(page) == ["Drug treatment court"]
    assert page.where() == {"noun": "program"}


def test_only_changes_of_the_directory_make_it_read_again(
    organisations: None, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    page = shown(DirectoryPage(desk, shell))
    add_provider(desk, "Northside Clinic", "treatment", "health")
    page.on_changed(Changed.EVENTS)
    settled()
    assert len(names(page)) == 3
    page.on_changed(Changed.PROVIDERS)
    settled()
    assert len(names(page)) == 4


def test_the_form_takes_the_place_of_the_list_where_it_is_narrow(
    organisations: None, desk: Desk, shell: Shell, shown: Any
) -> None:
    page = shown(DirectoryPage(desk, shell))
    page.resize(784, 668)
    page.open_record("provider", 2)
    assert not page.list.isVisible()
    page.close_sheet()
    assert page.list.isVisible()
