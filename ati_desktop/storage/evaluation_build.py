"""Building the evaluation store: one reading, a file beside, checked, and only then its name."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select

from ati_desktop.errors import Cancelled, Refused
from ati_desktop.storage.engine import begin_read, begin_write, open_engine, store_refusals
from ati_desktop.storage.evaluation_facts import Facts, read_facts
from ati_desktop.storage.evaluation_rows import Rows, make_rows
from ati_desktop.storage.evaluation_schema import SCHEMA, TABLES, about, metadata
from ati_desktop.storage.files import disk_refusals, sync_folder
from ati_desktop.storage.given import Randomness
from ati_desktop.storage.readings import Reading
from ati_desktop.storage.wholeness import faults_of

Progress = Callable[[float, str], None]
_AT_ONCE = 10_000
_ORDER_BYTES = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """Which office a store belongs to, which generation of its key, and whether it is invented."""

    store_id: str = ""
    generation: int = 1
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the month it is as of, the rows of each table, people still to come in.

    ``left_out`` are participants who were made after the research ids were given.
    """

    as_of: str
    rows: dict[str, int]
    left_out: int


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def _never() -> bool:
    return False


def build_evaluation(
    reading: Reading,
    target: Path,
    key: bytes,
    *,
    today: date,
    randomness: Randomness,
    mark: Mark = Mark(),
    progress: Progress = _silent,
    cancelled: Callable[[], bool] = _never,
) -> Built:
    """Build the evaluation store anew and put it in the place of the old one, whole or not at all.

    Args:
        reading: one state of the working store, whose participants have research ids.
        target: the file; the new one is made beside it.
        key: 32 bytes, the key of the evaluation store.
        today: the day to which people are taken to have been observed.
        randomness: gives the order of rows that nothing else orders.
        mark: what the store says about the office.
        progress: hears the share that is done and a word for what is being done.
        cancelled: asked between steps.

    Raises:
        Refused: the disk is full, the folder cannot be written to, or birth dates cannot be
            opened with the keys of who is signed in.
        Cancelled: ``cancelled`` said so.
        RuntimeError: the new file is not whole; a fault, and the old one stands.
    """
    step = _Steps(progress, cancelled)
    step(0.0, "reading")
    facts = read_facts(reading)
    step(0.35, "reading")
    rows = make_rows(facts, today)
    step(0.5, "writing")
    with _beside(target) as partial:
        engine = open_engine(partial, key, create=True)
        try:
            with begin_write(engine) as connection:
                metadata.create_all(connection)
                _write(connection, rows, randomness, step)
                _write_about(connection, facts, today, mark)
            step(0.85, "checking")
            _check(engine, rows)
        finally:
            engine.dispose()
        step(0.95, "replacing")
        _replace(partial, target)
    progress(1.0, "done")
    counts = {table.name: len(getattr(rows, table.name)) for table in TABLES}
    return Built(f"{today:%Y-%m}", counts, facts.without_id)


@dataclass(frozen=True, slots=True)
class _Steps:
    progress: Progress
    cancelled: Callable[[], bool]

    def __call__(self, done: float, doing: str) -> None:
        if self.cancelled():
            raise Cancelled
        self.progress(done, doing)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a name beside the target, and take away whatever is left under it in the end."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    with disk_refusals(target.parent), store_refusals(target):
        try:
            yield partial
        finally:
            for end in ("", "-wal", "-shm"):
                partial.with_name(partial.name + end).unlink(missing_ok=True)


def _write(connection: Connection, rows: Rows, randomness: Randomness, step: _Steps) -> None:
    for at, table in enumerate(TABLES):
        step(0.5 + 0.07 * at, "writing")
        mixed = _mixed(getattr(rows, table.name), randomness)
        statement = str(insert(table).compile(connection))
        for start in range(0, len(mixed), _AT_ONCE):
            connection.exec_driver_sql(statement, mixed[start : start + _AT_ONCE])


def _mixed(rows: list[tuple[Any, ...]], randomness: Randomness) -> list[tuple[Any, ...]]:
    """Return the rows by their random ids, those of one person in a random order.

    So the order in the file tells nothing about the order in which people or events were entered.
    """
    bits = randomness(_ORDER_BYTES * len(rows))
    drawn = [bits[at : at + _ORDER_BYTES] for at in range(0, len(bits), _ORDER_BYTES)]
    order = sorted(range(len(rows)), key=lambda at: (rows[at][0], drawn[at]))
    return [rows[at] for at in order]


def _write_about(connection: Connection, facts: Facts, today: date, mark: Mark) -> None:
    complete = facts.arrest_complete_to
    demo = mark.demo or any(row[5] for row in facts.people)
    values = {
        "as_of": f"{today:%Y-%m}",
        "built_month": f"{today:%Y-%m}",
        "schema": str(SCHEMA),
        "store_id": mark.store_id,
        "generation": str(mark.generation),
        "demo": "yes" if demo else "no",
        "arrest_complete_to": f"{complete:%Y-%m}" if complete else "",
        "labels": json.dumps({"program": dict(sorted(facts.programs.values()))}),
    }
    connection.execute(insert(about), [{"key": k, "value": v} for k, v in values.items()])


def _check(engine: Engine, rows: Rows) -> None:
    if faults_of(engine):
        raise RuntimeError("the new evaluation store is not whole")
    with begin_read(engine) as connection:
        if any(_count(connection, table) != len(getattr(rows, table.name)) for table in TABLES):
            raise RuntimeError("rows are missing in the new evaluation store")


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _replace(partial: Path, target: Path) -> None:
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    # A journal of the old file, left by a crash, would be taken for one of the new file.
    for end in ("-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    try:
        partial.replace(target)
    except PermissionError:
        raise Refused(
            "The figures are being read just now: close what shows them, then try again."
        ) from None
    sync_folder(target.parent)
