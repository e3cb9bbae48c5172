"""The fields of the directory: organisations and the office's programs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.pages.person.choices import Choices

translate = QCoreApplication.translate


def provider(choices: Choices) -> list[Field]:
    """Return an organisation the office works with."""
    return [
        Field("name", translate("Forms", "Name"), required=True),
        Field(
            "kind",
            translate("Forms", "Kind"),
            FieldKind.CODE,
            choices.codes("provider_kind"),
            required=True,
            no_answers=False,
            help=translate("Forms", "A consent may name every organisation of a kind."),
        ),
        Field("sector", translate("Forms", "Sector"), FieldKind.CODE, choices.codes("sector")),
        Field(
            "services",
            translate("Forms", "Services"),
            FieldKind.CODES,
            choices.codes("treatment_setting"),
            no_answers=False,
        ),
        Field("contact_person", translate("Forms", "Person to ask for")),
        Field("phone", translate("Forms", "Phone")),
        Field("email", translate("Forms", "E-mail")),
        Field("address", translate("Forms", "Address"), FieldKind.LONG),
        Field(
            "active", translate("Forms", "Still worked with"), FieldKind.YES_NO, no_answers=False
        ),
    ]


def program(choices: Choices) -> list[Field]:
    """Return a program of the office."""
    return [
        Field("name", translate("Forms", "Name"), required=True),
        Field(
            "code",
            translate("Forms", "Short code"),
            required=True,
            help=translate(
                "Forms", "Used in figures and files; keep it short and do not reuse it."
            ),
        ),
        Field("kind", translate("Forms", "Kind"), FieldKind.CODE, choices.codes("program_kind")),
        Field(
            "provider_id",
            translate("Forms", "Run by"),
            FieldKind.PROVIDER,
            choices.providers(),
        ),
        Field("active", translate("Forms", "Takes people"), FieldKind.YES_NO, no_answers=False),
    ]
