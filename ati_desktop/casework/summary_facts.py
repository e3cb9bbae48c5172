"""The facts of a referral summary, gathered section by section from the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ati_desktop.casework.belongings import belonging_to
from ati_desktop.casework.wording import Say, day_words, when_words
from ati_desktop.models import (
    Enrollment,
    Episode,
    LegalCase,
    Offence,
    Participant,
    Person,
    PersonName,
    Program,
    Provider,
    Referral,
    Stay,
)
from ati_desktop.models.answers import MISSING_CODES
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.dates import PartialDate, When
from ati_desktop.reports import referral_facts as paper
from ati_desktop.reports.facts import Given, Unanswered
from ati_desktop.storage.units import Reading

SECTION_OF = {
    "contact": paper.Section.CONTACT,
    "justice": paper.Section.JUSTICE,
    "offences": paper.Section.OFFENCES,
    "referral": paper.Section.REFERRAL,
    "screening": paper.Section.SCREENING,
    "service": paper.Section.REQUEST,
    "urgent_needs": paper.Section.URGENT_NEEDS,
    "enrollment": paper.Section.PROGRAM,
    "treatment": paper.Section.TREATMENT,
}
"""From the information a consent names to the section of the paper it lets out."""


@dataclass(frozen=True)
class Gathering:
    """Where the facts of one participant's paper come from."""

    reading: Reading
    participant_id: int
    codes: CodeLists
    say: Say
    today: date

    def word(self, code_list: str, code: str | None) -> Given:
        """Return a code's label, an unanswered question's words, or None for a hole."""
        if code is None:
            return None
        words = self.say(self.codes.label(code_list, code))
        return Unanswered(words.lower()) if code in MISSING_CODES else words

    def when(self, when: When | None) -> Given:
        """Return a date in words, or what stands in its place."""
        if when is None or isinstance(when, PartialDate):
            return when_words(when, self.say)
        return Unanswered(self.say(self.codes.label("yes_no", str(when))).lower())

    def provider(self, provider_id: int | None) -> str | None:
        """Return an organisation's name."""
        found = self.reading.get(Provider, provider_id) if provider_id is not None else None
        return found.name if found else None


def identity(facts: Gathering) -> paper.Person:
    """Return who the paper is about."""
    participant = facts.reading.get(Participant, facts.participant_id)
    person = next(iter(belonging_to(facts.reading, Person, facts.participant_id)), None)
    names = sorted(
        belonging_to(facts.reading, PersonName, facts.participant_id),
        key=lambda one: (one.position, one.id),
    )
    used = next((one.shown for one in names[1:] if one.kind == "used"), "")
    born = PartialDate.parse(person.birth_date) if person and person.birth_date else None
    return paper.Person(
        name=names[0].shown if names else facts.say("[name not entered]"),
        reference=participant.reference if participant else "",
        birth_date=facts.when(born),
        preferred_name=used,
        other_names=tuple(one.shown for one in names[1:] if one.kind not in ("used", "former")),
    )


def gather_sections(facts: Gathering, referral: Referral, covered: Sequence[str]) -> dict[str, Any]:
    """Return the sections a consent covers, by the name of the paper's field; no other is read."""
    return {
        str(SECTION_OF[section]): _GATHER[section](facts, referral)
        for section in covered
        if section in SECTION_OF
    }


def _contact(facts: Gathering, referral: Referral) -> paper.Contact:
    participant = facts.reading.get(Participant, facts.participant_id)
    person = next(iter(belonging_to(facts.reading, Person, facts.participant_id)), None)
    return paper.Contact(
        language=facts.word("language", participant.language if participant else None),
        interpreter=facts.word("yes_no", participant.interpreter if participant else None),
        safe_contact=_contact_rules(facts, person),
    )


def _contact_rules(facts: Gathering, person: Person | None) -> Given:
    if person is None or person.contact_rules:
        return person.contact_rules if person else None
    return facts.say("No special rules") if person.safe_to_contact == "yes" else None


