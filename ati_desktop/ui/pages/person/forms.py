"""The forms of the record: each noun's title and fields, declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field
from ati_desktop.ui.pages.person import (
    fields_consent,
    fields_directory,
    fields_identity,
    fields_legal,
    fields_referral,
    fields_treatment,
)
from ati_desktop.ui.pages.person.choices import Choices

translate = QCoreApplication.translate

FORMS: dict[str, Callable[[Choices], Sequence[Field]]] = {
    "participant": fields_identity.participant,
    "person": fields_identity.person,
    "name": fields_identity.name,
    "identifier": fields_identity.identifier,
    "contact": fields_identity.contact,
    "legal_case": fields_legal.legal_case,
    "offence": fields_legal.offence,
    "referral": fields_referral.referral,
    "event": fields_legal.event,
    "consent": fields_consent.consent,
    "enrollment": fields_treatment.enrollment,
    "episode": fields_treatment.episode,
    "stay": fields_treatment.stay,
    "provider": fields_directory.provider,
    "program": fields_directory.program,
}
"""The nouns that have a form, and what gives its fields."""

NEVER_REMOVED = frozenset({"participant", "person", "provider", "program"})
"""Records that others rest on; they are closed or corrected instead."""


def form_title(noun: str) -> str:
    """Return what a record of a noun is called."""
    return {
        "participant": translate("Forms", "About the person"),
        "person": translate("Forms", "Birth date and contact rules"),
        "name": translate("Forms", "Name"),
        "identifier": translate("Forms", "Identifier"),
        "contact": translate("Forms", "Contact"),
        "legal_case": translate("Forms", "Legal case"),
        "offence": translate("Forms", "Offence"),
        "referral": translate("Forms", "Referral"),
        "event": translate("Forms", "Event"),
        "consent": translate("Forms", "Consent"),
        "enrollment": translate("Forms", "Enrollment"),
        "episode": translate("Forms", "Treatment episode"),
        "stay": translate("Forms", "Stay at a level of care"),
        "provider": translate("Forms", "Organisation"),
        "program": translate("Forms", "Program"),
    }[noun]


def new_title(noun: str) -> str:
    """Return the words of a button or a title that makes the next record of a noun."""
    return {
        "participant": translate("Forms", "About the person"),
        "person": translate("Forms", "Birth date and contact rules"),
        "name": translate("Forms", "New name"),
        "identifier": translate("Forms", "New identifier"),
        "contact": translate("Forms", "New contact"),
        "legal_case": translate("Forms", "New legal case"),
        "offence": translate("Forms", "New offence"),
        "referral": translate("Forms", "New referral"),
        "event": translate("Forms", "New event"),
        "consent": translate("Forms", "New consent"),
        "enrollment": translate("Forms", "New enrollment"),
        "episode": translate("Forms", "New treatment episode"),
        "stay": translate("Forms", "New stay"),
        "provider": translate("Forms", "New organisation"),
        "program": translate("Forms", "New program"),
    }[noun]
