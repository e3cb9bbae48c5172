"""Attacks on written packages: each succeeds on a planted weakness first, then fails on ours.

The attacker reads every number of every file and solves with scipy; nothing of the program's own
protection or audit is used.
"""

from __future__ import annotations

import csv
import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.attacker import Attacker, Cell, read_tables
from tests.disclosure.builders import (
    SDC,
    SDC_HIDDEN,
    TWO_SYMBOLS,
    evaluation_of,
    grid,
    linked,
    seven,
    table,
)
from tests.exports.packages import alike, program, written

PAIR = [("row", "column")]


def cell(**pairs: str) -> Cell:
    return frozenset(pairs.items())


def truth_of(evaluation: Evaluation) -> dict[Cell, int]:
    """Return the true count of every cell and margin of every table, by adding up."""
    truth: dict[Cell, int] = {}
    for each in evaluation.tables:
        for picked in range(2 ** len(each.variables)):
            names = [n for at, n in enumerate(each.variables) if picked >> at & 1]
            sums: dict[Cell, int] = {}
            for key, count in each.cells.items():
                pairs = zip(each.variables, key, strict=True)
                whole = frozenset(pair for pair in pairs if pair[0] in names)
                sums[whole] = sums.get(whole, 0) + count
            truth |= sums
    return truth


def unhide(folder: Path, evaluation: Evaluation, shown: Cell) -> None:
    """Plant a weakness: print the true count of a cell in every table that holds it."""
    say(folder, shown, str(truth_of(evaluation)[shown]))


def say(folder: Path, shown: Cell, count: str) -> None:
    """Print this for a cell in every table that holds it."""
    for path in (folder / "tables").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        head = rows[0]
        for row in rows[1:]:
            pairs = zip(head, row, strict=True)
            if frozenset(p for p in pairs if p[0] != "count" and p[1] != "(all)") == shown:
                row[head.index("count")] = count
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)


def hidden_in(folder: Path) -> list[Cell]:
    return [each for each, counts in read_tables(folder).items() if set(counts) == {"s"}]


def attack(folder: Path, evaluation: Evaluation, *, least: int = 0) -> Attacker:
    attacker = Attacker(evaluation, hidden_at_least=least)
    attacker.read(folder, evaluation)
    return attacker


# --- 3: recovery from margins


def test_attack_03_margins_give_a_single_hidden_cell_back_but_not_ours(tmp_path: Path) -> None:
    evaluation = evaluation_of(grid(SDC), PAIR)
    folder = written(evaluation, tmp_path / "ours")
    weak = shutil.copytree(folder, tmp_path / "weak")
    small = cell(row="x", column="c")
    for each in hidden_in(weak):
        if each != small:
            unhide(weak, evaluation, each)
    assert attack(weak, evaluation).range([small]) == (5, 5)
    low, high = attack(folder, evaluation, least=1).range([small])
    assert low <= 1
    assert high >= 10


def test_attack_03_the_known_pattern_of_nine_hidden_cells_gives_one_away(tmp_path: Path) -> None:
    """Two hidden in each line, yet one is exactly 47 (236 - 189)."""
    evaluation = evaluation_of(grid(SDC), PAIR)
    attacker = Attacker(evaluation)
    for each, count in truth_of(evaluation).items():
        pairs = dict(each)
        if pairs.get("row", "") + pairs.get("column", "") not in SDC_HIDDEN:
            attacker.learn([each], count, count)
    assert attacker.range([cell(row="w", column="b")]) == (47, 47)
    changed = evaluation_of(grid(SDC | {"w": (30, 7, 64, 89)}), PAIR)
    ours = attack(written(changed, tmp_path / "ours"), changed, least=1)
    for name, column in (("w", "b"), ("x", "c")):
        low, high = ours.range([cell(row=name, column=column)])
        assert low <= 1
        assert high >= 10


# --- 4: the same cell in two tables


def test_attack_04_a_cell_is_never_hidden_in_one_table_and_printed_in_another(
    tmp_path: Path,
) -> None:
    evaluation = seven(8)
    folder = written(evaluation, tmp_path / "ours", 5)
    assert all(len(set(counts)) == 1 for counts in read_tables(folder).values())
    twice = next(each for each, c in read_tables(folder).items() if len(c) > 1 and c[0] == "s")
    weak = shutil.copytree(folder, tmp_path / "weak")
    unhide(weak, evaluation, twice)
    first = next(
        path
        for path in sorted((weak / "tables").glob("*.csv"))
        if {name for name, _ in twice} <= set(path.read_text().splitlines()[0].split(","))
    )
    shutil.copy(folder / "tables" / first.name, first)
    assert any(len(set(counts)) > 1 for counts in read_tables(weak).values())


