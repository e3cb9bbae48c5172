"""A plan says exactly what the import does; the import does it whole, once, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.importing import (
    Plan,
    commit_import,
    load_mapping,
    plan_import,
    write_rejects,
)
from ati_desktop.casework.office import add_user, create_office, sign_in
from ati_desktop.errors import Cancelled, Refused
from ati_desktop.imports.fields import NOUNS
from ati_desktop.imports.mapping import Mapping
from ati_desktop.models import (
    Doubt,
    Enrollment,
    ImportedKey,
    ImportRun,
    LegalCase,
    Participant,
    Person,
    PersonName,
    Program,
    Record,
    Referral,
)
from ati_desktop.models.dates import PartialDate
from ati_desktop.models.users import Role
from ati_desktop.storage.keyring import KeyCost
from tests.imports.samples import SMALL, cells, table, write_mapping, write_table

CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "seven quiet rivers run"
R = TypeVar("R", bound=Record)
OTHER = "nine old lanterns glow"


def clock() -> datetime:
    return datetime(2026, 3, 11, 9, 0, tzinfo=UTC)


def open_office(folder: Path) -> Desk:
    create_office(
        folder, administrator="ana", password=PASSWORD, office="Pier 4", clock=clock, cost=CHEAP
    )
    return sign_in(folder, "ana", PASSWORD, clock=clock, minimum=CHEAP)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_office(tmp_path / "office")
    yield opened
    opened.close()


@pytest.fixture
def mapping(desk: Desk, tmp_path: Path) -> Mapping:
    return load_mapping(desk, write_mapping(tmp_path))


def rows_of(*people: str) -> list[tuple[str, ...]]:
    return [
        cells(ROW=str(number), PERSON=person, CASE=f"D-{person}", FAMILY=f"Name {person}")
        for number, person in enumerate(people, 1)
    ]


def counts(desk: Desk) -> dict[str, int]:
    """Return how many records each table of the nouns has, without the empty ones."""
    models: tuple[type[Record], ...] = (*NOUNS.values(), Program, Doubt, ImportedKey, ImportRun)
    with desk.working.reading() as reading:
        found = {
            model.__tablename__: reading.one(select(func.count()).select_from(model)) or 0
            for model in models
        }
    return {table: count for table, count in found.items() if count}


def everything(desk: Desk, model: type[R]) -> list[R]:
    with desk.working.reading() as reading:
        return reading.all(select(model).order_by(model.id))


def sum_of(plan: Plan) -> int:
    """Return how many rows a plan speaks of, each once."""
    return plan.new + plan.present + plan.repeated + len(plan.rejected) + len(plan.changed)


def run(desk: Desk, file: Path, mapping: Mapping) -> None:
    commit_import(desk, plan_import(desk, file, mapping))


def test_a_column_that_the_mapping_does_not_use_may_stand_there_twice(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    lines = table(cells(CLOSED="05/03/2024")).splitlines()
    for extra, used in (("NOTE", False), ("SEX", True)):
        file = tmp_path / f"{extra}.csv"
        twice = [f"{extra},{lines[0]},NOTE", f"x,{lines[1]},y"]
        file.write_text("\n".join(twice) + "\n", encoding="utf-8")
        if used:
            with pytest.raises(Refused, match="twice that is asked for: SEX"):
                plan_import(desk, file, mapping)
        else:
            assert (plan_import(desk, file, mapping).new) == 1


def test_a_row_becomes_records_that_belong_together(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    run(desk, write_table(tmp_path, cells(CLOSED="05/03/2024")), mapping)
    (participant,) = everything(desk, Participant)
    (person,) = everything(desk, Person)
    (name,) = everything(desk, PersonName)
    (case,) = everything(desk, LegalCase)
    (referral,) = everything(desk, Referral)
    (enrollment,) = everything(desk, Enrollment)
    assert participant.sex == "1"
    assert (person.birth_date, name.shown) == ("1980", "Okonkwo, Ngozi")
    assert (case.docket, case.received_on) == ("D-1", PartialDate(2024, 2, 1))
    assert (referral.source, referral.ordinal) == ("court", 1)
    assert referral.legal_case_id == enrollment.legal_case_id == case.id
    assert enrollment.referral_id == referral.id
    assert enrollment.exited_on == PartialDate(2024, 3, 5)
    owners = {person.participant_id, name.participant_id, case.participant_id}
    assert owners == {referral.participant_id} == {participant.id}


def test_the_person_is_found_at_once_by_name_and_docket(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    run(desk, write_table(tmp_path, cells()), mapping)
    assert [hit.name for hit in desk.people.search("okon")] == ["Okonkwo, Ngozi"]
    assert desk.people.search("D-1")


def test_planning_writes_nothing(desk: Desk, mapping: Mapping, tmp_path: Path) -> None:
    before = counts(desk)
    plan_import(desk, write_table(tmp_path, *rows_of("a", "b")), mapping)
    assert counts(desk) == before


def test_the_same_file_twice_makes_nothing_twice(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    file = write_table(tmp_path, *rows_of("a", "b", "a"))
    run(desk, file, mapping)
    before = counts(desk)
    plan = plan_import(desk, file, mapping)
    assert (plan.new, plan.present, plan.created, plan.doubts) == (0, 3, {}, {})
    assert commit_import(desk, plan).import_id is None
    assert counts(desk) == before


def test_an_extended_file_brings_only_its_new_rows(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    rows = rows_of("a", "b")
    run(desk, write_table(tmp_path, *rows), mapping)
    new = cells(ROW="3", PERSON="a", CASE="D-a", FAMILY="Name a", PROGRAM="B")
    plan = plan_import(desk, write_table(tmp_path, *rows, new), mapping)
    assert (plan.new, plan.present) == (1, 2)
    assert plan.created == {"referrals": 1}
    assert plan.doubts == {"several_programs": 1}
    commit_import(desk, plan)
    assert counts(desk)["participants"] == 2
    assert (
        everything(desk, Referral)[2].participant_id == everything(desk, Referral)[0].participant_id
    )


def test_rejected_rows_are_written_out_corrected_and_taken_in(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    bad = cells(ROW="2", PERSON="b", CASE="D-b", REFERRED="31/02/2024", CHARGE='=a, "b"\nc')
    plan = plan_import(desk, write_table(tmp_path, cells(), bad), mapping)
    commit_import(desk, plan)
    rejects = tmp_path / "rejects.csv"
    assert write_rejects(plan, rejects) == 1
    text = rejects.read_bytes().decode("utf-8-sig")
    assert "_line,_problems" in text
    assert "REFERRED: 31/02/2024 is no date" in text
    again = plan_import(desk, rejects, mapping)
    assert (again.rows, again.new, len(again.rejected)) == (1, 0, 1)
    assert again.rejected[0].cells[: len(bad)] == bad
    assert '"\'=a, ""b""\nc"' in text, "no spreadsheet runs it"
    rejects.write_bytes(rejects.read_bytes().replace(b"31/02/2024", b"28/02/2024", 1))
    run(desk, rejects, mapping)
    assert counts(desk)["referrals"] == 2
    assert plan_import(desk, rejects, mapping).present == 1


def test_rejects_of_rejects_have_their_two_columns_once(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    file = write_table(tmp_path, cells(REFERRED="x"))
    for number in range(3):
        rejects = tmp_path / f"rejects{number}.csv"
        write_rejects(plan_import(desk, file, mapping), rejects)
        file = rejects
    header = file.read_bytes().decode("utf-8-sig").splitlines()[0]
    assert header.count("_line") == header.count("_problems") == 1


def test_rejects_do_not_overwrite_the_file_that_was_read(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    file = write_table(tmp_path, cells(REFERRED="x"))
    with pytest.raises(Refused, match="another file"):
        write_rejects(plan_import(desk, file, mapping), file)


def test_ragged_rows_come_back_with_all_they_held(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    file = write_table(tmp_path, (*cells(), "and", "more"), cells(ROW="2")[:4])
    plan = plan_import(desk, file, mapping)
    write_rejects(plan, tmp_path / "r.csv")
    text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert '",and,more"' in text
    assert len(plan_import(desk, tmp_path / "r.csv", mapping).rejected) == 2


def test_two_rows_of_one_key_are_told_apart_from_a_repeated_row(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    file = write_table(tmp_path, cells(), cells(), cells(COUNT="2"))
    plan = plan_import(desk, file, mapping)
    assert (plan.new, plan.repeated, len(plan.rejected)) == (1, 1, 1)
    assert "line 2" in plan.rejected[0].problems[0].told


def test_rows_that_describe_one_person_differently_are_flagged_once(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    rows = [cells(ROW=str(number), SEX=sex) for number, sex in enumerate("mff", 1)]
    plan = plan_import(desk, write_table(tmp_path, *rows), mapping)
    assert plan.doubts == {"differs_from_earlier_row": 1}
    commit_import(desk, plan)
    assert everything(desk, Participant)[0].sex == "1"


def test_a_doubtful_row_is_taken_in_and_flagged_at_its_record(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    row = cells(BORN="", REFERRED="30/07/1946", CLOSED="30/07/1946")
    run(desk, write_table(tmp_path, row), mapping)
    found = {(one.code, one.table, one.record_id) for one in everything(desk, Doubt)}
    (referral,) = everything(desk, Referral)
    (enrollment,) = everything(desk, Enrollment)
    assert found == {
        ("referral_before_case", "referrals", referral.id),
        ("date_implausible", "referrals", referral.id),
        ("date_implausible", "enrollments", enrollment.id),
        ("closed_on_referral_day", "enrollments", enrollment.id),
    }


def test_keys_that_differ_in_capitals_are_two_people(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    run(desk, write_table(tmp_path, *rows_of("ab", "AB", "a b")), mapping)
    assert counts(desk)["participants"] == 3


def test_only_who_may_import_does(desk: Desk, mapping: Mapping, tmp_path: Path) -> None:
    file = write_table(tmp_path, cells())
    plan = plan_import(desk, file, mapping)
    folder = desk.home.home.folder
    for role in (Role.CASE_MANAGER, Role.LIAISON, Role.EVALUATOR):
        add_user(desk, str(role), role, OTHER)
    desk.close()
    for role in (Role.CASE_MANAGER, Role.LIAISON, Role.EVALUATOR):
        other = sign_in(folder, str(role), OTHER, clock=clock, minimum=CHEAP)
        with pytest.raises(Refused):
            plan_import(other, file, mapping)
        with pytest.raises(Refused):
            commit_import(other, plan)
        other.close()


def stop_after(calls: int) -> Callable[[], bool]:
    left = iter(range(calls))
    return lambda: next(left, None) is None


@pytest.mark.parametrize("calls", [0, 1, 5, 11])
def test_cancelling_leaves_nothing(
    desk: Desk, mapping: Mapping, tmp_path: Path, calls: int
) -> None:
    file = write_table(tmp_path, *rows_of(*(f"p{number}" for number in range(3000))))
    plan = plan_import(desk, file, mapping)
    before = counts(desk)
    with pytest.raises(Cancelled):
        commit_import(desk, plan, cancelled=stop_after(calls))
    assert counts(desk) == before
    assert desk.working.verify_audit().ok


def test_cancelling_a_plan_is_heard(desk: Desk, mapping: Mapping, tmp_path: Path) -> None:
    file = write_table(tmp_path, *rows_of(*(f"p{number}" for number in range(600))))
    with pytest.raises(Cancelled):
        plan_import(desk, file, mapping, cancelled=lambda: True)


def test_a_file_changed_since_the_plan_is_refused(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    plan = plan_import(desk, write_table(tmp_path, *rows_of("a")), mapping)
    write_table(tmp_path, *rows_of("b"))
    before = counts(desk)
    with pytest.raises(Refused, match="file has changed"):
        commit_import(desk, plan)
    assert counts(desk) == before


def test_records_changed_since_the_plan_are_noticed(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    file = write_table(tmp_path, *rows_of("a", "b"))
    plan = plan_import(desk, file, mapping)
    run(desk, write_table(tmp_path, *rows_of("a"), name="other.csv"), mapping)
    before = counts(desk)
    with pytest.raises(Refused, match="records have changed"):
        commit_import(desk, plan)
    assert counts(desk) == before


def test_an_import_leaves_one_line_in_the_audit_trail(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    plan = plan_import(desk, write_table(tmp_path, *rows_of("a", "b")), mapping)
    before = desk.working.verify_audit().lines
    commit_import(desk, plan)
    after = desk.working.verify_audit()
    assert (after.ok, after.lines) == (True, before + 1)
    (noted,) = everything(desk, ImportRun)
    assert (noted.mapping, noted.rows, noted.created) == ("small", 2, 2)


def test_events_come_with_their_source(desk: Desk, tmp_path: Path) -> None:
    text = (
        SMALL
        + """
