"""Which fields a mapping may fill: taken from the records themselves, so they never disagree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Boolean, Date, Integer

from ati_desktop.models import (
    Enrollment,
    Event,
    LegalCase,
    Offence,
    Participant,
    Person,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Record,
    Referral,
)


class Kind(StrEnum):
    """What the text of a cell must become."""

    TEXT = "text"
    DATE = "date"
    DATE_TEXT = "date_text"
    DAY = "day"
    CODE = "code"
    NUMBER = "number"
    YES_NO = "yes_no"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record that an import may fill."""

    noun: str
    name: str
    kind: Kind
    codes: str = ""

    @property
    def one_line(self) -> bool:
        """Return whether the text stands in lists and titles, so that it must be one line."""
        return (self.noun, self.name) in _ONE_LINE

    @property
    def known_by(self) -> bool:
        """Return whether the field holds a number by which somebody or a case is known."""
        return (self.noun, self.name) in _KNOWN_BY

    @property
    def of_birth(self) -> bool:
        """Return whether the field is the date of a birth, which never lies ahead."""
        return self.kind == Kind.DATE_TEXT


NOUNS: MappingProxyType[str, type[Record]] = MappingProxyType(
    {
        "participant": Participant,
        "person": Person,
        "name": PersonName,
        "identifier": PersonIdentifier,
        "contact": PersonContact,
        "legal_case": LegalCase,
        "offence": Offence,
        "referral": Referral,
        "enrollment": Enrollment,
        "event": Event,
    }
)
TABLES = MappingProxyType(
    {
        noun: f"person_{noun}" if noun in ("name", "identifier", "contact") else noun
        for noun in NOUNS
    }
)
OF_PERSON = ("person", "name", "identifier", "contact")
SEVERAL = ("name", "identifier", "contact", "event")
_KNOWN_BY = frozenset({("identifier", "value"), ("legal_case", "docket")})
_ONE_LINE = _KNOWN_BY | {("name", "family"), ("name", "given"), ("contact", "value")}
_NEVER = frozenset({"id", "uid", "version", "reference", "demo"})
_IN_PROGRAM = frozenset({"referral", "enrollment"})


@cache
def fields_of(noun: str) -> MappingProxyType[str, Field]:
    """Return the fields of a noun by name, in the order of its columns."""
    columns = NOUNS[noun].__table__.columns
    found = {
        column.name: kind
        for column in columns
        if column.name not in _NEVER and (kind := _kind(column)) is not None
    }
    if noun == "person":
        found["birth_date"] = (Kind.DATE_TEXT, "")
    if noun in _IN_PROGRAM:
        found["program"] = (Kind.PROGRAM, "")
    return MappingProxyType({name: Field(noun, name, *kind) for name, kind in found.items()})


def _kind(column: Any) -> tuple[Kind, str] | None:
    if column.foreign_keys or column.info.get("blind"):
        return None
    if "codes" in column.info:
        plain = column.type.__class__.__name__ != "_CodeSet"
        return (Kind.CODE, column.info["codes"]) if plain else None
    return next((kind for fits, kind in _BY_TYPE if fits(column)), None)


_BY_TYPE = (
    (lambda column: column.info.get("sealed"), (Kind.TEXT, "")),
    (lambda column: column.info.get("dated"), (Kind.DATE, "")),
    (lambda column: isinstance(column.type, Boolean), (Kind.YES_NO, "")),
    (lambda column: isinstance(column.type, Integer), (Kind.NUMBER, "")),
    (lambda column: isinstance(column.type, Date), (Kind.DAY, "")),
)
