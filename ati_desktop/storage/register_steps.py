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
    (
        "ALTER TABLE releases ADD COLUMN kind TEXT NOT NULL DEFAULT 'figures'",
        "ALTER TABLE releases ADD COLUMN recipient TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE releases ADD COLUMN purpose TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE releases ADD COLUMN request_id TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE releases ADD COLUMN review TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE releases ADD COLUMN period TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE releases ADD COLUMN predicate TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE releases ADD COLUMN printed TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE requests (id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, "
        "spec TEXT NOT NULL, as_of TEXT NOT NULL, recipient TEXT NOT NULL, "
        "purpose TEXT NOT NULL, manifest_sha256 TEXT NOT NULL, summary TEXT NOT NULL, "
        "predicate TEXT NOT NULL, period TEXT NOT NULL, printed TEXT NOT NULL, "
        "compared TEXT NOT NULL, requested_at TEXT NOT NULL, requested_by TEXT NOT NULL, "
        "state TEXT NOT NULL, "
        "decided_at TEXT NOT NULL, decided_by TEXT NOT NULL, reasons TEXT NOT NULL, "
        "release_id TEXT NOT NULL)",
        "CREATE TABLE request_files (request_id TEXT NOT NULL REFERENCES requests (id), "
        "path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (request_id, path))",
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE pseudonyms (scope TEXT NOT NULL, research_id TEXT NOT NULL, "
        "pseudonym TEXT NOT NULL, shift INTEGER NOT NULL, PRIMARY KEY (scope, research_id), "
        "UNIQUE (scope, pseudonym))",
        "CREATE TABLE record_keys (research_id TEXT PRIMARY KEY, key BLOB NOT NULL)",
        "CREATE TABLE ledger (id INTEGER PRIMARY KEY, at TEXT NOT NULL, user TEXT NOT NULL, "
        "spec TEXT NOT NULL, epsilon REAL NOT NULL, spent REAL NOT NULL)",
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
