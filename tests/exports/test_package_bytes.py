"""What is in no byte of a package, and that the bytes are the same elsewhere and later."""

from __future__ import annotations

import getpass
import os
import platform
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from ati_desktop.evaluation.results import Variable
from ati_desktop.exports.codebook import rows_codebook
from ati_desktop.exports.datapackage import datapackage
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.described import describe
from ati_desktop.exports.encryption import pack
from ati_desktop.exports.rows_workbook import rows_workbook
from ati_desktop.exports.syntax import syntax_files
from tests.exports.opening import files_of, opened, png_chunks
from tests.exports.packages import alike, program, written
from tests.exports.rows import CANARY, EPISODES, PEOPLE

CODE, REASON, NOTE = "zq7-code-zq7", "zq7-reason-zq7", "zq7-note-zq7"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(replace(program(), beside=(alike(),)), tmp_path_factory.mktemp("out") / "new")


def streams(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file, and every part of those that are compressed, decompressed."""
    return opened(files_of(folder))


def test_the_same_package_is_the_same_bytes_elsewhere_and_later(
    folder: Path, tmp_path: Path
) -> None:
    first = files_of(folder)
    later = (folder / "tables.xlsx").stat().st_mtime + 2.1
    time.sleep(max(0.0, later - time.time()))  # not a wait for something: archives count by twos
    script = tmp_path / "again.py"
    script.write_text(
        "import os\n"
        "os.umask(0o077)\n"
        "from dataclasses import replace\n"
        "from pathlib import Path\n"
        "from tests.exports.packages import alike, program, written\n"
        f"written(replace(program(), beside=(alike(),)), Path({str(tmp_path / 'two')!r}))\n"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = Path(__file__).resolve().parents[2]
    extra = {"PYTHONPATH": str(root), "USER": "somebody", "LOGNAME": "somebody"}
    extra |= {"HOME": str(elsewhere), "TMPDIR": str(elsewhere), "HOSTNAME": "another"}
    extra |= {"TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, str(script)], cwd=elsewhere, env=os.environ | extra, check=True)
    second = files_of(tmp_path / "two")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
    assert pack(first) == pack(second)
    assert not list(elsewhere.iterdir())


DATES = ("%Y-%m", "%Y/%m", "%Y%m%d", "%m/%d/%Y", "%d.%m.%Y", "%b %d", "%d %b", "%B %Y", "%b %Y")
NUMBERS = {".pdf", ".png", ".xlsx", ".parquet", ".sav", ".dta"}
"""Files in which any number may stand that is a year by chance: lengths, places, sizes."""


def test_no_clock_user_host_or_path_is_in_any_byte(folder: Path) -> None:
    year = time.strftime("%Y").encode()
    banned = {getpass.getuser(), platform.node(), str(Path.home()), str(folder.parent), os.getcwd()}  # noqa: PTH109 - a text to look for
    banned |= {time.strftime(form) for form in DATES}
    for name, data in streams(folder):
        for word in banned:
            if len(word) > 4:
                assert word.encode() not in data, name
        if not NUMBERS & set(Path(name.partition(": ")[0]).suffixes):
            # The manifest says how long each file is, which may be as many bytes as it is years.
            words = re.sub(rb'"bytes": \d+', b"", data)
            assert not re.search(rb"(?<![0-9a-f])" + year + rb"(?![0-9a-f])", words), name
    for path in folder.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert {info.date_time[0] for info in book.infolist()} == {1980}


def test_the_demo_mark_is_in_every_file(tmp_path: Path) -> None:
    folder = written(replace(program(demo=True), beside=(replace(alike(), demo=True),)),
                     tmp_path / "demo")  # fmt: skip
    pixels = {Image.open(path).convert("RGB").getpixel((3, 3)) for path in folder.rglob("*.png")}
    assert len(pixels) == 1
    assert pixels != {(255, 255, 255)}
    for path, data in files_of(folder).items():
        parts = list(opened({path: data}))
        if not path.endswith(".png"):
            assert any(b"DEMO" in part for _, part in parts), path
    for path in folder.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        assert all(sheet["A2"].value == "DEMO - invented data" for sheet in book)
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "manifest.sha256"], cwd=folder, check=False,
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_real_packages_carry_no_demo_mark(folder: Path) -> None:
    words = re.compile(rb"DEMO[ -]|invented data")
    assert not [name for name, data in streams(folder) if words.search(data)]


def test_a_picture_holds_nothing_but_points(folder: Path) -> None:
    pictures = sorted(folder.rglob("*.png"))
    assert {path.name for path in pictures} == {
        "return_km_all.png", "return_km_1.png", "return_km_2.png",
    }  # fmt: skip
    for path in pictures:
        kinds = {kind for kind, _ in png_chunks(path.read_bytes())}
        assert kinds <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package in whose evaluation words stand that must stay in the office."""
    evaluation = program()
    extra = Variable("secret", "Secret", (CODE,), {CODE: f"arrested by {CODE}"})
    figures = tuple(
        replace(f, not_computed=REASON if f.value is None and f.group else f.not_computed)
        for f in evaluation.figures
    )
    note = type(figures[0].excluded[0])(NOTE, 3)
    figures = tuple(replace(f, notes=(note,)) for f in figures)
    evaluation = replace(evaluation, variables=(*evaluation.variables, extra), figures=figures)
    return written(evaluation, tmp_path_factory.mktemp("planted") / "new")


def test_a_code_that_no_table_has_is_in_no_byte(planted: Path) -> None:
    """The codes of a variable that is not released stay at home, label and all."""
    for name, data in streams(planted):
        assert CODE.encode() not in data, name
        assert CODE.encode("utf-16-le") not in data, name


def test_what_is_for_the_office_only_is_in_no_byte(planted: Path) -> None:
    """Notes and texts of groups never leave."""
    for name, data in streams(planted):
        for word in (REASON, NOTE):
            assert word.encode() not in data, name


def test_rows_never_carry_a_code_that_nobody_has() -> None:
    described = [describe(each, "data", demo=False) for each in (PEOPLE, EPISODES)]
    files = dataset_files(PEOPLE) | dataset_files(EPISODES)
    files |= dict(rows_codebook("Rows", {"kind": "rows"}, described, demo=False))
    files |= dict(syntax_files(described, demo=False))
    files["datapackage.json"] = datapackage("Rows", described, files, demo=False)
    files["data.xlsx"] = rows_workbook("Rows", (PEOPLE, EPISODES), (), demo=False)
    for name, data in opened(files):
        assert CANARY.encode() not in data, name
        assert CANARY.encode("utf-16-le") not in data, name
