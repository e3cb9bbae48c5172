"""The list of consents says who, what for, until when, and how each stands today."""

from __future__ import annotations

from typing import Any

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.pages.person.page import PersonPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.office import add_consent, add_person, add_provider


def test_each_consent_is_shown_with_its_state_the_newest_first(
    desk: Desk, shell: Shell, shown: Any
) -> None:
    person = add_person(desk, "Abara", "Ngozi")
    court = add_provider(desk, "Superior Court", "court")
    dates = {
        "2026-01-01": {"expires_on": "2026-06-01"},
        "2026-02-01": {"expires_on": "2026-12-01"},
        "2026-03-01": {"expires_on": None, "expires_event": "end_of_program"},
        "2026-04-01": {"revoked_on": "2026-05-01"},
        "2026-05-01": {"valid_from": "2026-12-24"},
    }
    for signed, more in dates.items():
        add_consent(desk, person, court, signed_on=signed, **more)
    add_consent(desk, person, court, recipients=("kind:treatment",), signed_on="2026-06-01")
    page = shown(PersonPage(desk, shell, person))
    page.show_tab("consents")
    model = page.tabs["consents"].list.model
    rows = [[model.index(row, at).data() for at in (0, 3, 4)] for row in range(model.rowCount())]
    assert rows == [
        ["Any: Treatment provider", "1 May 2027", "In force"],
        ["Superior Court", "1 May 2027", "Begins later"],
        ["Superior Court", "1 May 2027", "Revoked"],
        ["Superior Court", "End of the program", "In force"],
        ["Superior Court", "1 Dec 2026", "Ends soon"],
        ["Superior Court", "1 Jun 2026", "Ended"],
    ]
    page.tabs["consents"].list.opened.emit(1)
    assert page.sheet.record_id == 1


def test_an_empty_list_says_what_that_means(desk: Desk, shell: Shell, shown: Any) -> None:
    page = shown(PersonPage(desk, shell, add_person(desk, "Abara", "Ngozi")))
    page.show_tab("consents")
    listed = page.tabs["consents"].list
    assert listed.empty.isVisibleTo(listed)
    assert "no paper about this person leaves the office" in listed.empty.text()