# --- 5: two symbols


def test_attack_05_two_symbols_narrow_what_one_symbol_leaves_open(tmp_path: Path) -> None:
    evaluation = evaluation_of(grid(TWO_SYMBOLS), PAIR)
    hidden = {(row, column): False for row in "prt" for column in "ac"}
    hidden |= {("p", "a"): True, ("r", "c"): True}
    one, two = Attacker(evaluation), Attacker(evaluation)
    for each, count in truth_of(evaluation).items():
        pairs = dict(each)
        key = (pairs.get("row", ""), pairs.get("column", ""))
        if key not in hidden:
            one.learn([each], count, count)
            two.learn([each], count, count)
        else:
            two.learn([each], *((1, 4) if hidden[key] else (5, 1_000)))
    assert two.range([cell(row="p", column="c")]) == (21, 24)
    assert two.range([cell(row="r", column="a")]) == (26, 29)
    low, high = one.range([cell(row="p", column="c")])
    assert high - low > 20
    folder = written(evaluation, tmp_path / "ours", 5)
    symbols = {c for counts in read_tables(folder).values() for c in counts if not c.isdigit()}
    assert symbols == {"s"}


# --- 6: percentages, bases, footnotes


def test_attack_06_no_percentage_gives_a_hidden_number_away(tmp_path: Path) -> None:
    for seed in range(5, 40):  # which program's year hides a part of a shown whole
        evaluation = program(seed=seed)
        folder = written(evaluation, tmp_path / f"ours-{seed}")
        content = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
        found = [
            (at, figure)
            for at, figure in enumerate(content["figures"])
            if figure["numerator"] == "s" and isinstance(figure["denominator"], int)
        ]
        if found:
            break
    at, shown = found[0]
    figure = evaluation.figures[at]
    cells = [frozenset(each) for each in figure.numerator_cells]
    assert shown["value"] == shown["low"] == shown["high"] == "s"
    low, high = attack(folder, evaluation).range(cells)
    assert high - low >= 9
    weak = shutil.copytree(folder, tmp_path / "weak")
    shown["value"] = round(figure.value or 0.0, 4)
    (weak / "measures.json").write_text(json.dumps(content), encoding="utf-8")
    low, high = attack(weak, evaluation).range(cells)
    assert high - low < 1


def test_attack_06_every_number_of_every_file_is_large_or_zero(tmp_path: Path) -> None:
    """Counts in tables, workbook, measures, curves and receipt: none from 1 to 10."""
    folder = written(program(), tmp_path / "ours")
    content = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    counts = [c for each in read_tables(folder).values() for c in each]
    for figure in content["figures"]:
        counts += [figure["numerator"], figure["denominator"]]
        counts += [left_out["count"] for left_out in figure["excluded"]]
    counts += [receipt["referrals"], receipt["people"], *receipt["doubtful records kept"].values()]
    for path in (folder / "survival").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            counts += [row[name] for row in csv.DictReader(file) for name in ("at_risk", "events")]
    assert "s" in counts
    assert not [count for count in counts if str(count).isdigit() and 0 < int(count) < 11]


# --- 8: groups that are all alike


def test_attack_08_nobody_learns_that_a_whole_group_is_alike(tmp_path: Path) -> None:
    evaluation = alike()
    folder = written(evaluation, tmp_path / "ours")
    everybody, nobody = cell(place="north", result="completed"), cell(place="north", result="left")
    found = read_tables(folder)
    assert found[cell(place="north")] == ["60"]
    assert found[everybody] == found[nobody] == ["s"]
    low, high = attack(folder, evaluation).range([nobody])
    assert (low, high >= 10) == (0, True)
    content = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    north = next(f for f in content["figures"] if f["group"] == {"place": "north"})
    assert (north["value"], north["state"]) == ("s", "hidden")
    weak = shutil.copytree(folder, tmp_path / "weak")
    for each in hidden_in(weak):
        if each != nobody:
            unhide(weak, evaluation, each)
    assert attack(weak, evaluation).range([nobody]) == (0, 0)


# --- 18: steps of a survival curve


