"""Small files that other programs read wrongly, each with what is right."""

from __future__ import annotations

import hashlib
import json
import locale
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.importing import (
    Plan,
    commit_import,
    load_mapping,
    plan_import,
    write_changes,
)
from ati_desktop.errors import Refused
from ati_desktop.models import (
    Doubt,
    Enrollment,
    ImportedKey,
    LegalCase,
    Participant,
    Person,
    PersonName,
    Referral,
)
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.directory_facts import PersonFacts
from tests.casework.test_importing import everything, open_office

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "import"
COUNTY = ROOT / "resources" / "mappings" / "county_diversion.toml"
Planned = Callable[[str, str], Plan]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_office(tmp_path / "office")
    yield opened
    opened.close()


@pytest.fixture
def planned(desk: Desk) -> Planned:
    """Plan a file of the cases under a mapping of the cases."""

    def plan(file: str, mapping: str) -> Plan:
        return plan_import(desk, CASES / file, load_mapping(desk, CASES / mapping))

    return plan


def births(desk: Desk) -> list[str | None]:
    return [person.birth_date for person in everything(desk, Person)]


def told(plan: Plan) -> dict[int, str]:
    return {row.line: " | ".join(one.told for one in row.problems) for row in plan.rejected}


def doubts(desk: Desk) -> list[tuple[str, str]]:
    return sorted((one.table, one.code) for one in everything(desk, Doubt))


def test_keys_that_a_spreadsheet_cut_short_make_nobody(planned: Planned) -> None:
    plan = planned("sci_ids.csv", "people2.toml")
    assert plan.new == 0
    assert len(plan.rejected) == 4
    assert all("cut short" in text for text in told(plan).values())
    assert "CASE" in told(plan)[5]
    assert "ID" not in told(plan)[5], "219E01 is a key like any other"


def test_a_row_of_another_person_is_not_folded_into_the_one_of_its_key(
    desk: Desk, tmp_path: Path
) -> None:
    mapping = load_mapping(desk, CASES / "people2.toml")
    head, first, *_ = (CASES / "two_digit_years.csv").read_text(encoding="utf-8").splitlines()
    other = "a1,Lund,Per,10/23/1964,Male,24-001,DC,04/01/2024"
    moved = "a1,Smith,Adaeze,10/23/1964,Male,24-001,DC,05/01/2024"
    file = tmp_path / "people.csv"
    file.write_text("\n".join([head, first, other, moved]) + "\n", encoding="utf-8")
    plan = plan_import(desk, file, mapping)
    assert (plan.new, list(told(plan))) == (2, [3])
    assert "not the same person" in told(plan)[3]
    commit_import(desk, plan)
    again = plan_import(desk, file, mapping)
    assert (again.present, list(told(again))) == (2, [3]), "the store knows it as well"
    assert len(everything(desk, Participant)) == 1


def test_births_lie_in_the_latest_century_that_is_not_ahead(desk: Desk, planned: Planned) -> None:
    plan = planned("two_digit_years.csv", "people2.toml")
    assert set(told(plan)) == {5, 7, 8}
    assert "in the year 15" in told(plan)[5]
    assert "2023-01-01" in told(plan)[7], "the day that 44927 would be"
    commit_import(desk, plan)
    assert births(desk) == ["1968-07-16", "1964-10-23", "1969-07-16", "2022-05-05"]
    referred = [str(one.referred_on.text) for one in everything(desk, Referral)]
    assert referred[1] == "2024-03-01"


def test_a_text_that_two_forms_read_differently_is_a_doubt(desk: Desk, planned: Planned) -> None:
    commit_import(desk, planned("mixed.csv", "people_mixed.toml"))
    assert births(desk) == ["1988-01-12", "1984-01-13", "1990-01-13"]
    assert doubts(desk) == [("people", "date_ambiguous"), ("referrals", "date_ambiguous")]


def test_a_column_that_one_form_fits_is_read_by_that_form(desk: Desk, planned: Planned) -> None:
    commit_import(desk, planned("amb.csv", "amb.toml"))
    assert births(desk) == ["1990-04-03", "1990-04-25"]
    assert ("people", "date_ambiguous") not in doubts(desk)


