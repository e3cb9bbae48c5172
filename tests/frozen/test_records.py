"""What an earlier program wrote into the records is there, opens, prints, and work goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from ati_desktop.casework.checking import check_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import list_drafts, read_draft
from ati_desktop.casework.importing import commit_import, load_mapping, plan_import
from ati_desktop.casework.papers import (
    Asked,
    disclosures_of,
    find_participant,
    print_referral_summary,
    show_again,
)
from ati_desktop.casework.records import list_records, read_record, save_record
from ati_desktop.casework.recovering import recover
from ati_desktop.casework.settings import read_settings
from ati_desktop.errors import Refused
from ati_desktop.models import Record
from ati_desktop.models.users import Right, Role
from tests.frozen.frozen_office import CHEAP, FrozenOffice
from tests.reports.papers import text_of

EVERYBODY = ("ana", "sol", "cam", "lia", "eva")
GROWS = ("audit", "drafts")
"""Tables that grow or shrink when somebody signs in."""


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_signs_in_in_their_role_and_the_check_holds(
    office: FrozenOffice, name: str
) -> None:
    with office.at(name) as desk:
        assert desk.user.role == Role(office.facts["users"][name][0])
        found = check_office(desk, progress=lambda done, doing: None)
    assert [one for one in found if not one.ok] == []
    assert len(found) >= 3


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_signs_in_with_anothers_password(office: FrozenOffice, name: str) -> None:
    passwords = office.facts["users"]
    other = EVERYBODY[EVERYBODY.index(name) - 1]
    passwords[name] = [passwords[name][0], passwords[other][1]]
    with pytest.raises(Refused), office.at(name):
        pass


def count_rows(desk: Desk) -> dict[str, int]:
    tables = {mapper.class_.__tablename__: mapper.class_ for mapper in Record.registry.mappers}
    with desk.working.reading() as reading:
        return {
            name: reading.one(select(func.count()).select_from(model)) or 0
            for name, model in tables.items()
        }


def test_no_record_is_lost_and_everybody_has_their_name(office: FrozenOffice) -> None:
    with office.at("sol") as desk:
        counts, names = count_rows(desk), desk.people
        found = {str(one): names.display(one) for one in names.ordered_ids()}
    said = office.facts["counts"]
    assert {name: counts[name] for name in said if name not in GROWS} == {
        name: count for name, count in said.items() if name not in GROWS
    }
    assert counts["audit"] >= said["audit"]
    assert counts["drafts"] == said["drafts"]
    assert found == office.facts["names"]


def test_people_are_found_by_name_reference_and_docket(office: FrozenOffice) -> None:
    with office.at("cam") as desk:
        for family, known in office.facts["known"]["people"].items():
            assert known["id"] in [hit.participant_id for hit in desk.people.search(family)]
            assert find_participant(desk, known["reference"]) == known["id"]
        assert desk.people.search("2026-QK-1")
        assert desk.people.search("Оконкво")


def test_the_settings_are_what_the_office_has_set(office: FrozenOffice) -> None:
    with office.at("lia") as desk:
        settings = read_settings(desk)
    assert (settings.office, settings.address) == ("Harbor Street Office", "5 Harbor Street")
    assert (settings.paper_size, settings.lock_after_minutes) == ("a4", "25")


def test_every_paper_is_shown_again_word_for_word(office: FrozenOffice) -> None:
    with office.at("lia") as desk:
        for paper in office.facts["papers"]:
            again = show_again(desk, paper["disclosure"])
            assert text_of(again).split() == paper["words"]


def test_the_log_of_disclosures_says_what_it_said(office: FrozenOffice) -> None:
    with office.at("lia") as desk:
        for paper in office.facts["papers"]:
            person = office.facts["known"]["people"][paper["family"]]["id"]
            (kept,) = [one for one in disclosures_of(desk, person) if one.id == paper["disclosure"]]
            assert (kept.print_id, kept.content_sha256) == (paper["print_id"], paper["sha256"])
            assert list(kept.withheld) == paper["withheld"]


def asked_for(office: FrozenOffice, family: str, recipient: str) -> Asked:
    known = office.facts["known"]
    return Asked(known["people"][family]["id"], known["world"][recipient], "referral")


def test_a_new_paper_is_printed_under_a_consent_that_lives(office: FrozenOffice) -> None:
    with office.at("lia") as desk:
        printed = print_referral_summary(desk, asked_for(office, "Núñez", "court"))
        words = text_of(printed.pdf)
    old = office.facts["papers"][2]
    assert sorted(printed.withheld) == sorted(old["withheld"])
    assert "Núñez, Ngọc" in words
    assert "Reason of Ngọc." in words
    assert printed.print_id not in {paper["print_id"] for paper in office.facts["papers"]}


@pytest.mark.parametrize(
    ("family", "recipient"), [("Kowalczyk", "court"), ("Núñez", "house"), ("Okonkwo", "probation")]
)
def test_no_paper_is_printed_under_a_consent_that_ended_was_revoked_or_never_given(
    office: FrozenOffice, family: str, recipient: str
) -> None:
    with office.at("cam") as desk, pytest.raises(Refused):
        print_referral_summary(desk, asked_for(office, family, recipient))


def test_a_consent_given_later_covers_its_own_recipient(office: FrozenOffice) -> None:
    with office.at("cam") as desk:
        printed = print_referral_summary(desk, asked_for(office, "Kowalczyk", "probation"))
        assert "contact" in printed.withheld


def test_drafts_are_read_by_who_typed_them_and_nobody_else(office: FrozenOffice) -> None:
    drafts = office.facts["drafts"]
    for name in ("cam", "ana"):
        with office.at(name) as desk:
            mine = [one for one in drafts if one[0] == name]
            assert len(list_drafts(desk)) == len(mine)
            for _, form, about, values, version in mine:
                kept = read_draft(desk, form, about)
                assert kept is not None
                assert kept.base_version == version
                assert {n: list(v) if isinstance(v, tuple) else v for n, v in kept.values.items()} \
                    == values  # fmt: skip


def test_drafts_fade_as_ever(office: FrozenOffice) -> None:
    office.pass_days(8)
    with office.at("cam") as desk:
        assert list_drafts(desk) == []


def test_a_record_is_changed_and_the_check_holds_after(office: FrozenOffice) -> None:
    person = office.facts["known"]["people"]["Okonkwo"]["id"]
    with office.at("cam") as desk:
        (referral,) = list_records(desk, "referral", person)
        saved = save_record(
            desk, "referral", {**referral.values, "reason_note": "Anew."},
            record_id=referral.id, base_version=referral.version,
        )  # fmt: skip
        assert read_record(desk, "referral", referral.id).version == saved.version
        found = check_office(desk, progress=lambda done, doing: None)
    assert [one for one in found if not one.ok] == []


def test_the_imported_file_is_known_and_only_its_new_rows_come_in(
    office: FrozenOffice, tmp_path: Path
) -> None:
    said = office.facts["imported"]
    file, mapping = tmp_path / "county.csv", tmp_path / "county.toml"
    mapping.write_text(office.asked("county_mapping"), encoding="utf-8")
    with office.at("sol") as desk:
        before = count_rows(desk)
        file.write_text(said["file"], encoding="utf-8", newline="")
        plan = plan_import(desk, file, load_mapping(desk, mapping))
        assert (plan.rows, plan.new, plan.present) == (said["rows"], 0, said["new"])
        assert commit_import(desk, plan).import_id is None
        assert count_rows(desk) | {"audit": 0} == before | {"audit": 0}
        last = said["file"].splitlines()[-2].replace("41,a1,", "43,a43,").replace("I-41", "I-43")
        file.write_text(said["file"] + last + "\r\n", encoding="utf-8", newline="")
        done = commit_import(desk, plan_import(desk, file, load_mapping(desk, mapping)))
        assert (done.new, done.created["participants"]) == (1, 1)
        assert count_rows(desk)["participants"] == before["participants"] + 1


def test_the_recovery_code_opens_it(office: FrozenOffice) -> None:
    desk = recover(
        office.folder, office.facts["recovery_code"], "ana", "three new doors open",
        clock=office.clock, minimum=CHEAP,
    )  # fmt: skip
    assert desk.may(Right.ADMINISTER)
    desk.close()
