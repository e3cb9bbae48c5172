"""Between what a form holds (texts) and what a record holds (dates, codes, keys)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer

from ati_desktop.errors import Refused
from ati_desktop.models.answers import MISSING_CODES, Missing
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.columns import Record
from ati_desktop.models.dates import PartialDate

FormValue = str | tuple[str, ...] | None
Values = Mapping[str, FormValue]

_OWN = frozenset({"id", "uid", "version", "participant_id"})
LONGEST_TEXT = 20_000


class Incomplete(Refused):
    """A form that cannot be saved yet; ``problems`` says per field, in one sentence, why."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("Some entries need another look: {fields}.", fields=", ".join(problems))
        self.problems = dict(problems)


def form_values(record: Record) -> dict[str, FormValue]:
    """Return a record's fields as a form shows them; None where nothing was entered."""
    return {column.key: _to_form(getattr(record, column.key)) for column in _columns(type(record))}


def fill(record: Record, values: Values, codes: CodeLists) -> None:
    """Write a form's values into a record.

    Raises:
        Incomplete: at least one value does not fit its field; nothing was written then.
    """
    columns = {column.key: column for column in _columns(type(record))}
    read: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in values.items():
        if name not in columns:
            continue
        try:
            read[name] = _from_form(columns[name], value, codes)
        except Refused as refusal:
            problems[name] = str(refusal)
    if problems:
        raise Incomplete(problems)
    for name, value in read.items():
        setattr(record, name, value)


def _columns(model: type[Record]) -> list[Column[Any]]:
    return [
        column
        for column in model.__table__.columns
        if isinstance(column, Column) and column.key not in _OWN and not column.info.get("blind")
    ]


def _to_form(value: object) -> FormValue:
    if value is None or isinstance(value, tuple):
        return value
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _from_form(column: Column[Any], value: FormValue, codes: CodeLists) -> Any:
    if isinstance(value, str):
        value = value.strip() or None
    code_list = column.info.get("codes")
    if code_list is not None and type(column.type).__name__ == "_CodeSet":
        return _read_codes(value, code_list, codes)
    if value is None:
        return _nothing(column)
    if isinstance(value, tuple):
        raise Refused("One answer is asked for here.")
    if code_list is not None:
        return _read_code(value, code_list, codes)
    read = _reader(column)(value)
    longest = getattr(column.type, "length", None) or LONGEST_TEXT
    if isinstance(read, str) and len(read) > longest:
        raise Refused("This text is longer than {most} characters.", most=longest)
    return read


def _nothing(column: Column[Any]) -> Any:
    if isinstance(column.type, Boolean):
        return False
    if not column.nullable:
        raise Refused("This cannot be left empty.")
    return None


def _read_codes(value: FormValue, code_list: str, codes: CodeLists) -> tuple[str, ...]:
    chosen = value.split(",") if isinstance(value, str) else value or ()
    return tuple(_read_code(code, code_list, codes) for code in chosen)


def _read_code(value: str, code_list: str, codes: CodeLists) -> str:
    if value not in codes[code_list]:
        raise Refused("Choose one of the answers of the list.")
    return value


def _reader(column: Column[Any]) -> Callable[[str], Any]:
    if type(column.type).__name__ == "_DateText":
        return _read_when
    readers: tuple[tuple[type, Callable[[str], Any]], ...] = (
        (Date, _read_day),
        (Boolean, _read_yes),
        (Integer, _read_whole),
    )
    for kind, reader in readers:
        if isinstance(column.type, kind):
            return reader
    return _read_text


def _read_when(value: str) -> PartialDate | Missing:
    return Missing(value) if value in MISSING_CODES else PartialDate.parse(value)


def _read_day(value: str) -> date:
    day = PartialDate.parse(value).exact
    if day is None:
        raise Refused("This date is needed to the day.")
    return day


def _read_yes(value: str) -> bool:
    if value not in ("yes", "no"):
        raise Refused("Choose yes or no.")
    return value == "yes"


def _read_whole(value: str) -> int:
    if not value.removeprefix("-").isdecimal() or len(value) > 12:
        raise Refused("A whole number is asked for here.")
    return int(value)


def _read_text(value: str) -> str:
    # Half a surrogate pair, which a clipboard may hold, can be kept nowhere.
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\x00", "")
