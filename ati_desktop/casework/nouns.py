"""The nouns a person page keeps, each with its model and the check before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ati_desktop.casework.changes import Changed
from ati_desktop.errors import Refused
from ati_desktop.models import (
    Consent,
    Enrollment,
    Episode,
    Event,
    LegalCase,
    Offence,
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
)
from ati_desktop.models.consents import CRIMINAL_JUSTICE, PROCEEDINGS
from ati_desktop.models.dates import PartialDate, surely_before

Problems = dict[str, str]
Check = Callable[[Any, date], Problems]


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of record: its model, the word for its deed, its check, its blind index."""

    name: str
    model: type[Record]
    changed: Changed
    check: Check
    indexed: tuple[str, str] | None = None
    named: bool = False


def _ordered(record: Record, pairs: tuple[tuple[str, str, str], ...]) -> Problems:
    return {
        later: sentence
        for earlier, later, sentence in pairs
        if surely_before(getattr(record, later), getattr(record, earlier))
    }


def _future(record: Record, today: date, *fields: str) -> Problems:
    return {
        name: "This date lies in the future."
        for name in fields
        if isinstance(when := getattr(record, name), PartialDate) and when.earliest > today
    }


def _needs(record: Record, **sentences: str) -> Problems:
    return {name: text for name, text in sentences.items() if not getattr(record, name)}


def _check_name(record: PersonName, today: date) -> Problems:
    if record.family or record.given:
        return {}
    return {"family": "Enter at least one part of the name."}


def _check_person(record: Person, today: date) -> Problems:
    if record.birth_date is None:
        return {}
    try:
        born = PartialDate.parse(record.birth_date)
    except Refused as refusal:
        return {"birth_date": str(refusal)}
    if born.earliest > today:
        return {"birth_date": "The birth date lies in the future."}
    if today.year - born.year > 120:
        return {"birth_date": "The birth date lies more than 120 years back."}
    return {}


def _check_value(record: PersonIdentifier | PersonContact, today: date) -> Problems:
    return _needs(record, kind="Choose what kind it is.", value="Enter it, or remove the row.")


def _check_legal_case(record: LegalCase, today: date) -> Problems:
    order = (("received_on", "disposed_on", "Disposed of before it was received."),)
    return _ordered(record, order) | _future(record, today, "received_on", "disposed_on")


def _check_offence(record: Offence, today: date) -> Problems:
    return _future(record, today, "offence_on")


def _check_referral(record: Referral, today: date) -> Problems:
    needed = _needs(record, referred_on="Enter when the referral was made, as exactly as known.")
    order = (("referred_on", "decided_on", "Decided before it was referred."),)
    later = _future(record, today, "referred_on", "decided_on", "screened_on")
    return needed | _ordered(record, order) | later


def _check_enrollment(record: Enrollment, today: date) -> Problems:
    problems = _needs(record, program_id="Choose the program.")
    order = (
        ("admitted_on", "exited_on", "Left before being admitted."),
        ("ordered_on", "exited_on", "Left before the order or agreement."),
        ("admitted_on", "phase_since", "The phase begins before admission."),
    )
    problems |= _ordered(record, order)
    problems |= _future(record, today, "ordered_on", "admitted_on", "exited_on", "phase_since")
    if record.exited_on is not None and record.exit_program is None:
        problems["exit_program"] = "Choose the program outcome of the exit."
    return problems


def _check_episode(record: Episode, today: date) -> Problems:
    needed = _needs(record, admitted_on="Enter when treatment began, as exactly as known.")
    order = (("admitted_on", "ended_on", "Ended before it began."),)
    return needed | _ordered(record, order) | _future(record, today, "admitted_on", "ended_on")


def _check_stay(record: Stay, today: date) -> Problems:
    needed = _needs(record, level_of_care="Choose the level of care.")
    order = (("started_on", "ended_on", "Ended before it began."),)
    return needed | _ordered(record, order) | _future(record, today, "started_on", "ended_on")


