from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from ati_desktop.casework.caseload import NextStep
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.persons import overview, person_head
from ati_desktop.casework.records import list_records, remove_record, save_record
from ati_desktop.errors import Refused
from ati_desktop.models import AuditLine, Doubt
from tests.casework.offices import (
    add,
    add_consent,
    add_person,
    add_program,
    add_provider,
)


def test_the_head_of_somebody_new_says_what_is_known_and_nothing_else(ana: Desk) -> None:
    person = add_person(ana)
    head = person_head(ana, person)
    assert head.name == "Okonkwo, Ngozi"
    assert head.other_names == ()
    assert (head.age, head.born, head.sex) == (None, None, None)
    assert (head.status, head.program, head.phase, head.day_in_program) == (
        "referred", None, None, None,
    )  # fmt: skip
    assert (head.next_hearing, head.consent.state, head.doubts) == (None, "none", ())


def test_the_head_of_somebody_in_a_program_says_all_of_it(ana: Desk) -> None:
    person = add_person(
        ana, birth_date="1986-05-17", sex="2", next_hearing_on="2026-06-02", safe_to_contact="no"
    )
    add(ana, "name", person, family="Ojukwu", kind="alias", position="1")
    program = str(add_program(ana))
    add(ana, "enrollment", person, program_id=program, admitted_on="2026-05-01", phase="1")
    add_consent(ana, person, add_provider(ana), expires_on="2026-05-20")
    with ana.working.unit("doubts") as unit:
        for code, settled in (("in_the_future", False), ("in_the_future", False), ("x", True)):
            unit.add(
                Doubt(
                    participant_id=person, table="events", record_id=1, code=code, settled=settled
                )
            )
    head = person_head(ana, person)
    assert (head.age, head.born, head.sex) == (40, "1986-05-17", "2")
    assert head.other_names == ("Ojukwu",)
    assert (head.program, head.phase, head.day_in_program) == ("Drug Treatment Court", "1", 17)
    assert head.next_hearing == date(2026, 6, 2)
    assert (head.consent.state, head.consent.ends_on) == ("ends_soon", date(2026, 5, 20))
    assert head.safe_to_contact == "no"
    assert head.doubts == ("in_the_future",)


@pytest.mark.parametrize(
    ("born", "age"), [("1986-05-18", 39), ("1986", None), ("1986-05-17~", None), ("1986-04", 40)]
)
def test_the_age_is_said_only_where_the_birth_date_allows_it(
    ana: Desk, born: str, age: int | None
) -> None:
    assert person_head(ana, add_person(ana, birth_date=born)).age == age


def test_whoever_left_a_program_is_in_no_phase_of_it(ana: Desk) -> None:
    person = add_person(ana)
    add(
        ana, "enrollment", person, program_id=str(add_program(ana)), admitted_on="2025-05-01",
        phase="3", exited_on="2026-05", exit_program="not_completed",
    )  # fmt: skip
    head = person_head(ana, person)
    assert (head.phase, head.day_in_program) == (None, None)


def test_opening_somebodys_page_is_written_down(ana: Desk) -> None:
    person = add_person(ana)
    person_head(ana, person)
    with ana.working.reading() as reading:
        newest = reading.all(select(AuditLine).order_by(AuditLine.id))[-1]
    assert (newest.user, newest.deed) == ("ana", "open participant")
    assert "participants" in newest.subject
    assert "Okonkwo" not in newest.subject


def test_a_page_that_is_gone_says_so(ana: Desk) -> None:
    with pytest.raises(Refused, match="no longer there"):
        person_head(ana, 99)


def test_the_overview_puts_what_comes_next_in_order(ana: Desk) -> None:
    person = add_person(ana, referred_on="2026-04-01", next_hearing_on="2026-06-02")
    add_consent(ana, person, add_provider(ana), expires_on="2026-05-20")
    seen = overview(ana, person)
    assert seen.next == (
        NextStep("decision", date(2026, 4, 1)),
        NextStep("consent_ends_soon", date(2026, 5, 20)),
        NextStep("hearing", date(2026, 6, 2)),
    )
    assert (seen.referrals, seen.open_referrals, seen.enrollments) == (1, 1, 0)
    assert (seen.disclosures, seen.last_disclosure) == (0, None)


def test_an_overview_without_a_consent_says_that_there_is_none(ana: Desk) -> None:
    seen = overview(ana, add_person(ana))
    assert NextStep("consent_none") in seen.next


def test_a_hearing_that_is_over_is_not_next(ana: Desk) -> None:
    person = add_person(ana)
    add(ana, "legal_case", person, next_hearing_on="2026-05-16")
    assert not [step for step in overview(ana, person).next if step.kind == "hearing"]
    assert person_head(ana, person).next_hearing is None


def test_arrests_since_admission_go_by_the_day_of_the_offence(ana: Desk) -> None:
    person = add_person(ana)
    assert overview(ana, person).arrests_since_admission is None
    program = str(add_program(ana))
    add(ana, "enrollment", person, program_id=program, admitted_on="2026-01-15")

    def arrest(happened: str, offence: str | None, **more: str) -> None:
        values = {"kind": "arrest", "happened_on": happened, "offence_on": offence} | more
        save_record(ana, "event", values, participant_id=person)

    arrest("2026-02-01", "2026-01-10")  # for something before admission
    arrest("2026-02-02", "2026-02-01")
    arrest("2026-02-03", None)
    arrest("2026-02-04", "2026-02-04", index_case="yes")
    arrest("2026-01-15", "2026-01-15")  # on the day of admission
    arrest("2026", None)  # may have been before it
    add(ana, "event", person, kind="conviction", happened_on="2026-03-01")
    assert overview(ana, person).arrests_since_admission == 2


def test_the_first_admission_is_the_clock_and_an_inexact_one_counts_from_its_end(
    ana: Desk,
) -> None:
    person = add_person(ana)
    program = str(add_program(ana))
    add(ana, "enrollment", person, program_id=program, admitted_on="2026-03")
    add(ana, "event", person, kind="arrest", happened_on="2026-03-20")
    assert overview(ana, person).arrests_since_admission == 0
    add(ana, "enrollment", person, program_id=program, admitted_on="2026-01-01")
    assert overview(ana, person).arrests_since_admission == 1


def test_somebody_without_a_name_still_has_a_page(ana: Desk) -> None:
    person = add_person(ana)
    (name,) = list_records(ana, "name", person)
    remove_record(ana, "name", name.id, name.version)
    head = person_head(ana, person)
    assert head.name
    assert head.reference
