"""What looks doubtful in a row that can be taken in: it is flagged, never dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from ati_desktop.errors import Refused
from ati_desktop.imports.mapping import DoubtRules, Value
from ati_desktop.models.dates import PartialDate, exact_day, surely_before

if TYPE_CHECKING:
    from collections.abc import Mapping

_OLDEST = 120


class Filled(Protocol):
    """A record's noun and its values."""

    @property
    def noun(self) -> str:
        """Return the noun."""

    @property
    def values(self) -> Mapping[str, Value]:
        """Return the values by field."""


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """The code of a doubt, and the noun of the record it is about."""

    code: str
    noun: str


def find_doubts(rules: DoubtRules, records: Sequence[Filled], today: date) -> tuple[RowDoubt, ...]:
    """Return the doubts that the mapping's rules find in the records of one row."""
    found = (*_order(records), *_dates(rules, records, today), *_births(records, today))
    return tuple(doubt for doubt in found if doubt.code in rules.rules)


def _when(records: Sequence[Filled], noun: str, name: str) -> PartialDate | None:
    for record in records:
        if record.noun == noun:
            value = record.values.get(name)
            return value if isinstance(value, PartialDate) else None
    return None


def _order(records: Sequence[Filled]) -> Iterator[RowDoubt]:
    referred = _when(records, "referral", "referred_on")
    closed = _when(records, "enrollment", "exited_on")
    if surely_before(referred, _when(records, "legal_case", "received_on")):
        yield RowDoubt("referral_before_case", "referral")
    if surely_before(closed, referred):
        yield RowDoubt("closed_before_referral", "enrollment")
    if exact_day(closed) is not None and exact_day(closed) == exact_day(referred):
        yield RowDoubt("closed_on_referral_day", "enrollment")


def _dates(rules: DoubtRules, records: Sequence[Filled], today: date) -> Iterator[RowDoubt]:
    for record in records:
        for value in record.values.values():
            if not isinstance(value, PartialDate):
                continue
            if value.latest < rules.earliest:
                yield RowDoubt("date_implausible", record.noun)
            if value.earliest > today:
                yield RowDoubt("in_the_future", record.noun)


def _births(records: Sequence[Filled], today: date) -> Iterator[RowDoubt]:
    for record in records:
        text = record.values.get("birth_date") if record.noun == "person" else None
        if not isinstance(text, str):
            continue
        try:
            born = PartialDate.parse(text)
        except Refused:
            continue
        oldest = today - timedelta(days=round(_OLDEST * 365.25))
        if born.earliest > today or born.latest < oldest:
            yield RowDoubt("birth_date_implausible", "person")
