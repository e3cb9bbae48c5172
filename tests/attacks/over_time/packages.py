"""What a written package says: each count of its tables, measures and receipt; who is asked."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any

Cell = frozenset[tuple[str, str]]
ALL = "(all)"
HIDDEN = "s"
OUTCOME = "result"
_COMPLETED, _NOT = ("completed",), ("not_completed",)
MEASURES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "completion_of_exits": (_COMPLETED, _COMPLETED + _NOT),
    "completion_of_admitted": (_COMPLETED, ("enrolled", *_COMPLETED, *_NOT, "other_exit")),
}
"""What a measure counts and among whom, by its published definition: values of ``result``."""
EXCLUDED = {
    "Still enrolled": ("enrolled",),
    "Not admitted": ("not_admitted",),
    "Admission not recorded": ("admission_not_recorded",),
    "Left, outcome not recorded": ("exit_not_recorded",),
}
_HALF = 0.00005
"""Shares are printed with four decimals."""


@dataclass(frozen=True)
class Question:
    """What a specification asks: months as numbers, both inclusive; no programs are all."""

    first: int | None
    last: int | None
    programs: frozenset[str]
    threshold: int
    measures: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Question:
        said = tomllib.loads(text)
        cohort = said.get("cohort", {})
        return cls(
            month(cohort["from"], 1) if "from" in cohort else None,
            month(cohort["to"], 12) if "to" in cohort else None,
            frozenset(cohort.get("programs", ())),
            said.get("protection", {}).get("threshold", 11),
            tuple(said.get("measures", MEASURES)),
        )

    def asks_month(self, number: int) -> bool:
        return (self.first is None or number >= self.first) and (
            self.last is None or number <= self.last
        )

    def asks_program(self, code: str) -> bool:
        return not self.programs or code in self.programs


def month(text: str, otherwise: int) -> int:
    """Return 2019-03 as the number of months since year 0; a year alone has the month given."""
    year, _, part = text.partition("-")
    return int(year) * 12 + int(part or otherwise) - 1


@dataclass(frozen=True)
class Package:
    """Everything a package says of counts.

    ``tables`` are the variables of each table, ``values`` the closed list of each variable, as it
    occurs in the cohort. ``shown`` and ``hidden`` are cells and margins. ``sums`` are ranges for
    sums of cells, from the measures. ``people`` and ``doubts`` stand in the receipt, None where
    they are hidden.
    """

    question: Question
    state: int
    tables: tuple[tuple[str, ...], ...]
    values: Mapping[str, tuple[str, ...]]
    shown: Mapping[Cell, int]
    hidden: frozenset[Cell]
    sums: tuple[tuple[tuple[Cell, ...], float, float], ...]
    people: int | None
    doubts: Mapping[str, int | None]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.values)

    @property
    def cells(self) -> frozenset[Cell]:
        """Every cell and margin that stands in a table, printed or hidden."""
        return self.hidden | self.shown.keys()

    def least(self, cell: Cell) -> int:
        """Return the least that a hidden number can be by the rules that everybody can read.

        Zeros are printed, but where one would say that everybody in a group shares an outcome:
        everybody, or all among whom a measure counts. So it can only be a zero where no two
        outcomes are known to occur there.
        """
        outcome = {pair for pair in cell if pair[0] == OUTCOME}
        if not outcome:
            return 1
        group = cell - outcome
        (value,) = (pair[1] for pair in outcome)
        bases = [
            among for name in self.question.measures for _, among in [MEASURES.get(name, ((), ()))]
        ]
        for base in (self.values[OUTCOME], *bases):
            occur = [one for one in base if self.shown.get(group | {(OUTCOME, one)}, 0) > 0]
            if value in base and len(occur) < 2:
                return 0
        return 1


def read_package(folder: Path, specification: str, state: int) -> Package:
    """Read a package as whoever was given it; ``state`` numbers the as-of it was made of."""
    said: dict[Cell, set[str]] = {}
    tables: list[tuple[str, ...]] = []
    values: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        names, rows = _read_table(path)
        tables.append(names)
        for row, count in rows:
            pairs = list(zip(names, row, strict=True))
            cell = frozenset(pair for pair in pairs if pair[1] != ALL)
            said.setdefault(cell, set()).add(count)
            for name, value in cell:
                if value not in values.setdefault(name, ()):
                    values[name] += (value,)
    receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    said.setdefault(frozenset(), set()).add(str(receipt["referrals"]))
    shown = {
        cell: int(next(iter(counts - {HIDDEN})))
        for cell, counts in said.items()
        if counts - {HIDDEN}
    }
    content = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    for figure in content["figures"]:  # also of a table that is left out
        for name, value in figure["group"].items():
            if value not in values.setdefault(name, ()):
                values[name] += (value,)
    return Package(
        Question.read(specification),
        state,
        tuple(tables),
        values,
        shown,
        frozenset(said.keys() - shown.keys()),
        tuple(_sums(content["figures"], values)),
        _number(receipt["people"]),
        {code: _number(count) for code, count in receipt["doubtful records kept"].items()},
    )


def _read_table(path: Path) -> tuple[tuple[str, ...], list[tuple[list[str], str]]]:
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    at = header.index("count")
    return tuple(header[:at]), [(row[:at], row[at]) for row in rows]


def _number(said: object) -> int | None:
    return said if isinstance(said, int) else None


def _sums(
    figures: list[dict[str, Any]], values: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[tuple[Cell, ...], float, float]]:
    """Yield what the measures say about sums of cells: cells, at least, at most."""
    for figure in figures:
        group = frozenset(figure["group"].items())
        counted, among = MEASURES.get(figure["measure"], ((), ()))
        part, whole = _cells(group, counted, values), _cells(group, among, values)
        if figure["measure"] == "referrals":
            part = (group,)
        numerator, base = _number(figure["numerator"]), _number(figure["denominator"])
        if part and numerator is not None:
            yield part, numerator, numerator
        if whole and base is not None:
            yield whole, base, base
            if isinstance(figure["value"], float):
                share = figure["value"]
                yield part, (share - _HALF) * base, (share + _HALF) * base
        for left_out in figure["excluded"]:
            cells = _cells(group, EXCLUDED.get(left_out["reason"], ()), values)
            count = _number(left_out["count"])
            if cells and count is not None:
                yield cells, count, count


def _cells(
    group: Cell, outcomes: tuple[str, ...], values: Mapping[str, tuple[str, ...]]
) -> tuple[Cell, ...]:
    there = values.get(OUTCOME, ())
    return tuple(group | {(OUTCOME, value)} for value in outcomes if value in there)


def margins(tables: tuple[tuple[str, ...], ...]) -> set[tuple[str, ...]]:
    """Return the variables, sorted, of every table and of every margin of it."""
    return {
        tuple(sorted(some))
        for names in tables
        for size in range(len(names) + 1)
        for some in combinations(names, size)
    }


def cells_over(names: tuple[str, ...], values: Mapping[str, tuple[str, ...]]) -> Iterator[Cell]:
    """Yield every combination of values of these variables."""
    for picked in product(*(values[name] for name in names)):
        yield frozenset(zip(names, picked, strict=True))
