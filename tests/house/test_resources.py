"""Every shipped file is opened by something, and every code list is whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ati_desktop.models import Record
from ati_desktop.models.answers import MISSING_CODES
from ati_desktop.models.code_lists import read_code_list
from ati_desktop.resources import resource

ROOT = Path(__file__).resolve().parents[2]
LISTS = sorted((ROOT / "resources" / "codes").glob("*.json"))
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "ati_desktop").rglob("*.py")
)


def faults(path: Path) -> list[str]:
    """Return what is wrong with a code list."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    codes = [entry["code"] for entry in raw["codes"]]
    rules = {
        "its id is its name": raw["id"] == path.stem,
        "it has a version": raw["version"] >= 1,
        "it says its source": bool(raw["source"]),
        "each code stands once": len(codes) == len(set(codes)),
        "no code says that an answer is missing": not MISSING_CODES & set(codes),
        "codes are short words": all(re.fullmatch(r"[A-Za-z0-9_.]{1,40}", code) for code in codes),
        "each code has words": all(entry["label"]["en"] for entry in raw["codes"]),
    }
    return [rule for rule, kept in rules.items() if not kept]


def test_every_code_list_is_whole() -> None:
    assert len(LISTS) > 20
    assert {path.stem: faults(path) for path in LISTS if faults(path)} == {}


def test_every_coded_column_names_a_list_that_ships() -> None:
    for table in Record.metadata.tables.values():
        for column in table.columns:
            if "codes" in column.info:
                assert read_code_list(column.info["codes"]).codes


def test_a_missing_resource_is_a_fault() -> None:
    with pytest.raises(FileNotFoundError):
        resource("codes/no_such_list.json")


def test_every_folder_of_resources_is_read_by_the_program() -> None:
    for folder in (ROOT / "resources").iterdir():
        if folder.is_dir() and any(folder.iterdir()):
            assert f'"{folder.name}' in SOURCES or f"{folder.name}/" in SOURCES, folder.name
