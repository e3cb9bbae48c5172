"""Who may already be the person about to be entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from ati_desktop.errors import Refused
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.directory_facts import PersonFacts


class Births(IntEnum):
    """How two birth dates stand to each other, the nearest first."""

    SAME = 0
    MAY_BE = 1
    ONE_SLIP = 2
    OTHER = 3


def compare_births(one: str | None, other: str | None) -> Births:
    """Compare two birth dates as texts of partial dates.

    A missing or partial date may be any that fits it. One slip is day and month swapped, or one
    of year, month and day another.
    """
    first, second = read_birth(one), read_birth(other)
    if first is None or second is None:
        return Births.MAY_BE
    a, b = (first.year, first.month, first.day), (second.year, second.month, second.day)
    if a == b:
        return Births.MAY_BE if first.day is None else Births.SAME
    if all(x == y or None in (x, y) for x, y in zip(a, b, strict=True)):
        return Births.MAY_BE
    if None not in (*a, *b) and (_slips(a, b) == 1 or a == (b[0], b[2], b[1])):
        return Births.ONE_SLIP
    return Births.OTHER


def _slips(one: Sequence[object], other: Sequence[object]) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def read_birth(text: str | None) -> PartialDate | None:
    """Return a birth date, or None where there is none or it cannot be read."""
    try:
        return PartialDate.parse(text) if text else None
    except Refused:
        return None


def likely_same(
    alike: Sequence[set[int]], birth: str | None, facts: Mapping[int, PersonFacts]
) -> dict[int, Births]:
    """Return who may be the same person and how the birth dates stand, the likeliest first.

    Args:
        alike: for each word of the name, the people who have it, whole or one slip away.
        birth: text of a partial date, or None.
        facts: the facts of those people.

    Someone counts who shares all words (of three or more, all but one) and whose birth date
    does not speak against it, or who shares one word and was born on the same day.
    """
    enough = len(alike) - 1 if len(alike) >= 3 else len(alike)
    ranked: list[tuple[int, int, Births]] = []
    for one in set().union(*alike):
        shared = sum(one in people for people in alike)
        births = compare_births(birth, facts[one].birth)
        if births is Births.SAME or (shared >= enough and births is not Births.OTHER):
            ranked.append((int(births) - 2 * shared, one, births))
    return {one: births for _, one, births in sorted(ranked)}
