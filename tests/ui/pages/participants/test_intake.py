"""A new intake: duplicates beside it, drafts, and the three things it needs."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from ati_desktop.casework.caseload import caseload_ids
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import list_drafts
from ati_desktop.casework.records import list_records
from ati_desktop.ui.pages.participants.intake import IntakeSheet
from ati_desktop.ui.pages.participants.page import ParticipantsPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.office import add_person


def type_into(qtbot: Any, sheet: IntakeSheet, name: str, text: str) -> None:
    entry = sheet.form.input(name).entry()
    target = entry if isinstance(entry, QLineEdit) else entry.findChild(QLineEdit)
    target.setFocus()
    qtbot.keyClicks(target, text)


def test_three_fields_make_a_participant_and_lead_to_the_page(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    page = shown(ParticipantsPage(desk, shell))
    page.arrive(new="")
    type_into(qtbot, page.intake, "given", "Ngozi")
    type_into(qtbot, page.intake, "referred_on", "yesterday")
    type_into(qtbot, page.intake, "source", "court")
    page.intake.save()
    settled()
    (person,) = caseload_ids(desk)
    assert page.person.participant_id == person
    (referral,) = list_records(desk, "referral", person)
    assert referral.values["referred_on"] == "2026-11-20"
    assert page.list.model.ids == [person]
    assert list_drafts(desk) == []


def test_what_is_missing_is_said_beside_the_fields(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    sheet = shown(IntakeSheet(desk, shell, {}))
    sheet.save()
    settled()
    assert set(sheet.form.problems()) == {"family", "referred_on", "source"}
    assert caseload_ids(desk) == []


def test_somebody_alike_is_shown_side_by_side_and_can_be_opened_instead(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    known = add_person(desk, "Abara", "Ngozi", birth_date="1992-03-11")
    page = shown(ParticipantsPage(desk, shell))
    page.arrive(new="Abara, Ngozi")
    assert page.intake.likenesses.count == 1
    assert page.intake.likenesses.title.text() == "May already be here"
    type_into(qtbot, page.intake, "birth_date", "1992-03-11")
    page.intake.compare()
    page.intake.likenesses.opened.emit(known)
    settled()
    assert page.person.participant_id == known
    assert [draft.form for draft in list_drafts(desk)] == ["intake"]


def test_a_likely_duplicate_is_created_only_after_somebody_said_it_is_somebody_else(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    add_person(desk, "Abara", "Ngozi")
    sheet = shown(IntakeSheet(desk, shell, {"family": "Abara", "given": "Ngozi"}))
    type_into(qtbot, sheet, "referred_on", "yesterday")
    type_into(qtbot, sheet, "source", "court")
    sheet.save()
    settled()
    assert len(caseload_ids(desk)) == 1
    assert "already here" in sheet.notice.sentence.text()
    sheet._create_anyway()
    settled()
    assert len(caseload_ids(desk)) == 2


def test_an_unfinished_intake_comes_back_and_is_not_mixed_with_another_name(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any, settled: Any
) -> None:
    page = shown(ParticipantsPage(desk, shell))
    page.arrive(new="")
    type_into(qtbot, page.intake, "given", "Ngozi")
    page.intake.close_sheet()
    page.arrive(new="Mensah, Ada")
    assert page.intake.values()["given"] == "Ngozi"
    assert page.intake.values()["family"] is None
    page.intake._discard({"family": "Mensah", "given": "Ada"})
    assert page.intake.values()["given"] == "Ada"
    assert list_drafts(desk) == []


def test_leaving_the_room_keeps_the_intake(
    qtbot: Any, desk: Desk, shell: Shell, shown: Any
) -> None:
    page = shown(ParticipantsPage(desk, shell))
    page.arrive(new="")
    type_into(qtbot, page.intake, "family", "Abara")
    page.hide()
    assert [draft.values["family"] for draft in list_drafts(desk)] == ["Abara"]
