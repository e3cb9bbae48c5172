"""Every attack of the list is tried: one test or more for each of the twenty-three."""

from __future__ import annotations

import re
from pathlib import Path

ATTACKS = {
    1: "differencing over time",
    2: "differencing between overlapping groups",
    3: "recovery from margins",
    4: "the same cell in two tables",
    5: "two symbols",
    6: "percentages, bases, footnotes",
    7: "rare combinations",
    8: "groups that are all alike",
    9: "linkage by dates",
    10: "sequential identifiers",
    11: "hashes of identifiers",
    12: "order of rows",
    13: "free text",
    14: "metadata of files",
    15: "means and quantiles of few",
    16: "dominance in sums of money",
    17: "trackers",
    18: "steps of survival curves",
    19: "models and scores",
    20: "patterns of suppression and reruns",
    21: "a contributor who knows its own value",
    22: "groups of people who belong together",
    23: "linkage of one extract with the next",
}


def test_each_attack_of_the_list_is_tried() -> None:
    found = {
        int(number)
        for path in Path(__file__).parents[1].rglob("test_*.py")
        for number in re.findall(r"def test_attack_(\d\d)_", path.read_text(encoding="utf-8"))
    }
    missing = {number: words for number, words in ATTACKS.items() if number not in found}
    assert not missing
    assert found <= set(ATTACKS)
