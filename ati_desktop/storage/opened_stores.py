"""Stores as they are opened with a home: none counts before its pins agree with the keyring."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from ati_desktop.storage.engine import begin_read, begin_write, open_engine, store_refusals
from ati_desktop.storage.given import Clock
from ati_desktop.storage.keyring_file import Keyring, altered
from ati_desktop.storage.migrations import bring_up_to_date
from ati_desktop.storage.pins import check_pins, has_pins, write_pins
from ati_desktop.storage.places import Home


def keep_pins(engine: Engine, path: Path, keyring: Keyring) -> None:
    """Check a store's pins and raise them to a newer keyring.

    Raises:
        Refused: the keyring is another one or an older one, or the store cannot be written.
    """
    with store_refusals(path):
        with begin_read(engine) as connection:
            if not has_pins(connection):
                raise altered()
            newer = check_pins(connection, keyring)
        if newer:
            with begin_write(engine) as connection:
                write_pins(connection, keyring)


def check_register(home: Home, key: bytes, keyring: Keyring) -> None:
    """Open the register, keep its pins, close it; refuses as ``keep_pins`` does."""
    engine = open_engine(home.register, key)
    try:
        keep_pins(engine, home.register, keyring)
    finally:
        engine.dispose()


def open_working(home: Home, key: bytes, keyring: Keyring, *, clock: Clock) -> Engine:
    """Open the working store, its pins kept and its tables brought up to now.

    Raises:
        Refused: as ``keep_pins`` does, or the store is missing, damaged or of a newer program.
    """
    engine = open_engine(home.working, key)
    try:
        keep_pins(engine, home.working, keyring)
        with store_refusals(home.working):
            bring_up_to_date(engine, key, home.copies, clock=clock)
    except BaseException:
        engine.dispose()
        raise
    return engine
