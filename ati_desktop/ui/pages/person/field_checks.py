"""Dates in forms: any precision with its four answers, or needed to the day."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.models.answers import MISSING_CODES
from ati_desktop.ui.kit.fields import Field, FieldKind


def dated(name: str, label: str, section: str = "", help_: str = "") -> Field:
    """Return a field for a date as exact as it is known, or why there is none."""
    return Field(name, label, FieldKind.DATE, no_answers=True, section=section, help=help_)


def to_the_day(value: object) -> str:
    """Return a sentence when a date is known less than to the day."""
    text = str(value)
    if text in MISSING_CODES or len(text) != len("2024-03-11"):
        return QCoreApplication.translate(
            "Forms", "This date is needed to the day, such as 11 March 2027."
        )
    return ""
