"""What a referral summary says, as plain facts ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ati_desktop.reports.facts import Given
from ati_desktop.reports.notices import Statement
from ati_desktop.reports.page import PaperSize


class Section(StrEnum):
    """The parts of the paper a consent may cover or not; the values are the names of fields."""

    CONTACT = "contact"
    JUSTICE = "justice"
    OFFENCES = "offences"
    REFERRAL = "referral"
    SCREENING = "screening"
    REQUEST = "request"
    URGENT_NEEDS = "urgent_needs"
    PROGRAM = "program"
    TREATMENT = "treatment"


@dataclass(frozen=True, slots=True)
class Office:
    """The office that gives the paper out; `contact` names a person and a number or address."""

    name: str
    address: Given = None
    contact: Given = None


@dataclass(frozen=True, slots=True)
class Person:
    """The participant; `birth_date` says its own precision, such as "1986 (year only)"."""

    name: str
    reference: str
    birth_date: Given = None
    preferred_name: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """How the participant may be spoken to; `safe_contact` holds the rules for doing so safely."""

    language: Given = None
    interpreter: Given = None
    safe_contact: Given = None


@dataclass(frozen=True, slots=True)
class Justice:
    """Where the case stands in the justice system."""

    justice_point: Given = None
    supervising_authority: Given = None
    court: Given = None
    judge: Given = None
    dockets: tuple[str, ...] = ()
    next_court_date: Given = None


@dataclass(frozen=True, slots=True)
class Offence:
    """One charge, as the court words it, with its section of the international classification."""

    charge: Given = None
    section: Given = None
    date: Given = None


@dataclass(frozen=True, slots=True)
class Referral:
    """The referral that brought the participant."""

    source: Given = None
    date: Given = None
    reason: Given = None
    decision: Given = None


@dataclass(frozen=True, slots=True)
class Screening:
    """The level a screen found; never answers or scores."""

    level: Given = None
    date: Given = None


@dataclass(frozen=True, slots=True)
class Request:
    """What the recipient is asked for."""

    service: Given = None
    level_of_care: Given = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A need that cannot wait; `present` sets its state in bold."""

    name: str
    state: Given = None
    present: bool = False


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A program the participant is or was enrolled in."""

    program: Given = None
    status: Given = None
    since: Given = None
    phase: Given = None


@dataclass(frozen=True, slots=True)
class Episode:
    """A treatment episode; `ended` of a running one is a word such as "continues"."""

    provider: Given = None
    level_of_care: Given = None
    setting: Given = None
    started: Given = None
    ended: Given = None


@dataclass(frozen=True, slots=True)
class Consent:
    """The consent the paper is given under; `ends` is a date or an event.

    `scope` names what is covered in the consent's own words; `revocation` says when and how it
    may be withdrawn; `basis` is the rule it rests on, such as "42 CFR 2.35".
    """

    id: str
    recipient: str
    purpose: str
    scope: tuple[str, ...]
    ends: Given
    signed_on: Given = None
    basis: Given = None
    revocation: str = ""


@dataclass(frozen=True, slots=True)
class Print:
    """The print itself: its id, day, maker, and how it is made."""

    id: str
    day: str
    signer: Given = None
    signer_role: str = ""
    audit_head: str = ""
    demo: bool = False
    size: PaperSize = "A4"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ReferralSummary:
    """All facts of one referral summary.

    A section is given or named in `withheld`, never both and never neither: nothing that no
    consent covers can come in, and nothing can go missing without being named. `notice` is the
    statement of 42 CFR 2.32(a) where that law applies.

    Raises:
        ValueError: a section is both given and withheld, or neither.
    """

    office: Office
    person: Person
    consent: Consent
    print: Print
    contact: Contact | None = None
    justice: Justice | None = None
    offences: tuple[Offence, ...] | None = None
    referral: Referral | None = None
    screening: tuple[Screening, ...] | None = None
    request: Request | None = None
    urgent_needs: tuple[Need, ...] | None = None
    program: tuple[Enrollment, ...] | None = None
    treatment: tuple[Episode, ...] | None = None
    withheld: frozenset[Section] = frozenset()
    notice: Statement | None = None

    def __post_init__(self) -> None:
        """Refuse facts of a withheld section, and a section that is silently absent."""
        wrong = [
            section.value
            for section in Section
            if (getattr(self, section.value) is None) != (section in self.withheld)
        ]
        if wrong:
            raise ValueError(f"sections neither or both given and withheld: {', '.join(wrong)}")
