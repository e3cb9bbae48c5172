from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from ati_desktop.errors import Refused
from ati_desktop.models.users import Role
from ati_desktop.storage.engine import begin_read, begin_write, open_engine
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.register import KeptCohort, Register, Release
from ati_desktop.storage.register_steps import NEWEST, step_of
from tests.storage.conftest import OTHER, TestClock

COHORT = KeptCohort(
    name="rossi",
    columns=({"name": "week", "kind": "time"}, {"name": "arrest", "kind": "event"}),
    rows=((20, 1), (52, 0), (7.5, None)),
    source="Department of Correction, table 3",
    sha256="ab" * 32,
    description="People released from custody",
)
RELEASE = Release(
    id="R-1",
    title="Annual figures",
    spec='title = "Annual figures"',
    as_of="2026-03",
    tables_sha256="cd" * 32,
    manifest_sha256="ef" * 32,
)


def opened(home: OpenHome, clock: TestClock) -> Register:
    assert home.register_key is not None
    return Register(home.home.register, home.register_key, home.user.name, clock, home.randomness)


@pytest.fixture
def register(home: OpenHome, clock: TestClock) -> Iterator[Register]:
    with opened(home, clock) as register:
        yield register


def test_a_cohort_file_comes_back_as_it_was_kept(register: Register) -> None:
    register.keep_cohort(COHORT)
    kept = register.read_cohort("rossi")
    assert replace(kept, kept_at="", kept_by="") == COHORT
    assert kept.kept_by == "ana"
    (card,) = register.cohorts()
    assert (card.name, card.row_count, card.sha256) == ("rossi", 3, "ab" * 32)
    assert card.kept_at == kept.kept_at


def test_a_cohort_file_is_replaced_only_when_that_is_said(register: Register) -> None:
    register.keep_cohort(COHORT)
    shorter = replace(COHORT, rows=((1, 0),))
    with pytest.raises(Refused, match="already"):
        register.keep_cohort(shorter)
    assert len(register.read_cohort("rossi").rows) == 3
    register.keep_cohort(shorter, replace=True)
    assert register.read_cohort("rossi").rows == ((1, 0),)
    assert len(register.cohorts()) == 1


def test_a_cohort_file_can_be_taken_away(register: Register) -> None:
    register.keep_cohort(COHORT)
    register.remove_cohort("rossi")
    assert register.cohorts() == []
    with pytest.raises(Refused, match="rossi"):
        register.read_cohort("rossi")
    with pytest.raises(Refused, match="rossi"):
        register.remove_cohort("rossi")


def test_a_row_without_a_value_for_each_column_is_a_fault(register: Register) -> None:
    with pytest.raises(ValueError, match="column"):
        register.keep_cohort(replace(COHORT, rows=((1,),)))


def test_a_release_is_written_down_once(register: Register) -> None:
    kept = register.keep_release(RELEASE)
    assert kept.released_by == "ana"
    assert register.releases() == [kept]
    with pytest.raises(Refused, match="R-1"):
        register.keep_release(RELEASE)
    newer = register.keep_release(replace(RELEASE, id="R-2"))
    assert [one.id for one in register.releases()] == ["R-2", "R-1"]
    assert newer.released_at > kept.released_at


def test_every_deed_leaves_a_line_in_an_unbroken_chain(register: Register) -> None:
    register.keep_cohort(COHORT)
    register.note("see figures")
    register.keep_release(RELEASE)
    with pytest.raises(Refused):
        register.keep_release(RELEASE)
    result = register.verify_audit()
    assert (result.ok, result.lines) == (True, 3)
    with begin_read(register._engine) as connection:
        lines = connection.execute(text("SELECT user, deed, subject FROM audit")).all()
    assert [line[1] for line in lines] == ["keep cohort file", "see figures", "release figures"]
    assert {line[0] for line in lines} == {"ana"}
    assert "Annual" not in json.dumps([line[2] for line in lines])


def test_an_edited_line_breaks_the_chain(register: Register) -> None:
    for _ in range(3):
        register.note("see figures")
    with begin_write(register._engine) as connection:
        connection.execute(text("UPDATE audit SET user = 'bob' WHERE id = 2"))
    result = register.verify_audit()
    assert (result.ok, result.first_bad) == (False, 2)


def test_the_register_is_there_again_when_it_is_opened_again(
    enter: Callable[..., OpenHome], clock: TestClock
) -> None:
    home = enter()
    with opened(home, clock) as register:
        register.keep_cohort(COHORT)
    home.close()
    home = enter()
    with opened(home, clock) as register:
        assert [card.name for card in register.cohorts()] == ["rossi"]


def test_an_evaluator_opens_the_register_and_writes_own_lines(
    staffed: Path, enter: Callable[..., OpenHome], clock: TestClock
) -> None:
    home = enter(str(Role.EVALUATOR), OTHER)
    with opened(home, clock) as register:
        kept = register.keep_release(RELEASE)
    assert kept.released_by == "evaluator"


def test_the_key_of_the_records_does_not_open_the_register(
    home: OpenHome, clock: TestClock
) -> None:
    assert home.working_key is not None
    with pytest.raises(Refused):
        Register(home.home.register, home.working_key, "ana", clock, home.randomness)


def test_a_register_of_a_newer_version_is_refused_and_left_as_it_is(
    home: OpenHome, clock: TestClock
) -> None:
    assert home.register_key is not None
    engine = open_engine(home.home.register, home.register_key)
    with begin_write(engine) as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {NEWEST + 1}")
    with pytest.raises(Refused, match="newer version"):
        opened(home, clock)
    with begin_read(engine) as connection:
        assert step_of(connection) == NEWEST + 1
    engine.dispose()


def test_the_key_is_not_shown(register: Register) -> None:
    assert register.key.hex() not in repr(register)
