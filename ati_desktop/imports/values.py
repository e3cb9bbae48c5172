"""From the text of one cell to the value of one field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from ati_desktop.imports.dates import DateReader, serial_day
from ati_desktop.imports.fields import Kind
from ati_desktop.imports.mapping import (
    UNKNOWN_CODE,
    UNREADABLE,
    Filling,
    Translation,
    Value,
)
from ati_desktop.models.answers import MISSING_CODES, Missing
from ati_desktop.models.dates import PartialDate
from ati_desktop.models.plain_text import breaks_line, misleads

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_MANGLED = re.compile(r"[0-9](?:[.,][0-9]+)?E[+-][0-9]{2,3}", re.ASCII | re.IGNORECASE)
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})

NEEDED = "A value is needed here."
NOT_A_DATE = "{value} is no date in the form of the mapping, or there is no such day."
NOT_A_DAY = "{value} must be a date known to the day."
NOT_A_NUMBER = "{value} is no whole number of at most 15 digits."
NOT_YES_NO = "{value} is neither yes nor no."
NOT_TRANSLATED = "{value} does not stand in the mapping's table {table}."
NOT_A_CODE = "{value} is no code of the list {list}."
CONTROL = "The value holds characters that cannot be shown, or that turn the line around."
LINES = "The value goes over several lines; here it must be one."
SERIAL = "{value} is a spreadsheet's number of a day; it would be {day}. Write the date."
NO_SUCH_YEAR = "{value} is in the year {year}, which cannot be."
MANGLED = (
    "{value} is a number that a spreadsheet has cut short; its last digits are lost. Take the"
    " column from the source again, as text."
)


class Unreadable(Exception):
    """A cell cannot become its field: why, and the doubt it is under the policy ``doubt``."""

    def __init__(
        self, sentence: str, values: Mapping[str, object], doubt: str = UNREADABLE
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values
        self.doubt = doubt


def is_mangled(text: str) -> bool:
    """Return whether a key has become 9.9E+99, so that several keys look like one."""
    return bool(_MANGLED.fullmatch(text))


def read_value(
    filling: Filling, text: str, codes: Callable[[str, str], bool], dates: DateReader
) -> Value:
    """Return the value of a cell that is not empty.

    Args:
        filling: the field and how its column is read.
        text: the cell without spaces around it.
        codes: tells whether a code stands in the list of a name.
        dates: reads the dates of the column.

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
    if filling.field.kind in _DATES:
        return _DATES[filling.field.kind](_read_when(dates, text), text)
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
    if misleads(text):
        raise Unreadable(CONTROL, {})
    if filling.field.one_line and breaks_line(text):
        raise Unreadable(LINES, {})
    if filling.field.known_by and is_mangled(text):
        raise Unreadable(MANGLED, {"value": text})
    return text


def _read_when(dates: DateReader, text: str) -> PartialDate:
    found = dates.read(text)
    if found is None:
        day = serial_day(text)
        if day is not None:
            raise Unreadable(SERIAL, {"value": text, "day": day.isoformat()})
        raise Unreadable(NOT_A_DATE, {"value": text})
    if not found.possible:
        raise Unreadable(NO_SUCH_YEAR, {"value": text, "year": found.when.year})
    return found.when


def _as_day(found: PartialDate, text: str) -> date:
    if found.exact is None:
        raise Unreadable(NOT_A_DAY, {"value": text})
    return found.exact


_DATES: dict[Kind, Callable[[PartialDate, str], Value]] = {
    Kind.DATE: lambda found, _: found,
    Kind.DATE_TEXT: lambda found, _: found.text,
    Kind.DAY: _as_day,
}


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
    Kind.NUMBER: _read_number,
    Kind.YES_NO: _read_yes_no,
}
