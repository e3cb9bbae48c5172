"""Who may read and print but not change: everything is shown, nothing can be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import list_drafts
from ati_desktop.casework.office import add_user, sign_in
from ati_desktop.models.users import Role
from ati_desktop.ui.pages.participants.page import ParticipantsPage
from ati_desktop.ui.pages.person.page import PersonPage
from ati_desktop.ui.shell import Shell
from tests.randomness import counting
from tests.ui.pages.office import CHEAP, Clock, add, add_person, open_desk

LIAISON = "Bea Lindqvist"
WORDS = "harbour violin meadow clock"


@pytest.fixture
def desk(folder: Path, clock: Clock) -> Iterator[Desk]:
    administrator = open_desk(folder, clock)
    person = add_person(administrator, "Abara", "Ngozi")
    add(administrator, "contact", person, kind="email", value="a@example.org")
    add_user(administrator, LIAISON, Role.LIAISON, WORDS)
    administrator.close()
    made = sign_in(folder, LIAISON, WORDS, clock=clock, randomness=counting(), minimum=CHEAP)
    yield made
    made.close()


def test_a_liaison_finds_no_way_to_take_anybody_in(desk: Desk, shell: Shell, shown: Any) -> None:
    page = shown(ParticipantsPage(desk, shell))
    assert not page.list.new_button.isVisible()
    page.arrive(new="Abara")
    assert page.intake is None


def test_a_liaison_reads_a_record_and_prints_but_changes_nothing(
    desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    page = shown(PersonPage(desk, shell, 1))
    assert not page.head.record_button.isVisible()
    assert page.head.print_button.isVisible()
    page.open_record("contact", 1)
    assert page.sheet.values()["value"] == "a@example.org"
    assert not page.sheet.form.isEnabled()
    assert page.sheet.save_button.isHidden()
    assert page.sheet.remove_button.isHidden()
    page.sheet.save()
    page.close_sheet()
    settled()
    assert list_drafts(desk) == []
