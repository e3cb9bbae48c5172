"""A row that was imported before and says something else now: in which fields, and what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import select

from ati_desktop.casework.imported_keys import ImportedKeys, Kept
from ati_desktop.imports.checking import CheckedRecord, CheckedRow
from ati_desktop.imports.fields import NOUNS, OF_PERSON
from ati_desktop.imports.mapping import Mapping, Value
from ati_desktop.imports.sifting import ROW, Change
from ati_desktop.models import Program, Record
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.units import Reading

_EMPTY = "empty"


class Differences:
    """Compares rows with the records that they once made.

    A row is as it was where it says what it said when it was imported, whatever has become of
    its records by hand. Otherwise what it says is compared with what they say now. What a row said
    that an earlier version imported is not known: the records that it alone made tell it, where no
    hand has changed them.
    """

    def __init__(self, reading: Reading, mapping: Mapping, keys: ImportedKeys) -> None:
        self._reading = reading
        self._mapping = mapping
        self._keys = keys

    def of(self, row: CheckedRow) -> tuple[Change, ...]:
        """Return what a known row says otherwise than its records, field by field."""
        kept = self._keys.kept(ROW, row.key)
        if kept is None or kept.content == self._keys.content(row):
            return ()
        return tuple(dict.fromkeys(self._changes(row, kept)))

    def _changes(self, row: CheckedRow, kept: Kept) -> Iterator[Change]:
        for record in row.records:
            there = self._records_of(record.noun, row, kept)
            if any(not list(self._between(record, one)) for one in there):
                continue
            if kept.content is None and not _its_own(record.noun, row, there):
                continue
            if not there:
                yield Change(record.noun, record.noun, _EMPTY, "new")
            else:
                yield from self._between(record, there[0])

    def _records_of(self, noun: str, row: CheckedRow, kept: Kept) -> list[Record]:
        """Return the records that a noun of the row may have made, the likeliest first."""
        model = NOUNS[noun]
        if noun in row.keys:
            found = self._keys.find(noun, row.keys[noun])
            one = None if found is None else self._reading.get(model, found)
            return [] if one is None else [one]
        if model.__tablename__ == kept.table:
            one = self._reading.get(model, kept.record_id)
            return [] if one is None else [one]
        return self._linked(noun, row, kept)

    def _linked(self, noun: str, row: CheckedRow, kept: Kept) -> list[Record]:
        model: Any = NOUNS[noun]
        columns = model.__table__.columns
        if kept.table == "referrals" and "referral_id" in columns:
            wanted = model.referral_id == kept.record_id
        elif noun == "offence" and (case := self._keys.find("legal_case", row.keys["legal_case"])):
            wanted = model.legal_case_id == case
        else:
            wanted = model.participant_id == self._keys.find("participant", row.keys["participant"])
        return self._reading.all(select(model).where(wanted).order_by(model.id))

    def _between(self, record: CheckedRecord, there: Record) -> Iterator[Change]:
        for name, value in record.values.items():
            before = self._value_of(there, name)
            if value is not None and _text(value) != before:
                yield Change(record.noun, name, before, _text(value))
            elif value is None and name in self._filled(record.noun) and before != _EMPTY:
                yield Change(record.noun, name, before, _EMPTY)

    def _value_of(self, there: Record, name: str) -> str:
        if name == "program":
            return self._programs.get(getattr(there, "program_id", None), _EMPTY)
        return _text(getattr(there, name))

    def _filled(self, noun: str) -> frozenset[str]:
        return frozenset(
            one.field.name
            for record in self._mapping.records
            if record.noun == noun
            for one in record.fillings
            if one.column and one.field.name != "program"
        )

    @cached_property
    def _programs(self) -> dict[int | None, str]:
        return dict(self._reading.rows(select(Program.id, Program.code)))


def _its_own(noun: str, row: CheckedRow, there: list[Record]) -> bool:
    """Return whether the row alone made these records, and nobody has changed them since."""
    shared = noun in row.keys or noun in OF_PERSON or noun == "offence"
    return not shared and all(one.version == 1 for one in there)


def _text(value: Value | object) -> str:
    if value is None or value == "":
        return _EMPTY
    if isinstance(value, PartialDate):
        return value.text
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
