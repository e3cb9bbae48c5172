"""The encrypted store against plain SQLite: the same rows, the same statements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from ati_desktop.storage.engine import open_engine
from benchmarks.timing import Measured, alternate, once

ROWS = 200_000


def measure(folder: Path) -> Iterator[Measured]:
    encrypted = open_engine(folder / "encrypted.db", bytes(range(32)), create=True)
    raw = encrypted.raw_connection().driver_connection
    plain = driver.connect(str(folder / "plain.db"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
        plain.execute(f"PRAGMA {pragma}")
    rows = [(number, f"code {number % 97}", number % 1000) for number in range(ROWS)]

    def fill(connection) -> None:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER)")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        connection.execute("CREATE INDEX i ON t (b)")
        connection.execute("COMMIT")

    bulk = once(lambda: fill(raw))
    yield Measured(f"insert {ROWS} rows and an index", bulk, "plain SQLite",
                   once(lambda: fill(plain)), 2.5)  # fmt: skip

    def page(connection):
        return connection.execute("SELECT * FROM t WHERE b = 500 LIMIT 100").fetchall()

    def scan(connection):
        return connection.execute("SELECT b, count(*) FROM t GROUP BY b").fetchall()

    def save(connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE t SET a = 'changed' WHERE id = 5")
        connection.execute("COMMIT")

    for what, deed in (("read a page of 100 rows", page), ("scan and group", scan),
                       ("one save", save)):  # fmt: skip
        one, other = alternate(lambda deed=deed: deed(raw), lambda deed=deed: deed(plain), 31)
        yield Measured(what, one, "plain SQLite", other, 2.0)
    plain.close()
    encrypted.dispose()
