"""What was typed into a search, carried over into a new record."""

from __future__ import annotations

from datetime import date

from ati_desktop.errors import Refused
from ati_desktop.ui.kit.typed_dates import DateWords, read_date


def carry_over(typed: str, today: date, words: DateWords) -> dict[str, str]:
    """Return the fields of an intake that a searched text fills.

    ``Abara, Ngozi`` is family and given name; ``Ngozi Abara`` too, the last word being the
    family name; a date is the birth date; a reference or a number fills nothing.
    """
    text = " ".join(typed.split())
    if not text:
        return {}
    if any(letter.isdigit() for letter in text):
        return _as_birth_date(text, today, words)
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma:
        given, _space, family = text.rpartition(" ")
    found = {"family": family.strip(), "given": given.strip()}
    return {name: value for name, value in found.items() if value}


def _as_birth_date(text: str, today: date, words: DateWords) -> dict[str, str]:
    try:
        return {"birth_date": read_date(text, today, words)}
    except Refused:
        return {}
