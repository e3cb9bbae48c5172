"""The command pool, typed as its documentation says."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Typed
from tests.imports.released import NORTH, SOUTH, package


def test_packages_are_pooled_without_signing_in(typed: Typed, tmp_path: Path) -> None:
    north, south = package(tmp_path / "north", NORTH), package(tmp_path / "south", SOUTH)
    said = typed("pool", north, south, "--out", tmp_path / "pool", "--name", f"{SOUTH}=South")
    assert said.code == 0
    assert said.out.startswith(f"{tmp_path / 'pool'}  2 offices")
    assert "counted in each of them" in said.err


def test_the_answer_as_json(typed: Typed, tmp_path: Path) -> None:
    north, south = package(tmp_path / "north", NORTH), package(tmp_path / "south", SOUTH)
    said = typed("pool", south, north, "--out", tmp_path / "pool", "--json")
    answer = json.loads(said.out)
    assert answer["offices"] == [
        {"label": "A", "name": "Office A", "code": NORTH, "package": str(north)},
        {"label": "B", "name": "Office B", "code": SOUTH, "package": str(south)},
    ]
    assert answer["audit"]["holds"] is True
    assert answer["audit"]["open_before"] == {}
    assert {table["table"] for table in answer["tables"]} >= {"program_by_office"}
    assert all(len(key) == 2 for key in answer["tables"][0]["hidden"])
    assert (answer["threshold"], answer["left_out"]) == (11, [])


def test_what_cannot_be_pooled_is_one_sentence(typed: Typed, tmp_path: Path) -> None:
    north = package(tmp_path / "north", NORTH)
    (north / "README.txt").write_text("other", encoding="utf-8")
    for words in (
        (north, north),
        (tmp_path / "nothing", north),
        (north, "--name", "x"),
        (north, "--name", "=x"),
        (package(tmp_path / "south", SOUTH),),
    ):
        said = typed("pool", *words, "--out", tmp_path / "pool")
        assert (said.code, said.out) == (1, "")
        assert said.err.count("\n") == 1
        assert not (tmp_path / "pool").exists()


def test_wrong_usage_ends_with_2(typed: Typed, tmp_path: Path) -> None:
    assert typed("pool", "--out", tmp_path).code == 2
    assert typed("pool", tmp_path).code == 2