def _check_event(record: Event, today: date) -> Problems:
    needed = _needs(
        record, kind="Choose what happened.", happened_on="Enter when, as exactly as known."
    )
    order = (
        ("happened_on", "ended_on", "Ended before it began."),
        ("offence_on", "happened_on", "It cannot come before its offence."),
    )
    return needed | _ordered(record, order) | _future(record, today, "happened_on", "offence_on")


_ELEMENTS = {
    "kind": ("kind", "Choose the kind of consent."),
    "discloser": ("discloser", "Enter who may give the information."),
    "sections": ("sections", "Choose at least one kind of information."),
    "purposes": ("purposes", "Choose at least one purpose."),
    "expiry": ("expires_on", "Enter the date or the event that ends the consent."),
    "signed_on": ("signed_on", "Enter the date of the signature."),
    "signed_by": ("signed_by", "Choose who signed."),
}


def _check_consent(record: Consent, today: date) -> Problems:
    lacking = [_ELEMENTS[one] for one in record.missing_elements(()) if one in _ELEMENTS]
    return dict(lacking) | _check_consent_days(record, today) | _check_consent_kind(record)


def _check_consent_days(record: Consent, today: date) -> Problems:
    problems = {
        name: sentence
        for name, sentence in (
            ("signed_on", "The signature lies in the future."),
            ("revoked_on", "This date lies in the future."),
            ("event_happened_on", "This date lies in the future."),
        )
        if (day := getattr(record, name)) is not None and day > today
    }
    start = max((day for day in (record.signed_on, record.valid_from) if day), default=None)
    if record.expires_on and start and record.expires_on < start:
        problems["expires_on"] = "It ends before it begins."
    if record.revoked_on and record.signed_on and record.revoked_on < record.signed_on:
        problems["revoked_on"] = "Revoked before it was signed."
    return problems


def _check_consent_kind(record: Consent) -> Problems:
    problems: Problems = {}
    if PROCEEDINGS in (record.kind, *record.purposes) and len(record.purposes) > 1:
        problems["purposes"] = "A consent for proceedings cannot carry another purpose."
    if record.irrevocable_until_event and record.kind != CRIMINAL_JUSTICE:
        problems["irrevocable_until_event"] = (
            "Only a consent for criminal justice can be irrevocable until an event."
        )
    elif record.revoked_on is not None and record.bound:
        problems["revoked_on"] = "This consent cannot be revoked before its event."
    return problems


def _check_provider(record: Provider, today: date) -> Problems:
    return _needs(record, name="Enter the name.", kind="Choose the kind of organisation.")


def _check_program(record: Program, today: date) -> Problems:
    return _needs(record, code="Enter a short code.", name="Enter the name.")


def _nothing(record: Record, today: date) -> Problems:
    return {}


_ALL = (
    Noun("participant", Participant, Changed.PARTICIPANTS, _nothing, named=True),
    Noun("person", Person, Changed.PEOPLE, _check_person, named=True),
    Noun("name", PersonName, Changed.PEOPLE, _check_name, named=True),
    Noun(
        "identifier",
        PersonIdentifier,
        Changed.PEOPLE,
        _check_value,
        indexed=("value", "value_index"),
        named=True,
    ),
    Noun("contact", PersonContact, Changed.PEOPLE, _check_value),
    Noun(
        "legal_case",
        LegalCase,
        Changed.LEGAL_CASES,
        _check_legal_case,
        indexed=("docket", "docket_index"),
        named=True,
    ),
    Noun("offence", Offence, Changed.LEGAL_CASES, _check_offence),
    Noun("referral", Referral, Changed.REFERRALS, _check_referral),
    Noun("consent", Consent, Changed.CONSENTS, _check_consent),
    Noun("enrollment", Enrollment, Changed.ENROLLMENTS, _check_enrollment),
    Noun("episode", Episode, Changed.EPISODES, _check_episode),
    Noun("stay", Stay, Changed.EPISODES, _check_stay),
    Noun("event", Event, Changed.EVENTS, _check_event),
    Noun("provider", Provider, Changed.PROVIDERS, _check_provider),
    Noun("program", Program, Changed.PROGRAMS, _check_program),
)

NOUNS: dict[str, Noun] = {noun.name: noun for noun in _ALL}
