from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import select

from ati_desktop.errors import Cancelled, Refused
from ati_desktop.models import Participant, Person, Record, Referral, ResearchId
from ati_desktop.models.dates import PartialDate
from ati_desktop.models.users import Role, Zone
from ati_desktop.storage import evaluation_build
from ati_desktop.storage.engine import open_engine
from ati_desktop.storage.evaluation_build import Built, Mark, build_evaluation
from ati_desktop.storage.evaluation_rows import Rows
from ati_desktop.storage.evaluation_schema import TABLES
from ati_desktop.storage.evaluation_store import EvaluationStore
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.research_ids import give_research_ids, lacking_research_ids
from ati_desktop.storage.seals import sealed_columns
from ati_desktop.storage.units import WorkingStore
from tests.kills import killed, moments
from tests.storage.conftest import OTHER, PASSWORD
from tests.storage.planted import plant, planted_fields

TODAY = date(2026, 5, 17)
PAGE, RESERVED, IV = 4096, 80, 16


@pytest.fixture
def store(home: OpenHome) -> WorkingStore:
    assert home.working is not None
    return home.working


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "evaluation.db"


KEY = bytes(range(32))


def build(store: WorkingStore, target: Path, seed: int = 5, **said: Any) -> Built:
    randomness = random.Random(seed).randbytes
    with store.unit("ids") as unit:
        give_research_ids(unit, randomness)
    with store.reading() as reading:
        return build_evaluation(reading, target, KEY, today=TODAY, randomness=randomness, **said)


