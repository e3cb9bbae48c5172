"""An office in which every sealed field of every record holds a word found nowhere else."""

from __future__ import annotations

from datetime import date

from ati_desktop.models import (
    Consent,
    Disclosure,
    Doubt,
    Draft,
    Enrollment,
    Episode,
    Event,
    LegalCase,
    Offence,
    OutcomeSource,
    Participant,
    Person,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Program,
    Provider,
    Record,
    Referral,
    Stay,
    User,
)
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.seals import sealed_columns
from ati_desktop.storage.units import Unit, WorkingStore

BIRTH = "1984-02-29"


def plant(store: WorkingStore) -> set[str]:
    """Keep one participant with everything and return every word that must stay inside."""
    kept: list[Record] = []
    with store.unit("plant") as unit:
        user, court = User(name="bo", role="case_manager"), _sealed(Provider(name="Court"))
        program, someone = Program(code="DC", name="Drug court"), Participant(reference="P-7K3F-92")
        police = OutcomeSource(name="Police", kind="police", complete_to=date(2026, 1, 31))
        kept += [unit.add(one) for one in (user, court, program, someone, police)]
        kept += _of_person(unit, someone, user, court)
        kept += _of_case(unit, someone, program, police)
    words = {BIRTH, someone.reference}
    for record in kept:
        words.add(record.uid)
        words |= {getattr(record, name) for name in sealed_columns(type(record))}
    return words


def planted_fields(words: set[str]) -> set[tuple[str, str]]:
    """Return the table and field of every planted word."""
    parts = (one.split("|") for one in words if one.startswith("Canary|"))
    return {(table, field) for _, table, field in parts}


def _sealed(record: Record) -> Record:
    for name in sealed_columns(type(record)):
        if getattr(record, name) is None:
            setattr(record, name, f"Canary|{record.__tablename__}|{name}")
    return record


def _id(record: Record) -> int:
    assert record.id is not None
    return record.id


def _of_person(unit: Unit, someone: Record, user: Record, court: Record) -> list[Record]:
    whose = _id(someone)
    consent = unit.add(_sealed(Consent(participant_id=whose, signed_on=date(2025, 6, 1))))
    letter = Disclosure(
        participant_id=whose,
        consent_id=_id(consent),
        recipient_id=_id(court),
        user_id=_id(user),
        paper="referral_summary",
        purpose="treatment",
        made_at="2025-06-02T10:00:00+00:00",
        print_id="PRINT-77",
        content_sha256="0" * 64,
    )
    others = (
        letter,
        PersonName(participant_id=whose),
        Person(participant_id=whose, birth_date=BIRTH),
        PersonIdentifier(participant_id=whose),
        PersonContact(participant_id=whose),
        Draft(user_id=_id(user), form="referral", changed_at="2025-06-02T10:00:00+00:00"),
    )
    return [consent, *(unit.add(_sealed(one)) for one in others)]


def _of_case(unit: Unit, someone: Record, program: Record, police: Record) -> list[Record]:
    whose = _id(someone)
    case = unit.add(_sealed(LegalCase(participant_id=whose)))
    charge = Offence(participant_id=whose, legal_case_id=_id(case), section="0602")
    referral = unit.add(
        _sealed(
            Referral(
                participant_id=whose,
                legal_case_id=_id(case),
                program_id=_id(program),
                referred_on=PartialDate(2025, 3, 11),
                decision="admitted",
            )
        )
    )
    enrollment = unit.add(
        Enrollment(
            participant_id=whose,
            program_id=_id(program),
            referral_id=_id(referral),
            admitted_on=PartialDate(2025, 3, 20),
            exited_on=PartialDate(2025, 9, 1),
            exit_program="completed",
        )
    )
    episode = unit.add(Episode(participant_id=whose, enrollment_id=_id(enrollment)))
    others = (
        charge,
        Stay(participant_id=whose, episode_id=_id(episode), started_on=PartialDate(2025, 3, 21)),
        Event(
            participant_id=whose,
            kind="arrest",
            happened_on=PartialDate(2025, 12, 24),
            source_id=_id(police),
        ),
        Referral(participant_id=whose, direction="outbound", referred_on=PartialDate(2025, 1, 1)),
        Doubt(
            participant_id=whose, table="referrals", record_id=_id(referral), code="in_the_future"
        ),
    )
    kept = [unit.add(_sealed(one)) for one in others]
    return [case, referral, enrollment, episode, *kept]
