"""What sifting asks the store: who a key stands for, and what is known of them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from sqlalchemy import select

from ati_desktop.casework.import_changes import Differences
from ati_desktop.casework.imported_keys import ImportedKeys
from ati_desktop.imports.checking import CheckedRow
from ati_desktop.imports.mapping import Mapping
from ati_desktop.imports.people_said import Said, Stay
from ati_desktop.imports.sifting import Key, Known
from ati_desktop.models import Enrollment, Participant, PersonIdentifier, Program, Referral
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.directory import Directory
from ati_desktop.storage.units import Reading

_OF_ONE_SOURCE = frozenset({"source_person"})
"""Kinds of number that two sources may both have given, to different people."""


class ImportMemory:
    """Answers from one state of the store; what is read for everybody is read once."""

    def __init__(
        self, reading: Reading, people: Directory, mapping: Mapping, keys: ImportedKeys
    ) -> None:
        self._reading = reading
        self._people = people
        self._keys = keys
        self._differences = Differences(reading, mapping, keys)

    def as_known(self) -> Known:
        """Return what sifting asks."""
        return Known(
            key=lambda noun, key: self._keys.find(noun, key) is not None,
            programs=self._programs,
            said=self._said,
            stays=self._stays,
            changes=self._differences.of,
            elsewhere=self._elsewhere,
        )

    def _programs(self, key: Key) -> frozenset[str]:
        participant = self._keys.find("participant", key)
        if participant is None:
            return frozenset()
        return frozenset(self._programs_by_participant.get(participant, ()))

    def _said(self, key: Key) -> Said | None:
        participant = self._keys.find("participant", key)
        if participant is None:
            return None
        names, birth = self._people.known_as(participant)
        return Said.of((part for name in names for part in name if part), birth)

    def _stays(self, key: Key) -> tuple[Stay, ...]:
        participant = self._keys.find("participant", key)
        if participant is None:
            return ()
        return tuple(self._stays_by_participant.get(participant, ()))

    def _elsewhere(self, row: CheckedRow) -> str | None:
        for record in row.records:
            kind, value = record.values.get("kind"), record.values.get("value")
            if record.noun != "identifier" or kind in _OF_ONE_SOURCE or not value:
                continue
            index = self._reading.blind_index("identifier.value", str(value))
            if found := self._references_by_number.get((str(kind), index)):
                return found
        return None

    @cached_property
    def _programs_by_participant(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for model in (Referral, Enrollment):
            query = select(model.participant_id, Program.code).join(
                Program, Program.id == model.program_id
            )
            for participant, code in self._reading.rows(query.distinct()):
                found.setdefault(participant, set()).add(code)
        return found

    @cached_property
    def _stays_by_participant(self) -> dict[int, list[Stay]]:
        found: defaultdict[int, list[Stay]] = defaultdict(list)
        columns = (
            Enrollment.participant_id,
            Program.code,
            Enrollment.admitted_on,
            Enrollment.exited_on,
        )
        query = select(*columns).join(Program, Program.id == Enrollment.program_id)
        for participant, program, admitted, exited in self._reading.rows(query):
            if isinstance(admitted, PartialDate):
                left = exited if isinstance(exited, PartialDate) else None
                found[participant].append(Stay(program, admitted, left))
        return dict(found)

    @cached_property
    def _references_by_number(self) -> dict[tuple[str, bytes], str]:
        query = select(
            PersonIdentifier.kind, PersonIdentifier.value_index, Participant.reference
        ).join(Participant, Participant.id == PersonIdentifier.participant_id)
        rows = self._reading.rows(query.where(PersonIdentifier.value_index.is_not(None)))
        return {(str(kind), bytes(index)): reference for kind, index, reference in rows}
