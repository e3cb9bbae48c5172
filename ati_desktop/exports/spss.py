"""Rows as an SPSS file: whole numbers with labels of the codes that are used, no time of writing.

This module loads polars and pyreadstat: import it only where such a file is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl
import pyreadstat

from ati_desktop.disclosure.datasets import DataSet, Kind, Value
from ati_desktop.exports.codes import cut, fit_names, hides, number_codes, used_codes
from ati_desktop.exports.columns import numbers, series
from ati_desktop.exports.rows import DEMO
from ati_desktop.exports.scratch import written

# Day and time of writing, as the file's header holds them.
_WHEN = b"01 Jan 0000:00:00"
_WHEN_AT = 92


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands beside the values: labels, formats, which values mean nothing is known."""

    columns: list[pl.Series] = field(default_factory=list)
    titles: dict[str, str | None] = field(default_factory=dict)
    labels: dict[str, dict[int | float, str]] = field(default_factory=dict)
    missing: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)


def spss(dataset: DataSet, *, demo: bool) -> bytes:
    """Return the .sav file; the same rows give the same bytes."""
    words = _Words()
    for at, name in enumerate(fit_names(dataset.fields)):
        _add(words, dataset, at, name)
    title = f"{DEMO}: {dataset.title}" if demo else dataset.title
    return written(
        lambda path: pyreadstat.write_sav(
            pl.DataFrame(words.columns),
            path,
            file_label=cut(title, 64),
            column_labels=words.titles,
            variable_value_labels=words.labels,
            missing_ranges=words.missing,  # type: ignore[arg-type] # plain dicts are taken
            variable_format=words.formats,
            variable_measure=words.measures,
        ),
        lambda _head: (_WHEN_AT, _WHEN),
    )


def hidden_number(values: list[Value]) -> int:
    """Return a number below all values, to stand for a hidden one: -9, -99, ..."""
    lowest = min((value for value in values if isinstance(value, int | float)), default=0)
    number = -9
    while number >= lowest:
        number = number * 10 - 9
    return number


def _add(words: _Words, dataset: DataSet, at: int, name: str) -> None:
    about = dataset.fields[at]
    words.titles[name] = cut(about.title, 255)
    words.measures[name] = "scale" if about.kind is Kind.NUMBER else "nominal"
    if about.kind is Kind.PSEUDONYM:
        words.columns.append(series(name, dataset, at, lambda value: value, pl.String))
    elif about.kind is Kind.NUMBER:
        values = numbers(dataset, at)
        hidden: Value = None
        if hides(about) and None in values:
            hidden = hidden_number(values)
            words.labels[name] = {hidden: cut(about.labels.get(about.missing[0], "hidden"), 120)}
            words.missing[name] = [{"lo": hidden, "hi": hidden}]
        words.columns.append(
            series(name, dataset, at, lambda v: hidden if v is None else v, pl.Float64)
        )
        words.formats[name] = _format([*values, hidden], about.decimals)
    else:
        coded = number_codes(about)
        used = used_codes(dataset, at)
        words.columns.append(
            series(name, dataset, at, lambda value: coded.numbers.get(str(value)), pl.Int64)
        )
        words.labels[name] = {coded.numbers[code]: cut(about.labels[code], 120) for code in used}
        unknown = [coded.numbers[code] for code in used if code in coded.missing]
        if unknown:
            words.missing[name] = [{"lo": min(unknown), "hi": max(unknown)}]
        words.formats[name] = _format(coded.numbers.values(), 0)


def _format(values: Iterable[Value], decimals: int) -> str:
    numbers = [value for value in values if isinstance(value, int | float)]
    digits = max((len(f"{value:.{decimals}f}") for value in numbers), default=1)
    return f"F{max(8, digits)}.{decimals}"
