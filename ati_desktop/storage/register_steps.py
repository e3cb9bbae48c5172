"""The tables of the register and how an older one is brought to them, step by step."""

from __future__ import annotations

from sqlalchemy import Connection

# Each step stands for itself and is never changed after a release; new ones are added below.
_STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE cohort_files (name TEXT PRIMARY KEY, description TEXT NOT NULL, "
        "columns TEXT NOT NULL, rows TEXT NOT NULL, row_count INTEGER NOT NULL, "
        "source TEXT NOT NULL, sha256 TEXT NOT NULL, kept_at TEXT NOT NULL, "
        "kept_by TEXT NOT NULL)",
        "CREATE TABLE releases (id TEXT PRIMARY KEY, title TEXT NOT NULL, spec TEXT NOT NULL, "
        "as_of TEXT NOT NULL, tables_sha256 TEXT NOT NULL, manifest_sha256 TEXT NOT NULL, "
        "released_at TEXT NOT NULL, released_by TEXT NOT NULL)",
        "CREATE TABLE audit (id INTEGER PRIMARY KEY, uid VARCHAR(32) NOT NULL UNIQUE, "
        "version INTEGER NOT NULL, at VARCHAR(32) NOT NULL, user VARCHAR(60) NOT NULL, "
        "deed VARCHAR(60) NOT NULL, subject TEXT NOT NULL, previous BLOB NOT NULL, "
        "mac BLOB NOT NULL)",
    ),
)
NEWEST = len(_STEPS)


def step_of(connection: Connection) -> int:
    """Return how many steps a register has been through."""
    step: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return step


def take_steps(connection: Connection) -> None:
    """Bring a register to the newest tables, inside the transaction that is open."""
    for statements in _STEPS[step_of(connection) :]:
        for statement in statements:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {NEWEST}")
