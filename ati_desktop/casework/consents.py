"""Which consent covers a disclosure: this recipient, this purpose, this day, these sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.recipients import recipients_of
from ati_desktop.errors import Refused
from ati_desktop.models import Consent, ConsentRecipient, Provider
from ati_desktop.models.users import Right
from ati_desktop.storage.units import Reading

ENDS_SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Cover:
    """The consent a paper rests on and the sections it lets out, of those that were asked."""

    consent: Consent
    recipients: tuple[ConsentRecipient, ...]
    sections: tuple[str, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentState:
    """How a participant's consents stand today: ``live``, ``ends_soon``, ``ended`` or ``none``."""

    state: str
    ends_on: date | None = None


def find_cover(
    reading: Reading,
    participant_id: int,
    recipient: Provider,
    purpose: str,
    day: date,
    wanted: Sequence[str],
) -> Cover:
    """Return the live consent that covers most of the wanted sections.

    One that covers who the person is comes before any that does not.

    Raises:
        Refused: no live and complete consent covers this recipient, purpose and day; the
            sentence names the nearest reason.
    """
    reasons: list[str] = []
    best: Cover | None = None
    for consent in _consents(reading, participant_id):
        recipients = tuple(recipients_of(reading, consent.id))
        reason = _why_not(consent, recipients, recipient, purpose, day)
        if reason is not None:
            reasons.append(reason)
            continue
        sections = tuple(one for one in wanted if one in consent.sections)
        withheld = tuple(one for one in wanted if one not in consent.sections)
        if not sections:
            reasons.append("sections")
        elif best is None or _worth(sections) > _worth(best.sections):
            best = Cover(consent, recipients, sections, withheld)
    if best is None:
        raise _refusal(reasons, recipient)
    return best


def consent_state(consents: Sequence[Consent], today: date) -> ConsentState:
    """Return the state shown in a person's head: the live consent that ends last decides."""
    live = [one for one in consents if one.live_on(today)]
    if live:
        ends = max(one.expires_on or date.max for one in live)
        if ends == date.max:
            return ConsentState("live")
        soon = (ends - today).days <= ENDS_SOON_DAYS
        return ConsentState("ends_soon" if soon else "live", ends)
    past = [one.ended_on for one in consents]
    ended = [day for day in past if day is not None and day <= today]
    return ConsentState("ended", max(ended)) if ended else ConsentState("none")


def consents_of(desk: Desk, participant_id: int) -> list[Consent]:
    """Return a participant's consents, the newest signature first."""
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        return _consents(reading, participant_id)


def _consents(reading: Reading, participant_id: int) -> list[Consent]:
    query = select(Consent).where(Consent.participant_id == participant_id)
    return reading.all(query.order_by(Consent.signed_on.desc(), Consent.id.desc()))


def _worth(sections: Sequence[str]) -> tuple[bool, int]:
    return "identity" in sections, len(sections)


def _why_not(
    consent: Consent,
    recipients: Sequence[ConsentRecipient],
    recipient: Provider,
    purpose: str,
    day: date,
) -> str | None:
    if not any(one.names(recipient.id or 0, recipient.kind) for one in recipients):
        return "recipient"
    if not consent.allows_purpose(purpose):
        return "purpose"
    if consent.missing_elements(recipients):
        return "incomplete"
    if not consent.live_on(day):
        return "not_live"
    return None


def _refusal(reasons: Sequence[str], recipient: Provider) -> Refused:
    name = recipient.name
    if "sections" in reasons:
        return Refused(
            "The consent for {name} covers nothing of this paper. Record a consent that does.",
            name=name,
        )
    if "not_live" in reasons:
        return Refused(
            "The consent for {name} is not in force today: it has ended, was revoked or begins "
            "later. Record a new consent first.",
            name=name,
        )
    if "incomplete" in reasons:
        return Refused(
            "The consent for {name} lacks a required element. Complete it under Consents first.",
            name=name,
        )
    if "purpose" in reasons:
        return Refused(
            "The consent for {name} does not name this purpose. Record a consent that does.",
            name=name,
        )
    return Refused(
        "No consent names {name} as a recipient. Record a consent for it first.", name=name
    )
