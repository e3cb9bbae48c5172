"""What the directory keeps of each person, opened from the working store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from ati_desktop.models import (
    LegalCase,
    Participant,
    Person,
    PersonIdentifier,
    PersonName,
    Record,
)
from ati_desktop.models.plain_text import one_line
from ati_desktop.storage.readings import Reading

Name = tuple[str | None, str | None]
"""Family and given name; either may be missing."""

Columns = Select[*tuple[Any, ...]]
Progress = Callable[[float, str], None]
_AT_ONCE = 500  # ids in one query; a database bounds the number of parameters


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The opened identity of one participant; the first name is the one that is shown.

    Every name has at least one part.
    """

    id: int
    reference: str
    restricted: bool = False
    names: tuple[Name, ...] = ()
    birth: str | None = None
    dockets: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Return the name as lists show it, or the reference where there is none."""
        if not self.names:
            return self.reference
        return one_line(", ".join(part for part in self.names[0] if part))


def read_everyone(reading: Reading, progress: Progress | None = None) -> list[PersonFacts]:
    """Return the facts of all participants; ``progress`` hears the share that is done."""
    return _read(reading, None, progress or _silent)


def read_some(reading: Reading, participant_ids: Sequence[int]) -> list[PersonFacts]:
    """Return the facts of these participants; those that are gone are left out."""
    found: list[PersonFacts] = []
    for start in range(0, len(participant_ids), _AT_ONCE):
        found += _read(reading, participant_ids[start : start + _AT_ONCE], _silent)
    return found


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def _read(reading: Reading, ids: Sequence[int] | None, progress: Progress) -> list[PersonFacts]:
    query = select(Participant.id, Participant.reference, Participant.restricted)
    people = reading.rows(query if ids is None else query.where(Participant.id.in_(ids)))
    progress(0.1, "people")
    names = _names(reading, ids)
    progress(0.5, "people")
    births = dict(_values(reading, Person, "birth_date", ids))
    progress(0.7, "people")
    dockets = _collected(_values(reading, LegalCase, "docket", ids))
    progress(0.85, "people")
    identifiers = _collected(_values(reading, PersonIdentifier, "value", ids))
    return [
        PersonFacts(
            id=one,
            reference=reference,
            restricted=restricted,
            names=tuple(names.get(one, ())),
            birth=births.get(one),
            dockets=tuple(dockets.get(one, ())),
            identifiers=tuple(identifiers.get(one, ())),
        )
        for one, reference, restricted in people
    ]


def _of(query: Columns, model: Any, ids: Sequence[int] | None) -> Columns:
    return query if ids is None else query.where(model.participant_id.in_(ids))


def _names(reading: Reading, ids: Sequence[int] | None) -> dict[int, list[Name]]:
    columns = PersonName.participant_id, PersonName.uid, PersonName.family, PersonName.given
    order = PersonName.participant_id, PersonName.position, PersonName.id
    rows = reading.rows(_of(select(*columns).order_by(*order), PersonName, ids))
    uids = [row[1] for row in rows]
    families = reading.open_values(
        PersonName, "family", zip(uids, (row[2] for row in rows), strict=True)
    )
    givens = reading.open_values(
        PersonName, "given", zip(uids, (row[3] for row in rows), strict=True)
    )
    found: defaultdict[int, list[Name]] = defaultdict(list)
    for row, family, given in zip(rows, families, givens, strict=True):
        if family or given:
            found[row[0]].append((family, given))
    return found


def _values(
    reading: Reading, model: type[Record], column: str, ids: Sequence[int] | None
) -> Iterator[tuple[int, str]]:
    table: Any = model
    sealed = getattr(table, column)
    query = select(table.participant_id, table.uid, sealed).where(sealed.is_not(None))
    rows = reading.rows(_of(query.order_by(table.id), model, ids))
    opened = reading.open_values(model, column, ((row[1], row[2]) for row in rows))
    return ((row[0], text) for row, text in zip(rows, opened, strict=True) if text)


def _collected(pairs: Iterator[tuple[int, str]]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for owner, text in pairs:
        found[owner].append(text)
    return found
