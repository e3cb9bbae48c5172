"""Rows as a Stata file (14 and later): numbers with labels of used codes, .a .b for the missing.

This module loads polars and pyreadstat: import it only where such a file is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polars as pl
import pyreadstat

from ati_desktop.disclosure.coded_rows import used_values
from ati_desktop.disclosure.datasets import DataSet, Kind
from ati_desktop.exports.codes import cut, fit_names, hides, letters, number_codes, used_codes
from ati_desktop.exports.columns import series
from ati_desktop.exports.rows import DEMO
from ati_desktop.exports.scratch import written

# Release 118 of the format; pyreadstat's 15 is release 119, which only Stata/MP opens.
_VERSION = 14
_WHEN = b"01 Jan 2000 00:00"
_STAMP = re.compile(rb"<timestamp>\x11(.{17})</timestamp>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands beside the values: labels and the letters of what is missing."""

    columns: list[pl.Series] = field(default_factory=list)
    titles: dict[str, str | None] = field(default_factory=dict)
    labels: dict[str, dict[int | float | str, str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)


def stata(dataset: DataSet, *, demo: bool) -> bytes:
    """Return the .dta file; the same rows give the same bytes."""
    words = _Words()
    for at, name in enumerate(fit_names(dataset.fields)):
        _add(words, dataset, at, name)
    title = f"{DEMO}: {dataset.title}" if demo else dataset.title
    return written(
        lambda path: pyreadstat.write_dta(
            pl.DataFrame(words.columns),
            path,
            file_label=title[:80],
            column_labels=words.titles,
            version=_VERSION,
            variable_value_labels=words.labels,  # type: ignore[arg-type] # letters are taken too
            missing_user_values=words.missing,
            variable_format=words.formats,
        ),
        _stamp,
    )


def _stamp(head: bytes) -> tuple[int, bytes]:
    found = _STAMP.search(head)
    if found is None:
        raise ValueError("a Stata file has no time of writing where it should")
    return found.start(1), _WHEN


def _add(words: _Words, dataset: DataSet, at: int, name: str) -> None:
    about = dataset.fields[at]
    words.titles[name] = about.title[:80]
    if about.kind is Kind.PSEUDONYM:
        words.columns.append(series(name, dataset, at, lambda value: value, pl.String))
    elif about.kind is Kind.NUMBER:
        words.formats[name] = f"%12.{about.decimals}f"
        if hides(about) and None in used_values(dataset, at):
            letter = letters(about.missing)[about.missing[0]]
            words.labels[name] = {letter: about.labels.get(about.missing[0], "hidden")}
            words.missing[name] = [letter]
            words.columns.append(
                series(name, dataset, at, lambda v: letter if v is None else v, pl.Object)
            )
        else:
            words.columns.append(series(name, dataset, at, lambda value: value, pl.Float64))
    else:
        _add_codes(words, dataset, at, name)


def _add_codes(words: _Words, dataset: DataSet, at: int, name: str) -> None:
    about = dataset.fields[at]
    coded = number_codes(about)
    stand: dict[str, int | str] = {**coded.numbers, **letters(coded.missing)}
    used = used_codes(dataset, at)
    unknown = [str(stand[code]) for code in used if code in coded.missing]
    kind: type[pl.DataType] = pl.Object if unknown else pl.Int64
    words.columns.append(series(name, dataset, at, lambda value: stand.get(str(value)), kind))
    words.labels[name] = {stand[code]: cut(about.labels[code], 32_000) for code in used}
    words.formats[name] = "%12.0f"
    if unknown:
        words.missing[name] = unknown
