"""A participant's page: the head that never leaves, and the overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ati_desktop.casework.belongings import belonging_to
from ati_desktop.casework.caseload import NextStep, next_step
from ati_desktop.casework.consents import ConsentState, consent_state
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.statuses import Status, current_enrollment, status_of
from ati_desktop.errors import Refused
from ati_desktop.models import (
    Consent,
    Disclosure,
    Doubt,
    Enrollment,
    Event,
    LegalCase,
    Participant,
    Person,
    PersonName,
    Program,
    Referral,
)
from ati_desktop.models.dates import PartialDate, whole_years
from ati_desktop.models.users import Right
from ati_desktop.storage.units import Reading


@dataclass(frozen=True, slots=True)
class PersonHead:
    """What stays in sight while a person's record is open. Codes, not words."""

    id: int
    version: int
    name: str
    other_names: tuple[str, ...]
    reference: str
    age: int | None
    born: str | None
    sex: str | None
    status: Status
    program: str | None
    phase: str | None
    day_in_program: int | None
    next_hearing: date | None
    consent: ConsentState
    safe_to_contact: str | None
    doubts: tuple[str, ...]
    restricted: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What comes next and what the record holds so far."""

    next: tuple[NextStep, ...]
    referrals: int
    open_referrals: int
    enrollments: int
    arrests_since_admission: int | None
    disclosures: int
    last_disclosure: str | None


def person_head(desk: Desk, participant_id: int) -> PersonHead:
    """Return a participant's head; the view is written to the audit trail.

    Raises:
        Refused: the role opens no records, or the record is gone.
    """
    desk.require(Right.READ_RECORDS)
    with desk.working.unit("open participant") as unit:
        participant = unit.get(Participant, participant_id)
        if participant is None:
            raise Refused("This participant's record is no longer there.")
        unit.saw("participants", participant_id)
        return _head(unit, desk, participant, participant_id)


def overview(desk: Desk, participant_id: int) -> Overview:
    """Return what comes next for a participant and what the record holds."""
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        cases = belonging_to(reading, LegalCase, participant_id)
        consents = belonging_to(reading, Consent, participant_id)
        referrals = belonging_to(reading, Referral, participant_id)
        enrollments = belonging_to(reading, Enrollment, participant_id)
        events = belonging_to(reading, Event, participant_id)
        disclosures = belonging_to(reading, Disclosure, participant_id)
    steps = [
        NextStep("hearing", one.next_hearing_on)
        for one in cases
        if one.next_hearing_on is not None and one.next_hearing_on >= desk.today
    ]
    state = consent_state(consents, desk.today)
    if state.state in ("ends_soon", "ended", "none") or state.ends_on is not None:
        steps.append(NextStep(f"consent_{state.state}", state.ends_on))
    steps += [NextStep("decision", _day(one)) for one in referrals if one.open]
    return Overview(
        next=tuple(sorted(steps, key=lambda step: step.day or date.max)),
        referrals=len(referrals),
        open_referrals=sum(one.open for one in referrals),
        enrollments=len(enrollments),
        arrests_since_admission=_arrests(enrollments, events),
        disclosures=len(disclosures),
        last_disclosure=max((one.made_at for one in disclosures), default=None),
    )


def _head(
    reading: Reading, desk: Desk, participant: Participant, participant_id: int
) -> PersonHead:
    person = next(iter(belonging_to(reading, Person, participant_id)), None)
    names = sorted(belonging_to(reading, PersonName, participant_id), key=lambda one: one.position)
    referrals = belonging_to(reading, Referral, participant_id)
    enrollments = belonging_to(reading, Enrollment, participant_id)
    consents = belonging_to(reading, Consent, participant_id)
    cases = belonging_to(reading, LegalCase, participant_id)
    doubts = belonging_to(reading, Doubt, participant_id)
    enrollment = current_enrollment(enrollments)
    program = reading.get(Program, enrollment.program_id) if enrollment else None
    born = PartialDate.parse(person.birth_date) if person and person.birth_date else None
    step = next_step(cases, (), (), desk.today)
    return PersonHead(
        id=participant_id,
        version=participant.version,
        name=desk.people.display(participant_id),
        other_names=tuple(name.shown for name in names[1:]),
        reference=participant.reference,
        age=whole_years(born, desk.today) if born else None,
        born=born.text if born else None,
        sex=participant.sex,
        status=status_of(enrollments, referrals),
        program=program.name if program else None,
        phase=enrollment.phase if enrollment and not enrollment.ended else None,
        day_in_program=_day_in_program(enrollment, desk.today),
        next_hearing=step.day if step else None,
        consent=consent_state(consents, desk.today),
        safe_to_contact=person.safe_to_contact if person else None,
        doubts=tuple(sorted({one.code for one in doubts if not one.settled})),
        restricted=participant.restricted,
    )


def _day_in_program(enrollment: Enrollment | None, today: date) -> int | None:
    if enrollment is None or enrollment.ended:
        return None
    return enrollment.days_in_program(today)


def _day(referral: Referral) -> date | None:
    return referral.referred_on.earliest if isinstance(referral.referred_on, PartialDate) else None


def _arrests(enrollments: list[Enrollment], events: list[Event]) -> int | None:
    """Count arrests for offences after the first admission; None while nobody was admitted."""
    admissions = [
        one.admitted_on.latest for one in enrollments if isinstance(one.admitted_on, PartialDate)
    ]
    if not admissions:
        return None
    first = min(admissions)
    return sum(
        isinstance(when := one.offence_on or one.happened_on, PartialDate) and when.earliest > first
        for one in events
        if one.kind == "arrest" and not one.index_case
    )
