"""The fields of a consent: the elements a valid one needs, in the order of the paper."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.field_checks import to_the_day

translate = QCoreApplication.translate


def consent(choices: Choices) -> list[Field]:
    """Return who may give what to whom, why, until when, and the signature."""
    return [*_what(choices), *_end(choices), *_signature(choices), *_revocation()]


def _what(choices: Choices) -> list[Field]:
    section = translate("Forms", "Who may give what to whom")
    return [
        Field(
            "kind",
            translate("Forms", "Kind of consent"),
            FieldKind.CODE,
            choices.codes("consent_kind"),
            required=True,
            no_answers=False,
            section=section,
            help=translate("Forms", "The kind decides whether and when it may be revoked."),
        ),
        Field(
            "discloser",
            translate("Forms", "Who may give the information"),
            required=True,
            section=section,
        ),
        Field(
            "recipients",
            translate("Forms", "To whom"),
            FieldKind.CODES,
            choices.recipients,
            required=True,
            no_answers=False,
            section=section,
        ),
        Field(
            "sections",
            translate("Forms", "Which information"),
            FieldKind.CODES,
            choices.codes("information_section"),
            required=True,
            no_answers=False,
            section=section,
            help=translate("Forms", "No paper can be made without name and birth date."),
        ),
        Field(
            "purposes",
            translate("Forms", "For which purposes"),
            FieldKind.CODES,
            choices.codes("disclosure_purpose"),
            required=True,
            no_answers=False,
            section=section,
        ),
    ]


def _end(choices: Choices) -> list[Field]:
    section = translate("Forms", "From when, until when")
    return [
        _day("valid_from", translate("Forms", "Valid from"), section, towards=1),
        _day("expires_on", translate("Forms", "Ends on"), section, towards=1),
        Field(
            "expires_event",
            translate("Forms", "Or ends with"),
            FieldKind.CODE,
            choices.codes("consent_event"),
            no_answers=False,
            section=section,
            help=translate("Forms", "A date, an event, or both; the first that comes ends it."),
        ),
        Field(
            "irrevocable_until_event",
            translate("Forms", "Cannot be revoked before the event"),
            FieldKind.YES_NO,
            no_answers=False,
            section=section,
            help=translate("Forms", "Only a criminal-justice consent may be bound in this way."),
        ),
        _day("event_happened_on", translate("Forms", "The event happened on"), section),
    ]


def _signature(choices: Choices) -> list[Field]:
    section = translate("Forms", "Told and signed")
    return [
        Field(
            "right_to_revoke_told",
            translate("Forms", "Right to revoke explained"),
            FieldKind.YES_NO,
            section=section,
        ),
        Field(
            "redisclosure_risk_told",
            translate("Forms", "Risk of passing on explained"),
            FieldKind.YES_NO,
            section=section,
        ),
        Field(
            "signed_on",
            translate("Forms", "Signed on"),
            FieldKind.DATE,
            required=True,
            check=to_the_day,
            section=section,
        ),
        Field(
            "signed_by",
            translate("Forms", "Signed by"),
            FieldKind.CODE,
            choices.codes("consent_signer"),
            required=True,
            no_answers=False,
            section=section,
        ),
        Field(
            "signature_form",
            translate("Forms", "Form of the signature"),
            FieldKind.CODE,
            choices.codes("signature_form"),
            section=section,
        ),
        Field("copy_given", translate("Forms", "Copy given"), FieldKind.YES_NO, section=section),
        Field(
            "interpreter", translate("Forms", "Interpreter used"), FieldKind.YES_NO, section=section
        ),
        Field("note", translate("Forms", "Note"), FieldKind.LONG, section=section),
    ]


def _revocation() -> list[Field]:
    section = translate("Forms", "Revocation")
    help_ = translate("Forms", "What was given before that day is not called back by it.")
    return [
        Field(
            "revoked_on",
            translate("Forms", "Revoked on"),
            FieldKind.DATE,
            check=to_the_day,
            section=section,
            help=help_,
        )
    ]


def _day(name: str, label: str, section: str, towards: int = -1) -> Field:
    return Field(name, label, FieldKind.DATE, towards=towards, check=to_the_day, section=section)
