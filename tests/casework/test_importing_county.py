"""The county's real file comes in whole, with its traps as flags, and only once."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.importing import ImportResult, commit_import, load_mapping, plan_import
from ati_desktop.casework.office import create_office, sign_in
from ati_desktop.imports.plans import Plan
from ati_desktop.models import (
    Doubt,
    Enrollment,
    Participant,
    PersonIdentifier,
    Program,
    Record,
    Referral,
)
from ati_desktop.resources import resource
from ati_desktop.storage.keyring import KeyCost

CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "seven quiet rivers run"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "cook_diversion_2011_2021.csv.gz"

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


def clock() -> datetime:
    return datetime(2026, 3, 11, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not REAL.exists():
        pytest.skip(f"{REAL} is not there")
    path = tmp_path_factory.mktemp("county") / "county.csv"
    path.write_bytes(gzip.decompress(REAL.read_bytes()))
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("home") / "office"
    create_office(
        folder, administrator="ana", password=PASSWORD, office="Pier 4", clock=clock, cost=CHEAP
    )
    opened = sign_in(folder, "ana", PASSWORD, clock=clock, minimum=CHEAP)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plan(desk: Desk, county: Path) -> Plan:
    return plan_import(desk, county, load_mapping(desk, resource("mappings/county_diversion.toml")))


@pytest.fixture(scope="module")
def done(desk: Desk, plan: Plan) -> ImportResult:
    return commit_import(desk, plan)


def count(desk: Desk, model: type[Record]) -> int:
    with desk.working.reading() as reading:
        return reading.one(select(func.count()).select_from(model)) or 0


def test_the_plan_has_every_referral_and_rejects_nothing(plan: Plan) -> None:
    assert (plan.rows, plan.new, plan.present, plan.repeated) == (22508, 22508, 0, 0)
    assert plan.rejected == ()
    assert plan.lines == 22509
    assert plan.created == {
        "participants": 21355,
        "person_identifiers": 21355,
        "legal_cases": 21355,
        "offences": 21355,
        "referrals": 22508,
        "enrollments": 22508,
        "programs": 10,
    }


def test_the_traps_are_flags(plan: Plan, done: ImportResult, desk: Desk) -> None:
    flagged = {
        "referral_before_case": 4360,
        "closed_on_referral_day": 5016,
        "date_implausible": 1,
        "several_programs": 1098,
    }
    assert plan.doubts == done.doubts == flagged
    with desk.working.reading() as reading:
        kept = reading.rows(select(Doubt.code, Doubt.settled))
    assert Counter(code for code, _ in kept) == flagged
    assert {code for code, settled in kept if settled} == {"several_programs"}


def test_the_outcomes_are_those_of_the_source(done: ImportResult, desk: Desk) -> None:
    with desk.working.reading() as reading:
        query = select(Enrollment.exit_program, Program.code).join(
            Program, Program.id == Enrollment.program_id
        )
        found = reading.rows(query)
    outcomes = Counter(outcome for outcome, _ in found)
    assert outcomes == {"completed": 13266, "not_completed": 4127, None: 5115}
    for code, share in (("DC", 45.38), ("DS", 85.94)):
        left = [outcome for outcome, program in found if program == code and outcome]
        assert round(100 * left.count("completed") / len(left), 2) == share


def test_codes_are_translated(done: ImportResult, desk: Desk) -> None:
    with desk.working.reading() as reading:
        people = reading.rows(select(Participant.sex, Participant.ethnicity))
        referrals = reading.rows(select(Referral.decision, Referral.source, Referral.ordinal))
        admitted = reading.ids(select(Enrollment.id).where(Enrollment.admitted_on.is_not(None)))
    assert {sex for sex, _ in people} == {"1", "2", "unknown"}
    assert {ethnicity for _, ethnicity in people} == {
        "black",
        "white",
        "latinx",
        "asian",
        "biracial",
        "other",
        "unknown",
    }
    assert {tuple(row[:2]) for row in referrals} == {("admitted", "prosecutor")}
    assert Counter(row[2] for row in referrals) == {1: 21355, 2: 1098, 3: 51, 4: 4}
    assert admitted == []


def test_a_person_is_found_by_the_number_of_the_source(done: ImportResult, desk: Desk) -> None:
    with desk.working.reading() as reading:
        index = reading.blind_index("identifier.value", "710725949269")
        query = select(PersonIdentifier.participant_id).where(PersonIdentifier.value_index == index)
        participant = reading.one(query)
    assert [hit.participant_id for hit in desk.people.search("710725949269")] == [participant]


def test_a_second_import_adds_nothing(done: ImportResult, desk: Desk, plan: Plan) -> None:
    models = (Participant, Referral, Enrollment, Doubt, Program)
    before = [count(desk, model) for model in models]
    again = plan_import(desk, plan.file, plan.mapping)
    assert (again.new, again.present, again.created, again.doubts) == (0, 22508, {}, {})
    commit_import(desk, again)
    assert [count(desk, model) for model in models] == before
