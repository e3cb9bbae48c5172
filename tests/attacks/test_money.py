"""Attacks on sums of amounts: what the second largest contributor works out of the largest."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from pathlib import Path
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from ati_desktop.casework.elsewhere import protect_file

SPEC = """
title = "Costs"
[protection]
threshold = 3
[[tables]]
dimensions = ["program", "year"]
sum = "cost"
[sums.cost]
p_percent = 10
dominance = [2, 90]
contributor = "person"
decimals = 0
"""
PROGRAMS, YEARS = ("court", "clinic", "mentors", "veterans"), ("2019", "2020", "2021")
Cell = tuple[str, str]


def amounts() -> dict[Cell, list[int]]:
    """Return what each person cost in each cell; in one cell a single person cost almost all."""
    random = Random(11)
    found = {
        (program, year): [random.randint(400, 900) for _ in range(random.randint(14, 30))]
        for program in PROGRAMS
        for year in YEARS
    }
    return found | {("mentors", "2020"): [90_000, 5_000, 5_000], ("clinic", "2021"): [30, 30, 30]}


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("money")
    (folder / "spec.toml").write_text(SPEC, encoding="utf-8")
    with (folder / "costs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["program", "year", "person", "cost"])
        person = 0
        for (program, year), values in amounts().items():
            for value in values:
                person += 1
                writer.writerow([program, year, f"p{person}", value])
    out = folder / "package"
    protect_file(folder / "spec.toml", folder / "costs.csv", out, progress=lambda *_: None)
    return out


def table_of(folder: Path) -> Path:
    (path,) = (folder / "sums").glob("*.csv")
    return path


def sums_of(folder: Path) -> dict[Cell, str]:
    with table_of(folder).open(newline="", encoding="utf-8") as file:
        return {(row["program"], row["year"]): row["sum"] for row in csv.DictReader(file)}


def worked_out(folder: Path, cell: Cell) -> tuple[float, float]:
    """Return how small and how large a sum could be, by all margins that are shown."""
    cells = [(program, year) for program in PROGRAMS for year in YEARS]
    shown, rows, values = sums_of(folder), [], []
    for (program, year), text in shown.items():
        if text == "s":
            continue
        rows.append([float(program in ("(all)", p) and year in ("(all)", y)) for p, y in cells])
        values.append(float(text))
    ends = []
    for sign in (1.0, -1.0):
        cost = [sign * (each == cell) for each in cells]
        solved = linprog(cost, A_eq=np.array(rows), b_eq=values)
        ends.append(float("inf") if solved.status == 3 else sign * solved.fun)
    return ends[0], ends[1]


def largest_seen_by_second(folder: Path, cell: Cell) -> float:
    """Return by how much, as a share, the second largest is wrong about the largest at most."""
    first, second, *_ = sorted(amounts()[cell], reverse=True)
    _, high = worked_out(folder, cell)
    return (high - second - first) / first


def test_attack_16_the_second_largest_cannot_work_out_the_largest(
    ours: Path, tmp_path: Path
) -> None:
    dominated = ("mentors", "2020")
    assert sums_of(ours)[dominated] == "s"
    weak = shutil.copytree(ours, tmp_path / "weak")
    totals: dict[Cell, int] = defaultdict(int)
    for (program, year), values in amounts().items():
        for key in ((program, year), (program, "(all)"), ("(all)", year), ("(all)", "(all)")):
            totals[key] += sum(values)
    with table_of(weak).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        key = (row["program"], row["year"])
        row["sum"] = "s" if key == dominated else str(totals[key])
    with table_of(weak).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert largest_seen_by_second(weak, dominated) == pytest.approx(5 / 90)
    assert largest_seen_by_second(ours, dominated) >= 0.10


def test_attack_16_nobody_outside_comes_nearer_than_ten_percent(ours: Path) -> None:
    low, high = worked_out(ours, ("mentors", "2020"))
    assert low <= 100_000 - 9_000
    assert high >= 100_000 + 9_000


def test_attack_16_three_who_cost_the_same_dominate_nobody(ours: Path) -> None:
    """Thirty, thirty, thirty: the rule itself hides nothing here; another cell may need it."""
    shown = sums_of(ours)
    hidden = {cell for cell, text in shown.items() if text == "s"}
    assert shown[("(all)", "(all)")] == str(sum(map(sum, amounts().values())))
    assert ("mentors", "2020") in hidden
    assert len(hidden) < len(shown) / 2
