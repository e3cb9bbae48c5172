from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from ati_desktop.casework.caseload import (
    Caseload,
    NextStep,
    caseload_counts,
    caseload_ids,
    caseload_rows,
    next_step,
)
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import list_records, read_record, save_record
from ati_desktop.casework.values import FormValue
from ati_desktop.models import Consent, Doubt, LegalCase, Referral
from ati_desktop.models.users import Role
from tests.casework.offices import (
    NOON,
    add,
    add_consent,
    add_person,
    add_program,
    add_provider,
    at_desk,
)

TODAY = NOON.date()


def in_days(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def change(desk: Desk, noun: str, record_id: int, **values: FormValue) -> None:
    before = read_record(desk, noun, record_id)
    save_record(
        desk, noun, {**before.values, **values}, record_id=record_id, base_version=before.version
    )


def decide(desk: Desk, person: int, decision: str | None) -> None:
    (referral,) = list_records(desk, "referral", person)
    change(desk, "referral", referral.id, decision=decision)


def test_people_stand_in_order_of_their_names_whatever_the_script(ana: Desk) -> None:
    names = ["Zuma", "Álvarez", "abara", "Öztürk", "Ng"]
    made = {name: add_person(ana, name, "A") for name in names}
    ordered = caseload_ids(ana)
    assert ordered == [made[name] for name in ("abara", "Álvarez", "Ng", "Öztürk", "Zuma")]


def test_a_list_with_nobody_in_it_is_empty(ana: Desk) -> None:
    assert [caseload_ids(ana, which) for which in Caseload] == [[], [], []]
    assert set(caseload_counts(ana).values()) == {0}
    assert caseload_rows(ana, []) == []


def test_my_people_are_those_i_took_in_or_was_given(pier: Path) -> None:
    with at_desk(pier, Role.CASE_MANAGER) as desk:
        mine, user = add_person(desk, "Mine"), desk.user_id
    with at_desk(pier) as desk:
        theirs = add_person(desk, "Theirs")
        given = add_person(desk, "Given")
        change(desk, "participant", given, case_manager_id=str(user))
    with at_desk(pier, Role.CASE_MANAGER) as desk:
        assert set(caseload_ids(desk, Caseload.MINE)) == {mine, given}
        assert set(caseload_ids(desk)) == {mine, given, theirs}
        assert caseload_counts(desk)[Caseload.MINE] == 2


@pytest.mark.parametrize("decision", [None, "pending"])
def test_whoever_waits_for_a_decision_needs_attention(ana: Desk, decision: str | None) -> None:
    person = add_person(ana)
    decide(ana, person, decision)
    assert caseload_ids(ana, Caseload.ATTENTION) == [person]
    decide(ana, person, "ineligible")
    assert caseload_ids(ana, Caseload.ATTENTION) == []


@pytest.mark.parametrize(("days", "due"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_hearing_within_a_week_needs_attention(ana: Desk, days: int, due: bool) -> None:
    person = add_person(ana)
    decide(ana, person, "ineligible")
    add(ana, "legal_case", person, next_hearing_on=in_days(days))
    assert bool(caseload_ids(ana, Caseload.ATTENTION)) is due


@pytest.mark.parametrize(("days", "due"), [(-1, False), (0, True), (14, True), (15, False)])
@pytest.mark.parametrize("enrolled", [True, False])
def test_a_consent_that_ends_soon_needs_attention_while_the_person_is_here(
    ana: Desk, days: int, due: bool, enrolled: bool
) -> None:
    person = add_person(ana)
    decide(ana, person, "admitted")
    add_consent(ana, person, add_provider(ana), expires_on=in_days(days))
    if enrolled:
        add(ana, "enrollment", person, program_id=str(add_program(ana)), admitted_on="2026-04")
    assert bool(caseload_ids(ana, Caseload.ATTENTION)) is (due and enrolled)
    assert caseload_counts(ana)[Caseload.ATTENTION] == (due and enrolled)


def test_a_revoked_consent_needs_no_attention(ana: Desk) -> None:
    person = add_person(ana)
    add(ana, "enrollment", person, program_id=str(add_program(ana)), admitted_on="2026-04")
    decide(ana, person, "admitted")
    court = add_provider(ana)
    add_consent(ana, person, court, expires_on=in_days(3), revoked_on=in_days(-1))
    assert caseload_ids(ana, Caseload.ATTENTION) == []


def test_a_doubt_needs_attention_until_it_is_settled(ana: Desk) -> None:
    person = add_person(ana)
    add(ana, "enrollment", person, program_id=str(add_program(ana)), admitted_on="2026-04")
    decide(ana, person, "admitted")
    with ana.working.unit("doubt") as unit:
        doubt = unit.add(
            Doubt(participant_id=person, table="referrals", record_id=1, code="in_the_future")
        )
    assert caseload_ids(ana, Caseload.ATTENTION) == [person]
    with ana.working.unit("settle") as unit:
        doubt.settled = True
        unit.save(doubt)
    assert caseload_ids(ana, Caseload.ATTENTION) == []


def test_a_line_says_who_where_and_what_is_next(ana: Desk) -> None:
    person = add_person(ana, "Okonkwo", "Ngozi")
    program = str(add_program(ana, "MHC", "Mental Health Court"))
    add(ana, "enrollment", person, program_id=program, admitted_on="2026-04-01", phase="2")
    add(ana, "legal_case", person, next_hearing_on=in_days(3))
    (row,) = caseload_rows(ana, [person])
    assert row is not None
    assert (row.id, row.name) == (person, "Okonkwo, Ngozi")
    assert (row.status, row.program, row.phase) == ("active", "MHC", "2")
    assert row.next == NextStep("hearing", TODAY + timedelta(days=3))
    assert row.reference.startswith("P-")


def test_whoever_left_has_no_phase(ana: Desk) -> None:
    person = add_person(ana)
    add(
        ana, "enrollment", person, program_id=str(add_program(ana)), admitted_on="2025-04-01",
        phase="2", exited_on="2026-01", exit_program="completed",
    )  # fmt: skip
    decide(ana, person, "admitted")
    (row,) = caseload_rows(ana, [person])
    assert row is not None
    assert (row.status, row.program, row.phase, row.next) == ("completed", "DTC", None, None)


def test_a_line_of_somebody_who_is_gone_stays_empty(ana: Desk) -> None:
    person = add_person(ana)
    gone, here = caseload_rows(ana, [person + 99, person])
    assert gone is None
    assert here is not None


def test_lines_come_in_the_order_they_are_asked_for(ana: Desk) -> None:
    people = [add_person(ana, name) for name in ("One", "Two", "Three")]
    asked = [people[2], people[0], people[2]]
    assert [row.id for row in caseload_rows(ana, asked) if row] == asked


def step(
    hearing: date | None = None, ends: date | None = None, decision: str | None = "admitted"
) -> NextStep | None:
    case = LegalCase(participant_id=1, next_hearing_on=hearing)
    consent = Consent(participant_id=1, signed_on=date(2026, 1, 1), expires_on=ends)
    return next_step([case], [consent], [Referral(participant_id=1, decision=decision)], TODAY)


def test_what_comes_first_is_next() -> None:
    soon, later = TODAY + timedelta(days=2), TODAY + timedelta(days=9)
    assert step() is None
    assert step(TODAY) == NextStep("hearing", TODAY)
    assert step(TODAY - timedelta(days=1)) is None
    assert step(later, soon) == NextStep("consent_ends", soon)
    assert step(soon, later) == NextStep("hearing", soon)
    assert step(None, TODAY + timedelta(days=15)) is None
    assert step(None, None, "pending") == NextStep("decision")
    assert step(later, None, None) == NextStep("hearing", later)
