"""What earlier imports brought in, known by keyed hashes of the source's own keys."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from ati_desktop.imports.checking import CheckedRow
from ati_desktop.imports.fields import NOUNS
from ati_desktop.imports.mapping import Mapping
from ati_desktop.imports.sifting import ROW, Key
from ati_desktop.models import ImportedKey
from ati_desktop.storage.units import Reading

PRINCIPAL = ("referral", "enrollment", "event", "offence", "legal_case", "participant")
"""The nouns by which a row is known, the first one that it makes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The record that was made for a key, and the hash of what its row said."""

    table: str
    record_id: int
    content: bytes | None


class ImportedKeys:
    """All keys of earlier imports, read once; new ones are added as records are made.

    A key belongs to the source that the mapping names, to a noun, and to the columns it stands
    in. Keys of imports by earlier versions belonged to the mapping's name and the noun alone:
    they are still found where the record that was made is of the same noun.
    """

    def __init__(self, reading: Reading, mapping: Mapping) -> None:
        self._reading = reading
        self._mapping = mapping
        self._columns = {record.noun: record.key for record in mapping.records}
        made = {record.noun for record in mapping.records}
        self._row = next(noun for noun in PRINCIPAL if noun in made)
        columns = (
            ImportedKey.key_index,
            ImportedKey.table,
            ImportedKey.record_id,
            ImportedKey.content_index,
        )
        self._kept = {bytes(row[0]): Kept(*row[1:]) for row in reading.rows(select(*columns))}

    def index(self, noun: str, key: Key) -> bytes:
        """Return the keyed hash of a key of a noun, or of a whole row, exact to the letter.

        The blind index folds case and spaces, as is right for what people type; here the key is
        hashed first, because a source may tell ``a1`` from ``A1``.
        """
        if noun == ROW:
            place = [ROW, self._row, *self._mapping.row_key]
        else:
            place = [noun, *self._columns[noun]]
        return self._reading.blind_index(f"import of {self._mapping.source}", _exact(place, key))

    def content(self, row: CheckedRow) -> bytes:
        """Return the keyed hash of all that a row says."""
        said = [[record.noun, *map(_said, record.values.items())] for record in row.records]
        return self._reading.blind_index("import content", _exact(said, row.key))

    def kept(self, noun: str, key: Key) -> Kept | None:
        """Return what was made for a key, or None."""
        if not self._kept:
            return None
        return self._kept.get(self.index(noun, key)) or self._of_earlier_versions(noun, key)

    def find(self, noun: str, key: Key) -> int | None:
        """Return the id of the record that was made for a key, or None."""
        found = self.kept(noun, key)
        return None if found is None else found.record_id

    def _of_earlier_versions(self, noun: str, key: Key) -> Kept | None:
        exact = hashlib.sha256(json.dumps(key).encode()).hexdigest()
        index = self._reading.blind_index(f"import.{self._mapping.name}.{noun}", exact)
        found = self._kept.get(index)
        made = self._made_by_rows if noun == ROW else (noun,)
        tables = {NOUNS[one].__tablename__ for one in made}
        return found if found is not None and found.table in tables else None

    @cached_property
    def _made_by_rows(self) -> tuple[str, ...]:
        """Return the nouns by which a row of the mapping may be known: the first that it makes.

        What is made only where a column says something, or once for a key, another noun may stand
        for.
        """
        found: list[str] = []
        for noun in PRINCIPAL:
            records = [record for record in self._mapping.records if record.noun == noun]
            found += [noun] if records else []
            if noun != "offence" and any(not one.only_if and not one.key for one in records):
                break
        return tuple(found)


def _exact(place: object, key: Key) -> str:
    return hashlib.sha256(json.dumps([place, key]).encode()).hexdigest()


def _said(pair: tuple[str, object]) -> tuple[str, str]:
    name, value = pair
    return name, repr(value)
