"""Safe harbor: each column by what kind of thing it holds, dropped, made coarser or kept.

Rule: 45 CFR 164.514(b)(2), the eighteen identifiers of a person, relatives, employers and
household members.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from ati_desktop.disclosure.ages import (
    AGED,
    MOST_YEARS,
    coarsen_ages,
    coarsen_births,
    coarsen_dates,
)
from ati_desktop.disclosure.places import (
    OTHER,
    SMALL_ZIP,
    ReadZips,
    ZipTable,
    coarsen_areas,
    coarsen_states,
    read_zips,
    zip_table,
)
from ati_desktop.errors import Refused

__all__ = ["AGED", "DROPPED", "KINDS", "OTHER", "SMALL_ZIP", "SafeHarbor", "apply_safe_harbor"]

DROPPED: Mapping[str, str] = MappingProxyType(
    {
        "name": "names",
        "address": "addresses and places smaller than a state",
        "phone": "telephone numbers",
        "fax": "fax numbers",
        "email": "e-mail addresses",
        "ssn": "social security numbers",
        "record_number": "record numbers",
        "plan_number": "health plan numbers",
        "account_number": "account numbers",
        "licence_number": "certificate and licence numbers",
        "vehicle": "vehicle identifiers and number plates",
        "device": "device identifiers",
        "url": "web addresses",
        "ip": "internet addresses",
        "biometric": "finger and voice prints",
        "photo": "pictures of faces",
        "other_code": "any other unique number or code",
        "text": "free text",
        "drop": "columns that are not wanted",
    }
)
"""The kinds that never leave, and what they hold."""
KEPT = ("state", "zip", "area", "date", "birth_date", "age", "code", "number")
KINDS = (*DROPPED, *KEPT)
_KNOWLEDGE = (
    "Safe harbor holds only where nobody in the office actually knows that what is left could, "
    "alone or together with something else, point at a person (45 CFR 164.514(b)(2)(ii))."
)
_UNIQUE_SHARE = 0.95
_FEW_ROWS = 10
Column = Callable[[str, pl.Series], tuple[pl.Series | None, str]]


@dataclass(frozen=True, slots=True)
class SafeHarbor:
    """What may be told of a table, and what was done to each column, in whole sentences.

    ``done`` says of each column ``dropped``, ``coarsened`` or ``kept``; ``zips`` how each column of
    ZIP codes was read.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...]
    done: Mapping[str, str]
    zips: Mapping[str, ReadZips]


def apply_safe_harbor(
    frame: pl.DataFrame,
    kinds: Mapping[str, str],
    *,
    zip3: ZipTable | None = None,
    areas: Mapping[str, int] | None = None,
    codes: Mapping[str, Collection[str]] | None = None,
    today_year: int | None = None,
    least: int = 1,
) -> SafeHarbor:
    """Return a table without the eighteen identifiers; its rows and their order stay.

    Args:
        frame: the rows.
        kinds: for every column one of ``KINDS``.
        zip3: people by the first three digits of the ZIP code; without it the census that ships.
        areas: how many people live in each area, for columns of the kind ``area``.
        codes: the closed list of each column of the kind ``code``; anything else in it becomes
            ``other``.
        today_year: the year in which the file leaves; without it years of birth are dropped,
            because nothing says who is over 89.
        least: the smallest number of rows that the sentences may say, or leave over; more than 1
            where they leave with the rows.

    Raises:
        Refused: a column has no kind or one that does not exist, or a kind lacks its list.
    """
    _check(frame, kinds, areas, codes or {})
    table = zip3 or zip_table()
    years = f"by the census of {table.census_year}"
    zips = {
        name: read_zips(_as_text(frame[name]), table)
        for name in frame.columns
        if kinds[name] == "zip"
    }
    ways: dict[str, tuple[Callable[[pl.Series], Sequence[str | int | None]], str]] = {
        "zip": (
            lambda values: zips[values.name].told,
            f"cut to three digits, {SMALL_ZIP} where 20,000 people or fewer live {years}",
        ),
        "state": (coarsen_states, "kept as the code of a state"),
        "area": (
            lambda values: coarsen_areas(values, areas or {}),
            f"kept where more than 20,000 people live, otherwise {OTHER}",
        ),
        "date": (lambda values: coarsen_dates(values, today_year), "cut to the year"),
        "age": (coarsen_ages, f"in whole years, {AGED} for everybody over 89"),
    }
    if today_year is not None:
        ways["birth_date"] = (
            lambda values: coarsen_births(values, today_year),
            "cut to the year, one category for everybody who may be over 89",
        )
    kept: list[pl.Series] = []
    notes: list[str] = []
    done: dict[str, str] = {}
    for name in frame.columns:
        kind = kinds[name]
        if kind in ways:
            work, words = ways[kind]
            values = _as_text(frame[name])
            made = pl.Series(name, work(values), dtype=_type_of(kind))
            kept.append(made)
            lost = (
                _zips_lost(zips[name], least)
                if kind == "zip"
                else _lost(values, made, kind, today_year, least)
            )
            notes.append(f"{name}: {words}{lost}.")
            done[name] = "coarsened"
        elif kind in {"code", "number"}:
            values = _as_text(frame[name])
            made = _closed(values, codes or {}) if kind == "code" else _number(values)
            kept.append(made)
            notes.append(f"{name}: kept{_unread(values, made)}{_doubt(made, kind)}.")
            done[name] = "kept"
        else:
            words = DROPPED.get(kind, "years of birth, as no year says who is over 89")
            notes.append(f"{name}: dropped ({words}).")
            done[name] = "dropped"
    return SafeHarbor(
        pl.DataFrame(kept),
        (*notes, _KNOWLEDGE),
        MappingProxyType(done),
        MappingProxyType(zips),
    )


