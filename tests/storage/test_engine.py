from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from ati_desktop.errors import Refused
from ati_desktop.storage.engine import begin_read, begin_write, open_engine, store_refusals
from ati_desktop.storage.wholeness import faults_of

KEY = secrets.token_bytes(32)
MARK = "Quillfeather"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a store.db"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = open_engine(path, KEY, create=True)
    with begin_write(engine) as connection:
        connection.execute(text("CREATE TABLE word (id INTEGER PRIMARY KEY, said TEXT UNIQUE)"))
        for number in range(2000):
            row = {"said": f"{MARK} {number}"}
            connection.execute(text("INSERT INTO word (said) VALUES (:said)"), row)
    yield engine
    engine.dispose()


def _count(engine: Engine) -> int:
    with begin_read(engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM word")).scalar_one())


def test_nothing_can_be_read_in_the_file_or_its_journal(engine: Engine, path: Path) -> None:
    files = list(path.parent.iterdir())
    assert {file.suffix for file in files} == {".db", ".db-wal", ".db-shm"}
    for file in files:
        data = file.read_bytes()
        assert MARK.encode() not in data
        assert not data.startswith(b"SQLite format 3")


def test_every_file_is_for_its_owner_only(engine: Engine, path: Path) -> None:
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_the_settings_hold_on_every_connection(engine: Engine) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "cache_size": -65536,
    }
    with begin_read(engine) as first, begin_read(engine) as second:
        for connection in (first, second):
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected
            }
            assert found == expected
            assert str(connection.exec_driver_sql("PRAGMA cipher_version").scalar()) >= "4."


def test_another_key_opens_nothing_and_says_nothing_on_standard_error(
    engine: Engine, path: Path
) -> None:
    engine.dispose()
    code = (
        "import sys; from pathlib import Path\n"
        "from ati_desktop.errors import Refused\n"
        "from ati_desktop.storage.engine import open_engine\n"
        "try: open_engine(Path(sys.argv[1]), bytes(32))\n"
        "except Refused as refused: sys.stdout.write(str(refused))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert "is damaged or belongs to another office" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_makes_no_file(path: Path, length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_engine(path, bytes(length), create=True)
    assert not path.exists()


def test_a_wrong_path_makes_no_file(path: Path) -> None:
    with pytest.raises(Refused, match="missing"):
        open_engine(path, KEY)
    assert not path.exists()


def test_a_store_is_never_made_over_another_file(engine: Engine, path: Path) -> None:
    with pytest.raises(FileExistsError):
        open_engine(path, KEY, create=True)
    assert _count(engine) == 2000


def test_an_error_undoes_everything_and_tells_no_value(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as caught:
        _write_much_and_fail(engine)
    assert MARK not in str(caught.value)
    assert _count(engine) == 2000
    with begin_read(engine) as connection:
        tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
    assert tables == 2  # the table and its unique index


def _write_much_and_fail(engine: Engine) -> None:
    with begin_write(engine) as connection:
        connection.execute(text("DELETE FROM word WHERE id > 10"))
        connection.execute(text("CREATE TABLE other (id INTEGER)"))
        with connection.begin_nested():
            connection.execute(text("INSERT INTO word (said) VALUES ('new')"))
        row = {"said": f"{MARK} 3"}
        connection.execute(text("INSERT INTO word (said) VALUES (:said)"), row)


def test_a_reader_keeps_its_view_while_another_thread_writes(engine: Engine) -> None:
    with begin_read(engine) as reader:
        before = reader.execute(text("SELECT count(*) FROM word")).scalar()
        done = threading.Thread(target=_add_one, args=(engine,))
        done.start()
        done.join()
        assert reader.execute(text("SELECT count(*) FROM word")).scalar() == before
    assert _count(engine) == 2001


def _add_one(engine: Engine) -> None:
    with begin_write(engine) as connection:
        connection.execute(text("INSERT INTO word (said) VALUES ('one more')"))


def test_threads_that_write_at_once_all_get_their_turn(engine: Engine) -> None:
    def add(start: int) -> None:
        for number in range(20):
            with begin_write(engine) as connection:
                row = {"said": f"{start}-{number}"}
                connection.execute(text("INSERT INTO word (said) VALUES (:said)"), row)

    threads = [threading.Thread(target=add, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _count(engine) == 2080
    assert faults_of(engine) == []


def _faults(path: Path) -> list[str]:
    """What opening, checking and reading say about a file."""
    try:
        engine = open_engine(path, KEY)
    except Refused as refused:
        return [str(refused)]
    try:
        return faults_of(engine)
    finally:
        engine.dispose()


def test_a_turned_bit_is_found_in_every_page(engine: Engine, path: Path) -> None:
    engine.dispose()
    whole = path.read_bytes()
    pages = len(whole) // 4096
    assert pages > 20
    for page in range(pages):
        edited = bytearray(whole)
        edited[page * 4096 + secrets.randbelow(4096)] ^= 1 << secrets.randbelow(8)
        path.write_bytes(bytes(edited))
        assert _faults(path), f"page {page}"
    path.write_bytes(whole)
    assert _faults(path) == []


def test_a_cut_file_is_found_at_every_page(engine: Engine, path: Path) -> None:
    engine.dispose()
    whole = path.read_bytes()
    for length in range(4096, len(whole), 4096):
        path.write_bytes(whole[:length])
        assert _faults(path), f"cut at {length}"


@pytest.mark.parametrize("data", [b"", b"not a database at all" * 400, bytes(8192)])
def test_a_file_that_is_no_store_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(Refused, match="damaged"):
        open_engine(path, KEY)
    assert path.read_bytes() == data


def test_what_is_deleted_is_gone_from_the_decrypted_file(engine: Engine) -> None:
    with begin_write(engine) as connection:
        connection.execute(text("UPDATE word SET said = 'x' || id"))
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        dump = "\n".join(raw.iterdump()) if hasattr(raw, "iterdump") else ""
    assert MARK not in dump


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("database or disk is full", "full or fails"),
        ("disk I/O error", "full or fails"),
        ("file is not a database", "damaged"),
        ("database disk image is malformed", "damaged"),
        ("attempt to write a readonly database", "ask for the right"),
        ("unable to open database file", "ask for the right"),
        ("database is locked", "try again in a moment"),
    ],
)
def test_what_a_person_can_mend_becomes_one_sentence(path: Path, reason: str, said: str) -> None:
    with pytest.raises(Refused, match=said), store_refusals(path):
        raise sqlcipher.OperationalError(reason)


def test_what_nobody_can_mend_stays_a_fault(path: Path) -> None:
    for reason in ("no such table: word", "no such column: full_name", "table locked_rooms"):
        with pytest.raises(sqlcipher.OperationalError), store_refusals(path):
            raise sqlcipher.OperationalError(reason)


def test_a_deed_that_waits_too_long_is_refused_and_nothing_is_lost(
    engine: Engine, path: Path
) -> None:
    other = sqlcipher.connect(str(path), timeout=0, isolation_level=None)
    other.set_key(f"x'{KEY.hex()}'")
    held = begin_write(engine)
    with held, pytest.raises(Refused, match="try again in a moment"), store_refusals(path):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()
    assert _count(engine) == 2000
