"""The random ids under which participants stand in figures: made once, kept with the records."""

from __future__ import annotations

from sqlalchemy import insert, select

from ati_desktop.models import Participant, ResearchId
from ati_desktop.storage.deeds import Unit
from ati_desktop.storage.given import Randomness
from ati_desktop.storage.readings import Reading

_ID_BYTES = 8
_UID_BYTES = 16


def lacking_research_ids(reading: Reading) -> list[int]:
    """Return the participants who have no research id yet."""
    known = select(ResearchId.participant_id)
    query = select(Participant.id).where(Participant.id.not_in(known))
    return [row[0] for row in reading.rows(query)]


def give_research_ids(unit: Unit, randomness: Randomness) -> int:
    """Give every participant who has none a research id and return how many that were.

    An id is 16 hexadecimal digits from 8 random bytes; it tells nothing about the person.
    """
    lacking = lacking_research_ids(unit)
    taken = set(unit.all(select(ResearchId.research_id)))
    rows: list[dict[str, object]] = []
    for participant_id in lacking:
        while (made := randomness(_ID_BYTES).hex()) in taken:
            continue
        taken.add(made)
        uid = randomness(_UID_BYTES).hex()
        rows.append({"participant_id": participant_id, "research_id": made, "uid": uid})
    if rows:
        unit.run(insert(ResearchId), rows)
    return len(lacking)
