"""``protect``, typed as a newcomer would: on files that never were in an office."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from ati_desktop.evaluation.results import Evaluation
from tests.commands.conftest import Said, Typed, spawn
from tests.commands.test_usage import refused
from tests.disclosure.attacker import Attacker
from tests.disclosure.builders import crowd, evaluation_of, people_of

SPEC = """
title = "People of two sites"
[protection]
threshold = 5
[[tables]]
dimensions = ["site", "age"]
"""
Place = Callable[..., tuple[Path, Path]]


def csv_of(rows: Sequence[Mapping[str, str]]) -> str:
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def people(number: int = 120, seed: int = 3) -> list[dict[str, str]]:
    return [
        {"site": row["a"], "age": row["b"], "result": row["c"]}
        for row in crowd(seed, number, {"a": 4, "b": 4, "c": 3})
    ]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    def put(content: str | bytes, spec: str = SPEC) -> tuple[Path, Path]:
        data, toml = tmp_path / "data.csv", tmp_path / "spec.toml"
        data.write_bytes(content if isinstance(content, bytes) else content.encode())
        toml.write_text(spec, encoding="utf-8")
        return toml, data

    return put


def run(typed: Typed, spec: Path, data: Path, out: Path, *more: str) -> Said:
    return typed("protect", "--spec", spec, data, "--out", out, *more)


def every_file(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def hidden_in(path: Path, dimensions: Sequence[str], number: str = "count") -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [[row[n] for n in dimensions] for row in csv.DictReader(file) if row[number] == "s"]


def test_a_newcomer_gets_protected_tables_without_an_office(place: Place, tmp_path: Path) -> None:
    spec, data = place(csv_of(people()))
    said = spawn("protect", "--spec", spec, data, "--out", tmp_path / "out", HOME="/nonexistent")
    assert said.code == 0, said.err
    assert "cells hidden" in said.out
    assert "Audit: holds" in said.out
    assert "No outcomes are named" in said.err
    files = every_file(tmp_path / "out")
    assert {"README.txt", "receipt.json", "manifest.sha256", "tables.xlsx"} <= files.keys()
    assert set(tmp_path.iterdir()) == {spec, data, tmp_path / "out"}


def test_a_column_that_is_not_asked_for_may_stand_there_twice(place: Place, tmp_path: Path) -> None:
    rows = people()
    plain, twice = csv_of(rows).splitlines(), []
    for at, line in enumerate(plain):
        twice.append(f"note,{line},note" if at == 0 else f"x{at},{line},y{at}")
    outs = []
    for name, lines in (("plain", plain), ("twice", twice)):
        spec, data = place("\n".join(lines) + "\n")
        said = spawn("protect", "--spec", spec, data, "--out", tmp_path / name)
        assert said.code == 0, said.err
        outs.append(every_file(tmp_path / name))
    assert outs[0] == outs[1]


def test_the_json_says_which_cells_are_hidden_and_how_it_was_proven(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    said = run(typed, *place(csv_of(people())), tmp_path / "out", "--json")
    assert (said.code, said.err) == (0, "")
    told = json.loads(said.out)
    table = told["tables"][0]
    assert table["name"] == "site_by_age"
    assert table["dimensions"] == ["site", "age"]
    assert table["cells"] == 25
    assert table["sum"] is None
    assert table["audit"]["holds"] is True
    assert table["audit"]["checked"] > 0
    assert table["bound"] <= table["cost"]
    assert table["withheld"] is False
    assert table["seconds"] >= 0
    written = tmp_path / "out" / "tables" / "T01_site_by_age.csv"
    assert table["hidden"] == hidden_in(written, ["site", "age"])
    assert told["package"]["hidden"] == len(table["hidden"])
    assert told["package"]["cost"] == table["cost"]


def test_nothing_tells_small_cells_from_those_that_protect_them(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    said = run(typed, *place(csv_of(people())), tmp_path / "out", "--json")
    for word in ("primary", "complementary", "alike", "reason"):
        assert word not in said.out


@pytest.mark.parametrize("weights", ["readers", "cells", "counts"])
def test_a_cost_is_the_sum_over_the_hidden_cells(
    typed: Typed, place: Place, tmp_path: Path, weights: str
) -> None:
    rows = people()
    spec = SPEC.replace("threshold = 5", f'threshold = 5\nweights = "{weights}"')
    told = json.loads(run(typed, *place(csv_of(rows), spec), tmp_path / "out", "--json").out)
    counts = [
        sum(
            all(v in ("(all)", row[n]) for n, v in zip(("site", "age"), cell, strict=True))
            for row in rows
        )
        for cell in told["tables"][0]["hidden"]
    ]
    price = {"readers": lambda n: 1 + round(n**0.75), "cells": lambda _: 1, "counts": lambda n: n}
    assert told["tables"][0]["cost"] == pytest.approx(sum(map(price[weights], counts)))


def test_two_runs_and_shuffled_rows_give_the_same_bytes(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    spec = SPEC + 'sum = "cost"\n[[tables]]\ndimensions = ["age", "result"]\n'
    random = Random(1)
    rows = [{**row, "cost": str(random.randint(0, 900))} for row in people()]
    packages = []
    for name in ("one", "two", "three"):
        said = run(typed, *place(csv_of(rows), spec), tmp_path / name)
        assert said.code == 0, said.err
        packages.append(every_file(tmp_path / name))
        if name != "one":
            random.shuffle(rows)
    assert packages[0] == packages[1] == packages[2]


PAIR = (("age",), ("age", "result"))
LEAKING = {
    ("x", "done"): 3,
    ("y", "left"): 20,
    ("z", "done"): 12,
    ("z", "left"): 48,
    ("w", "done"): 80,
}
"""Alone, the first table is cheapest hidden by x and y, the second by x and z."""


def narrowed(evaluation: Evaluation, *folders: Path) -> list[tuple[float, float]]:
    """Return the ranges of small counts that an attacker with all these packages can narrow."""
    attacker = Attacker(evaluation)
    for folder in folders:
        attacker.read(folder, evaluation)
    small = [
        [frozenset(zip(table.variables, key, strict=True))]
        for table in evaluation.tables
        for key, count in table.cells.items()
        if 0 < count < 5
    ]
    return [ends for ends in map(attacker.range, small) if ends[0] > 1 or ends[1] < 4]


def test_tables_protected_alone_leak_and_together_they_do_not(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    rows = people_of(LEAKING, ("age", "result"))
    evaluation = evaluation_of(rows, PAIR)
    for name, tables in (("first", PAIR[:1]), ("second", PAIR[1:]), ("both", PAIR)):
        parts = [f"[[tables]]\ndimensions = {list(table)}\n" for table in tables]
        spec = 'title = "T"\n[protection]\nthreshold = 5\n' + "".join(parts)
        said = run(typed, *place(csv_of(rows), spec), tmp_path / name)
        assert said.code == 0, said.err
    assert narrowed(evaluation, tmp_path / "first", tmp_path / "second")
    assert not narrowed(evaluation, tmp_path / "both")


def test_sums_are_written_as_tables_of_their_own(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    random = Random(2)
    rows = [{**row, "cost": f"{random.lognormvariate(6, 1):.2f}"} for row in people(300)]
    spec = SPEC + 'sum = "cost"\n[sums.cost]\ntitle = "Dollars"\n'
    told = json.loads(run(typed, *place(csv_of(rows), spec), tmp_path / "out", "--json").out)
    counts, sums = told["tables"]
    assert (counts["name"], counts["sum"]) == ("cost_by_site_by_age_count", None)
    assert (sums["name"], sums["sum"]) == ("cost_by_site_by_age", "cost")
    path = tmp_path / "out" / "sums" / "M01_cost_by_site_by_age.csv"
    assert sums["hidden"] == hidden_in(path, ["site", "age"], "sum")
    assert all(cell in sums["hidden"] for cell in counts["hidden"])
    with path.open(newline="", encoding="utf-8") as file:
        shown = [row for row in csv.DictReader(file) if row["sum"] != "s"]
    total = next(row for row in shown if row["site"] == row["age"] == "(all)")
    assert float(total["sum"]) == pytest.approx(sum(float(row["cost"]) for row in rows))
    assert float(total["mean"]) == pytest.approx(float(total["sum"]) / 300, abs=0.01)
    assert "Dollars: hidden where the two largest" in (tmp_path / "out/README.txt").read_text()
    assert "sums of amounts" in (tmp_path / "out" / "receipt.txt").read_text()


def test_outcomes_that_a_whole_group_shares_are_hidden(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    rows = [{"site": "north", "result": "done"}] * 40 + [
        {"site": site, "result": result}
        for site in ("south", "west")
        for result in ("done", "left")
        for _ in range(30)
    ]
    spec = 'title = "T"\n[[tables]]\ndimensions = ["site", "result"]\n'
    plain = json.loads(run(typed, *place(csv_of(rows), spec), tmp_path / "one", "--json").out)
    assert plain["tables"][0]["hidden"] == []
    named = spec + '[protection]\noutcomes = ["result"]\n'
    told = json.loads(run(typed, *place(csv_of(rows), named), tmp_path / "two", "--json").out)
    assert ["north", "done"] in told["tables"][0]["hidden"]
    assert ["north", "left"] in told["tables"][0]["hidden"]


def test_rows_that_are_counts_give_the_same_tables_as_rows_of_people(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    rows = people()
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["site"], row["age"])
        counted[key] = counted.get(key, 0) + 1
    short = [{"site": s, "age": a, "count": str(n)} for (s, a), n in counted.items()]
    run(typed, *place(csv_of(rows)), tmp_path / "one")
    run(typed, *place(csv_of(short), 'count = "count"\n' + SPEC), tmp_path / "two")
    name = "tables/T01_site_by_age.csv"
    assert every_file(tmp_path / "one")[name] == every_file(tmp_path / "two")[name]


def test_values_that_a_spreadsheet_would_run_are_made_harmless(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    values = ["=1+1", "+2", "-3", "@sum", "ﬁn ñ 한", "s", 'a "quoted", one']
    text = "=cmd,b\n" + "".join(
        f'"{value.replace(chr(34), chr(34) * 2)}",x\n' for value in values for _ in range(12)
    )
    spec = 'title = "=T"\n[[tables]]\ndimensions = ["=cmd", "b"]\n'
    said = run(typed, *place(text, spec), tmp_path / "out")
    assert said.code == 0, said.err
    written = next((tmp_path / "out" / "tables").glob("*.csv"))
    with written.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert {row[0].lstrip("'") for row in rows[1:]} == {*values, "(all)"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("\n\n", "no header"),
        ("site,age\n", "a header but no rows"),
        ("site,age\nn,1\n", "fewer than 5"),
        ("site,age\nn,1,2\n", "Line 2 of the file: The row has 3 values but the header has 2"),
        ("site,age\nn,1\nn\n", "Line 3 of the file"),
        ('site,age\nn,"1\n', "quotation mark"),
        ("site,site,age\nn,m,1\n", "names a column twice that is asked for: site."),
        ("place,age\nn,1\n", "The file has no column site. Its first line must be the header."),
        (b"PK\x03\x04 a workbook", "save the table as CSV"),
        ("site,age\nn,1\0\n", "NUL"),
        ('site,age\n"n\x01",1\n' * 9, "no value of a list"),
        (f"site,age\n{'n' * 300},1\n", "longer than 200"),
        ("site,age\n(all),1\n", "stands for a sum"),
    ],
)
def test_a_file_that_is_of_no_use_is_refused_in_one_sentence(
    typed: Typed, place: Place, tmp_path: Path, content: str | bytes, told: str
) -> None:
    said = run(typed, *place(content), tmp_path / "out", "--json")
    refused(said, told)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("amount", ["", "nan", "inf", "-1", "ten", "1e400", "=2"])
def test_an_amount_that_is_none_is_refused_without_quoting_it(
    typed: Typed, place: Place, tmp_path: Path, amount: str
) -> None:
    rows = [{**row, "cost": "7"} for row in people(30)]
    rows[4]["cost"] = amount
    said = run(typed, *place(csv_of(rows), SPEC + 'sum = "cost"\n'), tmp_path / "out")
    refused(said, "Line 6 of the file: the column cost")


def test_a_large_folder_or_wrong_path_is_refused_before_anything_is_read(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    spec, data = place(csv_of(people()))
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("kept")
    refused(run(typed, spec, data, full), "already has something in it")
    assert every_file(full) == {"mine.txt": b"kept"}
    refused(run(typed, spec, data, data), "already has something in it")
    refused(run(typed, tmp_path / "no.toml", data, tmp_path / "o"), "cannot be read")
    refused(run(typed, data, data, tmp_path / "o"), "not valid TOML")
    refused(run(typed, spec, tmp_path / "no.csv", tmp_path / "o"), "There is no file")
    refused(run(typed, spec, tmp_path, tmp_path / "o"), "is a folder")


WRONG: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "no file": ("--spec", "s.toml", "--out", "o"),
    "no folder": ("--spec", "s.toml", "data.csv"),
    "no specification": ("data.csv", "--out", "o"),
    "two files": ("--spec", "s.toml", "a.csv", "b.csv", "--out", "o"),
    "an unknown option": ("--spec", "s.toml", "a.csv", "--out", "o", "--threshold", "5"),
    "a shortened option": ("--spe", "s.toml", "a.csv", "--out", "o"),
    "somebody who signs in": ("--spec", "s.toml", "a.csv", "--out", "o", "--user", "ana"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_usage_ends_with_2(typed: Typed, what: str) -> None:
    said = typed("protect", *WRONG[what])
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: ati-desktop")


def test_an_encoding_and_a_delimiter_are_found_or_can_be_said(
    typed: Typed, place: Place, tmp_path: Path
) -> None:
    rows = [{"site": "Zürich" if row["site"] == "v0" else "Genève", "age": row["age"]}
            for row in people()]  # fmt: skip
    content = csv_of(rows).replace(",", ";")
    plain = run(typed, *place("\ufeff" + content), tmp_path / "one")
    assert plain.code == 0, plain.err
    spec = SPEC + '[file]\nencoding = "cp1252"\ndelimiter = ";"\n'
    said = run(typed, *place(content.encode("cp1252"), spec), tmp_path / "two")
    assert said.code == 0, said.err
    assert every_file(tmp_path / "one") == every_file(tmp_path / "two")
    refused(
        run(typed, *place(content, SPEC + '[file]\nencoding = "martian"\n'), tmp_path / "three"),
        "no encoding martian",
    )
