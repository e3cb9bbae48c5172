from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import find_people, possible_duplicates
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.office import sign_in
from ati_desktop.casework.persons import person_head
from ati_desktop.casework.records import list_records, read_record, save_record
from ati_desktop.casework.values import FormValue, Incomplete
from ati_desktop.models import Participant, Record
from ati_desktop.models.participants import reference_from
from tests.casework.offices import CHEAP, PASSWORD, Clock, add_program

WHOLE: dict[str, FormValue] = {
    "family": "Okonkwo",
    "given": "Ngozi",
    "referred_on": "2026-05-02",
    "source": "court",
}


def rows_in(desk: Desk) -> dict[str, int]:
    """How many rows every table has; the audit trail is one of them."""
    counted = {}
    with desk.working.reading() as reading:
        for mapper in Record.registry.mappers:
            query = select(func.count()).select_from(mapper.class_)
            counted[mapper.class_.__tablename__] = reading.one(query) or 0
    return counted


def test_three_fields_are_enough(ana: Desk) -> None:
    saved = take_in(ana, {"family": "Okonkwo", "referred_on": "2026-05", "source": "self"})
    head = person_head(ana, saved.id)
    assert (head.name, head.status, head.born) == ("Okonkwo", "referred", None)
    assert saved.changed == Changed.PARTICIPANTS | Changed.PEOPLE | Changed.REFERRALS


@pytest.mark.parametrize("name", ["family", "referred_on", "source"])
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_each_of_the_three_is_needed(ana: Desk, name: str, nothing: FormValue) -> None:
    before = rows_in(ana)
    with pytest.raises(Incomplete) as refused:
        take_in(ana, WHOLE | {"given": None, name: nothing})
    assert set(refused.value.problems) == {name}
    assert rows_in(ana) == before


def test_all_problems_are_told_at_once(ana: Desk) -> None:
    with pytest.raises(Incomplete) as refused:
        take_in(ana, {"sex": "7", "birth_date": "2030", "received_on": "2031"})
    told = {"family", "referred_on", "source", "sex", "birth_date", "received_on"}
    assert set(refused.value.problems) == told


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("birth_date", "2026-06"), ("birth_date", "11 March"), ("sex", "x"), ("program_id", "77"),
     ("court_id", "77"), ("next_hearing_on", "2026-13"), ("referred_on", "2026-06")],
)  # fmt: skip
def test_one_wrong_part_keeps_all_the_others_out(ana: Desk, name: str, wrong: str) -> None:
    before = rows_in(ana)
    whole = WHOLE | {"docket": "2026-DM-1"}
    with pytest.raises(Incomplete) as refused:
        take_in(ana, whole | {name: wrong})
    assert set(refused.value.problems) == {name}
    assert rows_in(ana) == before
    assert find_people(ana, "Okonkwo") == []


@pytest.mark.parametrize("born", ["1991", "1991-03", "1991-03-11", "1991~"])
def test_a_partial_birth_date_stays_partial(ana: Desk, born: str) -> None:
    saved = take_in(ana, WHOLE | {"birth_date": born})
    assert person_head(ana, saved.id).born == born


def test_everything_typed_goes_where_it_belongs(ana: Desk) -> None:
    program = add_program(ana)
    saved = take_in(
        ana,
        WHOLE
        | {
            "birth_date": "1991-03-11", "sex": "2", "language": "es", "interpreter": "yes",
            "docket": "2026-DM-1", "next_hearing_on": "2026-06-01", "program_id": str(program),
            "reason_note": "Asks for treatment.", "contact_rules": "After five only.",
        },
    )  # fmt: skip
    (case,) = list_records(ana, "legal_case", saved.id)
    (referral,) = list_records(ana, "referral", saved.id)
    (person,) = list_records(ana, "person", saved.id)
    assert case.values["docket"] == "2026-DM-1"
    assert referral.values["legal_case_id"] == str(case.id)
    assert referral.values["decision"] == "pending"
    assert referral.values["reason_note"] == "Asks for treatment."
    assert person.values["contact_rules"] == "After five only."
    own = read_record(ana, "participant", saved.id)
    assert (own.values["sex"], own.values["language"]) == ("2", "es")
    assert own.values["case_manager_id"] == str(ana.user_id)
    assert Changed.LEGAL_CASES in saved.changed


def test_the_version_that_is_answered_is_the_one_to_go_on_from(ana: Desk) -> None:
    saved = take_in(ana, WHOLE | {"sex": "2"})
    again = save_record(
        ana, "participant", {"sex": "1"}, record_id=saved.id, base_version=saved.version
    )
    assert again.version == saved.version + 1


def test_references_are_all_different(ana: Desk) -> None:
    for number in range(12):
        take_in(ana, WHOLE | {"family": f"Name {number}"})
    with ana.working.reading() as reading:
        references = reading.all(select(Participant.reference))
    assert len(set(references)) == 12


def test_a_reference_that_is_taken_is_drawn_anew(pier: Path) -> None:
    draws = iter([b"\x01" * 6, b"\x01" * 6, b"\x01" * 6, b"\x02" * 6])

    def draw(size: int) -> bytes:
        return next(draws) if size == 6 else secrets.token_bytes(size)

    desk = sign_in(pier, "ana", PASSWORD, clock=Clock(), randomness=draw, minimum=CHEAP)
    try:
        first, second = take_in(desk, WHOLE), take_in(desk, WHOLE)
        references = [person_head(desk, one.id).reference for one in (first, second)]
    finally:
        desk.close()
    assert references == [reference_from(b"\x01" * 6), reference_from(b"\x02" * 6)]


def test_whoever_is_here_already_is_offered_before_a_second_one_is_made(ana: Desk) -> None:
    saved = take_in(ana, WHOLE | {"birth_date": "1991-03-11"})
    for family, given, born in (
        ("Okonkwo", "Ngozi", None),
        ("okonkwo", "NGOZI", "1991-03-11"),
        ("Okonkwo", "Ngozi", "1991"),
    ):
        hits = possible_duplicates(ana, family, given, born)
        assert [hit.participant_id for hit in hits] == [saved.id]
    assert possible_duplicates(ana, "Dlamini", "Sipho", None) == []


def test_whoever_was_taken_in_is_found_at_once(ana: Desk) -> None:
    saved = take_in(ana, WHOLE | {"docket": "2026-DM-1"})
    for text in ("okon", "Ngozi Okonkwo", "2026-DM-1", person_head(ana, saved.id).reference):
        assert [hit.participant_id for hit in find_people(ana, text)] == [saved.id]
