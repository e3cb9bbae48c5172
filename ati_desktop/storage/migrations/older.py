"""Bringing a store of an older version up to now, never without a proved copy of it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from ati_desktop.errors import Refused
from ati_desktop.storage.given import Clock
from ati_desktop.storage.migrations.steps import known, migrate, newest, revision_of
from ati_desktop.storage.wholeness import proved_copy


def bring_up_to_date(engine: Engine, key: bytes, copies: Path, *, clock: Clock) -> Path | None:
    """Migrate a store that stands at an older revision; return the copy made before, if any.

    Raises:
        Refused: the store was last opened by a newer version, or there is no room for the copy.
    """
    stands = revision_of(engine)
    if stands == newest():
        return None
    if stands is None or not known(stands):
        raise Refused("This office was last opened by a newer version of the program: install it.")
    name = f"working-{stands}-{clock():%Y%m%dT%H%M%S}.db"
    copy = proved_copy(engine, key, copies / name)
    migrate(engine)
    return copy
