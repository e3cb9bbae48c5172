"""A form's values in words, for comparing two versions and for lists."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from ati_desktop.casework.values import FormValue
from ati_desktop.ui.kit.fields import Field, FieldKind, no_answers
from ati_desktop.ui.pages.person.words import not_entered, stored_words


def form_value(value: object) -> FormValue:
    """Return a value of a form as the deeds take it: several answers as a tuple."""
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return value if value is None or isinstance(value, tuple) else str(value)


def shown(field: Field, value: FormValue, locale: QLocale) -> str:
    """Return an answer in words; a hole says that it is one."""
    if not value:
        return not_entered()
    missing = {code.value: code.label for code in no_answers()}
    if isinstance(value, str) and value in missing:
        return missing[value]
    if field.kind == FieldKind.DATE:
        return stored_words(str(value), locale)
    if field.kind == FieldKind.YES_NO:
        return yes_no(str(value))
    labels = {code.value: code.label for code in field.answers()}
    if isinstance(value, tuple):
        return ", ".join(labels.get(one, one) for one in value)
    return labels.get(value, value)


def yes_no(value: str) -> str:
    """Return yes or no in words."""
    if value == "yes":
        return QCoreApplication.translate("Words", "Yes")
    return QCoreApplication.translate("Words", "No")
