"""Running the steps: all of them in one transaction, or none."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from ati_desktop.storage.engine import writing

_HERE = Path(__file__).resolve().parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _steps() -> ScriptDirectory:
    """Return the steps; read and compiled once, they took a quarter of opening a small office."""
    return ScriptDirectory.from_config(_config())


def newest() -> str:
    """Return the revision this version of the program works with."""
    head = _steps().get_current_head()
    if head is None:
        raise RuntimeError("the migrations are not part of this build")
    return head


def known(revision: str) -> bool:
    """Tell whether this version of the program has the step a store stands at."""
    return any(step.revision == revision for step in _steps().walk_revisions())


def revision_of(engine: Engine) -> str | None:
    """Return the revision a store stands at, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _run(connection: Connection, to: str) -> None:
    steps = _steps()

    def upgrade(revision: Any, context: Any) -> Any:
        return steps._upgrade_revs(to, revision)  # noqa: SLF001 - as alembic's own command does

    with EnvironmentContext(_config(), steps, fn=upgrade, destination_rev=to) as environment:
        environment.configure(
            connection=connection,
            render_as_batch=True,
            transactional_ddl=True,  # alembic's own default for SQLite is not
            transaction_per_migration=False,
        )
        environment.run_migrations()
        if bad := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"{len(bad)} rows lost what they rest on")


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring a store to the newest revision, or to an older one for a test, in one transaction.

    Raises:
        Exception: a step failed; the store is as it was before.
    """
    with writing(engine).connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")  # does nothing inside a transaction: before it
        try:
            with connection.begin():
                _run(connection, to)
        finally:
            raw.execute("PRAGMA foreign_keys=ON")
