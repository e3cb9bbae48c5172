"""A large invented file, the same for every seed and version of Python, and its hierarchies.

``python -m tests.disclosure.large_file`` tries every node of its lattice for each documented
question, with nothing of the program but the rules, and prints the best: the numbers that
test_lattice_large.py has. It takes some minutes.
"""

from __future__ import annotations

import random
import sys
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, product

import numpy as np
import polars as pl

from ati_desktop.disclosure.hierarchy_rules import hierarchy_from_rule

Rule = dict[str, object]

SHARES: dict[str, dict[str, float]] = {
    "sex": {"f": 31, "m": 69},
    "race": {"a": 44, "b": 31, "c": 17, "d": 5, "e": 2, "f": 1},
    "marital": {"never": 52, "married": 18, "separated": 6, "divorced": 14, "widowed": 3,
                "partner": 6, "": 1},
    "school": {f"s{year:02}": share for year, share in
               enumerate([1, 1, 2, 3, 4, 6, 9, 8, 7, 27, 14, 6, 7, 3, 1, 1], start=1)},
    "work": {"none": 41, "private": 38, "self": 6, "federal": 1, "state": 3, "local": 5,
             "casual": 6},
    "court": {f"c{number}": share for number, share in
              enumerate([19, 16, 13, 11, 9, 8, 7, 6, 5, 3, 2, 1], start=1)},
    "offence": {"drug": 44, "theft": 24, "assault": 13, "traffic": 9, "fraud": 6, "weapon": 4},
}  # fmt: skip
RULES: dict[str, Rule] = {
    "age": {"kind": "intervals", "widths": [5, 10, 20], "top": 80},
    "sex": {"kind": "plain"},
    "race": {"kind": "groups", "levels": [{"a": ["a"], "b": ["b"], "other": ["c", "d", "e", "f"]}]},
    "marital": {"kind": "groups", "levels": [{
        "together": ["married", "partner"],
        "apart": ["never", "separated", "divorced", "widowed"]}]},
    "school": {"kind": "groups", "levels": [
        {"some": [f"s{n:02}" for n in range(1, 9)], "whole": ["s09", "s10"],
         "more": ["s11", "s12"], "degree": [f"s{n}" for n in range(13, 17)]},
        {"school": ["some", "whole"], "college": ["more", "degree"]}]},
    "zip": {"kind": "prefixes", "lengths": [4, 3]},
    "work": {"kind": "groups", "levels": [{
        "public": ["federal", "state", "local"], "other": ["private", "self", "casual"],
        "none": ["none"]}]},
    "court": {"kind": "groups", "levels": [{
        "north": ["c1", "c2", "c3", "c4"], "south": ["c5", "c6", "c7", "c8"],
        "west": ["c9", "c10", "c11", "c12"]}]},
}  # fmt: skip
QUESTIONS: tuple[tuple[int, int, float | None, float], ...] = (
    (5, 1, None, 0.04),
    (5, 1, None, 0.0),
    (10, 1, None, 0.02),
    (100, 1, None, 0.04),
    (5, 1, 0.2, 0.04),
    (5, 1, 0.2, 0.0),
    (5, 3, None, 0.04),
)
"""k, l, t, share of rows that may be left out."""


def large_file(rows: int, seed: int = 20261121) -> pl.DataFrame:
    """Return invented rows; age, school and work hang together a little."""
    draw = random.Random(seed).random
    sums = {name: list(accumulate(shares.values())) for name, shares in SHARES.items()}
    names = {name: list(shares) for name, shares in SHARES.items()}
    made: dict[str, list[str | None]] = {name: [] for name in ("age", "zip", *SHARES)}
    for _ in range(rows):
        age = 17 + int(62 * draw() * draw()) + int(8 * draw())
        made["age"].append(str(age))
        made["zip"].append(f"606{int(60 * draw() * draw() * draw()):02}")
        for name in SHARES:
            at = draw() * sums[name][-1]
            if name == "work" and age > 62:
                at /= 2
            made[name].append(names[name][bisect(sums[name], at)] or None)
    return pl.DataFrame(made, schema=dict.fromkeys(made, pl.String))


def exhaustive(
    frame: pl.DataFrame,
    paths: dict[str, dict[str | None, tuple[str | None, ...]]],
    sensitive: str,
    question: tuple[int, int, float | None, float],
) -> tuple[tuple[int, ...], int, int, int]:
    """Return levels by sorted name, loss, rows left out, nodes that hold: every node is tried."""
    k, l, t, share = question  # noqa: E741
    names = sorted(paths)
    lifted = {name: _at_all_levels(frame[name].to_list(), paths[name]) for name in names}
    kinds = np.unique(frame[sensitive].fill_null("").to_numpy(), return_inverse=True)[1]
    budget = round(share * 1_000_000) * frame.height // 1_000_000
    found = []
    for levels in product(*(range(len(lifted[name])) for name in names)):
        key = np.zeros(frame.height, dtype=np.int64)
        for name, level in zip(names, levels, strict=True):
            codes = lifted[name][level]
            key = key * (int(codes.max()) + 1) + codes
        classes = np.unique(key, return_inverse=True)[1]
        size = np.bincount(classes)
        gone = _gone(classes, size, kinds, (k, l, t))
        left_out = int(size[gone].sum())
        if left_out <= budget and left_out < frame.height:
            found.append((int((size.astype(np.int64) ** 2).sum()), sum(levels), levels, left_out))
    loss, _, best, left_out = min(found)
    return best, loss, left_out, len(found)


def _at_all_levels(
    values: Sequence[str | None], paths: dict[str | None, tuple[str | None, ...]]
) -> list[np.ndarray]:
    height = len(next(iter(paths.values())))
    return [
        np.unique([paths[value][level] or "" for value in values], return_inverse=True)[1]
        for level in range(height)
    ]


def _gone(
    classes: np.ndarray, size: np.ndarray, kinds: np.ndarray, asked: tuple[int, int, float | None]
) -> np.ndarray:
    k, l, t = asked  # noqa: E741
    gone = size < k
    if l == 1 and t is None:
        return gone
    table = np.zeros((size.size, int(kinds.max()) + 1))
    np.add.at(table, (classes, kinds), 1)
    gone = gone | ((table > 0).sum(axis=1) < l)
    own = table / size[:, None]
    usual = table.sum(axis=0) / size.sum()
    while t is not None:
        far = np.abs(own - table.sum(axis=0) / size.sum()).sum(axis=1) / 2 > t + 1e-9
        again = gone | far | (np.abs(own - usual).sum(axis=1) / 2 > t + 1e-9)
        if again.all() or (again == gone).all():
            return again
        gone = again
        usual = table[~gone].sum(axis=0) / size[~gone].sum()
    return gone


def main() -> None:
    frame = large_file(30_000)
    paths = {}
    for name, rule in RULES.items():
        values = frame[name].unique().to_list()
        hierarchy = hierarchy_from_rule(name, rule, values)
        paths[name] = {value: hierarchy.path(value) or () for value in values}
    for question in QUESTIONS:
        sys.stdout.write(f"{question}: {exhaustive(frame, paths, 'offence', question)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
