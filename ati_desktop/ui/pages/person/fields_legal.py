"""The fields of the justice side: legal cases, offences, events."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.field_checks import dated, to_the_day

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
        dated("received_on", translate("Forms", "Received")),
        dated("disposed_on", translate("Forms", "Disposed of")),
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
        dated("offence_on", translate("Forms", "Date of the offence")),
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
        dated("ended_on", translate("Forms", "Until")),
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
