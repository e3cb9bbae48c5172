"""From invented lives to records, in waves, so that 20,000 people take seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from ati_desktop.casework.demo.lives import Life, choose
from ati_desktop.casework.demo.world import World
from ati_desktop.models import (
    Consent,
    ConsentRecipient,
    Enrollment,
    Episode,
    Event,
    LegalCase,
    Offence,
    Participant,
    Person,
    PersonContact,
    PersonName,
    Record,
    Referral,
    Stay,
)
from ati_desktop.models.dates import PartialDate
from ati_desktop.models.participants import reference_from
from ati_desktop.storage.units import Unit

Pairs = list[tuple[Participant, Life]]

_SOURCES = (("prosecutor", 34), ("court", 30), ("defence", 16), ("probation", 12), ("police", 8))
_POINTS = {"DTC": "J5", "MHC": "J5", "VTC": "J5", "DPP": "J4", "REE": "J9"}
_OFFENCES = (
    ("06", "Possession of a controlled substance"),
    ("05", "Retail theft"),
    ("05", "Burglary of a vehicle"),
    ("07", "Forgery"),
    ("02", "Assault"),
    ("08", "Breach of a court order"),
)
_NEEDS = ("overdose_risk", "withdrawal", "medication", "housing", "safety", "child_care")
_SECTIONS = (
    "identity", "contact", "justice", "referral", "screening", "service", "urgent_needs",
    "enrollment",
)  # fmt: skip


def keep_lives(
    unit: Unit, lives: Sequence[Life], world: World, random: Random, today: date
) -> list[Participant]:
    """Keep all records of some invented lives and return their participants."""
    people = unit.add_all(_participants(lives, world, random))
    pairs = list(zip(people, lives, strict=True))
    unit.add_all(_identities(pairs, random))
    cases = unit.add_all(_case(one, life, world, random, today) for one, life in pairs)
    unit.add_all(_offences(pairs, cases, random))
    referrals = unit.add_all(
        _referral(one, life, case, world, random)
        for (one, life), case in zip(pairs, cases, strict=True)
    )
    enrollments = _keep_enrollments(unit, pairs, referrals, world, today)
    _keep_treatment(unit, pairs, enrollments, world, random)
    _keep_consents(unit, pairs, world, random, today)
    unit.add_all(_events(pairs, world))
    return people


def _participants(lives: Iterable[Life], world: World, random: Random) -> Iterator[Participant]:
    used: set[str] = set()
    for life in lives:
        reference = reference_from(random.randbytes(6))
        while reference in used:
            reference = reference_from(random.randbytes(6))
        used.add(reference)
        yield Participant(
            reference=reference,
            sex=life.sex,
            ethnicity=life.ethnicity,
            language="en" if random.random() < 0.85 else "es",
            interpreter="yes" if random.random() < 0.07 else "no",
            case_manager_id=world.case_manager if random.random() < world.share else None,
            demo=True,
        )


def _identities(pairs: Pairs, random: Random) -> Iterator[Record]:
    for one, life in pairs:
        owner = one.id or 0
        born = PartialDate.of(life.born)
        if random.random() < 0.05:
            born = PartialDate(born.year, approximate=random.random() < 0.3)
        unsafe = random.random() < 0.06
        yield Person(
            participant_id=owner,
            birth_date=born.text,
            safe_to_contact="no" if unsafe else "yes",
            contact_rules="Call before noon only; leave no message." if unsafe else None,
        )
        yield PersonName(
            participant_id=owner, kind="legal", script="Latn", family=life.family, given=life.given
        )
        if life.other_script is not None:
            script, family, given = life.other_script
            yield PersonName(
                participant_id=owner,
                kind="transliteration",
                script=script,
                position=1,
                family=family,
                given=given,
            )
        number = f"555 01{random.randint(0, 99):02d}"
        yield PersonContact(participant_id=owner, kind="mobile", value=number, safe="yes")


def _case(one: Participant, life: Life, world: World, random: Random, today: date) -> LegalCase:
    running = life.exited is None and life.decision in ("admitted", "pending", "waitlisted")
    soon = today + timedelta(days=random.randint(1, 28))
    return LegalCase(
        participant_id=one.id or 0,
        docket=f"{life.referred.year}-DM-{random.randint(10000, 99999)}",
        court_id=random.choice(world.providers["court"]),
        supervising_id=world.providers["probation"][0],
        judge=random.choice(("Hon. R. Alvarez", "Hon. T. Whitfield", None)),
        received_on=PartialDate.of(life.referred - timedelta(days=random.randint(1, 60))),
        legal_status="plea_held" if _POINTS[life.program] == "J5" else "accused",
        next_hearing_on=soon if running and random.random() < 0.8 else None,
    )


def _offences(pairs: Pairs, cases: Sequence[LegalCase], random: Random) -> Iterator[Offence]:
    for (one, life), case in zip(pairs, cases, strict=True):
        section, charge = random.choices(_OFFENCES, (52, 18, 8, 8, 8, 6))[0]
        yield Offence(
            legal_case_id=case.id or 0,
            participant_id=one.id or 0,
            section=section,
            charge=charge,
            offence_on=PartialDate.of(life.referred - timedelta(days=random.randint(5, 90))),
            severity="felony" if random.random() < 0.6 else "misdemeanour",
        )


def _referral(
    one: Participant, life: Life, case: LegalCase, world: World, random: Random
) -> Referral:
    screened = random.random() < 0.9
    needs = tuple(need for need in _NEEDS if random.random() < 0.14)
    return Referral(
        participant_id=one.id or 0,
        legal_case_id=case.id,
        program_id=world.programs[life.program],
        source=choose(random, _SOURCES),
        justice_point=_POINTS[life.program],
        referred_on=PartialDate.of(life.referred),
        reason="both" if life.program == "MHC" else "substance_use",
        reason_note="Asks for help with a return to work and stable housing.",
        decision=life.decision,
        decided_on=PartialDate.of(life.decided) if life.decided else None,
        decision_reason="met" if life.decision == "admitted" else None,
        screen_level=choose(random, (("high", 45), ("moderate", 40), ("low", 15)))
        if screened
        else None,
        screened_on=PartialDate.of(life.decided) if screened and life.decided else None,
        requested_service="U3",
        level_of_care=life.stays[0][0] if life.stays else "2.1",
        urgent_needs=needs,
    )


def _keep_enrollments(
    unit: Unit, pairs: Pairs, referrals: Sequence[Referral], world: World, today: date
) -> dict[int, Enrollment]:
    made = unit.add_all(
        _enrollment(one, life, referral, world, life.admitted, today)
        for (one, life), referral in zip(pairs, referrals, strict=True)
        if life.admitted is not None
    )
    return {one.participant_id: one for one in made}


def _enrollment(
    one: Participant, life: Life, referral: Referral, world: World, admitted: date, today: date
) -> Enrollment:
    days = ((life.exited or today) - admitted).days
    phase = min(4, 1 + days // 95)
    since = admitted + timedelta(days=95 * (phase - 1))
    exits = {"completed": ("D1", "dismissed"), "not_completed": ("D5", "returned")}
    reason, justice = exits.get(life.outcome or "", ("D11", "pending"))
    return Enrollment(
        participant_id=one.id or 0,
        program_id=world.programs[life.program],
        referral_id=referral.id,
        legal_case_id=referral.legal_case_id,
        ordered_on=referral.decided_on,
        admitted_on=PartialDate.of(admitted),
        phase=str(phase),
        phase_since=PartialDate.of(since),
        exited_on=PartialDate.of(life.exited) if life.exited else None,
        exit_program=life.outcome,
        exit_treatment={"completed": "plan_completed", "not_completed": "left"}.get(
            life.outcome or ""
        ),
        exit_justice=justice if life.outcome else None,
        exit_reason=reason if life.outcome else None,
    )


def _keep_treatment(
    unit: Unit, pairs: Pairs, enrollments: dict[int, Enrollment], world: World, random: Random
) -> None:
    treated = [(one, life) for one, life in pairs if life.stays]
    episodes = unit.add_all(
        Episode(
            participant_id=one.id or 0,
            enrollment_id=enrollments[one.id or 0].id,
            provider_id=random.choice(world.providers["treatment"]),
            admitted_on=PartialDate.of(life.stays[0][2]),
            ended_on=PartialDate.of(end) if (end := life.stays[-1][3]) else None,
        )
        for one, life in treated
    )
    unit.add_all(
        Stay(
            episode_id=episode.id or 0,
            participant_id=one.id or 0,
            provider_id=episode.provider_id,
            level_of_care=level,
            setting=setting,
            started_on=PartialDate.of(start),
            ended_on=PartialDate.of(end) if end else None,
        )
        for (one, life), episode in zip(treated, episodes, strict=True)
        for level, setting, start, end in life.stays
    )


def _keep_consents(unit: Unit, pairs: Pairs, world: World, random: Random, today: date) -> None:
    signing = [
        (one, life.decided) for one, life in pairs if life.decided and random.random() < 0.92
    ]
    consents = unit.add_all(_consent(one, decided, random, today) for one, decided in signing)
    unit.add_all(
        ConsentRecipient(consent_id=consent.id or 0, provider_kind=kind, provider_id=None)
        for consent in consents
        for kind in ("court", "probation", "treatment")
    )


def _consent(one: Participant, signed: date, random: Random, today: date) -> Consent:
    ends = signed + timedelta(days=random.choice((365, 540, 730)))
    if random.random() < 0.1:
        ends = today + timedelta(days=random.randint(2, 13))
    return Consent(
        participant_id=one.id or 0,
        kind="criminal_justice",
        discloser="Riverbend Alternatives Office",
        sections=_SECTIONS + (("offences", "treatment") if random.random() < 0.6 else ()),
        purposes=("referral", "progress_monitoring"),
        signed_on=signed,
        expires_on=max(ends, signed + timedelta(days=30)),
        expires_event="final_disposition",
        irrevocable_until_event=True,
        right_to_revoke_told="not_applicable",
        redisclosure_risk_told="yes",
        signed_by="participant",
        signature_form="paper",
        copy_given="yes",
        interpreter="no",
    )


def _events(pairs: Pairs, world: World) -> Iterator[Event]:
    for one, life in pairs:
        owner = one.id or 0
        for arrested, offence in life.arrests:
            yield Event(
                participant_id=owner,
                kind="arrest",
                happened_on=PartialDate.of(arrested),
                offence_on=PartialDate.of(offence),
                section="06",
                source_id=world.source,
            )
        for start, end in life.custody:
            yield Event(
                participant_id=owner,
                kind="custody",
                happened_on=PartialDate.of(start),
                ended_on=PartialDate.of(end),
                index_case=start < life.referred,
                source_id=world.source,
            )
        if life.overdose is not None:
            yield Event(
                participant_id=owner, kind="overdose", happened_on=PartialDate.of(life.overdose)
            )