def single_events(rows: list[tuple[float, float, float]]) -> int:
    """Return how many steps can be traced to fewer than ten people: n (1 - S2 / S1)."""
    found, before = 0, 1.0
    for _, at_risk, survival in rows:
        events = round(at_risk * (1 - survival / before)) if before else 0
        found += 0 < events < 10
        before = survival
    return found


def test_attack_18_no_step_of_a_curve_is_a_single_person(tmp_path: Path) -> None:
    evaluation = program()
    full = [(p.time, p.at_risk, p.survival) for p in evaluation.curves[0].points if p.events]
    assert single_events(full) > 10
    folder = written(evaluation, tmp_path / "ours")
    with (folder / "survival" / "return_km.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for name in {row["group_value"] for row in rows}:
        steps = [row for row in rows if row["group_value"] == name]
        read = [(float(r["to"]), float(r["at_risk"]), float(r["survival"])) for r in steps]
        assert single_events(read) == 0
        assert all(int(row["events"]) >= 11 and int(row["at_risk"]) >= 11 for row in steps)
        pairs = pairwise(steps)
        gone = [int(a["at_risk"]) - int(a["events"]) - int(b["at_risk"]) for a, b in pairs]
        assert all(each == 0 or each >= 11 for each in gone)


# --- 20: two runs that hide different cells


def test_attack_20_two_runs_hide_the_same_cells_so_nothing_can_be_laid_over(
    tmp_path: Path,
) -> None:
    evaluation = evaluation_of(grid(SDC), PAIR)
    first, second = (written(evaluation, tmp_path / name) for name in ("one", "two"))
    assert read_tables(first) == read_tables(second)
    both = Attacker(evaluation)
    for hidden in (("xc", "xd", "wc", "wd"), ("xc", "xb", "yc", "yb")):
        for each, count in truth_of(evaluation).items():
            pairs = dict(each)
            if pairs.get("row", "") + pairs.get("column", "") not in hidden:
                both.learn([each], count, count)
    assert both.range([cell(row="x", column="c")]) == (5, 5)


# --- 21: a contributor who is alone in a cell, and knows it


def test_attack_21_whoever_is_alone_in_a_cell_learns_nothing_of_the_others(tmp_path: Path) -> None:
    counts = {
        "w": (1, 6, 60, 75),
        "x": (40, 33, 52, 61),
        "y": (38, 47, 29, 80),
        "z": (55, 44, 71, 66),
    }
    evaluation = evaluation_of(grid(counts), PAIR)
    folder = written(evaluation, tmp_path / "ours")
    weak = shutil.copytree(folder, tmp_path / "weak")
    herself, other = cell(row="w", column="a"), cell(row="w", column="b")
    truth = truth_of(evaluation)
    assert (truth[herself], truth[other]) == (1, 6)
    two_in_each_line = (herself, other, cell(column="a"), cell(column="b"))
    for each, count in truth.items():
        say(weak, each, "s" if each in two_in_each_line else str(count))
    low, high = attack(weak, evaluation, least=1).range([other])
    assert low < high
    inside = attack(weak, evaluation, least=1)
    inside.learn([herself], 1, 1)
    assert inside.range([other]) == (6, 6)
    ours = attack(folder, evaluation, least=1)
    ours.learn([herself], 1, 1)
    low, high = ours.range([other])
    assert low <= 1
    assert high >= 10


# --- whole packages of linked tables


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_attack_03_no_small_cell_of_twelve_linked_tables_can_be_worked_out(
    seed: int, tmp_path: Path
) -> None:
    evaluation = linked(seed, 260)
    folder = written(evaluation, tmp_path / "ours", 5)
    loose, strict = attack(folder, evaluation), attack(folder, evaluation, least=1)
    truth = truth_of(evaluation)
    zeros = [each for each in hidden_in(folder) if truth[each] == 0]
    small = [each for each, count in truth.items() if 0 < count < 5]
    assert len(small) > 10
    for each in small:
        low, high = loose.range([each])
        assert low <= 1, sorted(each)
        assert high >= 4, sorted(each)
        if not zeros:
            assert strict.range([each])[1] >= 4, sorted(each)


def test_a_table_that_was_built_apart_has_the_same_counts() -> None:
    """The builder of these tests counts as the program does."""
    evaluation = linked(1)
    people = [dict(zip(("a", "b"), k, strict=True)) for k, c in evaluation.tables[0].cells.items()
              for _ in range(c)]  # fmt: skip
    assert table(people, evaluation.variables[:2], "a", "b").cells == evaluation.tables[0].cells
