"""From the text of one cell to the value of one field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from ati_desktop.imports.dates import read_date
from ati_desktop.imports.fields import Kind
from ati_desktop.imports.mapping import (
    UNKNOWN_CODE,
    UNREADABLE,
    Filling,
    Translation,
    Value,
)
from ati_desktop.models.answers import MISSING_CODES, Missing

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})

NEEDED = "A value is needed here."
NOT_A_DATE = "{value} is no date in the form of the mapping, or there is no such day."
NOT_A_DAY = "{value} must be a date known to the day."
NOT_A_NUMBER = "{value} is no whole number of at most 15 digits."
NOT_YES_NO = "{value} is neither yes nor no."
NOT_TRANSLATED = "{value} does not stand in the mapping's table {table}."
NOT_A_CODE = "{value} is no code of the list {list}."
CONTROL = "The value holds characters that cannot be shown."


class Unreadable(Exception):
    """A cell cannot become its field: why, and the doubt it is under the policy ``doubt``."""

    def __init__(
        self, sentence: str, values: Mapping[str, object], doubt: str = UNREADABLE
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values
        self.doubt = doubt


def read_value(filling: Filling, text: str, codes: Callable[[str, str], bool]) -> Value:
    """Return the value of a cell that is not empty.

    Args:
        filling: the field and how its column is read.
        text: the cell without spaces around it.
        codes: tells whether a code stands in the list of a name.

    Raises:
        Unreadable: the text cannot be such a value.
    """
    if filling.translation is not None:
        return _translate(filling.translation, text)
    if filling.field.kind in (Kind.CODE, Kind.PROGRAM):
        name = filling.field.codes or "programs"
        missing = filling.field.kind == Kind.CODE and text in MISSING_CODES
        if not missing and not codes(name, text):
            raise Unreadable(NOT_A_CODE, {"value": text, "list": name}, UNKNOWN_CODE)
        return text
    return _READERS[filling.field.kind](filling, text)


def policy(filling: Filling) -> str:
    """Return what an impossible value of this field becomes."""
    return filling.impossible if filling.translation is None else filling.translation.default


def stands_for_unknown(filling: Filling) -> Value:
    """Return what stands in a field for a value that could not be read."""
    kind = filling.field.kind
    if kind in (Kind.CODE, Kind.DATE):
        return _missing(filling, Missing.UNKNOWN)
    return None


def empty_value(filling: Filling) -> Value:
    """Return what an empty cell means: nothing entered, or one of the four answers."""
    return None if filling.empty is None else _missing(filling, filling.empty)


def _missing(filling: Filling, answer: Missing) -> Value:
    return answer if filling.field.kind == Kind.DATE else str(answer)


def _translate(table: Translation, text: str) -> str:
    found = table.codes.get(table.key(text))
    if found is None:
        said = {"value": text, "table": table.name}
        raise Unreadable(NOT_TRANSLATED, said, UNKNOWN_CODE)
    return found


def _read_text(filling: Filling, text: str) -> str:
    if _CONTROL.search(text):
        raise Unreadable(CONTROL, {})
    return unicodedata.normalize("NFC", text)


def _read_when(filling: Filling, text: str) -> Value:
    found = read_date(text, filling.formats)
    if found is None:
        raise Unreadable(NOT_A_DATE, {"value": text})
    return found


def _read_date_text(filling: Filling, text: str) -> str:
    found = read_date(text, filling.formats)
    if found is None:
        raise Unreadable(NOT_A_DATE, {"value": text})
    return found.text


def _read_day(filling: Filling, text: str) -> date:
    found = read_date(text, filling.formats)
    if found is None or found.exact is None:
        raise Unreadable(NOT_A_DAY, {"value": text})
    return found.exact


def _read_number(filling: Filling, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Unreadable(NOT_A_NUMBER, {"value": text})
    return int(text)


def _read_yes_no(filling: Filling, text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise Unreadable(NOT_YES_NO, {"value": text})
    return word in _YES


_READERS: dict[Kind, Callable[[Filling, str], Value]] = {
    Kind.TEXT: _read_text,
    Kind.DATE: _read_when,
    Kind.DATE_TEXT: _read_date_text,
    Kind.DAY: _read_day,
    Kind.NUMBER: _read_number,
    Kind.YES_NO: _read_yes_no,
}
