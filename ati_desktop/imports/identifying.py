"""Whether a column looks as if it pointed at people: by its name, and by its values."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_POINTING = (
    "id ids uid guid uuid identifier name names surname forename firstname lastname fullname "
    "fname lname alias nickname ssn sin nino passport dob birth birthdate birthday born address "
    "street zip zipcode postcode postal phone telephone mobile cell fax email mail docket mrn "
    "license licence plate account ip url photo fingerprint signature"
)
_POINTING_WORDS = frozenset(_POINTING.split())
_SHAPES = (
    re.compile(r"\S+@\S+\.\S+"),
    re.compile(r"\d{3}-\d{2}-\d{4}"),
    re.compile(r"\+?[\d\s().-]{7,}"),
    re.compile(r"\d{4}-\d{2}-\d{2}.*"),
    re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}.*"),
)
_ENOUGH = 20
_MANY = 120  # more whole numbers that all differ than there are ages


def looks_like_identifier(column: str) -> bool:
    """Return whether the name of a column holds a word that stands for something identifying."""
    words = {word.casefold() for word in _WORD.findall(column)}
    return not words.isdisjoint(_POINTING_WORDS) or column.casefold() in _POINTING_WORDS


def values_point_at_people(values: Sequence[str | float]) -> bool:
    """Return whether values have the shape of numbers, dates or addresses, or all differ.

    Fractions may all differ: they are measurements.
    """
    said = [str(value) for value in values if value != "" and not isinstance(value, float)]
    if any(shape.fullmatch(text) for text in said for shape in _SHAPES):
        return True
    enough = _MANY if all(isinstance(value, int) for value in values) else _ENOUGH
    return len(said) >= enough and len(set(said)) == len(said)
