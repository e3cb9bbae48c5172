"""Sums of amounts over the cells of tables, with the two largest contributions to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import polars as pl

from ati_desktop.errors import Refused
from ati_desktop.evaluation.plain_columns import Column
from ati_desktop.evaluation.plain_spec import PlainSpec, SumSpec, TableSpec
from ati_desktop.evaluation.quantiles import with_quantiles
from ati_desktop.evaluation.results import Contributed, SumColumn, SumTable, Variable

_AMOUNT = re.compile(r"\+?(\d{1,13})(?:\.(\d{1,6}))?", re.ASCII)
_NEGATIVE = re.compile(r"-\s*\d.*|\(\s*\d.*\)", re.ASCII)
_MOST_SHOWN = 2
_MOST_PARTS = 5
_LARGEST = 10**15
# No column of a text file can have such names.
_AMOUNTS, _WHO, _AT = "\0amount", "\0who", "\0at"


@dataclass(frozen=True, slots=True)
class Amounts:
    """A column of amounts: how it is shown, and each row's amount (null where it has none)."""

    column: SumColumn
    units: pl.Series


def read_amounts(spec: PlainSpec, columns: Mapping[str, Column]) -> dict[str, Amounts]:
    """Return every column of amounts in whole numbers of its smallest unit.

    Raises:
        Refused: a cell holds no amount, or a negative one.
    """
    return {name: _read(name, told, columns[name]) for name, told in spec.sums.items()}


def _read(name: str, told: SumSpec, column: Column) -> Amounts:
    found = [_parts(name, told, text, line) for text, line in _pairs(column)]
    places = max((len(part[1]) for part in found if part), default=0)
    units = [None if part is None else int(part[0] + part[1].ljust(places, "0")) for part in found]
    new, highest = pl.Series(dtype=pl.Int64), max((each or 0 for each in units), default=0)
    if highest <= _LARGEST:
        new = pl.Series(units, dtype=pl.Int64).gather(pl.Series(column.codes, dtype=pl.UInt32))
    if highest > _LARGEST or new.cast(pl.Float64).sum() > _LARGEST:
        raise Refused(
            "The amounts of the column {column} add up to more than can be counted exactly. Write"
            " them in a larger unit, such as thousands.",
            column=name,
        )
    decimals = min(places, _MOST_SHOWN) if told.decimals is None else min(told.decimals, places)
    shown = SumColumn(
        name=name,
        title=told.title or name,
        places=places,
        decimals=decimals,
        p_percent=told.p_percent,
        dominance=told.dominance,
        complete=not new.is_null().any(),
        by_row=told.contributor is None,
        quantiles=told.quantiles,
    )
    return Amounts(shown, new)


def _pairs(column: Column) -> Iterator[tuple[str, int]]:
    return zip(column.texts, column.lines, strict=True)


def _parts(name: str, told: SumSpec, text: str, line: int) -> tuple[str, str] | None:
    """Return the figures of an amount before and after the point; None where it has none."""
    if not text and told.empty != "refused":
        return None if told.empty == "left_out" else ("0", "")
    if not text:
        raise Refused(
            "Line {line} of the file: the column {column} is empty. Fill it in, or write under"
            ' [sums.{column}] empty = "zero", or empty = "left_out".',
            line=line,
            column=name,
        )
    amount = _AMOUNT.fullmatch(text)
    if amount:
        return amount[1], amount[2] or ""
    if _NEGATIVE.fullmatch(text):
        raise Refused(
            "Line {line} of the file: the column {column} holds a negative amount. Sums can be"
            " protected only where no amount is below 0: put what was paid back into a column of"
            " its own.",
            line=line,
            column=name,
        )
    raise Refused(
        "Line {line} of the file: the column {column} must hold amounts such as 1250 or 1250.50,"
        " with at most 6 decimals and no other signs.",
        line=line,
        column=name,
    )


def contributors(
    spec: PlainSpec,
    frame: pl.DataFrame,
    amounts: Mapping[str, Amounts],
    name: str,
    columns: Mapping[str, Column],
) -> pl.Series:
    """Return for each row, as a number, whose amount it is; the same for a shuffled file.

    Raises:
        Refused: a row does not say.
    """
    who = spec.sums[name].contributor
    if who is None:
        every = [each.units.alias(f"\0{other}") for other, each in sorted(amounts.items())]
        rows = frame.select(sorted(spec.dimensions)).with_columns(every)
        order = rows.with_row_index(_AT).sort(rows.columns).with_row_index(_WHO)
        return order.sort(_AT)[_WHO].cast(pl.Int64)
    column = columns[who]
    for text, line in _pairs(column):
        if not text:
            raise Refused(
                "Line {line} of the file: the column {column} is empty, so it is not known whose"
                " amount it is.",
                line=line,
                column=who,
            )
    ranks = {text: rank for rank, text in enumerate(sorted(column.texts))}
    codes = pl.Series([ranks[text] for text in column.texts], dtype=pl.Int64)
    return codes.gather(pl.Series(column.codes, dtype=pl.UInt32))


