"""The fields of the justice side: legal cases, offences, referrals, events."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.field_checks import to_the_day

translate = QCoreApplication.translate


def legal_case(choices: Choices) -> list[Field]:
    """Return one case before a court or prosecutor."""
    return [
        Field("docket", translate("Forms", "Docket number")),
        Field(
            "court_id",
            translate("Forms", "Court"),
            FieldKind.PROVIDER,
            choices.providers("court", "prosecutor"),
        ),
        Field("judge", translate("Forms", "Judge")),
        Field(
            "supervising_id",
            translate("Forms", "Supervised by"),
            FieldKind.PROVIDER,
            choices.providers("probation", "court"),
        ),
        Field(
            "legal_status",
            translate("Forms", "Legal status"),
            FieldKind.CODE,
            choices.codes("legal_status"),
        ),
        Field(
            "next_hearing_on",
            translate("Forms", "Next hearing"),
            FieldKind.DATE,
            towards=1,
            check=to_the_day,
            placeholder=translate("Forms", "mon, +14"),
        ),
        _dated("received_on", translate("Forms", "Received")),
        _dated("disposed_on", translate("Forms", "Disposed of")),
        Field("note", translate("Forms", "Note"), FieldKind.LONG),
    ]


def offence(choices: Choices) -> list[Field]:
    """Return one charge of a legal case."""
    return [
        Field(
            "legal_case_id",
            translate("Forms", "Legal case"),
            FieldKind.PROVIDER,
            choices.legal_cases,
            required=True,
        ),
        Field("charge", translate("Forms", "Charge")),
        Field(
            "section",
            translate("Forms", "Section (ICCS)"),
            FieldKind.CODE,
            choices.codes("iccs_section"),
        ),
        Field("statute", translate("Forms", "Statute")),
        Field(
            "severity",
            translate("Forms", "Severity"),
            FieldKind.CODE,
            choices.codes("offence_severity"),
        ),
        _dated("offence_on", translate("Forms", "Date of the offence")),
    ]


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
        _dated("screened_on", translate("Forms", "Screened on"), section),
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
        _dated("decided_on", translate("Forms", "Decided on"), section),
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


def event(choices: Choices) -> list[Field]:
    """Return one event of justice or health."""
    return [
        Field(
            "kind",
            translate("Forms", "What happened"),
            FieldKind.CODE,
            choices.codes("event_kind"),
            required=True,
            no_answers=False,
        ),
        Field("happened_on", translate("Forms", "When"), FieldKind.DATE, required=True),
        _dated("ended_on", translate("Forms", "Until")),
        Field(
            "offence_on",
            translate("Forms", "Date of the offence"),
            FieldKind.DATE,
            no_answers=True,
            help=translate("Forms", "May lie before admission even when the arrest lies after it."),
        ),
        Field(
            "section",
            translate("Forms", "Section (ICCS)"),
            FieldKind.CODE,
            choices.codes("iccs_section"),
        ),
        Field(
            "legal_case_id",
            translate("Forms", "Legal case"),
            FieldKind.PROVIDER,
            choices.legal_cases,
        ),
        Field(
            "index_case",
            translate("Forms", "Belongs to the case that led here"),
            FieldKind.YES_NO,
            no_answers=False,
        ),
        Field(
            "technical",
            translate("Forms", "Technical violation only"),
            FieldKind.YES_NO,
            no_answers=False,
        ),
        Field("note", translate("Forms", "Note"), FieldKind.LONG),
    ]


def _dated(name: str, label: str, section: str = "") -> Field:
    return Field(name, label, FieldKind.DATE, no_answers=True, section=section)
