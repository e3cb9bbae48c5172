"""What is asked of a file that did not come from the store: tables, sums, protection; from TOML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ati_desktop.errors import Refused
from ati_desktop.evaluation.catalogue import THRESHOLD
from ati_desktop.evaluation.settings import Section

Weights = Literal["readers", "cells", "counts"]
WEIGHTS: tuple[Weights, ...] = ("readers", "cells", "counts")
"""What hiding a cell costs: what readers lose, one each, or its count."""

MOST_DIMENSIONS = 4
_EMPTY = ("refused", "zero", "left_out")
_NO_WORK = 0


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """How a dimension is shown; ``missing`` is the label of its empty cells."""

    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    missing: str = "Not recorded"


@dataclass(frozen=True, slots=True)
class SumSpec:
    """How a column of amounts is added up and protected; ``decimals`` None keeps the file's."""

    title: str = ""
    p_percent: int = 10
    dominance: tuple[int, int] = (2, 90)
    contributor: str | None = None
    decimals: int | None = None
    empty: str = _EMPTY[0]
    quantiles: tuple[float, ...] = ()


_COLUMN, _SUM = ColumnSpec(), SumSpec()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its columns, and the column of amounts where it is one of sums."""

    name: str
    dimensions: tuple[str, ...]
    sum: str | None = None


@dataclass(frozen=True, slots=True)
class PlainSpec:
    """One package of tables from one file, checked. ``work`` 0 leaves the limit to the program."""

    title: str
    tables: tuple[TableSpec, ...]
    as_of: str = ""
    count: str | None = None
    threshold: int = THRESHOLD
    outcomes: tuple[str, ...] = ()
    weights: Weights = WEIGHTS[0]
    work: int = _NO_WORK
    encoding: str = ""
    delimiter: str = ""
    empty: tuple[str, ...] = ()
    columns: Mapping[str, ColumnSpec] = field(default_factory=dict)
    sums: Mapping[str, SumSpec] = field(default_factory=dict)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every column by which something is counted, in the order in which it is first named."""
        return tuple(dict.fromkeys(name for table in self.tables for name in table.dimensions))

    @property
    def needed(self) -> tuple[str, ...]:
        """Every column of the file that is read."""
        others = [self.count] if self.count else []
        for name, each in self.sums.items():
            others += [name, *([each.contributor] if each.contributor else [])]
        return tuple(dict.fromkeys((*self.dimensions, *others)))

    @classmethod
    def from_text(cls, text: str, name: str) -> PlainSpec:
        """Read a specification; ``name`` (of its file) is used in refusals.

        Raises:
            Refused: it is not TOML, or a setting is unknown, missing or out of its range; the
                sentence names the setting and says what is allowed.
        """
        root = Section.of_text(text, name)
        root.knows("title", "as_of", "count", "file", "protection", "columns", "tables", "sums")
        tables = tuple(_table(each) for each in root.each("tables"))
        protection, file = root.section("protection"), root.section("file")
        protection.knows("threshold", "outcomes", "weights", "work")
        file.knows("encoding", "delimiter", "empty")
        weights = protection.choice("weights", WEIGHTS)
        read = cls(
            title=root.text("title"),
            tables=_named(tables),
            as_of=root.period("as_of") or "",
            count=root.text("count") if "count" in root else None,
            threshold=protection.number("threshold", THRESHOLD, (3, 20)) or THRESHOLD,
            outcomes=protection.texts("outcomes"),
            weights=next(each for each in WEIGHTS if each == weights),
            work=protection.number("work", _NO_WORK, (1, 10**9)) or _NO_WORK,
            encoding=file.text("encoding") if "encoding" in file else "",
            delimiter=file.choice("delimiter", ("", ",", ";", "\t", "|")),
            empty=file.texts("empty"),
            columns={key: _column(one) for key, one in root.named("columns").items()},
            sums=_sums(root, tables),
        )
        _check(read, name)
        _check_words(read, name)
        return read


def _table(part: Section) -> TableSpec:
    part.knows("name", "dimensions", "sum")
    dimensions = part.one_or_more("dimensions")
    if not 1 <= len(dimensions) <= MOST_DIMENSIONS:
        raise part.refusal("dimensions", f"a list of 1 to {MOST_DIMENSIONS} columns")
    return TableSpec(
        name=part.text("name") if "name" in part else "",
        dimensions=dimensions,
        sum=part.text("sum") if "sum" in part else None,
    )


def _named(tables: Iterable[TableSpec]) -> tuple[TableSpec, ...]:
    """Give a name to the tables that have none."""
    return tuple(
        each
        if each.name
        else TableSpec(
            "_by_".join(((each.sum,) if each.sum else ()) + each.dimensions),
            each.dimensions,
            each.sum,
        )
        for each in tables
    )


