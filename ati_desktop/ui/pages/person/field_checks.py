"""Checks a form makes by itself, in one sentence beside the field."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.models.answers import MISSING_CODES


def to_the_day(value: object) -> str:
    """Return a sentence when a date is known less than to the day."""
    text = str(value)
    if text in MISSING_CODES or len(text) != len("2024-03-11"):
        return QCoreApplication.translate(
            "Forms", "This date is needed to the day, such as 11 March 2027."
        )
    return ""
