"""Reading and saving one record of a participant; the same deed for every noun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from ati_desktop.casework.belongings import misplaced
from ati_desktop.casework.changes import Changed, Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.nouns import NOUNS, Noun
from ati_desktop.casework.recipients import (
    RECIPIENTS,
    Named,
    read_recipients,
    recipient_text,
    recipients_of,
    save_recipients,
)
from ati_desktop.casework.values import FormValue, Incomplete, Values, fill, form_values
from ati_desktop.errors import Refused
from ati_desktop.models import Consent, ConsentRecipient, Participant, Record
from ati_desktop.models.users import Right
from ati_desktop.storage.units import Conflict, Reading, Unit

__all__ = ["Conflict", "Filled", "list_records", "read_record", "remove_record", "save_record"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A record as a form shows it, with the version it was read at."""

    id: int
    version: int
    participant_id: int | None
    values: dict[str, FormValue]


def read_record(desk: Desk, noun: str, record_id: int) -> Filled:
    """Return one record for its form.

    Raises:
        Refused: the role may not read records, or the record is gone.
    """
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        record = reading.get(NOUNS[noun].model, record_id)
        if record is None:
            raise Refused("This record is no longer there.")
        return _filled(reading, record)


def list_records(desk: Desk, noun: str, participant_id: int | None = None) -> list[Filled]:
    """Return all records of a noun, of one participant where the noun belongs to one."""
    desk.require(Right.READ_RECORDS)
    model = NOUNS[noun].model
    query = select(model).order_by(model.id)
    if participant_id is not None:
        query = query.where(model.__table__.c.participant_id == participant_id)
    with desk.working.reading() as reading:
        return [_filled(reading, record) for record in reading.all(query)]


def save_record(
    desk: Desk,
    noun: str,
    values: Values,
    *,
    participant_id: int | None = None,
    record_id: int | None = None,
    base_version: int | None = None,
) -> Saved:
    """Save a form as a new record, or over the version it was filled from.

    Raises:
        Refused: the role may not write.
        Incomplete: a field needs another look; nothing was saved.
        Conflict: somebody saved another version meanwhile; nothing was saved.
    """
    desk.require(Right.WRITE_RECORDS)
    kind = NOUNS[noun]
    if record_id is not None and base_version is None:
        raise TypeError("a change says which version it was made from")
    with desk.working.unit(f"save {noun}") as unit:
        saved = save_in(unit, desk, kind, values, participant_id, record_id, base_version)
    if kind.named and saved.participant_id is not None:
        with desk.working.reading() as reading:
            desk.people.refresh(reading, [saved.participant_id])
    return saved


def save_in(
    unit: Unit,
    desk: Desk,
    kind: Noun,
    values: Values,
    participant_id: int | None,
    record_id: int | None = None,
    base_version: int | None = None,
) -> Saved:
    """Save one record inside a deed that is already under way; see ``save_record``."""
    record = _record(unit, kind, values, participant_id, record_id, base_version)
    fill(record, values, desk.codes)
    problems = misplaced(unit, record) | kind.check(record, desk.today)
    recipients = _recipients(unit, desk, record, values, problems)
    if problems:
        raise Incomplete(problems)
    if kind.indexed is not None:
        plain, index = kind.indexed
        text = getattr(record, plain)
        hashed = unit.blind_index(f"{kind.name}.{plain}", text) if text else None
        setattr(record, index, hashed)
    if recipients and record.id is not None:
        flag_modified(record, "kind")  # other recipients are another version of the consent
    kept = unit.save(record)
    if recipients:
        save_recipients(unit, _known(kept.id), recipients)
    return Saved(_known(kept.id), kept.version, kind.changed, _owner(kept))


def remove_record(desk: Desk, noun: str, record_id: int, base_version: int) -> Changed:
    """Remove a record that was entered by mistake; the audit line says so.

    Raises:
        Refused: the role may not write, or other records still rest on it.
        Conflict: somebody saved another version meanwhile.
    """
    desk.require(Right.WRITE_RECORDS)
    kind = NOUNS[noun]
    with desk.working.unit(f"remove {noun}") as unit:
        record = unit.get(kind.model, record_id)
        if record is None:
            return kind.changed
        if record.version != base_version:
            raise Conflict(mine=None, theirs=form_values(record))
        if isinstance(record, Consent):
            unit.run(delete(ConsentRecipient).where(ConsentRecipient.consent_id == record_id))
        unit.delete(record)
    owner = record_id if isinstance(record, Participant) else _owner(record)
    if kind.named and owner is not None:
        with desk.working.reading() as reading:
            desk.people.refresh(reading, [owner])
    return kind.changed


def _record(
    unit: Unit,
    kind: Noun,
    values: Values,
    participant_id: int | None,
    record_id: int | None,
    base_version: int | None,
) -> Record:
    if record_id is None:
        return _blank(kind, participant_id)
    record = unit.get(kind.model, record_id)
    if record is None:
        raise Refused("This record is no longer there. Copy what you typed before you close it.")
    if base_version is not None and record.version != base_version:
        raise Conflict(mine=dict(values), theirs=form_values(record))
    return record


def _blank(kind: Noun, participant_id: int | None) -> Record:
    table = kind.model.__table__
    empty: dict[str, Any] = {
        column.key: None
        for column in table.columns
        if not column.nullable and column.default is None and not column.primary_key
    }
    if "participant_id" in table.c:
        empty["participant_id"] = participant_id
    return kind.model(**empty)


def _filled(reading: Reading, record: Record) -> Filled:
    values = form_values(record)
    if isinstance(record, Consent):
        kept = recipients_of(reading, record.id)
        values[RECIPIENTS] = tuple(recipient_text(one) for one in kept)
    return Filled(_known(record.id), record.version, _owner(record), values)


def _recipients(
    unit: Unit, desk: Desk, record: Record, values: Values, problems: dict[str, str]
) -> list[Named]:
    """Return the recipients a consent shall have from now on; empty where they stay as they are."""
    if not isinstance(record, Consent) or (record.id is not None and RECIPIENTS not in values):
        return []
    try:
        chosen = read_recipients(unit, values.get(RECIPIENTS), desk.codes)
    except Refused as refusal:
        problems[RECIPIENTS] = str(refusal)
        return []
    there = [(one.provider_id, one.provider_kind) for one in recipients_of(unit, record.id)]
    return [] if chosen == there else chosen


def _owner(record: Record) -> int | None:
    if isinstance(record, Participant):
        return record.id
    owner: int | None = getattr(record, "participant_id", None)
    return owner


def _known(record_id: int | None) -> int:
    if record_id is None:
        raise LookupError("a saved record has an id")
    return record_id
