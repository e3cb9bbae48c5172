"""What ``protect`` says and writes where tables cannot be protected."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Typed
from tests.commands.test_usage import refused

SPEC = """
title = "People of few groups"
[protection]
threshold = 3
"""
FEW = [("a2", "b2"), ("a2", "b1"), ("a3", "b1"), ("a3", "b3"), ("a1", "b3")]


def files(folder: Path, rows: list[tuple[str, str, str]], tables: str) -> tuple[Path, Path]:
    spec, data = folder / "s.toml", folder / "d.csv"
    spec.write_text(SPEC + tables, encoding="utf-8")
    data.write_text("\n".join(map(",".join, [("A", "B", "C"), *rows])) + "\n", encoding="utf-8")
    return spec, data


def test_if_no_table_can_be_protected_nothing_is_written(typed: Typed, tmp_path: Path) -> None:
    rows = [(a, b, "1") for a, b in FEW]
    spec, data = files(tmp_path, rows, '[[tables]]\ndimensions = ["A", "B"]\n')
    said = typed("protect", "--spec", spec, data, "--out", tmp_path / "out", "--json")
    refused(said, "no table of it can be protected")
    assert set(tmp_path.iterdir()) == {spec, data}


def test_a_table_left_out_is_told_as_one_and_counts_nowhere(typed: Typed, tmp_path: Path) -> None:
    rows = [(a, b, "1") for a, b in FEW]
    tables = '[[tables]]\ndimensions = ["A", "B"]\n[[tables]]\ndimensions = ["C"]\n'
    spec, data = files(tmp_path, rows, tables)
    said = typed("protect", "--spec", spec, data, "--out", tmp_path / "out", "--json")
    assert said.code == 0, said.err
    answer = json.loads(said.out)
    left_out = [table for table in answer["tables"] if table["withheld"]]
    for table in left_out:
        assert (table["hidden"], table["cost"], table["bound"]) == ([], 0.0, 0.0)
        assert table["optimal"] is False
        assert table["audit"] is None
    assert answer["package"]["withheld"] == [table["name"] for table in left_out]
    assert [table["dimensions"] for table in left_out] == [["A", "B"]]
    package = answer["package"]
    assert (package["optimal"], package["hidden"], package["cost"]) == (False, 0, 0.0)
