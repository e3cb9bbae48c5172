from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from ati_desktop.errors import Refused
from ati_desktop.models import Record
from ati_desktop.storage import migrations
from ati_desktop.storage.engine import begin_write, open_engine
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.migrations import (
    bring_up_to_date,
    migrate,
    newest,
    revision_of,
)
from ati_desktop.storage.migrations.steps import known
from tests.storage.conftest import TestClock, keep_name

KEY = secrets.token_bytes(32)
NOT_OF_THE_MODELS = {"pins", "alembic_version"}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "working.db", KEY, create=True)
    migrate(engine)
    yield engine
    engine.dispose()


def _of_the_models(thing: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and name in NOT_OF_THE_MODELS)


def test_the_migrated_tables_are_those_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_object": _of_the_models},
        )
        assert compare_metadata(context, Record.metadata) == []


def test_constraints_are_those_of_the_models_by_name(engine: Engine, tmp_path: Path) -> None:
    from_models = open_engine(tmp_path / "models.db", KEY, create=True)
    with begin_write(from_models) as connection:
        Record.metadata.create_all(connection)
    assert _constraints(engine) == _constraints(from_models)
    from_models.dispose()


def _constraints(engine: Engine) -> dict[str, object]:
    look = inspect(engine)
    return {
        table: (
            look.get_pk_constraint(table),
            sorted(
                (str(key["name"]), key["referred_table"]) for key in look.get_foreign_keys(table)
            ),
            sorted((str(u["name"]), u["column_names"]) for u in look.get_unique_constraints(table)),
            {column["name"]: column["nullable"] for column in look.get_columns(table)},
        )
        for table in look.get_table_names()
        if table not in NOT_OF_THE_MODELS
    }


def test_a_new_store_stands_at_the_newest_step(engine: Engine) -> None:
    assert revision_of(engine) == newest()
    assert known(newest())
    assert not known("9999")


def test_foreign_keys_are_on_again_afterwards(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_steps_never_import_the_models() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    steps = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert steps
    for step in steps:
        assert "ati_desktop" not in step.read_text(encoding="utf-8").replace("ati_desktop/", ""), (
            step.name
        )


def test_a_store_at_the_newest_step_is_left_alone(
    engine: Engine, tmp_path: Path, clock: TestClock
) -> None:
    assert bring_up_to_date(engine, KEY, tmp_path / "copies", clock=clock) is None
    assert not (tmp_path / "copies").exists()


def test_a_store_of_a_newer_program_is_refused(
    engine: Engine, tmp_path: Path, clock: TestClock
) -> None:
    with begin_write(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer version"):
        bring_up_to_date(engine, KEY, tmp_path / "copies", clock=clock)
    assert revision_of(engine) == "9999"


def _undo_last_step(engine: Engine) -> None:
    """Make a store as the step before left it: without the tables of the last step."""
    with begin_write(engine) as connection:
        connection.execute(text("DROP TABLE offences"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))


def test_a_failing_step_changes_nothing_and_leaves_a_proved_copy(
    engine: Engine, tmp_path: Path, clock: TestClock
) -> None:
    _undo_last_step(engine)
    before = _constraints(engine)
    with pytest.raises(Exception, match="already exists"):
        bring_up_to_date(engine, KEY, tmp_path / "copies", clock=clock)
    assert _constraints(engine) == before
    assert revision_of(engine) == "0003"
    (copy,) = (tmp_path / "copies").iterdir()
    assert copy.name == "working-0003-20260311T090001.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    copied = open_engine(copy, KEY)
    assert _constraints(copied) == before
    copied.dispose()


def test_an_older_store_is_copied_then_brought_up_to_now(tmp_path: Path, clock: TestClock) -> None:
    engine = open_engine(tmp_path / "working.db", KEY, create=True)
    migrate(engine, to="0001")
    assert revision_of(engine) == "0001"
    copy = bring_up_to_date(engine, KEY, tmp_path / "copies", clock=clock)
    assert copy is not None
    assert copy.exists()
    assert revision_of(engine) == newest()
    engine.dispose()


KILLED = """
import os, signal, sys, threading, time
from pathlib import Path
from ati_desktop.storage.engine import open_engine
from ati_desktop.storage.migrations import migrate
engine = open_engine(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
sys.stdout.write("ready\\n"); sys.stdout.flush()
threading.Timer(float(sys.argv[3]), os.kill, (os.getpid(), signal.SIGKILL)).start()
migrate(engine)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("after", [0.0, 0.05, 0.1, 0.15, 0.25])
def test_a_migration_that_is_killed_is_done_or_not_begun(tmp_path: Path, after: float) -> None:
    path = tmp_path / "working.db"
    open_engine(path, KEY, create=True).dispose()
    subprocess.run([sys.executable, "-c", KILLED, str(path), KEY.hex(), str(after)], check=False)
    engine = open_engine(path, KEY)
    tables = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert tables in (set(), set(Record.metadata.tables))
    migrate(engine)
    assert revision_of(engine) == newest()
    engine.dispose()


def test_an_office_of_an_older_program_opens(enter: Callable[..., OpenHome], folder: Path) -> None:
    home = enter()
    keep_name(home)
    assert home.working is not None
    assert revision_of(home.working.engine) == newest()
    home.close()
    enter()
    assert not (folder / "copies").exists()