def sum_table(
    frame: pl.DataFrame,
    amounts: Amounts,
    who: pl.Series,
    table: TableSpec,
    variables: Mapping[str, Variable],
    least: int,
) -> SumTable:
    """Return a table of sums with all its margins.

    Args:
        frame: the place of each row's value in the list of each dimension.
        amounts: what is added up.
        who: whose amount it is.
        table: the dimensions.
        variables: the dimensions' lists.
        least: how many contributors must lie on either side of a quantile.
    """
    names = table.dimensions
    rows = frame.select(names).with_columns(amounts.units.alias(_AMOUNTS), who.alias(_WHO))
    rows = rows.drop_nulls(_AMOUNTS)
    spans = [variables[name].values for name in names]
    cells = _empty_cells(spans)
    for size in range(len(names) + 1):
        for places in combinations(range(len(names)), size):
            cells |= _margin(rows, names, spans, places)
    if amounts.column.quantiles:
        each = rows.select([*names, _WHO, _AMOUNTS])
        cells = with_quantiles(cells, each, spans, amounts.column.quantiles, least)
    title = " by ".join(variables[name].title for name in names)
    return SumTable(
        table.name,
        f"{amounts.column.title}: {title}",
        amounts.column.name,
        tuple(variables[name].name for name in names),
        cells,
    )


def _empty_cells(spans: Sequence[Sequence[str]]) -> dict[tuple[str | None, ...], Contributed]:
    keys = product(*((*span, None) for span in spans))
    return dict.fromkeys(keys, Contributed(0, 0))


def _margin(
    rows: pl.DataFrame,
    names: Sequence[str],
    spans: Sequence[Sequence[str]],
    places: Sequence[int],
) -> dict[tuple[str | None, ...], Contributed]:
    by = [names[place] for place in places]
    each = rows.group_by([*by, _WHO]).agg(pl.col(_AMOUNTS).sum())
    each = each.sort([_AMOUNTS, _WHO], descending=[True, False])
    wanted = [
        pl.col(_AMOUNTS).sum().alias("total"),
        pl.len().alias("people"),
        pl.col(_AMOUNTS).head(2).alias("top"),
        pl.col(_WHO).head(2).alias("who"),
    ]
    found = (
        each.group_by(by, maintain_order=True).agg(wanted)
        if by
        else each.select(
            wanted[0],
            wanted[1],
            pl.col(_AMOUNTS).head(2).implode().alias("top"),
            pl.col(_WHO).head(2).implode().alias("who"),
        )
    )
    cells: dict[tuple[str | None, ...], Contributed] = {}
    for row in found.select([*by, "total", "people", "top", "who"]).iter_rows():
        key: list[str | None] = [None] * len(names)
        for place, value in zip(places, row, strict=False):
            key[place] = spans[place][value]
        total, people, top, who = row[len(places) :]
        largest, second = (*top, 0, 0)[:2]
        cells[tuple(key)] = Contributed(
            int(total), int(people), int(largest), int(second), tuple(who)
        )
    return cells


def added_up(amounts: Mapping[str, Amounts]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return which columns are in every row the sum of others: (whole, parts).

    Anybody who knows two of jail, treatment and total costs knows the third.
    """
    scale = max((each.column.places for each in amounts.values()), default=0)
    levelled = {
        name: each.units.fill_null(0) * 10 ** (scale - each.column.places)
        for name, each in sorted(amounts.items())
    }
    totals = {name: int(values.sum()) for name, values in levelled.items()}
    found = []
    for whole, values in levelled.items():
        others = [name for name in levelled if name != whole]
        for size in range(1, min(len(others), _MOST_PARTS) + 1):
            for parts in combinations(others, size):
                twice = size == 1 and parts[0] < whole
                if twice or sum(totals[name] for name in parts) != totals[whole]:
                    continue
                total = pl.DataFrame([levelled[name].alias(name) for name in parts])
                if (total.sum_horizontal() == values).all():
                    found.append((whole, parts))
    return tuple(found)
