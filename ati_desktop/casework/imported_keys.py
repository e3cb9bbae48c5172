"""What earlier imports brought in, known by keyed hashes of the source's own keys."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property

from sqlalchemy import select

from ati_desktop.imports.sifting import Key, Known
from ati_desktop.models import Enrollment, ImportedKey, Program, Referral
from ati_desktop.storage.units import Reading


class ImportedKeys:
    """All keys of earlier imports, read once; new ones are added as records are made."""

    def __init__(self, reading: Reading, mapping: str) -> None:
        self._reading = reading
        self._mapping = mapping
        query = select(ImportedKey.key_index, ImportedKey.record_id)
        self._ids: dict[bytes, int] = {bytes(row[0]): row[1] for row in reading.rows(query)}

    def index(self, noun: str, key: Key) -> bytes:
        """Return the keyed hash of a key of a noun, exact to the letter.

        The blind index folds case and spaces, as is right for what people type; here the key is
        hashed first, because a source may tell ``a1`` from ``A1``.
        """
        exact = hashlib.sha256(json.dumps(key).encode()).hexdigest()
        return self._reading.blind_index(f"import.{self._mapping}.{noun}", exact)

    def find(self, noun: str, key: Key) -> int | None:
        """Return the id of the record that was made for a key, or None."""
        return self._ids.get(self.index(noun, key)) if self._ids else None

    def as_known(self) -> Known:
        """Return what sifting asks."""
        return Known(lambda noun, key: self.find(noun, key) is not None, self._programs)

    def _programs(self, key: Key) -> frozenset[str]:
        participant = self.find("participant", key)
        if participant is None:
            return frozenset()
        return frozenset(self._programs_by_participant.get(participant, ()))

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