def _check(
    frame: pl.DataFrame,
    kinds: Mapping[str, str],
    areas: Mapping[str, int] | None,
    codes: Mapping[str, Collection[str]],
) -> None:
    for name in frame.columns:
        kind = kinds.get(name)
        if kind not in KINDS:
            raise Refused(
                "Say what the column {column} holds. The kinds are: {kinds}.",
                column=name,
                kinds=", ".join(KINDS),
            )
        if kind == "code" and not codes.get(name):
            raise Refused(
                "The column {column} needs the closed list of its codes; without one it is free"
                " text and is dropped.",
                column=name,
            )
        if kind == "area" and not areas:
            raise Refused(
                "The column {column} needs a table of how many people live in each area.",
                column=name,
            )
    if gone := [name for name in kinds if name not in frame.columns]:
        raise Refused("There is no column {column} in the file.", column=gone[0])


def _as_text(values: pl.Series) -> pl.Series:
    """Return values of a closed list as text; a number of theirs would be their place in it."""
    return values.cast(pl.String) if isinstance(values.dtype, pl.Enum) else values


def _type_of(kind: str) -> type[pl.DataType]:
    return pl.Int64 if kind == "date" else pl.String


def _closed(values: pl.Series, codes: Mapping[str, Collection[str]]) -> pl.Series:
    listed = frozenset(codes[values.name])
    texts = [None if value is None else str(value).strip() or None for value in values]
    found = [None if text is None else text if text in listed else OTHER for text in texts]
    return pl.Series(values.name, found, dtype=pl.String)


def _number(values: pl.Series) -> pl.Series:
    return values if values.dtype.is_numeric() else values.cast(pl.Float64, strict=False)


def _unread(before: pl.Series, after: pl.Series) -> str:
    lost = after.null_count() - before.null_count()
    return "; some values could not be read and are left empty" if lost > 0 else ""


def may_be_said(count: int, whole: int, least: int) -> bool:
    """Return whether neither a number of rows nor what it leaves of a whole is below ``least``."""
    return not any(0 < each < least for each in (count, whole - count))


def _counted(count: int, whole: int, least: int) -> str:
    return str(count) if may_be_said(count, whole, least) else "some"


def _zips_lost(zips: ReadZips, least: int) -> str:
    """Say how many ZIP codes had lost a zero, and how many values are none."""
    words = ""
    if zips.repaired:
        repaired = _counted(zips.repaired, zips.read, least)
        words += f"; {repaired} of four digits lost a leading zero and got it back"
    if zips.blank:
        words += f"; {_counted(zips.blank, zips.empty, least)} left empty, as they are no ZIP code"
    return words


def _lost(
    before: pl.Series, after: pl.Series, kind: str, today_year: int | None, least: int
) -> str:
    """Say how many dates are left empty."""
    lost = after.null_count() - before.null_count()
    if kind != "date" or lost <= 0:
        return _unread(before, after)
    said = _counted(lost, after.null_count(), least)
    beyond = f", or a year after {today_year} or over {MOST_YEARS} years before it"
    return f"; {said} not recorded, as they are no possible date with one year" + (
        beyond if today_year is not None else ""
    )


def _doubt(values: pl.Series, kind: str) -> str:
    """Warn of a number that tells nearly every row from the others: it may be a code."""
    known = values.drop_nulls()
    if kind != "number" or len(known) < _FEW_ROWS:
        return ""
    if known.n_unique() < _UNIQUE_SHARE * len(known):
        return ""
    return "; nearly every row has another value, so see that it is no code of a person"
