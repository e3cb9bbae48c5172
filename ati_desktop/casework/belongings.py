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
    query = select(model).where(table.c.participant_id == participant_id).order_by(table.c.id)
    return reading.all(query)


def by_owner(reading: Reading, model: type[Owned], ids: Sequence[int]) -> dict[int, list[Owned]]:
    """Return the records of several participants, by participant."""
    table = model.__table__
    found: dict[int, list[Owned]] = defaultdict(list)
    query = select(model).where(table.c.participant_id.in_(ids)).order_by(table.c.id)
    for record in reading.all(query):
        found[record.participant_id].append(record)  # type: ignore[attr-defined]
    return found
