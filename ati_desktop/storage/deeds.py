"""What a unit of work writes: kept together with its audit line, or undone whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Delete, Insert, Update, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, make_transient
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from ati_desktop.errors import Refused
from ati_desktop.models.columns import Record
from ati_desktop.storage.audit import Subject
from ati_desktop.storage.readings import Reading
from ati_desktop.storage.sealing import Sealer
from ati_desktop.storage.seals import sealed_columns, sealed_row

R = TypeVar("R", bound=Record)
_NEVER_COPIED = frozenset({"id", "uid", "version"})


class Conflict(Refused):
    """Somebody saved another version meanwhile: ``mine`` was not saved, ``theirs`` stands."""

    def __init__(self, *, mine: object, theirs: object) -> None:
        super().__init__("Somebody else changed this meanwhile: compare both before you save.")
        self.mine = mine
        self.theirs = theirs


class Unit(Reading):
    """One deed: everything in it is kept together with its audit line, or nothing is."""

    def __init__(self, session: Session, sealer: Sealer | None, subject: Subject) -> None:
        super().__init__(session, sealer)
        self._subject = subject
        self._added: list[Record] = []
        self._changed: list[tuple[Record, dict[str, Any], tuple[str, ...]]] = []

    def saw(self, table: str, record_id: int | None) -> None:
        """Note in the audit line that a record was shown, printed or otherwise let out."""
        self._subject.note(table, record_id, "saw")

    def add(self, record: R) -> R:
        """Keep a new record and return it with its id.

        Raises:
            Refused: another record already has what must be unique, or a field is sealed and
                the person signed in does not hold the identity zone.
        """
        self.add_all([record])
        return record

    def add_all(self, records: Iterable[R]) -> list[R]:
        """Keep new records together and return them with their ids; refuses like ``add``."""
        kept = list(records)
        self._added += kept
        self._session.add_all(kept)
        self._flush()
        for record in kept:
            fields = _filled_fields(record)
            self._subject.note(record.__tablename__, record.id, "added", fields)
        return kept

    def add_rows(self, model: type[Record], rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Keep many new records given as plain values and return their ids in the same order.

        For files of many rows: no record objects are made, which is some eight times as fast.
        What a row does not name has its default. Refuses like ``add``.
        """
        sealed = [sealed_row(self._session, model, row) for row in rows]
        if not sealed:
            return []
        table: Any = model.__table__
        statement = insert(table).returning(table.c.uid, table.c.id)
        try:
            kept = self._session.connection().execute(statement, sealed)
        except IntegrityError as error:
            raise _refusal(error) from None
        ids: dict[str, int] = {row.uid: row.id for row in kept}
        self._subject.note_many(model.__tablename__, "added", len(sealed))
        return [ids[row["uid"]] for row in sealed]

    def save(self, record: R) -> R:
        """Keep a record: a new one when it has no id, else the changes to a version read before.

        Raises:
            Conflict: the store holds another version, or none any more (``theirs`` is None).
            Refused: as for ``add``.
        """
        if record.id is None:
            return self.add(record)
        if not inspect(record).has_identity:
            return self._save_copy(record)
        self._check_version(record)
        return self._save_changes(record)

    def _check_version(self, record: R) -> None:
        model = type(record)
        stored = self._session.scalar(select(model.version).where(model.id == record.id))
        if stored != record.version:
            theirs = self.get(model, _id(record)) if stored is not None else None
            raise Conflict(mine=record, theirs=theirs)

    def _save_copy(self, copy: R) -> R:
        current = self.get(type(copy), _id(copy))
        if current is None or current.version != copy.version:
            raise Conflict(mine=copy, theirs=current)
        for name in _columns(copy):
            if name not in _NEVER_COPIED and self._may_copy(copy, name):
                setattr(current, name, getattr(copy, name))
        return self._save_changes(current)

    def _may_copy(self, copy: Record, name: str) -> bool:
        # Who cannot read a sealed field holds None in its place, which must not overwrite it.
        return self._sealer is not None or name not in sealed_columns(type(copy))

    def _save_changes(self, record: R) -> R:
        state = inspect(record)
        columns = _columns(record)
        names = tuple(name for name in columns if state.attrs[name].history.has_changes())
        if not names:
            return record
        values = {name: getattr(record, name) for name in columns}
        self._changed.append((record, values, names))
        record.version += 1
        self._session.add(record)
        self._flush()
        self._subject.note(record.__tablename__, record.id, "changed", names)
        return record

    def delete(self, record: Record) -> None:
        """Take a record away.

        Raises:
            Conflict: the store holds another version, or none any more.
            Refused: other records still rest on it.
        """
        self._check_version(record)
        table, record_id = record.__tablename__, record.id
        self._session.delete(record)
        self._flush()
        self._subject.note(table, record_id, "removed")

    def run(
        self,
        statement: Insert | Update | Delete,
        rows: Sequence[dict[str, object]] | None = None,
    ) -> int:
        """Run one statement over many rows of a table and return how many it touched.

        ``rows`` are the values of an insertion of many rows, all with the same fields.

        Raises:
            ValueError: it would write a sealed column; a fault.
        """
        table = statement.table
        sealed = {column.name for column in table.c if column.info.get("sealed")}
        if sealed & (rows[0].keys() if rows else statement.compile().params.keys()):
            raise ValueError("sealed columns are written through records only")
        done: Any = self._session.execute(statement, rows)
        count: int = len(rows) if rows else done.rowcount
        self._subject.note_many(str(table), str(statement.__visit_name__), count)
        return count

    def _flush(self) -> None:
        try:
            self._session.flush()
        except IntegrityError as error:
            raise _refusal(error) from None
        self._session.expunge_all()

    def take_back(self) -> None:
        """After a rollback: leave the records as they were, so that they can be saved again."""
        for record in self._added:
            make_transient(record)
            record.id = None
        for changed, values, names in reversed(self._changed):
            for name, value in values.items():
                set_committed_value(changed, name, value)  # a failed write empties the record
            for name in names:
                flag_modified(changed, name)


def _id(record: Record) -> int:
    if record.id is None:
        raise LookupError("a kept record has an id")
    return record.id


def _columns(record: Record) -> tuple[str, ...]:
    return tuple(column.key for column in record.__table__.columns)


def _filled_fields(record: Record) -> tuple[str, ...]:
    values = record.__dict__
    return tuple(
        name
        for name in _columns(record)
        if name not in _NEVER_COPIED and values.get(name) not in (None, (), "")
    )


def _refusal(error: IntegrityError) -> Exception:
    reason = str(error.orig)
    if "FOREIGN KEY" in reason:
        return Refused("Other records still rest on this one: remove or change them first.")
    if "UNIQUE" in reason:
        field = reason.rpartition(":")[2].strip()
        return Refused("Another record already has the same {field}.", field=field)
    return error
