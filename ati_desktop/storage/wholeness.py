"""Whether a store's file is whole, and copies that are proved before they count."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from ati_desktop.storage.engine import open_engine, store_refusals
from ati_desktop.storage.files import disk_refusals, make_private_folder, sync_folder


def faults_of(engine: Engine) -> list[str]:
    """Return what both integrity checks say about a store; nothing when it is whole.

    Both are needed: a page that was edited shows in the first, a cut file in the second.
    """
    said: list[str] = []
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # the first reads the file only
        said += [str(row[0]) for row in raw.execute("PRAGMA cipher_integrity_check").fetchall()]
        rows = raw.execute("PRAGMA integrity_check").fetchall()
        said += [str(row[0]) for row in rows if row[0] != "ok"]
        lost = raw.execute("PRAGMA foreign_key_check").fetchall()
        said += [f"{len(lost)} rows lost what they rest on"] if lost else []
    return said


def proved_copy(engine: Engine, key: bytes, target: Path) -> Path:
    """Copy an open store, open the copy, check it, and only then give it its name.

    Raises:
        Refused: the disk is full or the folder cannot be written to.
        RuntimeError: the copy is not whole; a fault, and no copy is left.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    with disk_refusals(target.parent), store_refusals(target):
        make_private_folder(target.parent)
        try:
            _copy(engine, key, partial)
            partial.replace(target)
        finally:
            for name in (partial.name, f"{partial.name}-wal", f"{partial.name}-shm"):
                partial.with_name(name).unlink(missing_ok=True)
        sync_folder(target.parent)
    return target


def _copy(engine: Engine, key: bytes, partial: Path) -> None:
    copy = open_engine(partial, key, create=True)
    try:
        with engine.connect() as source, copy.connect() as sink:
            # Both connections are outside any transaction: the backup would wait for ever.
            into: Any = sink.connection.driver_connection
            source.connection.driver_connection.backup(into)  # type: ignore[union-attr]
    finally:
        copy.dispose()
    again = open_engine(partial, key)
    try:
        if faults := faults_of(again):
            raise RuntimeError(f"the copy is not whole: {len(faults)} faults")
    finally:
        again.dispose()