def _justice(facts: Gathering, referral: Referral) -> paper.Justice:
    cases = belonging_to(facts.reading, LegalCase, facts.participant_id)
    cases.sort(key=lambda one: one.id != referral.legal_case_id)
    first = cases[0] if cases else None
    hearings = [
        one.next_hearing_on
        for one in cases
        if one.next_hearing_on is not None and one.next_hearing_on >= facts.today
    ]
    return paper.Justice(
        justice_point=facts.word("justice_point", referral.justice_point),
        supervising_authority=facts.provider(first.supervising_id if first else None),
        court=facts.provider(first.court_id if first else None),
        judge=first.judge if first else None,
        dockets=tuple(one.docket for one in cases if one.docket),
        next_court_date=day_words(min(hearings), facts.say) if hearings else None,
    )


def _offences(facts: Gathering, referral: Referral) -> tuple[paper.Offence, ...]:
    return tuple(
        paper.Offence(
            charge=one.charge,
            section=facts.word("iccs_section", one.section),
            date=facts.when(one.offence_on),
        )
        for one in belonging_to(facts.reading, Offence, facts.participant_id)
    )


def _referral(facts: Gathering, referral: Referral) -> paper.Referral:
    reason = facts.word("referral_reason", referral.reason)
    if referral.reason_note:
        start = f"{reason}. " if isinstance(reason, str) else ""
        reason = f"{start}{referral.reason_note}"
    return paper.Referral(
        source=facts.word("referral_source", referral.source),
        date=facts.when(referral.referred_on),
        reason=reason,
        decision=facts.word("referral_decision", referral.decision),
    )


def _screening(facts: Gathering, referral: Referral) -> tuple[paper.Screening, ...]:
    return (
        paper.Screening(
            level=facts.word("screen_level", referral.screen_level),
            date=facts.when(referral.screened_on),
        ),
    )


def _service(facts: Gathering, referral: Referral) -> paper.Request:
    return paper.Request(
        service=facts.word("treatment_setting", referral.requested_service),
        level_of_care=facts.word("level_of_care", referral.level_of_care),
    )


def _urgent_needs(facts: Gathering, referral: Referral) -> tuple[paper.Need, ...]:
    return tuple(_need(facts, code) for code in referral.urgent_needs)


def _need(facts: Gathering, code: str) -> paper.Need:
    label = facts.say(facts.codes.label("urgent_need", code))
    if code in MISSING_CODES:
        return paper.Need(name=facts.say("Need"), state=Unanswered(label.lower()))
    return paper.Need(name=label, state=facts.say("Yes"), present=True)


def _enrollment(facts: Gathering, referral: Referral) -> tuple[paper.Enrollment, ...]:
    names = {one.id: one.name for one in facts.reading.all(select(Program))}
    return tuple(
        paper.Enrollment(
            program=names.get(one.program_id),
            status=facts.word("program_outcome", one.exit_program)
            if one.ended
            else facts.say("Enrolled"),
            since=facts.when(one.admitted_on),
            phase=facts.word("phase", one.phase) or ("—" if one.ended else None),
        )
        for one in belonging_to(facts.reading, Enrollment, facts.participant_id)
    )


def _treatment(facts: Gathering, referral: Referral) -> tuple[paper.Episode, ...]:
    stays = belonging_to(facts.reading, Stay, facts.participant_id)
    told = {one.episode_id for one in stays}
    rows = [
        paper.Episode(
            provider=facts.provider(one.provider_id),
            level_of_care=facts.word("level_of_care", one.level_of_care),
            setting=facts.word("treatment_setting", one.setting),
            started=facts.when(one.started_on),
            ended=facts.when(one.ended_on) or facts.say("continues"),
        )
        for one in stays
    ]
    rows += [
        paper.Episode(
            provider=facts.provider(one.provider_id),
            started=facts.when(one.admitted_on),
            ended=facts.when(one.ended_on) or facts.say("continues"),
        )
        for one in belonging_to(facts.reading, Episode, facts.participant_id)
        if one.id not in told
    ]
    return tuple(rows)


_GATHER: dict[str, Callable[[Gathering, Referral], Any]] = {
    "contact": _contact,
    "justice": _justice,
    "offences": _offences,
    "referral": _referral,
    "screening": _screening,
    "service": _service,
    "urgent_needs": _urgent_needs,
    "enrollment": _enrollment,
    "treatment": _treatment,
}
