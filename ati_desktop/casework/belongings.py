"""The records that belong to participants, read by owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from ati_desktop.models import Record
from ati_desktop.storage.units import Reading

Owned = TypeVar("Owned", bound=Record)


def belonging_to(reading: Reading, model: type[Owned], participant_id: int) -> list[Owned]:
    """Return all records of a model that belong to one participant, the oldest entry first."""
    table = model.__table__
    found = reading.all(select(model).where(table.c.participant_id == participant_id))
    return sorted(found, key=_by_id)


def by_owner(reading: Reading, model: type[Owned], ids: Sequence[int]) -> dict[int, list[Owned]]:
    """Return the records of several participants, by participant."""
    table = model.__table__
    found: dict[int, list[Owned]] = defaultdict(list)
    records = reading.all(select(model).where(table.c.participant_id.in_(ids)))
    for record in sorted(records, key=_by_id):
        found[record.participant_id].append(record)  # type: ignore[attr-defined]
    return found


def _by_id(record: Record) -> int:
    # Sorted here: an ORDER BY would make the database walk the whole table by id.
    return record.id or 0
