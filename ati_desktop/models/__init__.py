"""The records: one file a noun, with the noun's own rules."""

from ati_desktop.models.audit import AuditLine
from ati_desktop.models.columns import Record
from ati_desktop.models.consents import Consent, ConsentRecipient
from ati_desktop.models.disclosures import Disclosure
from ati_desktop.models.drafts import Draft
from ati_desktop.models.enrollments import Enrollment, Program
from ati_desktop.models.episodes import Episode, Stay
from ati_desktop.models.events import Event, OutcomeSource
from ati_desktop.models.imported import Doubt, ImportedKey, ImportRun
from ati_desktop.models.legal_cases import LegalCase, Offence
from ati_desktop.models.participants import Participant
from ati_desktop.models.people import Person, PersonContact, PersonIdentifier, PersonName
from ati_desktop.models.providers import Provider
from ati_desktop.models.referrals import Referral
from ati_desktop.models.settings import ResearchId, Setting
from ati_desktop.models.users import User

__all__ = [
    "AuditLine",
    "Consent",
    "ConsentRecipient",
    "Disclosure",
    "Doubt",
    "Draft",
    "Enrollment",
    "Episode",
    "Event",
    "ImportRun",
    "ImportedKey",
    "LegalCase",
    "Offence",
    "OutcomeSource",
    "Participant",
    "Person",
    "PersonContact",
    "PersonIdentifier",
    "PersonName",
    "Program",
    "Provider",
    "Record",
    "Referral",
    "ResearchId",
    "Setting",
    "Stay",
    "User",
]
