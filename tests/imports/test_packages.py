"""Released packages read back: whole ones as they are, spoiled and hostile ones not at all."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import polars as pl
import pytest

from ati_desktop.errors import Refused
from ati_desktop.imports import package_files
from ati_desktop.imports.packages import read_package
from ati_desktop.imports.parquet_sizes import NotParquetError, unpacked_size
from tests.imports.released import NORTH, edited, package, respoken, rewritten, table

CODEBOOK = "codebook/codebook.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return package(tmp_path / "north")


def refused(folder: Path, *told: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_package(folder)
    sentence = str(refusal.value)
    for each in told:
        assert each in sentence
    assert sentence.endswith(".")


def test_a_package_is_read_as_it_was_released(folder: Path) -> None:
    found = read_package(folder)
    assert (found.name, found.office, found.threshold) == (str(folder), NORTH, 11)
    assert (found.demo, found.rule, found.as_of) == (False, "Everybody.", "2022-01")
    assert found.measures == {"completion": 1}
    assert [each.variables for each in found.tables][3:] == [
        ("program", "result"),
        ("sex", "result"),
    ]
    (program,) = (v for v in found.variables if v.name == "program")
    assert (program.role, program.labels["dc"]) == ("group", "Dc")
    shown = found.tables[0].counts
    assert shown[(None,)] == sum(shown[(value,)] or 0 for value in program.labels) == 240


def test_hidden_counts_come_back_as_hidden(folder: Path) -> None:
    hidden = 0
    for each in read_package(folder).tables:
        (path,) = folder.glob(f"{each.path.removesuffix('.parquet')}.csv")
        said = path.read_text(encoding="utf-8").splitlines()[1:]
        counts = [line.rpartition(",")[2] for line in said]
        hidden += counts.count("s")
        assert ["s" if n is None else str(n) for n in each.counts.values()] == counts
    assert hidden


@pytest.mark.parametrize("path", ["tables.xlsx", "receipt.json", "README.txt"])
def test_a_changed_file_is_named(folder: Path, path: str) -> None:
    place = folder / path
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    refused(folder, path, "changed")


def test_a_missing_and_an_added_file_are_named(folder: Path) -> None:
    (folder / "syntax" / "virus.R").write_text("1", encoding="utf-8")
    refused(folder, "syntax/virus.R", "added")
    (folder / "syntax" / "virus.R").unlink()
    (folder / "tables.xlsx").unlink()
    refused(folder, "tables.xlsx", "missing")


@pytest.mark.parametrize("path", ["manifest.json", "manifest.sha256"])
def test_without_its_manifest_nothing_is_proved(folder: Path, path: str) -> None:
    (folder / path).unlink()
    refused(folder, path, "whole")


def test_a_manifest_that_says_one_thing_and_a_list_that_says_another_are_refused(
    folder: Path,
) -> None:
    sums = folder / "manifest.sha256"
    text = sums.read_text(encoding="utf-8")
    for spoiled in (text.replace("README.txt", "README.md"), text[1:], text + "0" * 64 + "  x\n"):
        sums.write_text(spoiled, encoding="utf-8")
        refused(folder, "changed")
    sums.write_bytes(b"\xff\xfe")
    refused(folder, "manifest.sha256")


@pytest.mark.parametrize(
    "path",
    ["../secret", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "./README.txt", "a//b", "",
     "manifest.json", "tables/\n", "x" * 400],
)  # fmt: skip
def test_a_manifest_that_leads_elsewhere_is_refused(folder: Path, path: str) -> None:
    (folder.parent / "secret").write_text("1", encoding="utf-8")
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_bytes())
    content["files"].append({"path": path, "bytes": 1, "sha256": "0" * 64})
    manifest.write_text(json.dumps(content), encoding="utf-8")
    refused(folder, "manifest.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff\xfe", b"null", b"[" * 100_000, b'{"format": "ati-desktop/manifest"}',
     b'{"format": "ati-desktop/manifest", "version": 1, "files": {}}',
     b'{"format": "ati-desktop/manifest", "version": 1, "files": [1]}',
     b'{"format": "ati-desktop/manifest", "version": 1, "files": [{"path": 1, "bytes": true}]}',
     b'{"format": "other", "version": 1}'],
)  # fmt: skip
def test_a_manifest_that_is_none_is_refused(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(Refused):
        read_package(folder)


def test_other_versions_are_refused(tmp_path: Path) -> None:
    for path in ("receipt.json", CODEBOOK):
        folder = package(tmp_path / path.replace("/", "-"))
        refused(edited(folder, path, version=99), "another version")
    folder = package(tmp_path / "manifest")
    content = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps(content | {"version": 7}), encoding="utf-8")
    refused(folder, "another version")


@pytest.mark.parametrize("where", ["README.txt", "tables"])
def test_links_are_not_followed(folder: Path, tmp_path: Path, where: str) -> None:
    moved = tmp_path / "moved"
    (folder / where).rename(moved)
    (folder / where).symlink_to(moved)
    refused(folder, where)


def test_a_link_in_the_place_of_a_package_is_refused(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    refused(link, "not the folder of a package")
    refused(tmp_path / "nothing", "not the folder of a package")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "tables" / "pipe")
    refused(folder, "tables/pipe")


def test_a_package_that_is_too_large_is_refused(folder: Path) -> None:
    with (folder / "README.txt").open("r+b") as file:
        file.truncate(package_files.LARGEST_FILE + 1)
    refused(folder, "README.txt", "larger")


def test_folders_that_never_end_are_refused(folder: Path) -> None:
    deep = folder
    for _ in range(package_files.DEEPEST + 2):
        deep = deep / "d"
    deep.mkdir(parents=True)
    refused(folder, "too deep")


@pytest.mark.parametrize("start", [b"age-encryption.org/v1\n-> scrypt", b"PK\x03\x04zip"])
def test_a_locked_or_packed_package_is_refused_with_how_to_open_it(
    tmp_path: Path, start: bytes
) -> None:
    file = tmp_path / "north.age"
    file.write_bytes(start)
    refused(file, "north.age is locked or packed", "Open it first")


def test_a_zip_is_never_unpacked_even_inside(folder: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0" * 50_000_000)
    found = read_package(respoken(folder, **{"tables.xlsx": bomb.getvalue()}))
    assert found.tables  # the workbook is proved, and otherwise not looked at


def test_sheets_of_text_are_proved_and_otherwise_not_looked_at(folder: Path) -> None:
    path = table(folder).with_suffix(".csv").relative_to(folder).as_posix()
    before = read_package(folder).tables
    hostile = b"program,count\r\n=cmd|' /C calc'!A0,999999999999999999999\r\n" + b'"' * 1_000_000
    assert read_package(respoken(folder, **{path: hostile})).tables == before


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"office": None}, "which office"),
        ({"office": ""}, "which office"),
        ({"office": "../x"}, "receipt.json"),
        ({"office": 7}, "receipt.json"),
        ({"smallest count shown by rule": 2}, "receipt.json"),
        ({"smallest count shown by rule": True}, "receipt.json"),
        ({"smallest count shown by rule": "11"}, "receipt.json"),
        ({"population": "x"}, "receipt.json"),
        ({"title": "a\u202eb"}, "receipt.json"),
        ({"title": "x" * 600}, "receipt.json"),
        ({"mark": "DEMO"}, "receipt.json"),
        ({"review": ["x"]}, "receipt.json"),
    ],
)
def test_a_receipt_that_is_not_ours_is_refused(
    folder: Path, values: dict[str, object], told: str
) -> None:
    refused(edited(folder, "receipt.json", **values), told)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        [1],
        [{"name": "program"}],
        [{"name": "Pro gram", "role": "group", "title": "x", "values": []}],
        [{"name": "program", "role": "king", "title": "x", "values": []}],
        [{"name": "program", "role": "group", "title": 3, "values": []}],
        [{"name": "program", "role": "group", "title": "x", "values": [{"value": "(all)",
                                                                       "label": "x"}]}],
        [{"name": "program", "role": "group", "title": "x", "values": [{"value": "a"}]}],
        [{"name": "program", "role": "group", "title": "x", "values": []}] * 2,
    ],
)  # fmt: skip
def test_a_codebook_that_is_not_ours_is_refused(folder: Path, variables: object) -> None:
    with pytest.raises(Refused):
        read_package(edited(folder, CODEBOOK, variables=variables))


def test_a_codebook_with_measures_that_are_none_is_refused(folder: Path) -> None:
    refused(edited(folder, CODEBOOK, measures=[{"measure": "m", "version": "1"}]), "codebook")


def test_a_pooled_package_is_not_pooled_again(folder: Path) -> None:
    content = json.loads((folder / CODEBOOK).read_bytes())
    office = {"name": "office", "title": "Office", "role": "group", "values": []}
    refused(edited(folder, CODEBOOK, variables=[*content["variables"], office]), "pooled already")


def frame(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(table(folder))


SPOILED = {
    "a count in text": lambda f: f.with_columns(pl.col("count").cast(pl.String)),
    "a count in decimals": lambda f: f.with_columns(pl.col("count").cast(pl.Float64)),
    "no state": lambda f: f.drop("state"),
    "a state of its own": lambda f: f.with_columns(pl.lit("open").alias("state")),
    "shown without a count": lambda f: f.with_columns(pl.lit(None, pl.Int64).alias("count")),
    "a value on no list": lambda f: f.with_columns(pl.col("program").str.replace("dc", "zz")),
    "a value in numbers": lambda f: f.with_columns(pl.int_range(pl.len()).alias("program")),
    "an unknown variable": lambda f: f.rename({"program": "court"}),
    "a row less": lambda f: f.head(f.height - 1),
    "a row twice": lambda f: pl.concat([f.head(1), f.head(f.height - 1)]),
    "no rows": lambda f: f.clear(),
    "no value": lambda f: f.with_columns(pl.lit(None, pl.String).alias("program")),
    "less than nobody": lambda f: f.with_columns(-pl.col("count").alias("count")),
    "more than everybody": lambda f: f.with_columns(pl.col("count") + 3_000_000_000),
    "another sum": lambda f: f.with_columns(
        pl.when(pl.col("program") == "(all)").then(pl.col("count") + 1).otherwise("count")
        .alias("count")
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILED)
def test_a_table_that_is_not_ours_is_refused(folder: Path, what: str) -> None:
    path = table(folder).relative_to(folder).as_posix()
    refused(rewritten(folder, SPOILED[what](frame(folder))), path)


def test_a_table_that_shows_a_small_count_is_refused(folder: Path) -> None:
    small = frame(folder).with_columns(
        pl.when(pl.col("program") == "vc").then(4).otherwise("count").cast(pl.Int64).alias("count"),
        pl.lit("shown").alias("state"),
    )
    refused(rewritten(folder, small), "below its own smallest count")


def test_tables_that_contradict_one_another_are_refused(folder: Path) -> None:
    more = frame(folder).with_columns(
        (pl.col("count") + pl.when(pl.col("program") == "(all)").then(20).otherwise(0)
         + pl.when(pl.col("program") == "dc").then(20).otherwise(0)).alias("count")
    )  # fmt: skip
    refused(rewritten(folder, more), "contradicts")


@pytest.mark.parametrize(
    "data",
    [b"", b"PAR1", b"PAR1PAR1PAR1", b"PAR1" + b"\xff" * 64 + b"\x40\0\0\0PAR1", b"program,count\n"],
)
def test_bytes_that_are_no_parquet_are_refused(folder: Path, data: bytes) -> None:
    path = table(folder).relative_to(folder).as_posix()
    refused(respoken(folder, **{path: data}), path)


def test_a_package_without_parquet_is_refused(folder: Path) -> None:
    gone = {p.relative_to(folder).as_posix(): None for p in folder.glob("tables/*.parquet")}
    for path in gone:
        (folder / path).unlink()
    refused(respoken(folder), "no tables as Parquet")


def packed(made: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    made.write_parquet(content, compression="zstd")
    return content.getvalue()


def test_a_few_bytes_that_stand_for_very_many_are_not_unpacked(folder: Path) -> None:
    path = table(folder).relative_to(folder).as_posix()
    text = frame(folder).with_columns(pl.lit("x" * 80_000_000).alias("program"))
    bomb = packed(text.head(1))
    assert len(bomb) < 50_000
    assert unpacked_size(bomb)[1] > 80_000_000
    refused(respoken(folder, **{path: bomb}), path)
    rows = packed(pl.DataFrame({"program": ["dc"]}).select(pl.col("program").repeat_by(300_000)
                                                          .explode()))  # fmt: skip
    assert len(rows) < 50_000
    refused(respoken(folder, **{path: rows}), path)


def test_the_size_is_that_of_the_pages_not_what_the_footer_says() -> None:
    made = pl.DataFrame({"a": [f"value {n}" for n in range(3_000)], "n": list(range(3_000))})
    rows, size = unpacked_size(packed(made))
    assert rows == 3_000
    assert 40_000 < size < 200_000


def test_no_bytes_at_all_bring_the_walk_over_a_file_down() -> None:
    whole = packed(pl.DataFrame({"a": ["x", "y", None], "n": [1, 2, None]}))
    assert unpacked_size(whole)[0] == 3
    for at in range(len(whole)):
        for byte in (0, 0x15, 0x19, 0x7F, 0xFF):
            spoiled = whole[:at] + bytes([byte]) + whole[at + 1 :]
            try:
                rows, size = unpacked_size(spoiled)
            except NotParquetError:
                continue
            assert rows >= 0
            assert size >= 0
