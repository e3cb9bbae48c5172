"""The fields of who a person is: coded facts, birth date, names, numbers, contacts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.pages.person.choices import Choices

translate = QCoreApplication.translate


def participant(choices: Choices) -> list[Field]:
    """Return the coded facts of a person."""
    return [
        Field("sex", translate("Forms", "Sex"), FieldKind.CODE, choices.codes("sex")),
        Field(
            "gender_identity",
            translate("Forms", "Gender identity"),
            FieldKind.CODE,
            choices.codes("gender_identity"),
            help=translate("Forms", "In the person's own answer; never guessed."),
        ),
        Field(
            "ethnicity",
            translate("Forms", "Ethnicity"),
            FieldKind.CODE,
            choices.codes("ethnicity"),
        ),
        Field(
            "language",
            translate("Forms", "Language"),
            FieldKind.CODE,
            choices.codes("language"),
        ),
        Field("interpreter", translate("Forms", "Interpreter needed"), FieldKind.YES_NO),
        Field(
            "restricted",
            translate("Forms", "Restricted record"),
            FieldKind.YES_NO,
            no_answers=False,
            help=translate("Forms", "Shown in lists by its reference only, never by name."),
        ),
    ]


def person(choices: Choices) -> list[Field]:
    """Return birth date and the rules for reaching the person."""
    return [
        Field(
            "birth_date",
            translate("Forms", "Birth date"),
            FieldKind.DATE,
            help=translate("Forms", "As exactly as known: a year or a month is enough."),
            placeholder=translate("Forms", "mar 1992"),
        ),
        Field(
            "safe_to_contact",
            translate("Forms", "Safe to contact"),
            FieldKind.YES_NO,
            help=translate("Forms", "“No” puts an alert on every page of the record."),
        ),
        Field(
            "contact_rules",
            translate("Forms", "Contact rules"),
            FieldKind.LONG,
            placeholder=translate("Forms", "When, how and through whom the person may be reached"),
        ),
    ]


def name(choices: Choices) -> list[Field]:
    """Return one name in one script."""
    return [
        Field(
            "family",
            translate("Forms", "Family name"),
            help=translate("Forms", "A single name goes here or below; one part is enough."),
        ),
        Field("given", translate("Forms", "Given names")),
        Field("kind", translate("Forms", "Kind"), FieldKind.CODE, choices.codes("name_kind")),
        Field("script", translate("Forms", "Script"), FieldKind.CODE, choices.codes("script")),
    ]


def identifier(choices: Choices) -> list[Field]:
    """Return a number by which a register knows the person."""
    return [
        Field(
            "kind",
            translate("Forms", "Kind"),
            FieldKind.CODE,
            choices.codes("identifier_kind"),
            required=True,
            no_answers=False,
        ),
        Field("value", translate("Forms", "Number"), required=True),
        Field("issuer", translate("Forms", "Given by")),
    ]


def contact(choices: Choices) -> list[Field]:
    """Return one way to reach the person."""
    return [
        Field(
            "kind",
            translate("Forms", "Kind"),
            FieldKind.CODE,
            choices.codes("contact_kind"),
            required=True,
            no_answers=False,
        ),
        Field("value", translate("Forms", "Number or address"), required=True),
        Field("safe", translate("Forms", "Safe to use"), FieldKind.YES_NO),
        Field("note", translate("Forms", "Note"), FieldKind.LONG),
    ]
