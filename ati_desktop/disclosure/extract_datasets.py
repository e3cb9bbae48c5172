"""From people who may be told of to the rows of a file: pseudonyms, intervals, shifted days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.disclosure.dates import Window, as_number, interval
from ati_desktop.disclosure.extract_measure import KEY, PEOPLE

SHIFTED = "shifted"
_ABOUT_KEY = Field(
    KEY,
    "Person",
    Kind.PSEUDONYM,
    definition="A random name that stands for one person in the files of one recipient only.",
)


def people_dataset(
    frame: pl.DataFrame,
    fields: Sequence[Field],
    pseudonyms: Mapping[str, str],
    person: str,
    *,
    dates: str,
    shifts: Mapping[str, int] | None = None,
) -> DataSet:
    """Return one row a person, ordered by pseudonym, and so by chance.

    Args:
        frame: the people; number columns hold whole days, or ordinals that must be shifted.
        fields: the columns that are told.
        pseudonyms: by the person's id.
        person: the column with the person's id.
        dates: the unit of intervals (days, weeks, months), or ``shifted``.
        shifts: days by which all days of a person are moved, for ``shifted``.
    """
    named = [one.name for one in fields]
    rows: list[tuple[Value, ...]] = []
    for own, *values in frame.select(person, *named).iter_rows():
        moved = (shifts or {}).get(own, 0)
        told = [
            _number(value, dates, moved) if about.kind is Kind.NUMBER else value
            for about, value in zip(fields, values, strict=True)
        ]
        rows.append((pseudonyms[own], *told))
    title = "Participants, one row a person"
    told_fields = (_ABOUT_KEY, *(_used(one, frame) for one in fields))
    return DataSet(PEOPLE, title, told_fields, tuple(sorted(rows, key=_first)), (KEY,))


def _used(about: Field, frame: pl.DataFrame) -> Field:
    """Return a column with the words of the codes that stand in it, and no others."""
    if about.kind is not Kind.CODE:
        return about
    used = set(frame[about.name])
    labels = {code: words for code, words in about.labels.items() if code in used}
    return replace(about, labels=labels, missing=tuple(c for c in about.missing if c in used))


def _first(row: tuple[Value, ...]) -> str:
    return str(row[0])


def _number(days: int | None, dates: str, moved: int) -> int | None:
    if dates != SHIFTED:
        return interval(days, dates)
    if days is None:
        return None
    if not moved:
        raise ValueError("a day that was not shifted may not be told")
    return as_number(days + moved)


def inside_window(
    frame: pl.DataFrame,
    days: Sequence[str],
    shifts: Mapping[str, int],
    window: Window,
    person: str,
) -> pl.DataFrame:
    """Return the people whose shifted days may all be told.

    The others are left out: a day before the first or after the last possible one says how large
    a shift is at least, and so where the others lie.
    """
    kept = [
        window.holds([value + shifts[own] for value in values if value is not None])
        for own, *values in frame.select(person, *days).iter_rows()
    ]
    return frame.filter(pl.Series(kept, dtype=pl.Boolean))