[events_from]
name = "State police"
kind = "police"
complete_to = 2025-12-31

[[event]]
kind = "arrest"
only_if = "CLOSED"
happened_on = { column = "CLOSED" }
"""
    )
    mapping = load_mapping(desk, write_mapping(tmp_path, text))
    file = write_table(tmp_path, cells(CLOSED="05/03/2024"), cells(ROW="2"))
    plan = plan_import(desk, file, mapping)
    assert (plan.created["events"], plan.created["outcome_sources"]) == (1, 1)
    commit_import(desk, plan)
    (event,) = everything(desk, NOUNS["event"])
    assert event.source_id is not None


def test_the_plan_as_json_has_its_documented_shape(
    desk: Desk, mapping: Mapping, tmp_path: Path
) -> None:
    file = write_table(tmp_path, cells(), cells(ROW="2", REFERRED="x"))
    said = plan_import(desk, file, mapping).as_json()
    assert json.loads(json.dumps(said)) == said
    assert said["rows"] == {
        "total": 2,
        "new": 1,
        "already_there": 0,
        "repeated": 0,
        "rejected": 1,
        "changed": 0,
        "cleaned": 0,
    }
    (rejected,) = said["rejected"]
    assert rejected["line"] == 3
    assert rejected["problems"][0]["column"] == "REFERRED"
    documented = Path(__file__).parents[2] / "docs" / "import.md"
    text = documented.read_text(encoding="utf-8")
    assert all(f"`{key}`" in text or f'"{key}"' in text for key in said)


ROWS = st.lists(
    st.builds(
        cells,
        ROW=st.sampled_from("123456"),
        PERSON=st.sampled_from(["a", "b", ""]),
        SEX=st.sampled_from(["m", "f", "?", ""]),
        CASE=st.sampled_from(["D1", "D2", ""]),
        RECEIVED=st.sampled_from(["01/02/2024", "30/02/2024", "1946"]),
        PROGRAM=st.sampled_from(["A", "B", "Z"]),
        REFERRED=st.sampled_from(["01/02/2024", "2023", "soon", ""]),
        CLOSED=st.sampled_from(["", "01/02/2024", "01/01/2030"]),
    ),
    max_size=8,
)


def spoil(drawn: tuple[list[tuple[str, ...]], int, bytes]) -> bytes:
    """Return a good file with some bytes put into it."""
    rows, place, junk = drawn
    sound = table(*rows).encode()
    return sound[:place] + junk + sound[place:]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=40,
)
@given(rows=ROWS, number=st.integers(0, 10**9))
def test_committing_makes_exactly_what_the_plan_says(
    desk: Desk, tmp_path: Path, rows: list[tuple[str, ...]], number: int
) -> None:
    text = SMALL.replace('name = "small"', f'name = "small_{number}"', 1)
    mapping = load_mapping(desk, write_mapping(tmp_path, text))
    file = write_table(tmp_path, *rows)
    plan = plan_import(desk, file, mapping)
    before = counts(desk)
    commit_import(desk, plan)
    after = counts(desk)
    grown = {
        table: after[table] - before.get(table, 0)
        for table in after
        if table not in ("imported_keys", "imports", "doubts")
        and after[table] > before.get(table, 0)
    }
    assert grown == plan.created
    assert after.get("doubts", 0) - before.get("doubts", 0) == sum(plan.doubts.values())
    assert plan.rows == sum_of(plan)
    again = plan_import(desk, file, mapping)
    assert again.new == 0
    assert len(again.rejected) == len(plan.rejected)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=60,
)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='ROWPERSN123ab,;"\r\n\té', max_size=300).map(str.encode),
        st.tuples(ROWS, st.integers(0, 2000), st.binary(max_size=4)).map(spoil),
    ),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-16-le"]),
)
def test_any_file_has_a_plan_or_a_refusal(
    desk: Desk, mapping: Mapping, tmp_path: Path, data: bytes, encoding: str
) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(data.decode("utf-8", "replace").encode(encoding, "replace"))
    try:
        plan = plan_import(desk, file, mapping)
    except Refused:
        return
    assert plan.rows == sum_of(plan)
    write_rejects(plan, tmp_path / "any_rejects.csv")


def test_offences_with_a_key_of_their_own_come_once_each(desk: Desk, tmp_path: Path) -> None:
    text = SMALL.replace("[offence]", '[offence]\nkey = ["CASE", "CHARGE"]')
    mapping = load_mapping(desk, write_mapping(tmp_path, text))
    charges = ["Theft", "Fraud", "Theft"]
    rows = [cells(ROW=str(number), CHARGE=charge) for number, charge in enumerate(charges, 1)]
    run(desk, write_table(tmp_path, *rows), mapping)
    assert counts(desk)["offences"] == 2
    run(desk, write_table(tmp_path, *rows, cells(ROW="4", CHARGE="Arson")), mapping)
    assert (counts(desk)["offences"], counts(desk)["legal_cases"]) == (3, 1)


def test_a_file_of_people_alone_is_taken_in_once(desk: Desk, tmp_path: Path) -> None:
    text = """\
