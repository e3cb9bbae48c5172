from __future__ import annotations

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import find_people
from ati_desktop.casework.persons import person_head
from tests.casework.offices import add, add_person


def test_one_box_finds_anyone_by_whatever_is_known(ana: Desk) -> None:
    person = add_person(
        ana, "Núñez de la Cruz", "María José", birth_date="1991-03-11", docket="2026-DM-0042"
    )
    add(ana, "name", person, family="Ндиайе", given="Фату", kind="transliteration")
    add(ana, "identifier", person, kind="national", value="AB 12 34 56")
    add_person(ana, "Somebody", "Else")
    reference = person_head(ana, person).reference
    for text in (
        "nunez", "cruz maria", "MARIA NUNEZ", "Ндиайе", "фату", reference, reference.lower(),
        "2026-DM-0042", "2026-dm-0042", "AB123456", "1991-03-11", "11 March 1991",
    ):  # fmt: skip
        assert [hit.participant_id for hit in find_people(ana, text)] == [person], text


@pytest.mark.parametrize("text", ["", " ", "%", "xyz", "'; DROP TABLE people; --", "P-0000-00"])
def test_what_means_nobody_finds_nobody(ana: Desk, text: str) -> None:
    add_person(ana)
    assert find_people(ana, text) == []


def test_no_more_people_come_than_were_asked_for(ana: Desk) -> None:
    for number in range(5):
        add_person(ana, f"Okonkwo {number}")
    assert len(find_people(ana, "okonkwo", limit=3)) == 3
