"""What protect refuses of a specification or a first line, without telling what a record says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Typed
from tests.commands.test_usage import refused

SPEC = 'title = "T"\n[[tables]]\ndimensions = ["site", "age"]\n'
ROWS = "site,age\n" + "n,1\n" * 20


def run(typed: Typed, folder: Path, spec: str, content: str, told: str) -> str:
    (folder / "spec.toml").write_text(spec, encoding="utf-8")
    (folder / "data.csv").write_text(content, encoding="utf-8")
    words = ("--spec", folder / "spec.toml", folder / "data.csv", "--out", folder / "out")
    said = typed("protect", *words)
    refused(said, told)
    assert not (folder / "out").exists()
    return said.err


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("33,F,theft,P2", "none of the columns that the specification names (site, age)"),
        ("33,site,theft,P2", "no column age. Its first line must be the header"),
        ("33,theft,theft,P2", "none of the columns that the specification names (site, age)"),
    ],
)
def test_a_record_in_the_place_of_the_header_is_not_told(
    typed: Typed, tmp_path: Path, first: str, told: str
) -> None:
    said = run(typed, tmp_path, SPEC, f"{first}\n34,M,fraud,P3\n", told)
    assert not any(value in said for value in ("33", "theft", "P2"))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[sums.foo]\n", "no table asks for the sum foo"),
        ('sum = "age"\n[sums.age]\nquantiles = [0, 1]\n', "numbers between 0 and 1"),
        ('sum = "age"\n[sums.age]\nquantiles = 0.5\n', "numbers between 0 and 1"),
        ('[columns.site]\nlabels = { n = "One", m = "One" }\n', "have the same label"),
    ],
)
def test_the_sentence_fits_the_setting(typed: Typed, tmp_path: Path, more: str, told: str) -> None:
    run(typed, tmp_path, SPEC + more, ROWS, told)


def test_a_nul_character_is_told_without_a_mapping(typed: Typed, tmp_path: Path) -> None:
    assert "mapping" not in run(typed, tmp_path, SPEC, ROWS + "n,\0\n", "NUL")


def test_a_folder_whose_name_is_too_long_is_refused(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "spec.toml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "data.csv").write_text(ROWS, encoding="utf-8")
    words = (
        "--spec",
        tmp_path / "spec.toml",
        tmp_path / "data.csv",
        "--out",
        tmp_path / ("x" * 300),
    )
    refused(typed("protect", *words), "cannot be used")
