"""Writing rows that are taken in: in batches, the records of each table together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.imported_keys import PRINCIPAL, ImportedKeys
from ati_desktop.casework.nouns import NOUNS as KINDS
from ati_desktop.imports.checking import CheckedRecord
from ati_desktop.imports.fields import NOUNS
from ati_desktop.imports.mapping import FOR_INFORMATION, Mapping
from ati_desktop.imports.sifting import ROW, Key, Taken
from ati_desktop.models import Doubt, ImportedKey, OutcomeSource, Participant, Program
from ati_desktop.models.participants import reference_from
from ati_desktop.storage.units import Reading, Unit

_BATCH = 1000
Row = dict[str, Any]
Made = dict[str, int]
"""The id of the first record of each noun that one row made."""


def absent_programs(reading: Reading, mapping: Mapping) -> list[Program]:
    """Return the mapping's programs that the office does not have yet, not yet kept."""
    there = set(reading.all(select(Program.code)))
    return [
        Program(code=one.code, name=one.name, kind=one.kind)
        for one in mapping.programs
        if one.code not in there
    ]


def absent_sources(reading: Reading, mapping: Mapping) -> list[OutcomeSource]:
    """Return the source of the mapping's events where the office does not have it, not kept."""
    wanted = mapping.events_from
    if wanted is None:
        return []
    there = reading.one(select(OutcomeSource.id).where(OutcomeSource.name == wanted.name))
    if there is not None:
        return []
    return [OutcomeSource(name=wanted.name, kind=wanted.kind, complete_to=wanted.complete_to)]


class Batches:
    """Collects taken rows and writes them inside one unit of work."""

    def __init__(
        self, unit: Unit, desk: Desk, mapping: Mapping, keys: ImportedKeys, import_id: int
    ) -> None:
        self._unit = unit
        self._demo = desk.home.demo
        self._randomness = desk.randomness
        self._keys = keys
        self._import_id = import_id
        self._ids: dict[tuple[str, Key], int] = {}
        self._waiting: list[Taken] = []
        self._references = set(unit.all(select(Participant.reference)))
        unit.add_all([*absent_programs(unit, mapping)])
        unit.add_all([*absent_sources(unit, mapping)])
        found = unit.rows(select(Program.code, Program.id))
        self._programs: dict[str, int] = dict(found)
        self._source_id = _source_id(unit, mapping)
        self.participants: list[int] = []

    def take(self, row: Taken) -> None:
        """Take one row; it is written with its batch."""
        self._waiting.append(row)
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting: records noun by noun, then their keys, then their doubts."""
        rows = [(row, Made()) for row in self._waiting]
        self._waiting = []
        for noun in NOUNS:
            self._write(noun, rows)
        self._unit.add_rows(ImportedKey, (key for row in rows for key in self._new_keys(*row)))
        self._unit.add_rows(Doubt, (doubt for row in rows for doubt in self._doubts(*row)))

    def _write(self, noun: str, rows: list[tuple[Taken, Made]]) -> None:
        build = self._builder(noun)
        owners: list[tuple[Taken, Made]] = []
        values: list[Row] = []
        for taken, made in rows:
            for record in taken.row.records:
                if record.noun == noun and taken.makes(noun):
                    owners.append((taken, made))
                    values.append(build(taken, made, record))
        kept = self._unit.add_rows(NOUNS[noun], values)
        for (taken, made), number in zip(owners, kept, strict=True):
            made.setdefault(noun, number)
            if noun in taken.row.keys:
                self._ids[noun, taken.row.keys[noun]] = number
            if noun == "participant":
                self.participants.append(number)

    def _builder(self, noun: str) -> Callable[[Taken, Made, CheckedRecord], Row]:
        columns = NOUNS[noun].__table__.columns
        indexed = KINDS[noun].indexed
        linked = [name for name in _LINKS if name in columns]

        def build(taken: Taken, made: Made, record: CheckedRecord) -> Row:
            values: Row = {
                name: value for name, value in record.values.items() if value is not None
            }
            program = values.pop("program", None)
            if isinstance(program, str):
                values["program_id"] = self._programs[program]
            for name in linked:
                values[name] = self._link(name, taken, made)
            if noun == "participant":
                values |= {"reference": self._new_reference(), "demo": self._demo}
            if indexed is not None and indexed[0] in values:
                text = str(values[indexed[0]])
                values[indexed[1]] = self._unit.blind_index(f"{noun}.{indexed[0]}", text)
            return values

        return build

    def _link(self, name: str, taken: Taken, made: Made) -> int | None:
        if name == "source_id":
            return self._source_id
        if name == "referral_id":
            return made.get("referral")
        return self._id(name.removesuffix("_id"), taken)

    def _id(self, noun: str, taken: Taken) -> int | None:
        key = taken.row.keys.get(noun)
        if key is None:
            return None
        number = self._ids.get((noun, key))
        return self._keys.find(noun, key) if number is None else number

    def _new_reference(self) -> str:
        while True:
            reference = reference_from(self._randomness(6))
            if reference not in self._references:
                self._references.add(reference)
                return reference

    def _new_keys(self, taken: Taken, made: Made) -> Iterator[Row]:
        row = taken.row
        noun = next((noun for noun in PRINCIPAL if noun in made), "participant")
        number = made.get(noun) or self._id(noun, taken)
        content = self._keys.content(row)
        yield self._new_key(ROW, row.key, noun, number) | {"content_index": content}
        for noun in taken.new:
            yield self._new_key(noun, row.keys[noun], noun, made[noun])

    def _new_key(self, kind: str, key: Key, noun: str, number: int | None) -> Row:
        return {
            "import_id": self._import_id,
            "table": NOUNS[noun].__tablename__,
            "record_id": _known(number),
            "key_index": self._keys.index(kind, key),
        }

    def _doubts(self, taken: Taken, made: Made) -> Iterator[Row]:
        participant = _known(self._id("participant", taken))
        for doubt in taken.doubts:
            number = made.get(doubt.noun) or self._id(doubt.noun, taken)
            noun = "participant" if number is None else doubt.noun
            yield {
                "participant_id": participant,
                "import_id": self._import_id,
                "table": NOUNS[noun].__tablename__,
                "record_id": participant if number is None else number,
                "code": doubt.code,
                "settled": doubt.code in FOR_INFORMATION,
            }


_LINKS = ("participant_id", "legal_case_id", "referral_id", "source_id")


def _source_id(reading: Reading, mapping: Mapping) -> int | None:
    wanted = mapping.events_from
    if wanted is None:
        return None
    return reading.one(select(OutcomeSource.id).where(OutcomeSource.name == wanted.name))


def _known(number: int | None) -> int:
    if number is None:
        raise LookupError("a record that was taken in has an id")
    return number
