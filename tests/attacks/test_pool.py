"""Whoever has a pool and the packages that were given to it knows no more than from the packages.

The attacker reads the tables of all folders and solves with scipy: a base for each office, tied by
the sums over offices. Planted is a sum that is printed though one office hides its part.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ati_desktop.casework.pooling import pool_packages
from ati_desktop.evaluation.results import Variable
from tests.attacks.test_tables import say, truth_of
from tests.disclosure.attacker import Attacker, Cell, read_tables
from tests.imports.released import NORTH, SEEDS, SOUTH, package, year

OFFICES = {"A": NORTH, "B": SOUTH}
Ranges = dict[Cell, tuple[float, float]]


def hidden(folder: Path) -> list[Cell]:
    return [cell for cell, counts in read_tables(folder).items() if set(counts) == {"s"}]


def seen(packages: Sequence[Path], pool: Path | None = None) -> Ranges:
    """How far each hidden number of each office is open."""
    whole = year(SEEDS[NORTH])
    office = Variable("office", "Office", tuple(OFFICES), {label: label for label in OFFICES})
    attacker = Attacker(replace(whole, variables=(*whole.variables, office)))
    said = [({("office", label)}, each) for label, each in zip(OFFICES, packages, strict=True)]
    for where, folder in (*said, *([(set[tuple[str, str]](), pool)] if pool else [])):
        for cell, counts in read_tables(folder).items():
            for count in (int(count) for count in counts if count != "s"):
                attacker.learn([frozenset(cell | where)], count, count)
    wanted = [frozenset(cell | where) for where, folder in said for cell in hidden(folder)]
    return {cell: attacker.range([cell]) for cell in wanted}


def test_a_pool_and_its_packages_tell_no_more_than_the_packages(tmp_path: Path) -> None:
    packages = [package(tmp_path / label, code) for label, code in OFFICES.items()]
    pool = tmp_path / "pool"
    pool_packages(packages, pool)
    alone = seen(packages)
    assert len(alone) > 8
    assert seen(packages, pool) == alone

    sums = {cell: truth_of(year(SEEDS[NORTH]))[cell] for cell in hidden(packages[0])}
    cell = next(cell for cell in sums if len(cell) == 2 and cell not in hidden(packages[1]))
    both = sums[cell] + truth_of(year(SEEDS[SOUTH]))[cell]
    say(pool, cell, str(both))
    assert seen(packages, pool)[cell | {("office", "A")}] == (sums[cell], sums[cell])
    with next((pool / "tables").glob("*.csv")).open(encoding="utf-8") as file:
        assert "office" in next(csv.reader(file))