def test_digits_without_separators_need_all_their_zeros(planned: Planned) -> None:
    plan = planned("ymd.csv", "people_ymd.toml")
    assert set(told(plan)) == {2, 3, 4, 5}
    assert "2023-01-01" in told(plan)[4]


def test_what_nobody_sees_makes_nobody(desk: Desk, planned: Planned) -> None:
    plan = planned("hidden_chars.csv", "people2.toml")
    assert (plan.new, plan.cleaned) == (5, 5)
    commit_import(desk, plan)
    assert len(everything(desk, Participant)) == 2, "b1, and B1 that is another key"
    assert {case.docket for case in everything(desk, LegalCase)} == {"24-101"}


def test_macintosh_line_ends_are_read(desk: Desk, planned: Planned) -> None:
    commit_import(desk, planned("cr.csv", "people2.toml"))
    assert births(desk) == ["1988-07-16", "1988-07-17"]


def test_quotes_behind_a_blank_are_quotes(desk: Desk, planned: Planned) -> None:
    commit_import(desk, planned("space.csv", "people_plain.toml"))
    (name,) = everything(desk, PersonName)
    assert (name.family, name.given) == ("Doe", "Ann")


def test_a_name_is_one_line_that_nothing_turns_around(planned: Planned) -> None:
    plan = planned("line_break_name.csv", "people_plain.toml")
    assert plan.new == 0
    lines, turned = told(plan).values()
    assert "several lines" in lines
    assert "turn the line around" in turned


def test_an_encoding_that_two_read_differently_is_asked_for(planned: Planned) -> None:
    with pytest.raises(Refused, match=r"cp1255 \(Hebrew\)"):
        planned("hebrew_cp1255.csv", "hebrew.toml")


def test_two_files_of_one_source_keep_their_own_keys(desk: Desk, planned: Planned) -> None:
    commit_import(desk, planned("k1.csv", "k1.toml"))
    plan = planned("k2.csv", "k2.toml")
    assert (plan.new, plan.present, plan.created["referrals"]) == (2, 0, 2)
    assert "participants" not in plan.created, "both are known from the first file"
    commit_import(desk, plan)
    doe, roe = everything(desk, Participant)
    assert [one.participant_id for one in everything(desk, Referral)] == [roe.id, doe.id]


def test_two_agencies_with_one_number_are_two_people(desk: Desk, tmp_path: Path) -> None:
    text = (CASES / "k1.toml").read_text(encoding="utf-8")
    for source in ("court", "jail"):
        mapping = tmp_path / f"{source}.toml"
        mapping.write_text(text.replace("version = 1", f'version = 1\nsource = "{source}"'))
        plan = plan_import(desk, CASES / "k1.csv", load_mapping(desk, mapping))
        assert plan.new == 2
        commit_import(desk, plan)
    assert len(everything(desk, Participant)) == 4


def test_a_row_that_changed_at_its_source_is_listed_and_not_taken_in(
    desk: Desk, planned: Planned, tmp_path: Path
) -> None:
    commit_import(desk, planned("retention.csv", "retention.toml"))
    plan = planned("retention_changed.csv", "retention.toml")
    assert (plan.new, plan.present, len(plan.changed)) == (1, 0, 1)
    (row,) = plan.changed
    (change,) = row.changes
    assert (row.line, change.noun, change.field) == (2, "enrollment", "exit_program")
    assert (change.before, change.after) == ("empty", "completed")
    assert plan.as_json()["changed"][0]["changes"][0]["after"] == "completed"
    assert write_changes(plan, tmp_path / "changes.csv") == 1
    written = (tmp_path / "changes.csv").read_text(encoding="utf-8-sig")
    assert "1,2024-01-01,2024-01-05,completed,2" in written
    assert "enrollment.exit_program: empty -> completed" in written
    commit_import(desk, plan)
    assert len(everything(desk, Enrollment)) == 6
    assert everything(desk, Enrollment)[0].exit_program is None


def test_a_record_that_was_edited_by_hand_did_not_change_at_its_source(
    desk: Desk, planned: Planned
) -> None:
    commit_import(desk, planned("retention.csv", "retention.toml"))
    with desk.working.unit("change") as unit:
        stay = unit.get(Enrollment, 1)
        assert stay is not None
        stay.exit_program = "completed"
        unit.save(stay)
    again = planned("retention.csv", "retention.toml")
    assert (again.present, again.changed) == (5, ())


