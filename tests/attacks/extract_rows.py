"""What the rows of an extract say of the tables of a release, to somebody who has both.

The base of the attacker is cut in two: the rows that the extract tells, and all others.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

from ati_desktop.evaluation.results import CountTable, Evaluation, Variable
from tests.disclosure.attacker import Attacker, Cell

TOLD = "told"
YES, NO = "yes", "no"


def cut(evaluation: Evaluation) -> Evaluation:
    """Return an evaluation with one variable more, by which its rows are cut."""
    told = Variable(TOLD, "In the extract", (YES, NO), {YES: "Yes", NO: "No"})
    return replace(evaluation, variables=(*evaluation.variables, told))


def file_rows(folder: Path) -> list[dict[str, str]]:
    path = folder / "data" / "participants.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def add_rows(attacker: Attacker, folder: Path, evaluation: Evaluation) -> None:
    """Let an attacker of a release read an extract of the same people, whose codes are as is."""
    rows = file_rows(folder)
    shared = [each for each in evaluation.variables if each.name in rows[0]]
    names = [each.name for each in shared]
    said = Counter(tuple(row[name] for name in names) for row in rows)
    assert all(set(key) <= {v for each in shared for v in each.values} for key in said)
    for key in product(*(each.values for each in shared)):
        cell = frozenset({*zip(names, key, strict=True), (TOLD, YES)})
        attacker.learn([cell], said[key], said[key])


def counted(table: CountTable) -> dict[Cell, int]:
    return {
        frozenset(zip(table.variables, key, strict=True)): count
        for key, count in table.cells.items()
    }
