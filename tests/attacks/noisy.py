"""What a dashboard says to somebody who knows the tables of noise, which are no secret."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.attacker import Attacker, Cell, read_tables

NOISE = Path(__file__).resolve().parents[2] / "resources" / "noise"


@cache
def behind(threshold: int, printed: int) -> tuple[int, int]:
    """Return from where to where the count behind a printed number can lie."""
    rows = json.loads((NOISE / f"from_{threshold}.json").read_text(encoding="utf-8"))["rows"]
    counts = [
        count
        for count in range(printed + 40)
        if str(printed - count) in rows[min(count, len(rows) - 1)]
    ]
    return counts[0], counts[-1]


Said = tuple[list[Cell], int, int]
"""A sum of cells, and from where to where it can lie."""


def read_noise(folder: Path, evaluation: Evaluation, threshold: int) -> Iterator[Said]:
    """Yield everything that a dashboard says."""
    for cell, counts in read_tables(folder).items():
        for count in counts:
            if count != "s":
                yield [cell], *behind(threshold, int(count))
    yield from _not_named(folder, evaluation, threshold)
    yield from _figures(folder, evaluation, threshold)


def _not_named(folder: Path, evaluation: Evaluation, threshold: int) -> Iterator[Said]:
    """Yield the values that are not named: they were printed as nobody."""
    content = json.loads((folder / "dashboard.json").read_text(encoding="utf-8"))
    named = {(each["name"], value) for each in content["variables"] for value in each["labels"]}
    for variable in evaluation.variables:
        for value in variable.values:
            if (variable.name, value) not in named:
                yield [frozenset({(variable.name, value)})], *behind(threshold, 0)


def _figures(folder: Path, evaluation: Evaluation, threshold: int) -> Iterator[Said]:
    figures = {(each.measure, each.group): each for each in evaluation.figures}
    with (folder / "figures.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name, value = row["group_variable"], row["group_value"]
            figure = figures[row["measure"], () if name == "(all)" else ((name, value),)]
            for part in ("numerator", "denominator"):
                cells = getattr(figure, f"{part}_cells")
                if cells and row[part].isdigit():
                    yield [frozenset(each) for each in cells], *behind(threshold, int(row[part]))


def add_noise(attacker: Attacker, folder: Path, evaluation: Evaluation, threshold: int) -> None:
    """Let an attacker read a dashboard too."""
    for cells, low, high in read_noise(folder, evaluation, threshold):
        attacker.learn(cells, low, high)


def knows_zeros(attacker: Attacker, folder: Path) -> None:
    """Let an attacker of a release know that zeros are shown, save in groups that are all alike.

    Of a group one printed outcome tells that no hidden one is nobody; of those who left, that all
    or none have completed is hidden with them.
    """
    said = {cell: counts[0] for cell, counts in read_tables(folder).items()}
    for cell in (cell for cell, count in said.items() if count == "s"):
        rest = frozenset(pair for pair in cell if pair[0] != "result")
        line = {
            dict(other)["result"]: count
            for other, count in said.items()
            if len(other) == len(rest) + 1 and rest < other and "result" in dict(other)
        }
        pair = ("completed", "not_completed")
        beside = pair if dict(cell).get("result") in pair else tuple(line)
        if rest == cell or any(line[each] != "s" for each in beside):
            attacker.learn([cell], 1, 10**6)
