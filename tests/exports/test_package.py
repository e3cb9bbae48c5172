from __future__ import annotations

import copy
import csv
import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ati_desktop.disclosure.sealed import Protected, protect, seal
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Variable
from ati_desktop.exports.package import release_files, write_release
from ati_desktop.exports.rows import as_text, harmless, shown
from ati_desktop.exports.slugs import slug
from ati_desktop.exports.writing import write_file, write_files
from tests.disclosure.builders import SDC, crowd, evaluation_of, grid
from tests.exports.packages import alike, program, written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(replace(program(), beside=(alike(),)), tmp_path_factory.mktemp("out") / "new")


@pytest.fixture(scope="module")
def three_variables() -> Protected:
    """Return three linked tables under protection, the last of three variables."""
    people = crowd(8, 300, {"a": 3, "b": 2, "d": 2})
    return protect(evaluation_of(people, [("a", "b"), ("b", "d"), ("a", "b", "d")]), 11)


def test_a_package_holds_what_its_readme_says(folder: Path) -> None:
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {
        "README.txt", "receipt.json", "receipt.txt", "manifest.json", "manifest.sha256",
        "measures.json", "measures.csv", "tables.xlsx", "datapackage.json",
        "codebook/codebook.csv", "codebook/codebook.json", "codebook/codebook.html",
        "codebook/codebook.xml", "codebook/T01_program-metadata.json",
        "syntax/read_data.py", "syntax/read_data.R", "syntax/read_data.sps", "syntax/read_data.do",
        "docs/limitations.txt", "docs/disclosure_control_report.json", "docs/methods.pdf",
        "docs/disclosure_control_report.pdf", "receipt.pdf",
        "tables/T01_program.parquet", "tables/T01_program.sav", "tables/T01_program.dta",
        "survival/return_km_all.png",
        "survival/return_km.csv", "tables/T01_program.csv", "tables/T04_program_by_result.csv",
        "beside/1/measures.json", "beside/1/tables.xlsx", "beside/1/tables/T01_place_by_result.csv",
    } <= names  # fmt: skip
    text = (folder / "README.txt").read_text()
    for name in ("tables/", "tables.xlsx", "measures.json", "survival/", "beside/", "receipt.txt"):
        assert name in text


def test_every_file_is_in_the_manifest_and_sha256sum_agrees(folder: Path) -> None:
    listed = {
        each["path"]: each for each in json.loads((folder / "manifest.json").read_text())["files"]
    }
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_file() and not name.startswith("manifest"):
            data = path.read_bytes()
            assert listed[name]["bytes"] == len(data)
            assert listed[name]["sha256"] == hashlib.sha256(data).hexdigest()
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "manifest.sha256"], cwd=folder, check=False,
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    release = seal(protect(alike(), 11))
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="already has something in it"):
        write_release(release, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(Refused):
        write_release(release, tmp_path / "mine.txt")
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(Refused):
        write_release(release, tmp_path / "link")


def test_an_empty_folder_is_used_and_missing_ones_are_made(tmp_path: Path) -> None:
    release = seal(protect(alike(), 11))
    (tmp_path / "empty").mkdir()
    seen: list[tuple[int, int]] = []
    files = write_release(
        release, tmp_path / "empty", progress=lambda done, total: seen.append((done, total))
    )
    assert all(path.is_file() for path in files)
    assert seen[-1] == (len(files), len(files))
    assert write_release(release, tmp_path / "a" / "b")[0].is_file()
    assert not list(tmp_path.glob(".*.part"))


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    release = seal(protect(alike(), 11))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="could not be written"):
        write_release(release, tmp_path / "file" / "package")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_only_a_sealed_release_can_be_written(tmp_path: Path) -> None:
    protected = protect(alike(), 11)
    release = seal(protected)
    for other in (protected, protected.evaluation, copy.copy(release), None):
        with pytest.raises(TypeError, match="only a sealed release"):
            write_release(other, tmp_path / "new")  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            release_files(other)  # type: ignore[arg-type]
    assert not (tmp_path / "new").exists()


def test_what_is_hidden_is_one_token_in_every_file(folder: Path) -> None:
    with (folder / "tables" / "T04_program_by_result.csv").open(newline="") as file:
        counts = {row["count"] for row in csv.DictReader(file)}
    assert "s" in counts
    assert all(count == "s" or count.isdigit() for count in counts)
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    cells = {c.value for row in book["T04"].iter_rows(min_row=5, min_col=2) for c in row}
    assert {each for each in cells if isinstance(each, str)} == {"s"}


