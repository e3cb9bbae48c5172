"""The fields of a new intake: name, birth date, referral, legal case."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field
from ati_desktop.ui.pages.person import fields_identity, fields_legal, fields_referral
from ati_desktop.ui.pages.person.choices import Choices

translate = QCoreApplication.translate

_WHO = ("family", "given", "birth_date", "sex", "language", "interpreter")
_REFERRAL = ("referred_on", "source", "justice_point", "program_id", "reason", "reason_note")
_CASE = ("docket", "court_id", "legal_status", "next_hearing_on")


def intake_fields(choices: Choices) -> list[Field]:
    """Return the same fields as the forms of the record have, in the order of the interview."""
    known = {
        field.name: field
        for field in (
            *fields_identity.name(choices),
            *fields_identity.person(choices),
            *fields_identity.participant(choices),
        )
    }
    referral = {field.name: field for field in fields_referral.referral(choices)}
    case = {field.name: field for field in fields_legal.legal_case(choices)}
    return [
        *_in(translate("Forms", "Person"), known, _WHO),
        *_in(translate("Forms", "Referral"), referral, _REFERRAL),
        *_in(translate("Forms", "Legal case, if there is one"), case, _CASE),
    ]


def _in(section: str, fields: dict[str, Field], names: tuple[str, ...]) -> list[Field]:
    return [replace(fields[name], section=section) for name in names]
