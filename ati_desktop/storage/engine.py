"""Opening one encrypted database file, the same way every time, or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from ati_desktop.errors import Refused
from ati_desktop.storage.files import disk_refusals, make_private_file
from ati_desktop.storage.subkeys import KEY_BYTES

_WAIT_SECONDS = 10
_OLDEST_SQLITE = (3, 51, 3)  # before it, two connections could damage a file in WAL
_BEGIN = "store_begin"
_DAMAGED = "{file} is damaged or belongs to another office: put it back from a backup."
_SETTINGS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-65536",  # KiB; with a cache as large as the file the cost of encryption is gone
)


def _hex_key(key: bytes) -> str:
    # Anything but 64 digits would be taken for a passphrase, without a word.
    if len(key) != KEY_BYTES:
        raise ValueError("a key must be 32 bytes")
    return f"x'{key.hex()}'"


def refusal_of(error: Exception, path: Path) -> Refused | None:
    """Return the sentence for a failure of a store that a person can mend, else None.

    The sentence never carries what was being read or written.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    text = str(original).lower()
    if "disk is full" in text or "disk i/o error" in text:
        sentence = "The disk that holds {file} is full or fails: nothing was saved. Free some space"
        return Refused(sentence + ", then try again.", file=path)
    if "not a database" in text or "image is malformed" in text:
        return Refused(_DAMAGED, file=path)
    if "readonly database" in text or "unable to open database" in text:
        sentence = "{file} cannot be opened for writing: ask for the right to write there."
        return Refused(sentence, file=path)
    if "is locked" in text:
        return Refused("Something else is being saved just now: try again in a moment.")
    return None


@contextlib.contextmanager
def store_refusals(path: Path) -> Iterator[None]:
    """Turn what a person can mend about a store into one clear sentence each."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        refused = refusal_of(error, path)
        if refused is None:
            raise
        raise refused from None


def _set_up(connection: Any, key: bytes) -> None:
    # First of all: this build otherwise writes to standard error what it could not decrypt.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(_hex_key(key))
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the database library does not encrypt")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key fails here
    if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
        raise RuntimeError("the journal is not a write-ahead log")
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _connector(path: Path, key: bytes) -> Callable[[], Any]:
    address = f"{path.resolve().as_uri()}?mode=rw"  # never rwc: a wrong path must make no file

    def connect() -> Any:
        with store_refusals(path):
            connection = sqlcipher.connect(
                address,
                uri=True,
                timeout=_WAIT_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                _set_up(connection, key)
            except BaseException:
                connection.close()
                raise
        return connection

    return connect


def open_engine(path: Path, key: bytes, *, create: bool = False) -> Engine:
    """Return an engine over one encrypted file, proved to open with the key.

    A connection serves one unit of work in one thread at a time. Transactions begin by
    themselves: for reading unless ``begin_write`` asks for the right to write at once.

    Args:
        path: the file; it is made, for its owner only, when ``create`` is set.
        key: 32 bytes.
        create: make the file; there must be none.

    Raises:
        Refused: the file is missing, cannot be written, is damaged or under another key.
        ValueError: the key is not 32 bytes; a fault.
    """
    _hex_key(key)
    if sqlcipher.sqlite_version_info < _OLDEST_SQLITE:
        raise RuntimeError("the database library is too old")
    with disk_refusals(path.parent):
        if create:
            make_private_file(path)
        elif not path.is_file():
            sentence = "The file {file} is missing: put it back from the newest backup."
            raise Refused(sentence, file=path)
        elif path.stat().st_size == 0:  # would be taken for a new store
            raise Refused(_DAMAGED, file=path)
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=_connector(path, key),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        pool_use_lifo=True,  # the connection used last has the warmest cache
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    try:
        engine.connect().close()
    except BaseException:
        engine.dispose()
        raise
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def writing(engine: Engine) -> Engine:
    """Return the same engine, whose transactions take the right to write at their beginning."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


@contextlib.contextmanager
def begin_write(engine: Engine) -> Iterator[Connection]:
    """One transaction for writing: committed at the end, rolled back on any error."""
    with writing(engine).begin() as connection:
        yield connection


@contextlib.contextmanager
def begin_read(engine: Engine) -> Iterator[Connection]:
    """One transaction for reading: it sees one state of the store, whatever is written."""
    with engine.connect() as connection:
        yield connection
