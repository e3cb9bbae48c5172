from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import drop_draft, keep_draft, list_drafts, read_draft
from ati_desktop.casework.values import FormValue
from ati_desktop.errors import Refused
from ati_desktop.models import Draft
from ati_desktop.models.users import Role
from tests.casework.offices import Clock, at_desk

TYPED: dict[str, FormValue] = {
    "reason_note": "Half a sentence about Kanarienvogel",
    "urgent_needs": ("housing", "safety"),
    "decided_on": None,
}


def test_what_was_typed_comes_back_as_it_was(ana: Desk) -> None:
    keep_draft(ana, "referral", "3:new", TYPED, None)
    kept = read_draft(ana, "referral", "3:new")
    assert kept is not None
    assert kept.values == TYPED
    assert kept.base_version is None
    assert kept.changed_at == ana.clock()


def test_a_draft_survives_signing_out_and_belongs_to_one_form(pier: Path, clock: Clock) -> None:
    with at_desk(pier, clock=clock) as desk:
        keep_draft(desk, "referral", "3:new", TYPED, None)
        keep_draft(desk, "referral", "3:5", {"reason_note": "another"}, 4)
    with at_desk(pier, clock=clock) as desk:
        kept = read_draft(desk, "referral", "3:5")
        assert kept is not None
        assert (kept.values, kept.base_version) == ({"reason_note": "another"}, 4)
        assert read_draft(desk, "consent", "3:5") is None
        assert {one.about for one in list_drafts(desk)} == {"3:new", "3:5"}


def test_typing_on_replaces_the_draft(ana: Desk) -> None:
    keep_draft(ana, "referral", "3:new", TYPED, None)
    keep_draft(ana, "referral", "3:new", {"reason_note": "A whole sentence."}, None)
    assert [one.values for one in list_drafts(ana)] == [{"reason_note": "A whole sentence."}]


def test_the_newest_draft_comes_first(ana: Desk, clock: Clock) -> None:
    for about in ("1:new", "2:new", "3:new"):
        keep_draft(ana, "referral", about, TYPED, None)
        clock.pass_days(1)
    assert [one.about for one in list_drafts(ana)] == ["3:new", "2:new", "1:new"]


def test_a_saved_form_leaves_no_draft(ana: Desk) -> None:
    keep_draft(ana, "referral", "3:new", TYPED, None)
    drop_draft(ana, "referral", "3:new")
    drop_draft(ana, "referral", "3:new")
    assert read_draft(ana, "referral", "3:new") is None
    assert list_drafts(ana) == []


@pytest.mark.parametrize(("days", "there"), [(6.99, True), (7, True), (7.01, False)])
def test_a_draft_fades_after_seven_days(pier: Path, clock: Clock, days: float, there: bool) -> None:
    with at_desk(pier, clock=clock) as desk:
        keep_draft(desk, "referral", "3:new", TYPED, None)
        clock.pass_days(days)
        assert (read_draft(desk, "referral", "3:new") is not None) is there
        assert bool(list_drafts(desk)) is there
    with at_desk(pier, clock=clock) as desk, desk.working.reading() as reading:
        assert bool(reading.all(select(Draft))) is there


def test_a_draft_that_is_typed_on_starts_anew(ana: Desk, clock: Clock) -> None:
    keep_draft(ana, "referral", "3:new", TYPED, None)
    clock.pass_days(6)
    keep_draft(ana, "referral", "3:new", TYPED, None)
    clock.pass_days(6)
    assert read_draft(ana, "referral", "3:new") is not None


def test_nobody_sees_anothers_draft(pier: Path) -> None:
    with at_desk(pier) as desk:
        keep_draft(desk, "referral", "3:new", TYPED, None)
    with at_desk(pier, Role.CASE_MANAGER) as desk:
        assert read_draft(desk, "referral", "3:new") is None
        assert list_drafts(desk) == []
        drop_draft(desk, "referral", "3:new")
        keep_draft(desk, "referral", "3:new", {"reason_note": "mine"}, None)
    with at_desk(pier) as desk:
        assert [one.values for one in list_drafts(desk)] == [TYPED]


def test_no_byte_of_any_file_holds_what_was_typed(pier: Path) -> None:
    def bytes_of_all() -> bytes:
        return b"".join(path.read_bytes() for path in pier.rglob("*") if path.is_file())

    with at_desk(pier) as desk:
        keep_draft(desk, "referral", "3:new", TYPED, None)
        assert b"anarienvogel" not in bytes_of_all()
        with desk.working.reading() as reading:
            (sealed,) = reading.all(select(Draft.content))
        assert b"anarienvogel" not in bytes(sealed)
    assert b"anarienvogel" not in bytes_of_all()


def test_an_evaluator_keeps_no_drafts(pier: Path) -> None:
    with at_desk(pier, Role.EVALUATOR) as desk, pytest.raises(Refused):
        keep_draft(desk, "referral", "3:new", TYPED, None)
