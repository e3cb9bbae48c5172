"""Attacks on files: who made them, when, where, and what stands in them that no row says."""

from __future__ import annotations

import getpass
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.attacks.rows import SPEC, people, write_csv

ROOT = Path(__file__).resolve().parents[2]
SOURCE = people()
CODE = (
    "import os, sys\nfrom pathlib import Path\n"
    "from ati_desktop.casework.deidentifying import deidentify_file\n"
    "deidentify_file(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), "
    "randomness=os.urandom, progress=lambda *_: None)\n"
)


def made(folder: Path, **around: str) -> Path:
    """Make a package in a process of its own, somewhere else, as somebody else."""
    folder.mkdir(parents=True)
    spec = folder / "spec.toml"
    text = SPEC.format(k=5, more="").replace("row_ids = true", "row_ids = false")
    spec.write_text(text, encoding="utf-8")
    source = write_csv(folder / f"{folder.name}.csv", SOURCE)
    out = folder / "package"
    subprocess.run(
        [sys.executable, "-c", CODE, str(spec), str(source), str(out)],
        cwd=folder,
        check=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **around},
    )
    return out


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("files") / "mary-smith", USER="mary", TZ="UTC")


def streams(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file, and whatever is packed or pressed together in it."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name, content = str(path.relative_to(folder)), path.read_bytes()
        yield name, content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                yield from ((f"{name}/{each}", packed.read(each)) for each in packed.namelist())
        for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield name, zlib.decompress(found[1])
            except zlib.error:
                continue
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            yield name, str(frame.to_dict(as_series=False)).encode()


def traces(folder: Path, words: list[str]) -> set[str]:
    """Return the words that stand in any stream of a package, or in the name of a file."""
    known = [each.encode() for each in words]
    found = set()
    for name, content in streams(folder):
        found |= {each.decode() for each in known if each in content or each in name.encode()}
    return found


def makers(folder: Path) -> list[str]:
    """Return what tells who, where and on which machine."""
    known = [str(folder.parent), "mary-smith", str(Path.home()), str(ROOT)]
    return [*known, f"/{getpass.getuser()}/", f"@{socket.gethostname()}"]


def dated(folder: Path) -> list[str]:
    """Return the files that say when they were made."""
    found = []
    today = re.compile(rb"20(2[5-9]|[3-9]\d)-?[01]\d-?[0-3]\d|\d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug"
                       rb"|Sep|Oct|Nov|Dec) (20)?2[5-9]")  # fmt: skip
    for name, content in streams(folder):
        if today.search(content):
            found.append(name)
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                found += [name for each in packed.infolist() if each.date_time[0] != 1980]
    return sorted(set(found))


def test_attack_14_no_file_says_who_made_it_where_or_when(ours: Path, tmp_path: Path) -> None:
    weak = shutil.copytree(ours, tmp_path / "weak")
    book = openpyxl.Workbook()
    book.properties.creator = "mary-smith"
    book.save(weak / "data" / "extra.xlsx")
    frame = pl.read_parquet(weak / "data" / "rows.parquet")
    frame.write_parquet(weak / "data" / "rows.parquet", metadata={"made by": "mary-smith"})
    assert traces(weak, makers(ours)) == {"mary-smith"}
    assert "data/extra.xlsx" in dated(weak)
    assert traces(ours, makers(ours)) == set()
    assert dated(ours) == []


def test_attack_14_a_package_made_elsewhere_by_another_person_is_the_same(
    ours: Path, tmp_path: Path
) -> None:
    other = made(
        tmp_path / "far" / "away",
        USER="zoe",
        LOGNAME="zoe",
        HOME=str(tmp_path),
        TZ="Pacific/Auckland",
        LC_ALL="C.UTF-8",
        PYTHONHASHSEED="77",
    )

    def sums(folder: Path) -> dict[str, str]:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in paths}

    assert sums(other) == sums(ours)
    assert len(sums(ours)) > 10


def test_attack_14_no_list_of_a_file_names_what_no_row_has(ours: Path, tmp_path: Path) -> None:
    """A dictionary of categories kept from before the filter names the one who was left out."""
    weak = shutil.copytree(ours, tmp_path / "weak")
    frame = pl.read_parquet(weak / "data" / "rows.parquet")
    levels = pl.Enum([*sorted(set(frame["outcome"])), "arson-by-person-0007"])
    frame.with_columns(pl.col("outcome").cast(levels)).write_parquet(weak / "data" / "rows.parquet")
    rare = [f"arson-by-person-{at:04}" for at in range(10)]
    assert traces(weak, rare) == {"arson-by-person-0007"}
    assert traces(ours, [*rare, *(each["name"] for each in SOURCE), "canary", "900-"]) == set()
