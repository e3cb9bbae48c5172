"""The way back from a pseudonym: to a research id by the register, to a person by the records.

Each half needs its own key, and each look is written down where that key opens.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registering import open_register
from ati_desktop.disclosure.pseudonyms import read_pseudonym, scope_of
from ati_desktop.errors import Refused
from ati_desktop.models import Participant, ResearchId
from ati_desktop.models.users import Right


@dataclass(frozen=True, slots=True)
class Person:
    """A participant who was found behind a research id."""

    participant_id: int
    reference: str
    name: str


def lead_back(desk: Desk, recipient: str, pseudonym: str) -> str:
    """Return the research id behind a recipient's pseudonym; the register writes the look down.

    Raises:
        Refused: the role may not release, or the recipient has nobody of that pseudonym.
    """
    desk.require(Right.RELEASE_FIGURES)
    scope, drawn = scope_of(recipient), read_pseudonym(pseudonym)
    with open_register(desk) as register:
        found = register.pseudonyms.lead_back(scope, drawn)
    if found is None:
        raise Refused(
            "The extracts of {recipient} have nobody of this pseudonym: check both.",
            recipient=" ".join(recipient.split()),
        )
    return found


def lead_back_release(desk: Desk, release_id: str, pseudonym: str) -> str:
    """Return the research id behind a pseudonym of a release in the register.

    Raises:
        Refused: there is no such extract, or as for ``lead_back``.
    """
    desk.require(Right.RELEASE_FIGURES)
    with open_register(desk) as register:
        known = {one.id: one for one in register.releases() if one.kind == "extract"}
    if release_id not in known:
        raise Refused("There is no extract {id} in the register.", id=release_id)
    return lead_back(desk, known[release_id].recipient, pseudonym)


def person_of(desk: Desk, research_id: str) -> Person:
    """Return the participant behind a research id; the audit trail of the records says so.

    Raises:
        Refused: the role opens no records or no names, or the participant is gone.
    """
    desk.require(Right.READ_RECORDS)
    with desk.working.unit("lead a research id back") as unit:
        participant_id = unit.one(
            select(ResearchId.participant_id).where(ResearchId.research_id == research_id)
        )
        participant = None if participant_id is None else unit.get(Participant, participant_id)
        if participant_id is None or participant is None:
            raise Refused("This participant's record is no longer there.")
        unit.saw("participants", participant_id)
    return Person(participant_id, participant.reference, desk.people.display(participant_id))
