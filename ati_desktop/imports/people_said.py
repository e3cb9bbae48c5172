"""What rows say about one person: names and birth that contradict, stays that overlap."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ati_desktop.errors import Refused
from ati_desktop.imports.checking import CheckedRow
from ati_desktop.imports.mapping import Value
from ati_desktop.models.dates import PartialDate, surely_before


@dataclass(frozen=True, slots=True)
class Said:
    """The folded words of somebody's names, and the birth date; nothing where nothing is known."""

    words: frozenset[str]
    birth: PartialDate | None

    @classmethod
    def of(cls, names: Iterable[str], birth: str | None) -> Said:
        """Return what names and the text of a partial date say."""
        words = (word for name in names for word in _folded(name).split())
        return cls(frozenset(words), _date(birth))

    def contradicts(self, other: Said) -> bool:
        """Return whether names and birth dates are both known and both quite different."""
        if not self.words or not other.words or self.words & other.words:
            return False
        births = (self.birth, other.birth)
        return surely_before(*births) or surely_before(*reversed(births))


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's stay in a program; without ``exited`` it lasts."""

    program: str
    admitted: PartialDate
    exited: PartialDate | None

    def overlaps(self, other: Stay) -> bool:
        """Return whether both are certainly in one program at once."""
        return (
            self.program == other.program
            and _begins_within(self, other)
            and _begins_within(other, self)
        )


def _begins_within(one: Stay, other: Stay) -> bool:
    return other.exited is None or surely_before(one.admitted, other.exited)


def said_by(row: CheckedRow) -> Said:
    """Return what a row says about its person."""
    names = (
        str(value)
        for record in row.records
        if record.noun == "name"
        for value in (record.values.get("family"), record.values.get("given"))
        if value
    )
    births = (one.values.get("birth_date") for one in row.records if one.noun == "person")
    return Said.of(names, next((birth for birth in births if isinstance(birth, str)), None))


def stays_in(row: CheckedRow) -> tuple[Stay, ...]:
    """Return the stays with a known beginning that a row tells."""
    found = (_stay(record.values) for record in row.records if record.noun == "enrollment")
    return tuple(stay for stay in found if stay is not None)


def _stay(values: dict[str, Value]) -> Stay | None:
    program, admitted, exited = (
        values.get(name) for name in ("program", "admitted_on", "exited_on")
    )
    if not isinstance(program, str) or not isinstance(admitted, PartialDate):
        return None
    return Stay(program, admitted, exited if isinstance(exited, PartialDate) else None)


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    letters = (" " if one in "-\u2010\u2011" else one for one in apart)
    return "".join(one for one in letters if one.isalnum() or one.isspace())


def _date(text: str | None) -> PartialDate | None:
    try:
        return None if text is None else PartialDate.parse(text)
    except Refused:
        return None
