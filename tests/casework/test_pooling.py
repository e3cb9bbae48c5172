"""Packages of several offices joined into one, from folder to folder."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

from ati_desktop.casework.pooling import pool_packages
from ati_desktop.errors import Refused
from ati_desktop.imports.packages import read_package
from tests.imports.released import NORTH, SOUTH, WEST, edited, package


@pytest.fixture
def packages(tmp_path: Path) -> list[Path]:
    return [package(tmp_path / name, code) for name, code in
            (("north", NORTH), ("south", SOUTH), ("west", WEST))]  # fmt: skip


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_pool_is_a_package_with_the_office_as_one_dimension_more(
    packages: list[Path], tmp_path: Path
) -> None:
    result = pool_packages(packages, tmp_path / "pool", names={SOUTH: "South side"})
    files = bytes_of(tmp_path / "pool")
    assert sorted(
        path.relative_to(tmp_path / "pool").as_posix() for path in result.files
    ) == sorted(files)
    (path,) = (tmp_path / "pool" / "tables").glob("T01_*.csv")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    own = [read_package(each) for each in packages]
    total = {row["office"]: row["count"] for row in rows if row["program"] == "(all)"}
    assert total == {"A": "240", "B": "240", "C": "240", "(all)": "720"}
    for row in rows:
        key = (None if row["program"] == "(all)" else row["program"],)
        counts = [each.tables[0].counts[key] for each in own]
        if row["office"] == "(all)":
            shown = "s" if None in counts else str(sum(n or 0 for n in counts))
            assert row["count"] == shown
    codebook = json.loads(files["codebook/codebook.json"])
    (office,) = (v for v in codebook["variables"] if v["name"] == "office")
    assert [value["label"] for value in office["values"]] == ["Office A", "South side", "Office C"]


def test_parquet_and_csv_of_a_pool_say_the_same(packages: list[Path], tmp_path: Path) -> None:
    pool_packages(packages, tmp_path / "pool")
    for path in sorted((tmp_path / "pool" / "tables").glob("*.parquet")):
        frame = pl.read_parquet(path)
        text = path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()[1:]
        counts = ["s" if n is None else str(n) for n in frame["count"]]
        assert [line.rpartition(",")[2] for line in text] == counts


def test_the_order_the_folder_and_the_names_of_the_packages_do_not_matter(
    packages: list[Path], tmp_path: Path
) -> None:
    pool_packages(packages, tmp_path / "one")
    moved = [each.rename(tmp_path / f"{at}") for at, each in enumerate(packages)]
    pool_packages(moved[::-1], tmp_path / "deep" / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "deep" / "two")


def test_the_manifest_of_a_pool_proves_every_file(packages: list[Path], tmp_path: Path) -> None:
    pool_packages(packages, tmp_path / "pool")
    files = bytes_of(tmp_path / "pool")
    content = json.loads(files["manifest.json"])
    said = {each["path"]: each["sha256"] for each in content["files"]}
    assert said.keys() == files.keys() - {"manifest.json", "manifest.sha256"}
    assert all(hashlib.sha256(files[path]).hexdigest() == digest for path, digest in said.items())


def test_a_pool_says_where_its_numbers_come_from(packages: list[Path], tmp_path: Path) -> None:
    result = pool_packages(packages, tmp_path / "pool", title="Three offices")
    said = json.loads((tmp_path / "pool" / "pool.json").read_bytes())
    sums = hashlib.sha256((packages[0] / "manifest.sha256").read_bytes()).hexdigest()
    first = said["offices"][0]
    assert (first["label"], first["office code"]) == ("A", NORTH)
    assert first["package (SHA-256 of manifest.sha256)"] == sums
    assert said["title"] == "Three offices"
    assert "counted in each of them" in result.notes[0]
    assert "office" in (tmp_path / "pool" / "pool.txt").read_text(encoding="utf-8")


def test_a_pool_is_not_pooled_again(packages: list[Path], tmp_path: Path) -> None:
    pool_packages(packages[:2], tmp_path / "pool")
    with pytest.raises(Refused, match="pooled already"):
        pool_packages([tmp_path / "pool", packages[2]], tmp_path / "two")
    assert not (tmp_path / "two").exists()


def test_the_same_office_twice_is_refused(packages: list[Path], tmp_path: Path) -> None:
    again = package(tmp_path / "again", SOUTH)
    for pair in ([packages[1], again], [packages[1], packages[1]]):
        with pytest.raises(Refused, match="of the same office"):
            pool_packages(pair, tmp_path / "pool")


def test_invented_people_are_never_pooled_with_real_ones(
    packages: list[Path], tmp_path: Path
) -> None:
    demo = package(tmp_path / "demo", SOUTH, demo=True)
    with pytest.raises(Refused, match="demo holds invented people"):
        pool_packages([packages[0], demo], tmp_path / "pool")
    others = package(tmp_path / "others", NORTH, demo=True)
    pool_packages([others, demo], tmp_path / "pool")
    files = bytes_of(tmp_path / "pool")
    assert b"DEMO" in files["pool.txt"]
    assert b"DEMO" in files["pool.json"]
    assert b"DEMO" in files["receipt.json"]


def test_what_does_not_count_the_same_is_refused_or_said(
    packages: list[Path], tmp_path: Path
) -> None:
    other = {"name": "x", "rule": "Referrals received in 2020."}
    edited(packages[0], "receipt.json", population=other)
    with pytest.raises(Refused, match="do not count the same"):
        pool_packages(packages, tmp_path / "pool")
    other["rule"] = "Everybody in 2020."
    edited(packages[0], "receipt.json", population=other, **{"as of": "2022-05"})
    result = pool_packages(packages, tmp_path / "pool")
    assert any("same time or programs" in line for line in result.notes)
    assert any("as of different months" in line for line in result.notes)
    receipt = json.loads((tmp_path / "pool" / "receipt.json").read_bytes())
    assert receipt["as of"] == "2022-01 to 2022-05"


def test_the_strictest_threshold_counts(packages: list[Path], tmp_path: Path) -> None:
    lenient = package(tmp_path / "lenient", NORTH, threshold=5)
    result = pool_packages([lenient, *packages[1:]], tmp_path / "pool")
    assert result.pooled.threshold == 11
    assert any("strictest" in line for line in result.notes)
    for path in (tmp_path / "pool" / "tables").glob("*.parquet"):
        counts = pl.read_parquet(path)["count"].drop_nulls().to_list()
        assert not any(0 < count < 11 for count in counts)


@pytest.mark.parametrize(
    "names",
    [{"beef": "x"}, {NORTH: " "}, {NORTH: "x" * 61}, {NORTH: "a\nb"}, {NORTH: "x", SOUTH: "x"},
     {NORTH: "Office B"}],
)  # fmt: skip
def test_names_that_are_none_are_refused(
    packages: list[Path], tmp_path: Path, names: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        pool_packages(packages, tmp_path / "pool", names=names)
    assert not (tmp_path / "pool").exists()


def test_a_folder_with_something_in_it_is_refused_before_anything_is_read(
    packages: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="already has something in it"):
        pool_packages([tmp_path / "nothing"], packages[0])


def test_a_name_that_a_sheet_would_run_is_made_harmless(
    packages: list[Path], tmp_path: Path
) -> None:
    pool_packages(packages, tmp_path / "pool", names={NORTH: "=cmd|' /C calc'!A0"})
    text = (tmp_path / "pool" / "codebook" / "codebook.csv").read_text(encoding="utf-8")
    assert "'=cmd" in text
    assert ",=cmd" not in text