def test_tables_and_workbook_say_the_same(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    for path in sorted((folder / "tables").glob("*.csv")):
        with path.open(newline="") as file:
            rows = [row["count"] for row in csv.DictReader(file)]
        sheet = book[path.name[:3]]
        cells = [c.value for row in sheet.iter_rows(min_row=5, min_col=2) for c in row]
        assert [str(each) for each in cells if each is not None] == rows, path.name


def test_files_are_rfc_4180_and_utf_8(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\n")
        assert b"\r" not in data
        rows = list(csv.reader(data.decode().splitlines()))
        assert len({len(row) for row in rows}) == 1


def test_words_that_a_spreadsheet_would_run_are_made_harmless(tmp_path: Path) -> None:
    people = [{**p, "row": {"w": "=1+1", "x": "@now"}.get(p["row"], p["row"])} for p in grid(SDC)]
    evaluation = evaluation_of(people, [("row", "column")])
    bad = tuple(
        Variable(v.name, v.title, v.values, dict.fromkeys(v.values, "=HYPERLINK(1)"))
        for v in evaluation.variables
    )
    folder = written(replace(evaluation, variables=bad, title="=cmd|x"), tmp_path / "new")
    for path in folder.rglob("*.csv"):
        with path.open(newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    with zipfile.ZipFile(folder / "tables.xlsx") as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]


@pytest.mark.parametrize("text", ["=a", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_text_that_begins_like_a_formula_gets_a_quote(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_values_are_written_plainly() -> None:
    assert [as_text(value) for value in (None, 3, 0.25, 3.0, "word")] == ["", "3", "0.25", "3",
                                                                         "word"]  # fmt: skip
    assert shown(3, hidden=True) == "s"
    assert shown(3, hidden=False) == 3


@pytest.mark.parametrize(
    ("name", "path"), [("by/..\\x", "by-x"), ("..", "table"), ("Über uns", "ber-uns")]
)
def test_names_become_safe_parts_of_a_path(name: str, path: str) -> None:
    assert slug(name) == path


def test_the_receipt_says_how_it_was_made_sure(folder: Path) -> None:
    receipt = json.loads((folder / "receipt.json").read_text())
    assert receipt["audit"] == {
        "holds": True,
        "method": "linear programs on the joint base of all tables",
    }
    assert receipt["smallest count shown by rule"] == 11
    assert receipt["smallest count above zero in the package"] >= 11
    assert receipt["hidden cells"] > 0
    assert receipt["doubtful records kept"] == {
        "closed_before_referral": 40,
        "implausible_date": "s",
    }
    assert receipt["not computed"][0]["measure"] == "retention"
    assert len(receipt["beside"]) == 1
    text = (folder / "receipt.txt").read_text()
    assert "hidden cells: " in text
    assert "implausible_date: s" in text
    for word in ("primary", "complementary", "alike:"):
        assert word not in json.dumps(receipt) + text


def test_the_codebook_names_every_code_and_holds_no_counts(folder: Path) -> None:
    content = json.loads((folder / "codebook" / "codebook.json").read_text())
    roles = {each["name"]: each["role"] for each in content["variables"]}
    assert roles == {"program": "group", "sex": "group", "year": "group", "result": "outcome"}
    assert content["measures"][0]["definition"] == "What it counts"
    with (folder / "codebook" / "codebook.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {(row["variable"], row["value"]) for row in rows}
    for path in (folder / "tables").glob("*.csv"):
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                row.pop("count")
                assert {pair for pair in row.items() if pair[1] != "(all)"} <= codes


def test_measures_say_shown_hidden_or_not_computed(folder: Path) -> None:
    content = json.loads((folder / "measures.json").read_text())
    states = {figure["state"] for figure in content["figures"]}
    assert states == {"shown", "hidden", "not computed"}
    for figure in content["figures"]:
        if figure["state"] == "shown":
            assert isinstance(figure["value"], int | float)
        elif figure["state"] == "hidden":
            assert figure["value"] in ("s", None)
        else:
            assert figure["not_computed"]
    assert content["restricted_means"][0]["restricted_mean"] == 21.2
    assert [test["state"] for test in content["tests"]] == ["shown", "not computed"]
    with (folder / "measures.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == len(content["figures"])


def test_a_table_that_was_withheld_is_named_and_not_written(
    three_variables: Protected, tmp_path: Path
) -> None:
    protected = three_variables
    first, *others = protected.tables
    rows = tuple(replace(row, count=None) for row in first.rows)
    views = replace(protected.views, tables=(replace(first, rows=rows, withheld=True), *others))
    folder = tmp_path / "new"
    write_release(seal(replace(protected, views=views)), folder)
    receipt = json.loads((folder / "receipt.json").read_text())
    assert receipt["tables left out"] == [first.title]
    assert receipt["tables"] == len(others)
    assert len(list((folder / "tables").glob("*.csv"))) == len(others)
    assert "tables left out:\n  - " in (folder / "receipt.txt").read_text()


def test_three_variables_stand_one_below_the_other_in_the_workbook(
    three_variables: Protected, tmp_path: Path
) -> None:
    write_release(seal(three_variables), tmp_path / "new")
    book = openpyxl.load_workbook(tmp_path / "new" / "tables.xlsx")
    sheet = book["T03"]
    assert [cell.value for cell in sheet[4]] == ["A", "B", "D", "Count"]


def test_the_readme_names_no_file_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    write_release(seal(protect(alike(), 11)), tmp_path / "bare")
    for place, papers in ((folder, True), (tmp_path / "bare", False)):
        text = (place / "README.txt").read_text()
        assert ("receipt.pdf" in text) is papers
        assert ("docs/methods.pdf" in text) is papers
        assert ("survival/" in text) is papers
        for line in text.split("Files\n-----\n")[1].split("\n\n")[0].splitlines():
            name = line.partition(":")[0].partition(",")[0]
            assert list(place.glob(name.rstrip("/"))), line


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_a_package_is_private_to_its_owner(tmp_path: Path) -> None:
    write_files({"a.csv": b"1", "data/deep/b.csv": b"2"}, tmp_path / "package")
    write_file(b"3", tmp_path / "package.age")
    found = {
        path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777
        for path in tmp_path.rglob("*")
    }
    assert found == {
        "package": 0o700,
        "package/a.csv": 0o600,
        "package/data": 0o700,
        "package/data/deep": 0o700,
        "package/data/deep/b.csv": 0o600,
        "package.age": 0o600,
    }


def test_what_stands_where_a_part_would_be_stays(tmp_path: Path) -> None:
    mine = tmp_path / ".package.part" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / ".package.age.part").write_text("mine", encoding="utf-8")
    write_files({"a.csv": b"1"}, tmp_path / "package")
    write_file(b"3", tmp_path / "package.age")
    assert mine.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / ".package.age.part").read_text(encoding="utf-8") == "mine"
