"""The one door for paper: the consent is asked, the disclosure written, then it goes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from ati_desktop.casework.belongings import belonging_to
from ati_desktop.casework.consents import Cover, find_cover
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.kept_facts import facts_as_text, facts_from_text
from ati_desktop.casework.settings import settings_in
from ati_desktop.casework.summary_facts import SECTION_OF, Gathering, gather_sections, identity
from ati_desktop.casework.wording import Say, day_words, plain
from ati_desktop.casework.writing import check_place, write_file
from ati_desktop.errors import Refused
from ati_desktop.models import Disclosure, LegalCase, Participant, Provider, Referral
from ati_desktop.models.consents import CRIMINAL_JUSTICE, Consent
from ati_desktop.models.dates import PartialDate
from ati_desktop.models.participants import reference_from
from ati_desktop.models.users import Right
from ati_desktop.reports import referral_facts as paper
from ati_desktop.reports.referral_summary import render_referral_summary
from ati_desktop.storage.units import Reading, Unit

REFERRAL_SUMMARY = "referral_summary"
WANTED = ("identity", *SECTION_OF)
_ID_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper that is asked for: about whom, for whom, for which purpose."""

    participant_id: int
    recipient_id: int
    purpose: str
    referral_id: int | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it goes out: its print id, its pages, and what it had to leave out."""

    print_id: str
    pdf: bytes
    withheld: tuple[str, ...]
    consent_ends_before_hearing: bool


def preview_referral_summary(desk: Desk, asked: Asked, say: Say = plain) -> Printed:
    """Return the paper as it would go out, marked as a preview; nothing is written down.

    Raises:
        Refused: as for ``print_referral_summary``.
    """
    desk.require(Right.PRINT_PAPER)
    with desk.working.reading() as reading:
        facts, cover = _facts(reading, desk, asked, say("preview"), say)
        return _printed(reading, facts, cover, asked, say)


def print_referral_summary(desk: Desk, asked: Asked, say: Say = plain) -> Printed:
    """Return the paper after writing down that it was let out.

    Raises:
        Refused: the role may not print, no live consent covers the recipient, the purpose and
            today, or the participant has no referral.
    """
    desk.require(Right.PRINT_PAPER)
    with desk.working.unit("print referral summary") as unit:
        print_id = _print_id(desk)
        facts, cover = _facts(unit, desk, asked, print_id, say)
        printed = _printed(unit, facts, cover, asked, say)
        unit.saw("participants", asked.participant_id)
        _write_down(unit, desk, asked, cover, printed, facts)
    return printed


def write_referral_summary(desk: Desk, asked: Asked, out: Path, say: Say = plain) -> Printed:
    """Print a referral summary into a file the person chose.

    Raises:
        Refused: as for ``print_referral_summary``, or the file cannot be written.
    """
    check_place(out)
    printed = print_referral_summary(desk, asked, say)
    write_file(out, printed.pdf)
    return printed


def show_again(desk: Desk, disclosure_id: int, say: Say = plain) -> bytes:
    """Return a paper of the disclosure log as it was, to be looked at inside the office.

    Made from the facts kept with it. To hand it out anew, a new paper is printed under a consent
    of that day.

    Raises:
        Refused: the role may not print, or there is no such paper.
    """
    desk.require(Right.PRINT_PAPER)
    with desk.working.unit("show paper again") as unit:
        disclosure = unit.get(Disclosure, disclosure_id)
        if disclosure is None or disclosure.facts is None:
            raise Refused("This paper is not in the log of disclosures.")
        unit.saw("disclosures", disclosure_id)
    return render_referral_summary(facts_from_text(disclosure.facts), say)


def disclosures_of(desk: Desk, participant_id: int) -> list[Disclosure]:
    """Return what was let out about a participant, the newest first."""
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        return belonging_to(reading, Disclosure, participant_id)[::-1]


def find_recipient(desk: Desk, text: str) -> int:
    """Return the id of the organisation a text names, by its whole name or a part only it has.

    Raises:
        Refused: none or several organisations fit.
    """
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        providers = reading.all(select(Provider).where(Provider.active))
    wanted = text.strip().casefold()
    exact = [one for one in providers if one.name.casefold() == wanted]
    fits = exact or [one for one in providers if wanted and wanted in one.name.casefold()]
    if len(fits) != 1:
        names = ", ".join(sorted(one.name for one in fits[:5])) or "-"
        raise Refused(
            "{text} does not name one organisation of the directory ({names}).",
            text=text,
            names=names,
        )
    return fits[0].id or 0


def find_participant(desk: Desk, reference: str) -> int:
    """Return the id of the participant with a reference.

    Raises:
        Refused: there is none.
    """
    desk.require(Right.READ_RECORDS)
    query = select(Participant.id).where(Participant.reference == reference.strip().upper())
    with desk.working.reading() as reading:
        found = reading.one(query)
    if found is None:
        raise Refused("No participant has the reference {reference}.", reference=reference)
    return found


def _facts(
    reading: Reading, desk: Desk, asked: Asked, print_id: str, say: Say
) -> tuple[paper.ReferralSummary, Cover]:
    recipient = reading.get(Provider, asked.recipient_id)
    if recipient is None:
        raise Refused("Choose the recipient from the directory.")
    cover = find_cover(reading, asked.participant_id, recipient, asked.purpose, desk.today, WANTED)
    if "identity" in cover.withheld:
        raise Refused(
            "The consent for {name} does not cover name and birth date, and no paper can be made "
            "without them.",
            name=recipient.name,
        )
    referral = _referral(reading, asked)
    office = settings_in(reading)
    gathering = Gathering(reading, asked.participant_id, desk.codes, say, desk.today)
    withheld = frozenset(SECTION_OF[one] for one in cover.withheld if one in SECTION_OF)
    part2 = office.part2 == "yes"
    summary = paper.ReferralSummary(
        office=paper.Office(
            office.office or desk.home.office or say("[office not entered]"),
            office.address or None,
            ", ".join(part for part in (office.phone, office.email) if part) or None,
        ),
        person=identity(gathering),
        consent=_consent_facts(gathering, cover, recipient, asked.purpose, part2),
        print=paper.Print(
            id=print_id,
            day=day_words(desk.today, say),
            signer=desk.user.name,
            signer_role=say(str(desk.user.role).replace("_", " ")),
            audit_head=reading.audit_head(),
            demo=desk.home.demo,
            size="A4" if office.paper_size == "a4" else "Letter",
        ),
        withheld=withheld,
        notice="statement_1" if part2 else None,
        **gather_sections(gathering, referral, cover.sections),
    )
    return summary, cover


def _referral(reading: Reading, asked: Asked) -> Referral:
    referrals = belonging_to(reading, Referral, asked.participant_id)
    chosen = [one for one in referrals if asked.referral_id in (None, one.id)]
    if not chosen:
        raise Refused("Enter a referral first: the paper is about one.")
    return max(chosen, key=lambda one: (_day(one), one.id or 0))


def _day(referral: Referral) -> str:
    when = referral.referred_on
    return when.text if isinstance(when, PartialDate) else ""


def _consent_facts(
    facts: Gathering, cover: Cover, recipient: Provider, purpose: str, part2: bool
) -> paper.Consent:
    consent, say = cover.consent, facts.say
    basis = "42 CFR 2.35" if consent.kind == CRIMINAL_JUSTICE else "42 CFR 2.31"
    kind = facts.word("consent_kind", consent.kind)
    return paper.Consent(
        id=_consent_id(consent),
        recipient=recipient.name,
        purpose=say(facts.codes.label("disclosure_purpose", purpose)),
        scope=tuple(say(facts.codes.label("information_section", one)) for one in consent.sections),
        ends=_ends(facts, consent),
        signed_on=day_words(consent.signed_on, say) if consent.signed_on else None,
        basis=basis if part2 else kind,
        revocation=_revocation(consent, say),
    )


def _consent_id(consent: Consent) -> str:
    """Return a number for papers that says nothing of the store, the same for each consent."""
    digest = hashlib.sha256(f"consent on paper|{consent.uid}".encode()).digest()
    return f"C{reference_from(digest)[1:]}"


def _ends(facts: Gathering, consent: Consent) -> str | None:
    parts = [
        day_words(consent.expires_on, facts.say) if consent.expires_on else None,
        facts.say(facts.codes.label("consent_event", consent.expires_event)) or None,
    ]
    told = [part for part in parts if part]
    return facts.say(" or ").join(told) if told else None


def _revocation(consent: Consent, say: Say) -> str:
    if consent.bound:
        return say("May not be revoked before the event that ends it.")
    return say("May be revoked in writing at any time, except where already relied upon.")


def _printed(
    reading: Reading, facts: paper.ReferralSummary, cover: Cover, asked: Asked, say: Say
) -> Printed:
    pdf = render_referral_summary(facts, say)
    cases = belonging_to(reading, LegalCase, asked.participant_id)
    hearings = [one.next_hearing_on for one in cases if one.next_hearing_on is not None]
    ends = cover.consent.expires_on
    early = ends is not None and any(hearing > ends for hearing in hearings)
    return Printed(facts.print.id, pdf, cover.withheld, consent_ends_before_hearing=early)


def _write_down(
    unit: Unit,
    desk: Desk,
    asked: Asked,
    cover: Cover,
    printed: Printed,
    facts: paper.ReferralSummary,
) -> None:
    unit.add(
        Disclosure(
            participant_id=asked.participant_id,
            consent_id=cover.consent.id or 0,
            recipient_id=asked.recipient_id,
            user_id=desk.user_id,
            paper=REFERRAL_SUMMARY,
            purpose=asked.purpose,
            made_at=desk.now_text(),
            print_id=printed.print_id,
            sections=cover.sections,
            withheld=cover.withheld,
            content_sha256=hashlib.sha256(printed.pdf).hexdigest(),
            facts=facts_as_text(facts),
        )
    )


def _print_id(desk: Desk) -> str:
    letters = [_ID_LETTERS[byte % len(_ID_LETTERS)] for byte in desk.randomness(10)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"
