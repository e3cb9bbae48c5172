"""TOML and JSON that people hand in are read or refused in a moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.handed_in import MOST_PARTS, NotToml, parse_json, parse_toml

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a." * 50_000 + "b = 1\n", "more than 32 parts"),
        ("[" + "a." * 50_000 + "b]\n", "more than 32 parts"),
        ("x = {" + "a." * 50_000 + "b = 1}\n", "more than 32 parts"),
        ("a . " * 25_000 + "b = 1\n", "more than 32 parts"),
        ('"a".' * 25_000 + "b = 1\n", "more than 32 parts"),
        ("x = " + "[" * 50_000, "nested too deeply"),
        ("x = " + "9" * 5000, "too long"),
        ("x = ", "Invalid value"),
    ],
)
def test_hostile_toml_is_refused_before_it_is_read(text: str, why: str) -> None:
    with pytest.raises(NotToml, match=why):
        parse_toml(text)


def test_points_in_texts_and_numbers_are_no_parts_of_a_key() -> None:
    points = "." * 200
    numbers = ", ".join(["1.5"] * 200)
    text = f"title = \"a{points}b\"\nother = '{points}'\nlist = [{numbers}]\na.b.c = 1\n"
    assert parse_toml(text)["title"] == f"a{points}b"
    assert len(parse_toml("a." * (MOST_PARTS - 1) + "b = 1")) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": Infinity}', "no number"),
        ('{"a": -Infinity}', "no number"),
        ('{"a": NaN}', "no number"),
        ('{"a": 1e999}', "without end"),
        ('{"a": -1e999}', "without end"),
        ('{"a": ' + "9" * 5000 + "}", "digits"),
        ("[" * 100_000, "nested too deeply"),
        ("{", "Expecting property name"),
    ],
)
def test_endless_json_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_json(text)


def test_finite_json_is_read() -> None:
    assert parse_json(b'{"a": [1, 2.5, null, "x"]}') == {"a": [1, 2.5, None, "x"]}


def test_nobody_reads_toml_past_the_guard() -> None:
    shipped = {"ati_desktop/evaluation/cards.py", "ati_desktop/reports/notices.py"}
    allowed = shipped | {"ati_desktop/handed_in.py", "ati_desktop/imports/entries.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ati_desktop").rglob("*.py")
        if "tomllib" in path.read_text(encoding="utf-8")
    }
    assert found <= allowed