def by_hand(path: Path, key: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Read every table with the library alone, in the order of the file."""
    connection = sqlcipher.connect(str(path))
    connection.set_key(f"x'{key.hex()}'")
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    tables = [name for name in names if not name.startswith("sqlite_")]
    rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    connection.close()
    return rows


def decrypted(path: Path, key: bytes) -> bytes:
    """Decrypt all pages of a file, free space and all."""
    data = path.read_bytes()
    plain = b""
    for at in range(0, len(data), PAGE):
        page = data[at : at + PAGE]
        body = page[16 if at == 0 else 0 : PAGE - RESERVED]
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[-RESERVED : IV - RESERVED]))
        plain += cipher.decryptor().update(body)
    return plain


def people(store: WorkingStore, count: int, **said: Any) -> None:
    with store.unit("test") as unit:
        number = len(unit.ids(select(Participant.id)))
        made = unit.add_all(Participant(reference=f"P-{number + n:04d}-22") for n in range(count))
        unit.add_all(
            Referral(participant_id=one.id, referred_on=PartialDate(2025, 1, one.id % 28 + 1))
            for one in made
            if one.id
        )


def test_no_word_that_points_at_a_person_gets_into_the_store(
    store: WorkingStore, target: Path
) -> None:
    words = plant(store)
    sealed = {
        (mapper.class_.__tablename__, name)
        for mapper in Record.registry.mappers
        for name in sealed_columns(mapper.class_)
    }
    assert planted_fields(words) == sealed - {("people", "birth_date")}
    build(store, target)
    plain = decrypted(target, KEY)
    assert plain.count(b"research_id") >= 5  # it is really decrypted
    rows = by_hand(target, KEY)
    told = repr(rows)
    for one in words:
        assert one not in told
        assert one.encode() not in plain
    assert b"Canary" not in plain
    assert not re.search(r"\d{4}-\d{2}-\d{2}", told)
    assert not re.search(rb"\d{4}-\d{2}-\d{2}", plain)
    assert b"P-7K" not in plain


def test_the_rows_are_those_of_the_records(store: WorkingStore, target: Path) -> None:
    plant(store)
    built = build(store, target, mark=Mark("office", 3, demo=True))
    assert built == Built(
        "2026-05",
        {"people": 1, "referrals": 1, "enrollments": 1, "stays": 1, "events": 1},
        left_out=0,
    )
    rows = by_hand(target, KEY)
    (person,) = rows["people"]
    one = person[0]
    assert re.fullmatch(r"[0-9a-f]{16}", one)
    # From the last day of March 2025 to 17 May 2026, and to 31 January 2026.
    assert person == (one, None, None, None, 1984, 0, "2025-03", 412, 306, one)
    (referral,) = rows["referrals"]
    assert referral[:8] == (one, 1, "DC", None, None, "2025-03", 0, "admitted")
    assert referral[8:] == (None, "0602", None, 174, "in_the_future")
    assert rows["enrollments"] == [
        (one, 1, 1, "DC", None, 9, "2025-03", 174, "completed", None, None, None)
    ]
    assert rows["stays"] == [(one, None, None, 0, 10, None)]
    assert rows["events"] == [(one, "arrest", 288, None, None, None, 0, 0, "police")]
    assert dict(rows["about"]) == {
        "as_of": "2026-05",
        "built_month": "2026-05",
        "schema": "2",
        "store_id": "office",
        "generation": "3",
        "demo": "yes",
        "arrest_complete_to": "2026-01",
        "labels": '{"program": {"DC": "Drug court"}}',
    }


def test_research_ids_are_made_once_and_stay(store: WorkingStore, target: Path) -> None:
    people(store, 3)
    build(store, target)
    first = {row[0] for row in by_hand(target, KEY)["people"]}
    people(store, 2)
    build(store, target, seed=6)
    second = {row[0] for row in by_hand(target, KEY)["people"]}
    assert len(first) == 3
    assert first < second
    assert len(second) == 5
    with store.reading() as reading:
        assert lacking_research_ids(reading) == []


def test_an_id_that_comes_twice_is_drawn_again(store: WorkingStore) -> None:
    people(store, 2)
    drawn = iter([b"a" * 8, b"u" * 16, b"a" * 8, b"b" * 8, b"v" * 16])
    with store.unit("ids") as unit:
        assert give_research_ids(unit, lambda count: next(drawn)) == 2
        assert give_research_ids(unit, lambda count: next(drawn)) == 0
    with store.reading() as reading:
        assert reading.all(select(ResearchId.research_id)) == [b"a".hex() * 8, b"b".hex() * 8]


def test_the_order_of_rows_is_that_of_the_random_ids(store: WorkingStore, target: Path) -> None:
    people(store, 40)
    build(store, target)
    ids = [row[0] for row in by_hand(target, KEY)["people"]]
    assert ids == sorted(ids)
    with store.reading() as reading:
        entered = reading.all(select(ResearchId.research_id).order_by(ResearchId.participant_id))
    assert ids != entered


def test_the_same_randomness_builds_the_same_rows_in_the_same_order(
    store: WorkingStore, target: Path
) -> None:
    people(store, 30)
    plant(store)
    build(store, target)
    first = by_hand(target, KEY)
    build(store, target)
    assert by_hand(target, KEY) == first


def test_people_without_a_research_id_are_left_out_and_counted(
    store: WorkingStore, target: Path
) -> None:
    people(store, 2)
    with store.reading() as reading:
        built = build_evaluation(
            reading, target, KEY, today=TODAY, randomness=random.Random(1).randbytes
        )
    assert (built.left_out, built.rows["people"]) == (2, 0)


def test_the_store_is_replaced_whole_and_nothing_stays_beside_it(
    store: WorkingStore, target: Path
) -> None:
    people(store, 1)
    build(store, target)
    target.with_name("evaluation.db-wal").write_bytes(b"left by a crash")
    people(store, 1)
    build(store, target)
    assert len(EvaluationStore(target, KEY).tables()["people"]["research_id"]) == 2
    assert {path.name for path in target.parent.iterdir()} == {"office", "evaluation.db"}
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("at", [0.0, 0.3, 0.5, 0.6, 0.85])
def test_stopping_at_any_step_leaves_the_old_store_as_it_was(
    store: WorkingStore, target: Path, at: float
) -> None:
    people(store, 1)
    build(store, target)
    before = target.read_bytes()
    people(store, 1)
    told: list[float] = []
    with pytest.raises(Cancelled):
        build(
            store,
            target,
            progress=lambda done, doing: told.append(done),
            cancelled=lambda: bool(told) and told[-1] >= at,
        )
    assert target.read_bytes() == before
    assert {path.name for path in target.parent.iterdir()} == {"office", "evaluation.db"}


def test_a_fault_while_writing_leaves_the_old_store_as_it_was(
    store: WorkingStore, target: Path
) -> None:
    people(store, 1)
    build(store, target)
    before = target.read_bytes()

    def fail(done: float, doing: str) -> None:
        if doing == "checking":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build(store, target, progress=fail)
    assert target.read_bytes() == before
    assert {path.name for path in target.parent.iterdir()} == {"office", "evaluation.db"}


def test_progress_rises_to_the_end(store: WorkingStore, target: Path) -> None:
    told: list[float] = []
    build(store, target, progress=lambda done, doing: told.append(done))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_a_folder_that_cannot_be_written_is_refused_with_its_name(
    store: WorkingStore, tmp_path: Path
) -> None:
    with pytest.raises((Refused, FileNotFoundError)):
        build(store, tmp_path / "nowhere" / "evaluation.db")


def test_a_new_store_that_is_damaged_or_lacks_rows_is_not_taken(
    store: WorkingStore, target: Path
) -> None:
    people(store, 200)
    build(store, target)
    engine = open_engine(target, KEY)
    with pytest.raises(RuntimeError, match="rows are missing"):
        evaluation_build._check(engine, Rows())
    engine.dispose()
    data = bytearray(target.read_bytes())
    data[5 * PAGE + 100] ^= 1
    target.write_bytes(data)
    engine = open_engine(target, KEY)
    with pytest.raises(RuntimeError, match="not whole"):
        evaluation_build._check(engine, Rows())
    engine.dispose()


_CHILD = """
import random, sys
from datetime import UTC, date, datetime
from pathlib import Path
from ati_desktop.storage.evaluation_build import build_evaluation
from ati_desktop.storage.home import open_home
from ati_desktop.storage.keyring import KeyCost
now = lambda: datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
cheap = KeyCost(memory_kib=64, passes=1, lanes=1)
home = open_home(Path(sys.argv[1]), "ana", sys.argv[2], clock=now, minimum=cheap)
print("open", flush=True)
while True:
    with home.working.reading() as reading:
        build_evaluation(
            reading, home.home.evaluation, home.evaluation_key,
            today=date(2026, 5, 17), randomness=random.Random(1).randbytes,
        )
    print("built", flush=True)
"""


@pytest.mark.slow
def test_killing_the_process_at_any_moment_leaves_a_whole_store(
    folder: Path, enter: Callable[..., OpenHome]
) -> None:
    home = enter()
    assert home.working is not None
    people(home.working, 300)
    with home.working.unit("ids") as unit:
        give_research_ids(unit, home.randomness)
    home.close()
    for moment in moments("3", 4, 2):
        killed([sys.executable, "-c", _CHILD, str(folder), PASSWORD], moment)
        home = enter()
        assert home.evaluation_key is not None
        store = EvaluationStore(home.home.evaluation, home.evaluation_key)
        if store.built:
            assert len(store.tables()["people"]["research_id"]) == 300
        assert not list(folder.glob(".*.partial*"))
        home.close()
    assert store.built


def test_an_evaluator_opens_the_store_and_the_key_of_the_records_does_not(
    staffed: Path, enter: Callable[..., OpenHome]
) -> None:
    home = enter()
    assert home.working is not None
    assert home.evaluation_key is not None
    assert home.working_key is not None
    people(home.working, 2)
    with home.working.unit("ids") as unit:
        give_research_ids(unit, home.randomness)
    path = home.home.evaluation
    with home.working.reading() as reading:
        build_evaluation(
            reading, path, home.evaluation_key, today=TODAY, randomness=home.randomness
        )
    with pytest.raises(Refused):
        EvaluationStore(path, home.working_key).about()
    home.close()
    evaluator = enter(str(Role.EVALUATOR), OTHER)
    assert evaluator.working is None
    assert evaluator.evaluation_key is not None
    tables = EvaluationStore(path, evaluator.evaluation_key).tables()
    assert len(tables["people"]["research_id"]) == 2


def test_without_the_key_to_birth_dates_nothing_is_built(
    home: OpenHome, enter: Callable[..., OpenHome], target: Path
) -> None:
    assert home.working is not None
    people(home.working, 1)
    with home.working.unit("test") as unit:
        unit.add(Person(participant_id=1, birth_date="1984-03-12"))
    home.add_user("noor", Role.ADMINISTRATOR, OTHER, zones={Zone.RECORDS, Zone.EVALUATION})
    home.close()
    other = enter("noor", OTHER)
    assert other.working is not None
    with pytest.raises(Refused, match="birth dates"):
        build(other.working, target)
    assert not target.exists()


def test_every_table_has_a_column_of_research_ids_and_no_other_id() -> None:
    for table in TABLES:
        names = table.c.keys()
        assert names[0] == "research_id"
        assert not {"id", "uid", "reference", "participant_id"} & set(names)
