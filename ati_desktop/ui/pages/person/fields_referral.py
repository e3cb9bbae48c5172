"""The fields of a referral: what is asked for, the screening, the decision."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.field_checks import dated

translate = QCoreApplication.translate


def referral(choices: Choices) -> list[Field]:
    """Return one referral with its decision."""
    return [*_referral_request(choices), *_referral_screening(choices), *_decision(choices)]


def _referral_request(choices: Choices) -> list[Field]:
    section = translate("Forms", "Referral")
    return [
        Field(
            "referred_on",
            translate("Forms", "Referred on"),
            FieldKind.DATE,
            required=True,
            section=section,
        ),
        Field(
            "source",
            translate("Forms", "Referred by"),
            FieldKind.CODE,
            choices.codes("referral_source"),
            required=True,
            section=section,
        ),
        Field(
            "direction",
            translate("Forms", "Direction"),
            FieldKind.CODE,
            choices.codes("direction"),
            required=True,
            no_answers=False,
            section=section,
        ),
        Field(
            "justice_point",
            translate("Forms", "Justice point"),
            FieldKind.CODE,
            choices.codes("justice_point"),
            section=section,
        ),
        Field(
            "program_id",
            translate("Forms", "Program"),
            FieldKind.PROVIDER,
            choices.programs,
            section=section,
        ),
        Field(
            "provider_id",
            translate("Forms", "Organisation"),
            FieldKind.PROVIDER,
            choices.providers(),
            section=section,
        ),
        Field(
            "legal_case_id",
            translate("Forms", "Legal case"),
            FieldKind.PROVIDER,
            choices.legal_cases,
            section=section,
        ),
        Field(
            "reason",
            translate("Forms", "Reason"),
            FieldKind.CODE,
            choices.codes("referral_reason"),
            section=section,
        ),
        Field(
            "reason_note", translate("Forms", "Reason in words"), FieldKind.LONG, section=section
        ),
    ]


def _referral_screening(choices: Choices) -> list[Field]:
    section = translate("Forms", "Screening and what is asked for")
    return [
        Field(
            "screen_level",
            translate("Forms", "Screening level"),
            FieldKind.CODE,
            choices.codes("screen_level"),
            section=section,
        ),
        dated("screened_on", translate("Forms", "Screened on"), section),
        Field(
            "requested_service",
            translate("Forms", "Service asked for"),
            FieldKind.CODE,
            choices.codes("treatment_setting"),
            section=section,
        ),
        Field(
            "level_of_care",
            translate("Forms", "Level of care"),
            FieldKind.CODE,
            choices.codes("level_of_care"),
            section=section,
        ),
        Field(
            "urgent_needs",
            translate("Forms", "Urgent needs"),
            FieldKind.CODES,
            choices.codes("urgent_need"),
            section=section,
        ),
    ]


def _decision(choices: Choices) -> list[Field]:
    section = translate("Forms", "Decision")
    return [
        Field(
            "decision",
            translate("Forms", "Decision"),
            FieldKind.CODE,
            choices.codes("referral_decision"),
            section=section,
        ),
        dated("decided_on", translate("Forms", "Decided on"), section),
        Field(
            "decision_reason",
            translate("Forms", "Reason for the decision"),
            FieldKind.CODE,
            choices.codes("decision_reason"),
            section=section,
        ),
        Field(
            "decision_note",
            translate("Forms", "Decision in words"),
            FieldKind.LONG,
            section=section,
        ),
    ]