name = "people"
version = 1
[file]
row_key = "PERSON"
[participant]
key = "PERSON"
[person_name]
family = { column = "FAMILY" }
[[person_identifier]]
kind = "other"
value = { column = "PERSON" }
[[person_identifier]]
kind = "court_person"
value = { column = "CASE" }
"""
    mapping = load_mapping(desk, write_mapping(tmp_path, text))
    file = write_table(tmp_path, *rows_of("a", "b"), cells(PERSON="c", CASE=""))
    run(desk, file, mapping)
    found = counts(desk)
    assert (found["participants"], found["person_names"]) == (3, 3)
    assert found["person_identifiers"] == 5
    assert plan_import(desk, file, mapping).new == 0


def test_rejects_of_a_file_without_quotes_have_none_either(desk: Desk, tmp_path: Path) -> None:
    text = SMALL.replace('row_key = ["ROW"]', 'row_key = ["ROW"]\nquote = ""\ndelimiter = ";"')
    mapping = load_mapping(desk, write_mapping(tmp_path, text))
    file = tmp_path / "plain.csv"
    rows = [mapping.columns, cells(REFERRED="x", CHARGE='say "no"'), (*cells(ROW="2"), "more")]
    file.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    plan = plan_import(desk, file, mapping)
    write_rejects(plan, tmp_path / "r.csv")
    again = plan_import(desk, tmp_path / "r.csv", mapping)
    assert [len(row.cells) for row in again.rejected] == [15, 15]
    assert 'say "no"' in again.rejected[0].cells
