"""Forms of the record: saved, refused beside the field, kept as drafts, compared."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import list_drafts
from ati_desktop.casework.records import list_records, read_record, save_record
from ati_desktop.ui.pages.person.forms import FORMS
from ati_desktop.ui.pages.person.page import PersonPage
from ati_desktop.ui.pages.person.record_sheet import RecordSheet
from ati_desktop.ui.shell import Shell
from tests.ui.outline import stops
from tests.ui.pages.office import add, add_consent, add_person, add_provider, open_desk


@pytest.fixture
def person(desk: Desk) -> int:
    return add_person(desk, "Abara", "Ngozi", docket="CR-26-1000")


def line(sheet: RecordSheet, name: str) -> QLineEdit:
    entry = sheet.form.input(name).entry()
    found = entry if isinstance(entry, QLineEdit) else entry.findChild(QLineEdit)
    assert found is not None
    return found


def type_into(qtbot: Any, sheet: RecordSheet, name: str, text: str) -> None:
    target = line(sheet, name)
    target.setFocus()
    target.selectAll()
    qtbot.keyClicks(target, text)


@pytest.mark.parametrize("noun", sorted(FORMS))
def test_opening_any_form_makes_no_record_and_no_draft(
    noun: str, qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    before = list_records(desk, noun)
    sheet = shown(RecordSheet(desk, shell, noun, person))
    sheet.close_sheet()
    assert list_records(desk, noun) == before
    assert list_drafts(desk) == []


def test_a_problem_stands_beside_its_field_and_nothing_is_saved(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    sheet = shown(RecordSheet(desk, shell, "event", person))
    type_into(qtbot, sheet, "kind", "arrest")
    type_into(qtbot, sheet, "happened_on", "2026-03-11")
    type_into(qtbot, sheet, "ended_on", "2026-02-01")
    sheet.save()
    settled()
    assert sheet.form.problems() == {"ended_on": "Ended before it began."}
    assert sheet.sign.text() == "Not saved"
    assert list_records(desk, "event", person) == []
    assert sheet.values()["happened_on"] == "2026-03-11"


def test_saving_shows_a_sign_and_leaves_the_form_where_it_is(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    sheet = shown(RecordSheet(desk, shell, "event", person))
    type_into(qtbot, sheet, "kind", "arrest")
    type_into(qtbot, sheet, "happened_on", "mar 2024")
    place = sheet.form.input("happened_on").mapTo(sheet, sheet.form.input("happened_on").pos())
    sheet.save()
    sheet.save()
    settled()
    assert sheet.sign.text().startswith("Saved ")
    after = sheet.form.input("happened_on").mapTo(sheet, sheet.form.input("happened_on").pos())
    assert after == place
    (event,) = list_records(desk, "event", person)
    assert event.values["happened_on"] == "2024-03"
    assert list_drafts(desk) == []


def test_saving_a_new_record_again_changes_it_instead_of_making_another(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    sheet = shown(RecordSheet(desk, shell, "contact", person))
    type_into(qtbot, sheet, "kind", "e-mail")
    type_into(qtbot, sheet, "value", "a@example.org")
    sheet.save()
    settled()
    type_into(qtbot, sheet, "value", "b@example.org")
    sheet.hold()
    (draft,) = list_drafts(desk)
    assert draft.about == f"{person}:{sheet.record_id}"
    sheet.save()
    settled()
    (contact,) = list_records(desk, "contact", person)
    assert contact.values["value"] == "b@example.org"
    assert list_drafts(desk) == []


def test_a_form_that_was_killed_comes_back_with_what_was_typed(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    first = shown(RecordSheet(desk, shell, "identifier", person))
    with qtbot.waitSignal(first.keeper.kept):
        type_into(qtbot, first, "value", "A-118-204")
    first.hide()
    second = shown(RecordSheet(desk, shell, "identifier", person))
    assert second.values()["value"] == "A-118-204"
    assert "Restored what you were typing at" in second.notice.sentence.text()
    assert list_records(desk, "identifier", person) == []
    second._discard()
    assert second.values()["value"] is None
    assert list_drafts(desk) == []


def test_text_that_cannot_be_read_yet_is_kept_in_the_draft_too(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    first = shown(RecordSheet(desk, shell, "event", person))
    type_into(qtbot, first, "happened_on", "the day after Easter")
    first.hold()
    second = shown(RecordSheet(desk, shell, "event", person))
    assert line(second, "happened_on").text() == "the day after Easter"


def test_typing_back_to_what_is_saved_leaves_no_draft(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    contact = add(desk, "contact", person, kind="email", value="a@example.org")
    sheet = shown(RecordSheet(desk, shell, "contact", person, contact))
    type_into(qtbot, sheet, "value", "b@example.org")
    sheet.hold()
    assert len(list_drafts(desk)) == 1
    type_into(qtbot, sheet, "value", "a@example.org")
    sheet.hold()
    assert list_drafts(desk) == []


def conflicting(qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any) -> RecordSheet:
    """Return a sheet whose record somebody else has saved meanwhile."""
    contact = add(desk, "contact", person, kind="email", value="a@example.org")
    sheet: RecordSheet = shown(RecordSheet(desk, shell, "contact", person, contact))
    type_into(qtbot, sheet, "value", "mine@example.org")
    theirs = read_record(desk, "contact", contact)
    save_record(
        desk,
        "contact",
        {**theirs.values, "value": "theirs@example.org"},
        participant_id=person,
        record_id=contact,
        base_version=theirs.version,
    )
    sheet.save()
    return sheet


def test_two_versions_are_shown_side_by_side_and_mine_may_be_saved_over_theirs(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    sheet = conflicting(qtbot, desk, shell, person, shown)
    settled()
    assert [field.name for field in sheet._comparison.differing] == ["value"]
    (kept,) = list_records(desk, "contact", person)
    assert kept.values["value"] == "theirs@example.org"
    sheet._comparison.mine.click()
    settled()
    (kept,) = list_records(desk, "contact", person)
    assert kept.values["value"] == "mine@example.org"
    assert sheet.sign.text().startswith("Saved ")


def test_theirs_may_be_taken_and_my_draft_is_gone(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    sheet = conflicting(qtbot, desk, shell, person, shown)
    settled()
    sheet._comparison.theirs.click()
    assert sheet.values()["value"] == "theirs@example.org"
    assert sheet.form.isVisible()
    assert list_drafts(desk) == []


def test_a_save_that_the_lock_overtakes_is_neither_lost_nor_done_twice(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    sheet = shown(RecordSheet(desk, shell, "contact", person))
    type_into(qtbot, sheet, "kind", "e-mail")
    type_into(qtbot, sheet, "value", "a@example.org")
    sheet.save()
    sheet.hold()
    shell.lane.drop_all()
    settled()
    saved, drafts = list_records(desk, "contact", person), list_drafts(desk)
    assert len(saved) + len(drafts) == 1


def test_revoking_is_offered_only_where_the_consent_may_be_revoked(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    court = add_provider(desk, "Superior Court", "court")
    free = add_consent(desk, person, court)
    bound = add_consent(
        desk,
        person,
        court,
        kind="criminal_justice",
        expires_event="final_disposition",
        irrevocable_until_event="yes",
    )
    page = shown(PersonPage(desk, shell, person))
    page.open_record("consent", bound)
    assert page.sheet.revoke_button.isHidden()
    page.open_record("consent", free)
    assert not page.sheet.revoke_button.isHidden()
    page.sheet.revoke_button.click()
    page.sheet.save()
    settled()
    assert read_record(desk, "consent", free).values["revoked_on"] == "2026-11-21"
    assert page.sheet.revoke_button.isHidden()


def test_only_a_criminal_justice_consent_can_be_bound_to_its_event(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    page = shown(PersonPage(desk, shell, person))
    page.open_record("consent")
    binding = page.sheet.form.input("irrevocable_until_event")
    assert not binding.isEnabled()
    type_into(qtbot, page.sheet, "kind", "Criminal justice (2.35)")
    assert binding.isEnabled()
    binding.show_value("yes")
    type_into(qtbot, page.sheet, "kind", "Research follow-up")
    assert binding.value() == "no"


def test_removing_asks_first_and_takes_the_record_away(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    contact = add(desk, "contact", person, kind="email", value="a@example.org")
    page = shown(PersonPage(desk, shell, person))
    page.open_record("contact", contact)
    page.sheet.remove_button.click()
    assert len(list_records(desk, "contact", person)) == 1
    page.sheet._remove()
    settled()
    assert list_records(desk, "contact", person) == []
    assert page.sheet is None


def test_an_unfinished_form_is_one_click_away_on_the_persons_page(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, settled: Any
) -> None:
    page = shown(PersonPage(desk, shell, person))
    page.open_record("event")
    type_into(qtbot, page.sheet, "happened_on", "2026-03-11")
    qtbot.keyClick(page.sheet, Qt.Key.Key_Escape)
    settled()
    assert page.sheet is None
    assert page.drafts.isVisible()
    page.drafts._shown[1].click()
    assert page.sheet.values()["happened_on"] == "2026-03-11"


def test_another_desk_of_the_same_person_finds_the_draft(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any, folder: Any, clock: Any
) -> None:
    sheet = shown(RecordSheet(desk, shell, "name", person))
    type_into(qtbot, sheet, "family", "Okafor")
    sheet.hold()
    desk.close()
    again = open_desk(folder, clock)
    try:
        assert [draft.values["family"] for draft in list_drafts(again)] == ["Okafor"]
    finally:
        again.close()


def test_the_tab_key_walks_the_fields_in_the_order_of_the_paper(
    qtbot: Any, desk: Desk, shell: Shell, person: int, shown: Any
) -> None:
    sheet = shown(RecordSheet(desk, shell, "contact", person))
    walked = [one for one in stops(sheet) if "required" in one or "Note" in one or "Save" in one]
    assert walked == [
        "ComboBox Kind, required",
        "EditableText Number or address, required",
        "EditableText Note",
        "Button Save",
    ]
