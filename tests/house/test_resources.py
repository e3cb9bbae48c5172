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


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_code_list_is_whole(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert raw["id"] == path.stem
    assert raw["version"] >= 1
    assert raw["source"]
    codes = [entry["code"] for entry in raw["codes"]]
    assert len(codes) == len(set(codes))
    assert not MISSING_CODES & set(codes)
    assert all(re.fullmatch(r"[A-Za-z0-9_.]{1,40}", code) for code in codes)
    assert all(entry["label"]["en"] for entry in raw["codes"])


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
