"""What the register keeps for releases beyond their lines: requests, settings, randomness."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from ati_desktop.errors import Refused
from ati_desktop.storage.engine import begin_read, begin_write, open_engine
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.pins import has_pins
from ati_desktop.storage.register import Register
from ati_desktop.storage.register_pseudonyms import Pseudonym
from ati_desktop.storage.register_requests import (
    APPROVED,
    DECLINED,
    KeptRequest,
    as_summary,
    from_summary,
)
from ati_desktop.storage.register_steps import NEWEST, step_of
from tests.storage.conftest import TestClock

ASKED = KeptRequest(
    kind="figures",
    title="Annual figures",
    spec='title = "Annual figures"',
    as_of="2026-03",
    recipient="State University",
    purpose="Yearly report",
    manifest_sha256="ef" * 32,
    summary=as_summary((("population", "everybody"),)),
)
FILES = {"tables/a.csv": b"sex,count\r\n", "manifest.sha256": b"ab  tables/a.csv\n"}


def opened(home: OpenHome, clock: TestClock) -> Register:
    assert home.register_key is not None
    return Register(home.home.register, home.register_key, home.user.name, clock, home.randomness)


@pytest.fixture
def register(home: OpenHome, clock: TestClock) -> Iterator[Register]:
    with opened(home, clock) as register:
        yield register


def deeds(register: Register) -> list[str]:
    return [str(row[0]) for row in register.rows("SELECT deed FROM audit ORDER BY id")]


def test_a_request_is_kept_with_every_byte_of_its_package(register: Register) -> None:
    kept = register.requests.add(ASKED, FILES)
    assert (kept.requested_by, kept.state) == ("ana", "waiting")
    assert register.requests.all() == [kept]
    assert register.requests.one(kept.id) == kept
    assert register.requests.files(kept.id) == FILES
    assert from_summary(kept.summary) == (("population", "everybody"),)
    assert deeds(register) == ["ask to release figures"]


def test_a_request_that_is_not_there_is_named_in_the_refusal(register: Register) -> None:
    with pytest.raises(Refused, match="Q-none"):
        register.requests.one("Q-none")
    assert register.requests.files("Q-none") == {}


def test_an_approved_request_keeps_its_files_until_they_were_written(register: Register) -> None:
    kept = register.requests.add(ASKED, FILES)
    done = register.requests.close(kept, APPROVED, "fine", "approve a release")
    assert (done.state, done.decided_by, done.reasons) == ("approved", "ana", "fine")
    assert register.requests.files(kept.id) == FILES
    register.requests.written(kept.id, "R-1")
    assert register.requests.one(kept.id).state == "written"
    assert register.requests.one(kept.id).release_id == "R-1"
    assert register.requests.files(kept.id) == {}


def test_files_that_will_not_leave_are_let_go(register: Register) -> None:
    kept = register.requests.add(ASKED, FILES)
    register.requests.close(kept, DECLINED, "too much", "decline a release")
    assert register.requests.files(kept.id) == {}


def test_what_somebody_else_has_decided_meanwhile_is_not_decided_again(register: Register) -> None:
    kept = register.requests.add(ASKED, FILES)
    register.requests.close(kept, DECLINED, "too much", "decline a release")
    with pytest.raises(Refused, match="Somebody else"):
        register.requests.close(kept, APPROVED, "fine", "approve a release")
    assert register.requests.one(kept.id).state == DECLINED


def test_no_word_of_a_request_is_in_the_audit_lines(register: Register) -> None:
    kept = register.requests.add(ASKED, FILES)
    register.requests.close(kept, APPROVED, "a telling reason", "approve a release")
    lines = json.dumps([str(row) for row in register.rows("SELECT subject, deed FROM audit")])
    assert "University" not in lines
    assert "telling" not in lines
    assert register.verify_audit().ok


def test_the_office_code_is_made_once_and_says_nothing(register: Register) -> None:
    code = register.settings.office_code()
    assert len(code) == 16
    int(code, 16)
    assert register.settings.office_code() == code
    assert deeds(register) == ["make the office's code"]


def test_a_setting_can_be_set_changed_and_made_unset(register: Register) -> None:
    assert register.settings.read("review") is None
    register.settings.write("review", "on")
    register.settings.write("review", "off")
    assert register.settings.read("review") == "off"
    register.settings.write("review", None)
    assert register.settings.read("review") is None


def test_a_person_keeps_one_pseudonym_in_a_scope_and_has_another_elsewhere(
    register: Register,
) -> None:
    numbers = count(1)

    def draw() -> Pseudonym:
        return Pseudonym(f"P{next(numbers)}", 100)

    first = register.pseudonyms.give("one", ["b", "a"], draw)
    assert {name: each.pseudonym for name, each in first.items()} == {"a": "P1", "b": "P2"}
    again = register.pseudonyms.give("one", ["a", "c"], draw)
    assert {name: each.pseudonym for name, each in again.items()} == {"a": "P1", "c": "P3"}
    other = register.pseudonyms.give("two", ["a"], draw)
    assert other["a"].pseudonym == "P4"
    assert register.pseudonyms.lead_back("one", "P2") == "b"
    assert register.pseudonyms.lead_back("two", "P2") is None
    assert deeds(register).count("lead a pseudonym back") == 2


def test_a_pseudonym_that_is_taken_is_drawn_again(register: Register) -> None:
    drawn = iter([Pseudonym("same"), Pseudonym("same"), Pseudonym("other")])
    made = register.pseudonyms.give("one", ["a", "b"], lambda: next(drawn))
    assert [each.pseudonym for each in made.values()] == ["same", "other"]
    assert "same" not in repr(made["b"])


def test_a_record_key_is_drawn_once(register: Register) -> None:
    numbers = count(1)

    def draw() -> bytes:
        return next(numbers).to_bytes(8, "big")

    first = register.record_keys.give(["a", "b"], draw)
    assert register.record_keys.give(["b", "a"], draw) == first
    assert register.record_keys.give([], draw) == {}


def test_the_ledger_adds_up_and_keeps_to_a_budget(register: Register) -> None:
    assert register.ledger.spend("one", 0.5, 1.0) is not None
    entry = register.ledger.spend("two", 0.5, 1.0)
    assert entry is not None
    assert entry.spent == 1.0
    assert register.ledger.spend("three", 0.1, 1.0) is None
    assert [each.spec for each in register.ledger.entries()] == ["one", "two"]
    assert register.ledger.spent() == 1.0


def as_in_the_first_version(home: OpenHome, clock: TestClock) -> None:
    """Bring a register back to the tables of the first version, with a release in it."""
    opened(home, clock).close()
    assert home.register_key is not None
    engine = open_engine(home.home.register, home.register_key)
    with begin_write(engine) as connection:
        for table in (
            "request_files", "requests", "settings", "pseudonyms", "record_keys", "ledger",
            "releases",
        ):  # fmt: skip
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql(
            "CREATE TABLE releases (id TEXT PRIMARY KEY, title TEXT NOT NULL, spec TEXT NOT NULL, "
            "as_of TEXT NOT NULL, tables_sha256 TEXT NOT NULL, manifest_sha256 TEXT NOT NULL, "
            "released_at TEXT NOT NULL, released_by TEXT NOT NULL)"
        )
        connection.exec_driver_sql(
            "INSERT INTO releases VALUES ('R-old', 'Old', 'title = \"Old\"', '2025-12', 'ab', "
            "'cd', '2026-01-02T03:04:05+00:00', 'ana')"
        )
        connection.exec_driver_sql("PRAGMA user_version = 1")
    engine.dispose()


def test_a_register_of_the_first_version_is_brought_up_and_loses_nothing(
    home: OpenHome, clock: TestClock
) -> None:
    as_in_the_first_version(home, clock)
    with opened(home, clock) as register:
        (old,) = register.releases()
        assert (old.id, old.title, old.released_by) == ("R-old", "Old", "ana")
        assert (old.kind, old.period, old.review, old.predicate) == ("figures", "", "", "")
        assert register.kept_releases.printed("R-old") == ""
        register.requests.add(ASKED, FILES)
        newer = register.keep_release(replace(old, id="R-new", printed="{}", period="2026-q1"))
        assert register.kept_releases.printed(newer.id) == "{}"
        assert [one.id for one in register.releases()] == ["R-new", "R-old"]
        assert register.verify_audit().ok
    assert home.register_key is not None
    engine = open_engine(home.home.register, home.register_key)
    with begin_read(engine) as connection:
        assert step_of(connection) == NEWEST
        assert has_pins(connection)
    engine.dispose()


def test_a_register_that_cannot_be_brought_up_stays_as_it_was(
    home: OpenHome, clock: TestClock
) -> None:
    as_in_the_first_version(home, clock)
    assert home.register_key is not None
    engine = open_engine(home.home.register, home.register_key)
    with begin_write(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE ledger (something TEXT)")
    with pytest.raises(Exception, match="ledger"):
        opened(home, clock)
    with begin_read(engine) as connection:
        assert step_of(connection) == 1
        tables = connection.execute(text("SELECT name FROM sqlite_master")).scalars().all()
    assert "requests" not in tables
    engine.dispose()


def test_requests_are_there_after_the_office_was_closed(
    home: OpenHome, clock: TestClock, tmp_path: Path
) -> None:
    with opened(home, clock) as register:
        kept = register.requests.add(ASKED, FILES)
    with opened(home, clock) as register:
        assert register.requests.all() == [kept]
        assert register.requests.files(kept.id) == FILES