def _column(part: Section) -> ColumnSpec:
    part.knows("title", "labels", "order", "missing")
    return ColumnSpec(
        title=part.text("title") if "title" in part else "",
        labels=part.words("labels"),
        order=part.texts("order"),
        missing=part.text("missing") if "missing" in part else _COLUMN.missing,
    )


def _sums(root: Section, tables: Iterable[TableSpec]) -> dict[str, SumSpec]:
    given = root.named("sums")
    asked = dict.fromkeys(each.sum for each in tables if each.sum)
    for name in given:
        if name not in asked:
            raise Refused(
                "{name}: no table asks for the sum {sum}. Leave the part [sums.{sum}] out, or write"
                ' sum = "{sum}" in a table.',
                name=root.file,
                sum=name,
            )
    return {name: _sum(given[name]) if name in given else SumSpec() for name in asked}


def _sum(part: Section) -> SumSpec:
    part.knows("title", "p_percent", "dominance", "contributor", "decimals", "empty", "quantiles")
    return SumSpec(
        title=part.text("title") if "title" in part else "",
        p_percent=part.number("p_percent", _SUM.p_percent, (1, 100)) or _SUM.p_percent,
        dominance=_dominance(part),
        contributor=part.text("contributor") if "contributor" in part else None,
        decimals=part.number("decimals", None, (0, 6)),
        empty=part.choice("empty", _EMPTY),
        quantiles=_quantiles(part),
    )


def _quantiles(part: Section) -> tuple[float, ...]:
    found = part.raw("quantiles") or []
    if not isinstance(found, list) or not all(_is_share(one) for one in found):
        raise part.refusal("quantiles", "a list of numbers between 0 and 1, such as [0.25, 0.5]")
    return part.moments("quantiles")


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1


def _dominance(part: Section) -> tuple[int, int]:
    if "dominance" not in part:
        return _SUM.dominance
    found = part.raw("dominance")
    allowed = "[n, k]: the 1 or 2 largest, and a percentage from 50 to 100, such as [2, 90]"
    if not isinstance(found, list) or len(found) != 2:
        raise part.refusal("dominance", allowed)
    number, percent = found
    if type(number) is not int or type(percent) is not int:
        raise part.refusal("dominance", allowed)
    if number not in (1, 2) or not 50 <= percent <= 100:
        raise part.refusal("dominance", allowed)
    return number, percent


def _check(spec: PlainSpec, name: str) -> None:
    """Refuse what does not fit together."""
    if not spec.tables:
        raise Refused(
            "{name}: no table is asked for. Write a part [[tables]] with dimensions.", name=name
        )
    for what, named in (("outcomes", spec.outcomes), ("columns", spec.columns)):
        strange = [one for one in named if one not in spec.dimensions]
        if strange:
            raise Refused(
                "{name}: {what} names {column}, which is no dimension of any table. The"
                " dimensions are: {allowed}.",
                name=name,
                what=what,
                column=strange[0],
                allowed=", ".join(spec.dimensions),
            )
    _check_twice(spec, name)
    _check_labels(spec, name)
    if spec.count and spec.sums:
        raise Refused(
            "{name}: with count, each row stands for many people and the largest amount of one"
            " person is not known, so no sums can be protected. Use a file with one row each.",
            name=name,
        )
    amounts = {spec.count, *spec.sums} & set(spec.dimensions)
    if amounts:
        raise Refused(
            "{name}: {column} is a dimension and an amount at once. Choose one.",
            name=name,
            column=min(str(one) for one in amounts),
        )


def _check_words(spec: PlainSpec, name: str) -> None:
    """Refuse control characters in what is printed."""
    words = [spec.title, *spec.dimensions, *(table.name for table in spec.tables)]
    words += [each.title for each in spec.sums.values()]
    for column in spec.columns.values():
        words += [column.title, column.missing, *column.order, *column.labels.values()]
    if any(has_controls(word) for word in words):
        raise Refused(
            "{name}: a title, name, value or label has a line break or another control character"
            " in it. Leave it out.",
            name=name,
        )


def has_controls(text: str) -> bool:
    """Return whether a text holds characters that files of tables and XML cannot."""
    return any(unicodedata.category(char) in ("Cc", "Cs") for char in text)


def _check_labels(spec: PlainSpec, name: str) -> None:
    """Refuse two values of one label: readers could not tell them apart."""
    for column, part in spec.columns.items():
        if len(set(part.labels.values())) < len(part.labels):
            raise Refused(
                "{name}: two values of the column {column} have the same label, so readers could"
                " not tell them apart. Give each a label of its own.",
                name=name,
                column=column,
            )


def _check_twice(spec: PlainSpec, name: str) -> None:
    places = [(frozenset(table.dimensions), table.sum) for table in spec.tables]
    names = [table.name for table in spec.tables]
    for at, table in enumerate(spec.tables):
        if places[at] in places[:at] or table.name in names[:at]:
            raise Refused(
                "{name}: the table {table} stands there twice. Leave one out or change its name.",
                name=name,
                table=table.name,
            )
