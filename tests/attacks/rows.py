"""People with everything an attacker may know of them, and a file of them as it leaves."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from ati_desktop.casework.deidentifying import deidentify_file

Person = dict[str, str]
QUASI = ("age", "sex", "race", "zip", "admitted")
SPEC = """
title = "People"
model = "k-anonymity"
k = {k}
l = 2
suppression = 0.05
row_ids = true

[columns.age]
role = "quasi"
hierarchy = {{ kind = "intervals", widths = [5, 10, 20], top = 80 }}
[columns.sex]
role = "quasi"
[columns.race]
role = "quasi"
[columns.zip]
role = "quasi"
hierarchy = {{ kind = "prefixes", lengths = [4, 3] }}
[columns.admitted]
role = "quasi"
hierarchy = {{ kind = "dates", levels = ["quarter", "year"] }}
[columns.outcome]
role = "sensitive"
{more}
"""
GROUPED = '[columns.case]\nrole = "group"\n'


def people(number: int = 900, seed: int = 4) -> list[Person]:
    """Return people in the order in which they were enrolled; some share a case."""
    random = Random(seed)
    rows: list[Person] = []
    case = 0
    for at in range(number):
        day = date(2021, 1, 4) + timedelta(days=at * 730 // number)
        case += random.random() < 0.6 or not at
        rows.append(
            {
                "id": f"{at + 1:05}",
                "name": f"Person {at:04}",
                "ssn": f"900-{random.randint(10, 99)}-{at:04}",
                "born": f"{2021 - (age := random.randint(19, 74))}-{random.randint(1, 12):02}-11",
                "age": str(age),
                "sex": random.choices(["f", "m", ""], [30, 65, 5])[0],
                "race": random.choices("abcde", [50, 30, 14, 4, 2])[0],
                "zip": f"606{random.randint(1, 24):02}",
                "admitted": day.isoformat(),
                "case": f"C{case:05}",
                "outcome": random.choices(["completed", "left", "moved"], [60, 30, 10])[0],
                "note": f"sister of canary-{at}",
            }
        )
    return rows


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write rows as they are: the source of a package, or a planted weakness."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_csv(path: Path) -> list[Person]:
    """Return the rows of a written file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def leave(folder: Path, rows: Sequence[Person], *, k: int = 5, more: str = "") -> Path:
    """De-identify the people; return the folder of the package."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = folder / "spec.toml"
    spec.write_text(SPEC.format(k=k, more=more), encoding="utf-8")
    out = folder / "package"
    deidentify_file(
        spec,
        write_csv(folder / "source.csv", rows),
        out,
        randomness=os.urandom,
        progress=lambda _done, _doing: None,
    )
    return out


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the rank correlation of two sequences without ties."""
    ranks = []
    for values in (one, other):
        order = sorted(range(len(values)), key=values.__getitem__)
        rank = [0.0] * len(values)
        for place, at in enumerate(order):
            rank[at] = float(place)
        ranks.append(rank)
    number = len(one)
    far = sum((a - b) ** 2 for a, b in zip(*ranks, strict=True))
    return 1 - 6 * far / (number * (number**2 - 1))
