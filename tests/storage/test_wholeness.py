from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from ati_desktop.storage.engine import begin_read, begin_write, open_engine
from ati_desktop.storage.wholeness import faults_of, proved_copy

KEY = secrets.token_bytes(32)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "store.db", KEY, create=True)
    with begin_write(engine) as connection:
        connection.execute(text("CREATE TABLE pair (a INTEGER, b INTEGER)"))
        connection.execute(
            text("INSERT INTO pair VALUES (:n, :n)"), [{"n": number} for number in range(5000)]
        )
    yield engine
    engine.dispose()


def test_a_whole_store_has_no_faults(engine: Engine) -> None:
    assert faults_of(engine) == []


def test_a_row_that_lost_what_it_rests_on_is_a_fault(engine: Engine) -> None:
    with begin_write(engine) as connection:
        connection.execute(text("CREATE TABLE top (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE low (top INTEGER REFERENCES top (id))"))
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("INSERT INTO low VALUES (7)")
        raw.execute("PRAGMA foreign_keys=ON")
    assert faults_of(engine) == ["a row lost what it rests on"]


def test_a_copy_made_while_others_write_is_one_state(engine: Engine, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with begin_write(engine) as connection:
                connection.execute(text("UPDATE pair SET a = a + 1"))
                connection.execute(text("UPDATE pair SET b = b + 1"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy = proved_copy(engine, KEY, tmp_path / "copies" / "store.db")
    finally:
        stop.set()
        writer.join()
    assert [path.name for path in copy.parent.iterdir()] == ["store.db"]
    copied = open_engine(copy, KEY)
    with begin_read(copied) as connection:
        uneven = connection.execute(text("SELECT count(*) FROM pair WHERE a <> b")).scalar()
    copied.dispose()
    assert uneven == 0


def test_a_copy_that_cannot_be_proved_gets_no_name(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    engine.dispose()
    data = bytearray(path.read_bytes())
    data[5 * 4096 + 50] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Exception, match=r"damaged|malformed|not whole|I/O|fails"):
        proved_copy(engine, KEY, tmp_path / "copies" / "store.db")
    assert list((tmp_path / "copies").iterdir()) == []
