"""Intake: a new participant, in one deed, with the three fields it needs."""

from __future__ import annotations

from sqlalchemy import select

from ati_desktop.casework.changes import Changed, Saved
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.nouns import NOUNS
from ati_desktop.casework.records import save_in
from ati_desktop.casework.values import Incomplete, Values
from ati_desktop.models import Participant
from ati_desktop.models.participants import reference_from
from ati_desktop.models.users import Right
from ati_desktop.storage.units import Unit

_PARTS = {
    "name": ("family", "given", "kind", "script"),
    "person": ("birth_date", "safe_to_contact", "contact_rules"),
    "participant": ("sex", "gender_identity", "ethnicity", "language", "interpreter"),
    "referral": ("referred_on", "source", "justice_point", "program_id", "reason", "reason_note"),
    "legal_case": ("docket", "court_id", "legal_status", "received_on", "next_hearing_on"),
}


def take_in(desk: Desk, values: Values) -> Saved:
    """Save a new participant with name, referral date and whatever else is known.

    Required: one part of a name, the date of the referral, its source. All or nothing.

    Raises:
        Refused: the role may not write.
        Incomplete: a field needs another look; nothing was saved.
    """
    desk.require(Right.WRITE_RECORDS)
    if not values.get("source"):
        raise Incomplete({"source": "Choose who referred the person."})
    with desk.working.unit("take in participant") as unit:
        participant = unit.add(
            Participant(
                reference=new_reference(unit, desk),
                case_manager_id=desk.user_id,
                demo=desk.home.demo,
            )
        )
        whole = Saved(participant.id or 0, 1, Changed.PARTICIPANTS, participant.id)
        case_id = _save_parts(unit, desk, values, whole)
    with desk.working.reading() as reading:
        desk.people.refresh(reading, [whole.id])
    everything = Changed.PARTICIPANTS | Changed.PEOPLE | Changed.REFERRALS
    everything |= Changed.LEGAL_CASES if case_id else Changed.NOTHING
    return Saved(whole.id, whole.version, everything, whole.id)


def new_reference(unit: Unit, desk: Desk) -> str:
    """Return a reference that no participant has yet."""
    while True:
        reference = reference_from(desk.randomness(6))
        taken = unit.one(select(Participant.id).where(Participant.reference == reference))
        if taken is None:
            return reference


def _save_parts(unit: Unit, desk: Desk, values: Values, whole: Saved) -> int | None:
    problems: dict[str, str] = {}
    made: dict[str, int] = {}
    for noun in ("name", "person", "legal_case", "referral"):
        part = {name: values.get(name) for name in _PARTS[noun]}
        if noun == "legal_case" and not any(part.values()):
            continue
        if noun == "referral":
            part |= {"legal_case_id": str(made["legal_case"])} if "legal_case" in made else {}
            part["decision"] = "pending"
        try:
            made[noun] = save_in(unit, desk, NOUNS[noun], part, whole.id).id
        except Incomplete as incomplete:
            problems |= incomplete.problems
    try:
        own = {name: values.get(name) for name in _PARTS["participant"]}
        save_in(unit, desk, NOUNS["participant"], own, None, whole.id)
    except Incomplete as incomplete:
        problems |= incomplete.problems
    if problems:
        raise Incomplete(problems)
    return made.get("legal_case")
