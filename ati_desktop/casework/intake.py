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
    "legal_case": ("docket", "court_id", "legal_status", "received_on", "next_hearing_on"),
    "referral": ("referred_on", "source", "justice_point", "program_id", "reason", "reason_note"),
}


def take_in(desk: Desk, values: Values) -> Saved:
    """Save a new participant with name, referral date and whatever else is known.

    Required: one part of a name, the date of the referral, its source. All or nothing; what
    needs another look is told for all fields at once.

    Raises:
        Refused: the role may not write.
        Incomplete: a field needs another look; nothing was saved.
    """
    desk.require(Right.WRITE_RECORDS)
    with desk.working.unit("take in participant") as unit:
        participant = unit.add(
            Participant(
                reference=new_reference(unit, desk),
                case_manager_id=desk.user_id,
                demo=desk.home.demo,
            )
        )
        whole = Saved(participant.id or 0, 1, Changed.PARTICIPANTS, participant.id)
        made = _save_parts(unit, desk, values, whole)
    with desk.working.reading() as reading:
        desk.people.refresh(reading, [whole.id])
    everything = Changed.PARTICIPANTS | Changed.PEOPLE | Changed.REFERRALS
    everything |= Changed.LEGAL_CASES if "legal_case" in made else Changed.NOTHING
    return Saved(whole.id, made["participant"].version, everything, whole.id)


def new_reference(unit: Unit, desk: Desk) -> str:
    """Return a reference that no participant has yet."""
    while True:
        reference = reference_from(desk.randomness(6))
        taken = unit.one(select(Participant.id).where(Participant.reference == reference))
        if taken is None:
            return reference


def _save_parts(unit: Unit, desk: Desk, values: Values, whole: Saved) -> dict[str, Saved]:
    problems: dict[str, str] = {}
    if not str(values.get("source") or "").strip():
        problems["source"] = "Choose who referred the person."
    made: dict[str, Saved] = {}
    for noun, names in _PARTS.items():
        part = {name: values.get(name) for name in names}
        if noun == "legal_case" and not any(part.values()):
            continue
        if noun == "referral":
            case = made.get("legal_case")
            part |= {"decision": "pending", "legal_case_id": str(case.id) if case else None}
        record_id = whole.id if noun == "participant" else None
        try:
            made[noun] = save_in(unit, desk, NOUNS[noun], part, whole.id, record_id)
        except Incomplete as incomplete:
            problems |= incomplete.problems
    if problems:
        raise Incomplete(problems)
    return made