def test_the_rules_of_the_form_are_doubts_of_the_import(desk: Desk, planned: Planned) -> None:
    commit_import(desk, planned("life.csv", "life.toml"))
    found = doubts(desk)
    assert ("enrollments", "left_before_admission") in found
    assert ("enrollments", "twice_at_once") in found
    assert ("enrollments", "in_the_future") in found


def test_nobody_is_referred_before_birth_without_a_doubt(desk: Desk, planned: Planned) -> None:
    commit_import(desk, planned("unborn.csv", "people2.toml"))
    assert doubts(desk).count(("referrals", "before_birth")) == 1


@pytest.fixture
def german_system() -> Iterator[None]:
    """Let the system speak German, as a window lets it that opens on such a computer."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
    except locale.Error:
        pytest.skip("this computer speaks no German")
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.mark.usefixtures("german_system")
def test_months_and_halves_of_the_day_are_read_without_the_system(desk: Desk) -> None:
    plan = plan_import(desk, CASES / "county.csv", load_mapping(desk, COUNTY))
    assert (plan.new, plan.rejected) == (2, ())


def test_nothing_of_an_import_is_read_by_the_systems_language() -> None:
    for path in (ROOT / "ati_desktop" / "imports").glob("*.py"):
        assert "strptime" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("de", "3. März 2024", PartialDate(2024, 3, 3)),
        ("es", "3. sept. 2024", PartialDate(2024, 9, 3)),
        ("fr", "3. août 2024", PartialDate(2024, 8, 3)),
        ("en", "3. Mar 2024", PartialDate(2024, 3, 3)),
    ],
)
def test_months_have_the_names_of_the_mappings_language(
    desk: Desk, tmp_path: Path, language: str, text: str, read: PartialDate
) -> None:
    mapping = tmp_path / "retention.toml"
    shutil.copy(CASES / "retention.toml", mapping)
    said = mapping.read_text(encoding="utf-8")
    said = said.replace('dates = ["%Y-%m-%d"]', f'dates = ["%d. %b %Y"]\nlanguage = "{language}"')
    mapping.write_text(said, encoding="utf-8")
    file = tmp_path / "rows.csv"
    file.write_text(f"id,adm,ex,out\n1,{text},,\n", encoding="utf-8")
    commit_import(desk, plan_import(desk, file, load_mapping(desk, mapping)))
    assert everything(desk, Referral)[0].referred_on == read


def test_rows_of_earlier_versions_are_known_whatever_they_made(desk: Desk, tmp_path: Path) -> None:
    text = (CASES / "k2.toml").read_text(encoding="utf-8")
    mapping = tmp_path / "k2.toml"
    mapping.write_text(text.replace("[referral]", '[referral]\nonly_if = "ref"'), encoding="utf-8")
    file = tmp_path / "rows.csv"
    file.write_text("eid,pid,ref\n1,2,2024-01-02\n3,1,\n", encoding="utf-8")
    loaded = load_mapping(desk, mapping)
    commit_import(desk, plan_import(desk, file, loaded))
    keys = {"participants": [("participant", "2"), ("participant", "1"), ("row", "3")]}
    keys["referrals"] = [("row", "1")]
    with desk.working.unit("as an earlier version kept them") as unit:
        for kept in unit.all(select(ImportedKey).order_by(ImportedKey.id)):
            of_kind = [
                one for one in keys[kept.table] if (one[0] == "row") == bool(kept.content_index)
            ]
            kind, key = of_kind[0]
            keys[kept.table].remove(of_kind[0])
            exact = hashlib.sha256(json.dumps([key]).encode()).hexdigest()
            kept.key_index = unit.blind_index(f"import.two_files.{kind}", exact)
            kept.content_index = None
            unit.save(kept)
    again = plan_import(desk, file, loaded)
    assert (again.new, again.present, again.created) == (0, 2, {})


def test_a_name_that_is_kept_with_a_line_break_is_shown_in_one_line() -> None:
    name = PersonName(participant_id=1, family="Doe\nP-AAAA-AA  Fake", given="\u202eBob")
    assert name.shown == "Doe P-AAAA-AA  Fake, Bob"
    facts = PersonFacts(1, "P-1", names=(("Doe\r\nRoe", "\u2066Ann\u2069"),))
    assert facts.shown == "Doe Roe, Ann"
