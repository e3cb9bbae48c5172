"""A person's page: the head, tabs built when first shown, reading only what is in sight."""

from __future__ import annotations

from typing import Any

import pytest

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import list_records, save_record
from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.pages.person.page import PersonPage
from ati_desktop.ui.pages.person.tabs import tab_titles
from ati_desktop.ui.shell import Shell
from tests.ui.pages.office import add, add_consent, add_person, add_program, add_provider


@pytest.fixture
def person(desk: Desk) -> int:
    made = add_person(desk, "Abara", "Ngozi", birth_date="1992-03-11", sex="2")
    program = add_program(desk)
    add(desk, "enrollment", made, program_id=str(program), admitted_on="2026-11-01", phase="2")
    return made


def chips(page: PersonPage) -> list[str]:
    return [chip.text() for chip in page.head.findChildren(Chip)]


def test_the_head_says_who_it_is_and_how_the_case_stands(
    desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    court = add_provider(desk, "Superior Court", "court")
    add_consent(desk, person, court, expires_on="2026-12-03")
    page = shown(PersonPage(desk, shell, person))
    said = page.head.note.text().replace("\N{NO-BREAK SPACE}", " ")
    assert page.head.title.text() == "Abara, Ngozi"
    assert "34 y · female · day 21 in program" in said
    assert chips(page) == ["Active", "Phase 2", "Consent ends in 12 days"]


def test_not_being_safe_to_contact_is_an_alert_in_the_head(
    desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    (record,) = list_records(desk, "person", person)
    save_record(
        desk,
        "person",
        {**record.values, "safe_to_contact": "no"},
        participant_id=person,
        record_id=record.id,
        base_version=record.version,
    )
    page = shown(PersonPage(desk, shell, person))
    assert "Not safe to contact" in chips(page)


def test_a_tab_is_built_when_it_is_first_shown(
    desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    page = shown(PersonPage(desk, shell, person))
    assert list(page.tabs) == ["overview"]
    for name, _title in tab_titles():
        page.show_tab(name)
        settled()
    assert list(page.tabs) == [name for name, _title in tab_titles()]


def test_a_change_is_read_again_only_by_what_is_in_sight(
    desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    page = shown(PersonPage(desk, shell, person))
    page.show_tab("events")
    page.show_tab("treatment")
    add(desk, "event", person, kind="arrest", happened_on="2026-10-11")
    page.on_changed(Changed.EVENTS)
    settled()
    events = page.tabs["events"]
    assert events.stale
    assert events.lists["event"].model.rowCount() == 0
    assert not page.tabs["treatment"].stale
    page.show_tab("events")
    assert not events.stale
    assert events.lists["event"].model.rowCount() == 1


def test_holes_are_said_to_be_holes(desk: Desk, shell: Shell, person: int, shown: Any) -> None:
    page = shown(PersonPage(desk, shell, person))
    page.show_tab("case")
    referrals = page.tabs["case"].lists["referral"].model
    assert [referrals.index(0, column).data() for column in range(5)] == [
        "20 May 2026",
        "Court",
        "not entered",
        "Pending",
        "not entered",
    ]


def test_the_newest_record_stands_first(desk: Desk, shell: Shell, person: int, shown: Any) -> None:
    for day in ("2025-01", "2026-10-11", "2019"):
        add(desk, "event", person, kind="arrest", happened_on=day)
    page = shown(PersonPage(desk, shell, person))
    page.show_tab("events")
    model = page.tabs["events"].lists["event"].model
    days = [model.index(row, 0).data() for row in range(3)]
    assert days == ["11 Oct 2026", "January 2025", "2019"]


def test_the_page_can_be_left_and_come_back_to(
    desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    page = shown(PersonPage(desk, shell, person))
    page.show_tab("consents")
    page.open_record("consent")
    place = page.where()
    assert place == {"tab": "consents", "form": "consent", "record": 0}
    again = shown(PersonPage(desk, shell, person))
    again.arrive(**place)
    settled()
    assert again.where() == place


def test_the_save_command_belongs_to_the_form_while_it_is_open(
    desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    page = shown(PersonPage(desk, shell, person))
    save = next(one for one in shell.commands.allowed() if one.name == "save")
    assert not shell.commands.usable(save)
    page.open_record("name")
    assert shell.commands.usable(save)
    page.close_sheet()
    assert not shell.commands.usable(save)
