"""The records that belong to participants, read by owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

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


def misplaced(reading: Reading, record: Record) -> dict[str, str]:
    """Return the fields of a record that name a record which is gone or another participant's."""
    owner = getattr(record, "participant_id", None)
    problems: dict[str, str] = {}
    for column in record.__table__.columns:
        key = getattr(record, column.key)
        if key is None or not column.foreign_keys:
            continue
        named = reading.get(_model_of(column), key)
        if named is None:
            problems[column.key] = "It is no longer there. Choose again."
        elif owner is not None and getattr(named, "participant_id", owner) != owner:
            problems[column.key] = "It belongs to another participant."
    return problems


def _model_of(column: Any) -> type[Record]:
    (key,) = column.foreign_keys
    by_table = {mapper.local_table: mapper.class_ for mapper in Record.registry.mappers}
    model: type[Record] = by_table[key.column.table]
    return model


def _by_id(record: Record) -> int:
    # Sorted here: an ORDER BY would make the database walk the whole table by id.
    return record.id or 0
