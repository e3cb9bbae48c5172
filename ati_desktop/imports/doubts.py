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
    births = tuple(_births(records, today))
    unborn = () if births else _unborn(records)
    dates = _dates(rules, records, today)
    found = (*_order(records), *_within(records), *unborn, *dates, *births)
    return tuple(doubt for doubt in found if doubt.code in rules.rules)


def _when(records: Sequence[Filled], noun: str, name: str) -> PartialDate | None:
    for record in records:
        if record.noun == noun:
            return _date(record.values.get(name))
    return None


_ORDERS = (
    ("enrollment", "admitted_on", "exited_on", "left_before_admission"),
    ("enrollment", "ordered_on", "exited_on", "left_before_admission"),
    ("legal_case", "received_on", "disposed_on", "ended_before_begun"),
    ("referral", "referred_on", "decided_on", "ended_before_begun"),
    ("event", "happened_on", "ended_on", "ended_before_begun"),
    ("event", "offence_on", "happened_on", "ended_before_begun"),
)
"""Noun, the earlier and the later of two of its dates, the doubt where they are not in order."""


def _within(records: Sequence[Filled]) -> Iterator[RowDoubt]:
    for noun, earlier, later, code in _ORDERS:
        for record in records:
            if record.noun == noun and surely_before(
                _date(record.values.get(later)), _date(record.values.get(earlier))
            ):
                yield RowDoubt(code, noun)


def _unborn(records: Sequence[Filled]) -> Iterator[RowDoubt]:
    """Find dates of somebody's course that lie before their birth."""
    born = _born(records)
    for record in records:
        dates = (value for value in record.values.values() if isinstance(value, PartialDate))
        if any(surely_before(when, born) for when in dates):
            yield RowDoubt("before_birth", record.noun)


def _date(value: Value) -> PartialDate | None:
    return value if isinstance(value, PartialDate) else None


def _born(records: Sequence[Filled]) -> PartialDate | None:
    texts = (one.values.get("birth_date") for one in records if one.noun == "person")
    text = next((text for text in texts if isinstance(text, str)), None)
    try:
        return None if text is None else PartialDate.parse(text)
    except Refused:
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
    born = _born(records)
    oldest = today - timedelta(days=round(_OLDEST * 365.25))
    if born is not None and (born.earliest > today or born.latest < oldest):
        yield RowDoubt("birth_date_implausible", "person")
