"""Whether a store's file is whole, and copies that are proved before they count."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
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
        _ask(raw, "wal_checkpoint(TRUNCATE)")  # the first check reads the file only
        for check in ("cipher_integrity_check", "integrity_check"):
            said += [text for text in _ask(raw, check) if text != "ok"]
        said += ["a row lost what it rests on" for _ in _ask(raw, "foreign_key_check")]
    return said


def _ask(raw: Any, pragma: str) -> list[str]:
    try:
        return [str(row[0]) for row in raw.execute(f"PRAGMA {pragma}").fetchall()]
    except sqlcipher.DatabaseError as error:
        return [str(error)]


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
