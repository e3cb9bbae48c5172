"""Packages with a weakness planted by hand: what is printed is hidden, or told, in every table."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

from tests.attacks.over_time.packages import ALL, Cell


def say(folder: Path, counts: Mapping[Cell, str]) -> None:
    """Print these counts, or the sign for a hidden one, for cells in every table and measure."""
    for path in (folder / "tables").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        at = header.index("count")
        for row in rows:
            pairs = zip(header[:at], row[:at], strict=True)
            cell = frozenset(pair for pair in pairs if pair[1] != ALL)
            row[at] = counts.get(cell, row[at])
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    path = folder / "measures.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for figure in content["figures"]:
        said = counts.get(frozenset(figure["group"].items()))
        if figure["measure"] == "referrals" and said is not None:
            figure["value"] = figure["numerator"] = int(said) if said.isdecimal() else said
    path.write_text(json.dumps(content), encoding="utf-8")
