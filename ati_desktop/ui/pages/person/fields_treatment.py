"""The fields of program and treatment: enrollments, episodes, stays."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.pages.person.choices import Choices
from ati_desktop.ui.pages.person.field_checks import dated

translate = QCoreApplication.translate


def enrollment(choices: Choices) -> list[Field]:
    """Return a stay in a program, with three outcomes that do not depend on each other."""
    return [*_admission(choices), *_exit(choices)]


def _admission(choices: Choices) -> list[Field]:
    section = translate("Forms", "Admission")
    return [
        Field(
            "program_id",
            translate("Forms", "Program"),
            FieldKind.PROVIDER,
            choices.programs,
            required=True,
            section=section,
        ),
        Field(
            "referral_id",
            translate("Forms", "From the referral"),
            FieldKind.PROVIDER,
            choices.referrals,
            section=section,
        ),
        Field(
            "legal_case_id",
            translate("Forms", "Legal case"),
            FieldKind.PROVIDER,
            choices.legal_cases,
            section=section,
        ),
        dated("ordered_on", translate("Forms", "Order or agreement"), section),
        dated(
            "admitted_on",
            translate("Forms", "Admitted"),
            section,
            translate("Forms", "The day of the first direct service, not of the order."),
        ),
        Field(
            "phase",
            translate("Forms", "Phase"),
            FieldKind.CODE,
            choices.codes("phase"),
            section=section,
        ),
        dated("phase_since", translate("Forms", "In this phase since"), section),
    ]


def _exit(choices: Choices) -> list[Field]:
    section = translate("Forms", "Exit: three outcomes, each for itself")
    return [
        dated("exited_on", translate("Forms", "Exited"), section),
        Field(
            "exit_program",
            translate("Forms", "Program outcome"),
            FieldKind.CODE,
            choices.codes("program_outcome"),
            section=section,
        ),
        Field(
            "exit_treatment",
            translate("Forms", "Treatment outcome"),
            FieldKind.CODE,
            choices.codes("treatment_outcome"),
            section=section,
        ),
        Field(
            "exit_justice",
            translate("Forms", "Justice outcome"),
            FieldKind.CODE,
            choices.codes("justice_outcome"),
            section=section,
        ),
        Field(
            "exit_reason",
            translate("Forms", "Reason"),
            FieldKind.CODE,
            choices.codes("exit_reason"),
            section=section,
        ),
    ]


def episode(choices: Choices) -> list[Field]:
    """Return treatment from admission until the treatment of the plan ends."""
    return [
        Field(
            "provider_id",
            translate("Forms", "Provider"),
            FieldKind.PROVIDER,
            choices.providers("treatment", "health"),
        ),
        Field(
            "enrollment_id",
            translate("Forms", "During the enrollment"),
            FieldKind.PROVIDER,
            choices.enrollments,
        ),
        Field("admitted_on", translate("Forms", "Began"), FieldKind.DATE, required=True),
        dated(
            "ended_on",
            translate("Forms", "Ended"),
            help_=translate("Forms", "A move to another level of care is a new stay, not an end."),
        ),
        Field(
            "end_reason",
            translate("Forms", "Why it ended"),
            FieldKind.CODE,
            choices.codes("exit_reason"),
        ),
    ]


def stay(choices: Choices) -> list[Field]:
    """Return a spell at one level of care inside an episode."""
    return [
        Field(
            "episode_id",
            translate("Forms", "Treatment episode"),
            FieldKind.PROVIDER,
            choices.episodes,
            required=True,
        ),
        Field(
            "provider_id",
            translate("Forms", "Provider"),
            FieldKind.PROVIDER,
            choices.providers("treatment", "health"),
        ),
        Field(
            "level_of_care",
            translate("Forms", "Level of care"),
            FieldKind.CODE,
            choices.codes("level_of_care"),
            required=True,
        ),
        Field(
            "setting",
            translate("Forms", "Setting"),
            FieldKind.CODE,
            choices.codes("treatment_setting"),
        ),
        Field("in_custody", translate("Forms", "In custody"), FieldKind.YES_NO, no_answers=False),
        dated("started_on", translate("Forms", "From")),
        dated("ended_on", translate("Forms", "Until")),
    ]
