"""The invented case load: the same from the same seed, realistic, and marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from ati_desktop.casework.caseload import caseload_ids, caseload_rows
from ati_desktop.casework.demo.lives import Life, invent_life
from ati_desktop.casework.demo.office import MOST, USER, fill_demo, make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.nouns import NOUNS
from ati_desktop.casework.office import sign_in
from ati_desktop.errors import Refused
from ati_desktop.models import (
    AuditLine,
    Consent,
    ConsentRecipient,
    Enrollment,
    Event,
    Participant,
    PersonName,
    Record,
)
from tests.casework.offices import CHEAP, NOON, PASSWORD, Clock

TODAY = NOON.date()
PEOPLE = 80


def silent(done: float, doing: str) -> None:
    """Say nothing."""


def make(folder: Path, participants: int = PEOPLE, seed: int = 1) -> Desk:
    return make_demo_office(
        folder, PASSWORD, participants=participants, seed=seed, clock=Clock(), progress=silent,
        cost=CHEAP,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = make(tmp_path_factory.mktemp("demo") / "office")
    yield desk
    desk.close()


def everything(desk: Desk) -> dict[str, list[Any]]:
    found = {}
    with desk.working.reading() as reading:
        for noun in NOUNS.values():
            records: list[Record] = reading.all(select(noun.model).order_by(noun.model.id))
            found[noun.name] = [
                [getattr(one, column.key) for column in noun.model.__table__.columns
                 if column.key != "uid" and not column.info.get("blind")]
                for one in records
            ]  # fmt: skip
    return found


def test_the_same_seed_makes_the_same_people(demo: Desk, tmp_path: Path) -> None:
    same, other = make(tmp_path / "same"), make(tmp_path / "other", seed=2)
    assert everything(same) == everything(demo)
    assert everything(other) != everything(demo)
    same.close()
    other.close()


def test_as_many_people_come_as_were_asked_for(demo: Desk) -> None:
    assert len(caseload_ids(demo)) == PEOPLE
    rows = caseload_rows(demo, caseload_ids(demo))
    assert all(row is not None and row.name and row.program for row in rows if row and row.phase)
    assert len({row.status for row in rows if row}) >= 4


def test_every_participant_is_marked_and_the_office_too(demo: Desk) -> None:
    assert demo.home.demo
    with demo.working.reading() as reading:
        assert all(reading.all(select(Participant.demo)))


def test_every_invented_record_passes_the_checks_of_its_form(demo: Desk) -> None:
    with demo.working.reading() as reading:
        for noun in NOUNS.values():
            for record in reading.all(select(noun.model)):
                assert noun.check(record, TODAY) == {}, noun.name
                for column in noun.model.__table__.columns:
                    value = getattr(record, column.key)
                    listed = column.info.get("codes")
                    if listed and value is not None:
                        said = value if isinstance(value, tuple) else (value,)
                        assert all(code in demo.codes[listed] for code in said), column


def test_every_consent_is_whole_and_names_recipients(demo: Desk) -> None:
    with demo.working.reading() as reading:
        consents = reading.all(select(Consent))
        recipients = reading.all(select(ConsentRecipient))
    by_consent = Counter(one.consent_id for one in recipients)
    assert consents
    assert all(by_consent[one.id or 0] == 3 for one in consents)
    assert all(one.missing_elements(recipients[:1]) == () for one in consents)
    assert {one.live_on(TODAY) for one in consents} == {True, False}


def test_courses_differ_as_those_of_people_do(demo: Desk) -> None:
    with demo.working.reading() as reading:
        outcomes = Counter(reading.all(select(Enrollment.exit_program)))
        kinds = set(reading.all(select(Event.kind)))
        scripts = set(reading.all(select(PersonName.script)))
    assert {"completed", "not_completed", None} <= outcomes.keys()
    assert {"arrest", "custody"} <= kinds
    assert len(scripts) > 1


def test_all_of_it_is_one_deed(demo: Desk) -> None:
    with demo.working.reading() as reading:
        count = reading.one(
            select(func.count()).select_from(AuditLine).where(
                AuditLine.deed == "make demo case load"
            )
        )  # fmt: skip
    assert count == 1


@pytest.mark.parametrize("participants", [0, -3, MOST + 1])
def test_a_number_that_makes_no_sense_is_refused_before_anything_is_made(
    tmp_path: Path, participants: int
) -> None:
    with pytest.raises(Refused, match="1 to 200000"):
        make(tmp_path / "office", participants)
    assert not (tmp_path / "office").exists()


def test_invented_people_do_not_go_into_a_real_office(ana: Desk) -> None:
    with pytest.raises(Refused, match="demo office only"):
        fill_demo(ana, 3, 1, silent)
    assert caseload_ids(ana) == []


def test_a_folder_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_demo_that_is_stopped_leaves_its_office_closed(tmp_path: Path) -> None:
    def stop(done: float, doing: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo_office(
            tmp_path / "o", PASSWORD, participants=3, seed=1, clock=Clock(), progress=stop,
            cost=CHEAP,
        )  # fmt: skip
    desk = sign_in(tmp_path / "o", USER, PASSWORD, clock=Clock(), minimum=CHEAP)
    assert caseload_ids(desk) == []
    desk.close()


def test_one_person_is_a_case_load_too(tmp_path: Path) -> None:
    desk = make(tmp_path / "one", participants=1)
    assert len(caseload_ids(desk)) == 1
    desk.close()


def test_the_order_of_days_in_every_life_makes_sense() -> None:
    random = Random(7)
    for _ in range(3000):
        life = invent_life(random, TODAY)
        told = [life.referred, life.decided, life.admitted, life.exited]
        known = [day for day in told if day is not None]
        assert known == sorted(known)
        assert known[-1] <= TODAY
        assert life.born < life.referred - timedelta(days=18 * 365)
        _check_rest(life)


def _check_rest(life: Life) -> None:
    for _, _, start, end in life.stays:
        assert (life.admitted or start) <= start <= (end or TODAY) <= TODAY
        assert life.exited is None or (end is not None and end <= life.exited)
    for (_, _, _, end), (_, _, after, _) in pairwise(life.stays):
        assert end is not None
        assert after > end
    for arrested, offence in life.arrests:
        assert offence <= arrested <= TODAY
    assert all(start <= end <= TODAY for start, end in life.custody)
    assert (life.outcome is None) == (life.exited is None)
