"""Sealing on the way into the working store, opening on the way out, unseen by the records.

A record's sealed attribute is always the plain text in Python. While SQLAlchemy writes it, the
sealed bytes stand in its place; they are taken back as soon as the statement is out, whether
it went well or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from inspect import signature
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper, Session, UOWTransaction, object_session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.context import QueryContext

from ati_desktop.errors import Refused
from ati_desktop.models.columns import Record
from ati_desktop.storage.given import Randomness
from ati_desktop.storage.sealing import Sealer, Tampered

_INFO = "ati_seals"
_UID_BYTES = 16


@dataclass
class Seals:
    """What one session seals and opens with; ``sealer`` is None without the identity zone."""

    sealer: Sealer | None
    randomness: Randomness
    under: list[tuple[dict[str, Any], str, str]] = field(default_factory=list)

    def take_back(self) -> None:
        """Put the plain texts back where sealed bytes stood during a write."""
        for values, name, plain in self.under:
            values[name] = plain
        self.under.clear()


@cache
def sealed_columns(model: type[Record]) -> tuple[str, ...]:
    """Return the names of a model's sealed columns."""
    return tuple(column.key for column in model.__table__.columns if column.info.get("sealed"))


def equip(session: Session, seals: Seals) -> None:
    """Give a session what it seals and opens with."""
    session.info[_INFO] = seals


def _seals(session: Session | None) -> Seals:
    if session is None or _INFO not in session.info:
        raise RuntimeError("records are written and read in units of work only")
    seals: Seals = session.info[_INFO]
    return seals


def _put_under_seal(record: Record, names: Iterable[str], seals: Seals) -> None:
    values = record.__dict__
    table, uid = record.__tablename__, values["uid"]
    for name in names:
        plain = values.get(name)
        if plain is not None:
            sealed = _sealed(plain, table, uid, name, seals)
            seals.under.append((values, name, plain))
            values[name] = sealed


@cache
def blank_row(model: type[Record]) -> dict[str, Any]:
    """Return the values of a new record of which nothing is known but its defaults."""
    known = signature(model).parameters.values()
    needed: dict[str, Any] = {one.name: None for one in known if one.default is one.empty}
    blank = model(**needed)
    return {column.key: getattr(blank, column.key) for column in model.__table__.columns}


def sealed_row(session: Session, model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new row as it is written: with its defaults and uid, its sealed fields sealed.

    Raises:
        Refused: a field is sealed and the session does not hold the identity zone.
        KeyError: the model has no such column; a fault.
    """
    seals, blank = _seals(session), blank_row(model)
    unknown = values.keys() - blank.keys()
    if unknown:
        raise KeyError(*unknown)
    row = blank | dict(values)
    del row["id"]
    row["uid"] = row["uid"] or seals.randomness(_UID_BYTES).hex()
    for name in sealed_columns(model):
        row[name] = _sealed(row[name], model.__tablename__, row["uid"], name, seals)
    return row


def _sealed(plain: Any, table: str, uid: str, name: str, seals: Seals) -> bytes | None:
    if plain is None:
        return None
    if seals.sealer is None:
        raise Refused("Your role does not hold the key to names and notes.")
    if not isinstance(plain, str):
        raise TypeError(f"{table}.{name} is sealed and takes text")
    return seals.sealer.seal(plain, table=table, uid=uid, field=name)


def _before_insert(mapper: Mapper[Any], connection: Connection, target: Record) -> None:
    seals = _seals(object_session(target))
    if not target.uid:
        target.uid = seals.randomness(_UID_BYTES).hex()
    _put_under_seal(target, sealed_columns(type(target)), seals)


def _before_update(mapper: Mapper[Any], connection: Connection, target: Record) -> None:
    changed = instance_state(target).committed_state  # what was set, of whatever value
    names = [name for name in sealed_columns(type(target)) if name in changed]
    if names:
        _put_under_seal(target, names, _seals(object_session(target)))


def _after_load(target: Record, context: QueryContext) -> None:
    names = sealed_columns(type(target))
    if not names:
        return
    sealer = _seals(context.session).sealer
    values = target.__dict__
    table, uid = target.__tablename__, values["uid"]
    for name in names:
        sealed = values.get(name)
        if sealed is None:
            continue
        opened = None
        if sealer is not None:
            opened = sealer.open(sealed, table=table, uid=uid, field=name)
        values[name] = opened


def _after_flush(session: Session, flush: UOWTransaction) -> None:
    if _INFO in session.info:
        _seals(session).take_back()


def open_values(
    sealer: Sealer | None,
    model: type[Record],
    column: str,
    rows: Iterable[tuple[str, bytes | None]],
) -> list[str | None]:
    """Return the texts of one sealed column, for rows of (uid, sealed bytes), in their order.

    Without the identity zone every text is None.

    Raises:
        Tampered: a value does not belong to its row.
        KeyError: the column is not a sealed one of the model; a fault.
    """
    if column not in sealed_columns(model):
        raise KeyError(column)
    table = model.__tablename__
    if sealer is None:
        return [None for _ in rows]
    return [
        None if sealed is None else sealer.open(sealed, table=table, uid=uid, field=column)
        for uid, sealed in rows
    ]


event.listen(Record, "before_insert", _before_insert, propagate=True)
event.listen(Record, "before_update", _before_update, propagate=True)
event.listen(Record, "load", _after_load, propagate=True)
event.listen(
    Record, "refresh", lambda target, context, names: _after_load(target, context), propagate=True
)
event.listen(Session, "after_flush", _after_flush)

__all__ = ["Seals", "Tampered", "equip", "open_values", "sealed_columns"]
