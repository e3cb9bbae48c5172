"""Extracts as packages: what is in them, in which order, and that nothing else is."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256

import openpyxl
import pyarrow.parquet as pq
import pytest

from ati_desktop.casework.extract_papers import papers_for_extract
from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.extract import Asked, Level, SealedExtract, seal_extract
from ati_desktop.exports.about import About
from ati_desktop.exports.extracts import extract_files
from tests.disclosure.extracts import code, draft, people
from tests.exports.opening import opened

ABOUT = About("7KQ2-XM4P", "approved by a second person")
KEYS = [f"{number:026}" for number in range(18)]
ROWS = [("1", "a"), ("1", "b"), ("2", "a"), ("2", "b"), ("1", "a"), ("2", "a")] * 3
LEVELS = {"sex": Level(0, 1), "court": Level(2, 2)}


def sealed(**more: object) -> SealedExtract:
    episodes = DataSet(
        "episodes",
        "Episodes",
        (
            Field("person", "Person", Kind.PSEUDONYM),
            code("ended", "yes"),
            Field("weeks", "Weeks", Kind.NUMBER),
        ),
        tuple(
            (key, "yes", 4 if sex == "1" else None)
            for key, (sex, _) in zip(KEYS, ROWS, strict=True)
        ),
    )
    return seal_extract(
        draft(people(ROWS, "sex", "result", keys=KEYS), episodes, levels=LEVELS,
              notes=("Somebody who knows more may find more.",), **more)
    )  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    extract = sealed()
    return extract_files(extract, papers_for_extract(extract, ABOUT), ABOUT)


def test_an_extract_holds_rows_words_papers_and_manifest(files: dict[str, bytes]) -> None:
    formats = ("csv", "parquet", "sav", "dta")
    expected = {f"data/{n}.{f}" for n in ("participants", "episodes") for f in formats}
    expected |= {
        "README.txt", "data.xlsx", "codebook/codebook.xml", "codebook/codebook.html",
        "codebook/codebook.csv", "codebook/participants-metadata.json", "datapackage.json",
        "codebook/episodes-metadata.json", "syntax/read_data.R", "syntax/read_data.py",
        "syntax/read_data.sps", "syntax/read_data.do", "docs/limitations.txt",
        "docs/disclosure_control_report.json", "docs/disclosure_control_report.pdf",
        "receipt.json", "receipt.txt", "receipt.pdf", "manifest.json", "manifest.sha256",
    }  # fmt: skip
    assert set(files) == expected


def test_every_format_has_the_same_rows_in_the_order_of_the_pseudonyms(
    files: dict[str, bytes],
) -> None:
    read = list(csv.DictReader(io.StringIO(files["data/participants.csv"].decode())))
    table = pq.read_table(io.BytesIO(files["data/participants.parquet"])).to_pylist()
    assert read == table
    assert [row["person"] for row in table] == sorted(KEYS)
    book = openpyxl.load_workbook(io.BytesIO(files["data.xlsx"]))
    assert book.sheetnames == ["Notes", "participants", "episodes", "Codes"]
    assert [row[0].value for row in book["participants"].iter_rows(min_row=2)] == sorted(KEYS)
    assert [cell.value for cell in book["episodes"][1]] == ["Person", "Ended", "Weeks"]
    assert [book["episodes"][f"C{row}"].value for row in (2, 4)] == [4, None]
    assert [row[2].value for row in book["Codes"].iter_rows(min_row=2)] == [
        "1", "2", "a", "b", "yes",
    ]  # fmt: skip


def test_the_manifest_knows_rows_columns_and_checksums(files: dict[str, bytes]) -> None:
    content = json.loads(files["manifest.json"])
    listed = {each["path"]: each for each in content["files"]}
    assert listed.keys() == files.keys() - {"manifest.json", "manifest.sha256"}
    for path, each in listed.items():
        assert each["sha256"] == sha256(files[path]).hexdigest()
        assert each["bytes"] == len(files[path])
    shapes = {listed[f"data/participants.{f}"]["schema_sha256"] for f in ("csv", "sav", "dta")}
    assert len(shapes) == 1
    assert listed["data/participants.parquet"]["rows"] == len(ROWS)
    assert listed["data/episodes.csv"]["schema_sha256"] not in shapes
    assert content["parameters"]["k"] == 5
    assert "polars" in content["made with"]


def test_the_receipt_and_the_report_say_what_was_measured(files: dict[str, bytes]) -> None:
    receipt = json.loads(files["receipt.json"])
    assert receipt["measured"]["k"] == 9
    assert receipt["rows"] == {"participants": 18, "episodes": 18}
    assert (receipt["office"], receipt["review"]) == (ABOUT.office, ABOUT.review)
    assert "k: 9" in files["receipt.txt"].decode()
    report = json.loads(files["docs/disclosure_control_report.json"])
    assert report["Measured"]["k"].startswith("9 ")
    assert report["Left out"] == {"said": [], "People": "0", "Columns": "court"}
    columns = {each["column"]: each for each in report["columns"]}
    assert columns["Sex"]["what"] == "may be known to others"
    assert columns["Sex"]["coarsened"] == "as recorded (level 0 of 1)"
    assert columns["Result"]["what"] == "sensitive"
    assert columns["Ended"]["what"] == "may be known to others"
    assert report["Measured"]["Their sizes"] == "18 people in groups of 5-10"
    assert any("28 CFR Part 22" in line for line in report["law"])
    text = "".join(p.decode() for n, p in opened(
        {"r.pdf": files["docs/disclosure_control_report.pdf"]}) if "text" in n)  # fmt: skip
    assert "Somebody who knows more may find more." in text


def test_safe_harbor_is_named_and_promises_no_k() -> None:
    extract = sealed(asked=Asked("safe-harbor"))
    files = extract_files(extract, about=ABOUT)
    report = json.loads(files["docs/disclosure_control_report.json"])
    assert report["Rules"]["Model"] == "safe harbor"
    assert "k asked for" not in report["Rules"]
    assert any("164.514(b)(2)" in line for line in report["Rules"]["said"])


def test_the_same_extract_is_the_same_bytes(files: dict[str, bytes]) -> None:
    again = sealed()
    assert extract_files(again, papers_for_extract(again, ABOUT), ABOUT) == files


def test_the_demo_mark_is_in_every_file_of_an_extract() -> None:
    extract = sealed(demo=True)
    files = extract_files(extract, papers_for_extract(extract, ABOUT), ABOUT)
    for path, data in files.items():
        assert any(b"DEMO" in part for _, part in opened({path: data})), path


def test_nothing_but_a_sealed_extract_is_written() -> None:
    for other in (None, draft(people(ROWS, "sex", "result")), {"datasets": ()}):
        with pytest.raises(TypeError):
            extract_files(other)  # type: ignore[arg-type]
