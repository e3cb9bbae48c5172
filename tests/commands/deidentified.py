"""Files for deidentify, and its answer read again by other means than the program's."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from tests.commands.conftest import Said, Typed
from tests.disclosure.large_file import large_file

SPEC = """
model = "k-anonymity"
k = 5
l = 2
t = 0.5
suppression = 0.05

[columns.age]
role = "quasi"
hierarchy = { kind = "intervals", widths = [5, 10, 20], top = 80 }

[columns.sex]
role = "quasi"

[columns.race]
role = "quasi"
hierarchy = "race.csv"

[columns.zip]
role = "quasi"
hierarchy = { kind = "prefixes", lengths = [4, 3] }

[columns.offence]
role = "sensitive"
title = "Offence"

[columns.work]
role = "kept"
"""
RACES = "a;a;*\nb;b;*\nc;other;*\nd;other;*\ne;other;*\nf;other;*\n"
QUASI = ("age", "sex", "race", "zip")

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """A folder with data, specification and hierarchy, and where the answer goes."""

    folder: Path

    @property
    def spec(self) -> Path:
        return self.folder / "spec.toml"

    @property
    def data(self) -> Path:
        return self.folder / "data.csv"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def says(self, spec: str) -> Case:
        self.spec.write_text(spec, encoding="utf-8")
        return self

    def has(self, rows: list[Row] | str) -> Case:
        if isinstance(rows, str):
            self.data.write_text(rows, encoding="utf-8")
            return self
        with self.data.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self

    def run(self, typed: Typed, *more: str) -> Said:
        return typed("deidentify", "--spec", self.spec, self.data, "--out", self.out, *more)

    def answer(self, typed: Typed) -> dict[str, object]:
        said = self.run(typed, "--json")
        assert said.code == 0, said.err
        found: dict[str, object] = json.loads(said.out)
        return found

    def written(self) -> list[Row]:
        with (self.out / "data" / "rows.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def left(self) -> list[str]:
        """Return what stands in the folder besides what was put there."""
        own = {"spec.toml", "data.csv", "race.csv"}
        return sorted(path.name for path in self.folder.iterdir() if path.name not in own)


def people(rows: int = 600, seed: int = 3) -> list[Row]:
    """Return invented people with a name, a number and a note each."""
    frame = large_file(rows, seed)
    found = []
    for at, row in enumerate(frame.iter_rows(named=True)):
        own = {name: value or "" for name, value in row.items()}
        found.append({"name": f"Jane Roe {at}", "ssn": f"900-00-{at:04}", **own,
                      "note": f"canary-{at} met her cousin"})  # fmt: skip
    return found


def case(folder: Path) -> Case:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "race.csv").write_text(RACES, encoding="utf-8")
    return Case(folder).says(SPEC).has(people())
