"""Nothing is left where what was written does not hold; orders, numbers and areas of columns."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from unicodedata import normalize

import polars as pl
import pytest

from ati_desktop.casework.deidentify_columns import close, describe_column, order_of
from ati_desktop.casework.deidentify_parts import ColumnPart
from ati_desktop.casework.deidentify_spec import DeidentifySpec
from ati_desktop.casework.deidentify_writing import write_checked
from ati_desktop.casework.deidentifying import deidentify_file
from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.deidentified import Claim, seal_rows
from ati_desktop.disclosure.lattice import Model
from ati_desktop.errors import Refused
from tests.commands.deidentified import QUASI, SPEC, case, people
from tests.disclosure import anonymity_by_hand as by_hand

ROWS = tuple(("ab"[at % 2], "xyz"[at % 3]) for at in range(60))
FIELDS = (
    Field("court", "Court", Kind.CODE, {"a": "A", "b": "B"}),
    Field("charge", "Charge", Kind.CODE, dict(zip("xyz", "XYZ", strict=True))),
)


def silent(done: float, doing: str) -> None:
    assert 0 <= done <= 1
    assert doing


def test_what_does_not_hold_in_the_written_file_is_taken_back(tmp_path: Path) -> None:
    claim = Claim(Model(k=30), ("court",), ("charge",))
    sealed = seal_rows("Rows", DataSet("rows", "Rows", FIELDS, ROWS), claim, {})
    wanted = Claim(Model(k=31), ("court",), ("charge",))
    with pytest.raises(Refused, match="nothing was left behind"):
        write_checked(sealed, wanted, tmp_path / "out", silent)
    assert list(tmp_path.iterdir()) == []
    files, measured = write_checked(sealed, claim, tmp_path / "out", silent)
    assert all(path.is_file() for path in files)
    assert measured is not None
    assert measured.k == 30


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    given = case(tmp_path / "case")
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(Refused, match="could not be written"):
        deidentify_file(
            given.spec,
            given.data,
            tmp_path / "file" / "out",
            randomness=bytes,
            progress=silent,
        )


def test_the_ordered_distance_goes_by_numbers_or_by_the_order_said(tmp_path: Path) -> None:
    given = case(tmp_path / "case")
    ordered = SPEC.replace("t = 0.5", 't = 0.3\ndistance = "ordered"').replace(
        'title = "Offence"', 'order = ["traffic", "theft", "fraud", "drug", "weapon", "assault"]'
    )
    given.says(ordered)
    done = deidentify_file(
        given.spec, given.data, given.out, randomness=bytes, progress=silent, timer=lambda: 0.0
    )
    assert done.measured is not None
    assert done.measured.t is not None
    assert done.measured.t <= 0.3
    assert done.seconds == 0.0
    assert done.made.claim is not None
    assert done.made.claim.orders["offence"][0] == "traffic"


@pytest.mark.parametrize(
    ("values", "part", "order"),
    [
        (["10", "9", "-3", ""], ColumnPart(), ["-3", "9", "10", ""]),
        (["10-14", "5-9", "90+", ""], ColumnPart(), ["5-9", "10-14", "90+", ""]),
        (["b", "a", ""], ColumnPart(), ["a", "b", ""]),
        (["b", "a", "c"], ColumnPart(order=("c", "b")), ["c", "b", "a"]),
        (["b", "a"], ColumnPart(labels={"b": "First", "a": "Second"}), ["b", "a"]),
    ],
)
def test_values_stand_in_an_order_that_people_expect(
    values: list[str], part: ColumnPart, order: list[str]
) -> None:
    assert order_of(values, part) == order


def test_a_column_is_described_by_the_values_that_are_written() -> None:
    part = ColumnPart(title="Court", labels={"a": "Court A", "b": "Court B"})
    found = describe_column("court", part, ["b", "", "b"])
    assert found.labels == {"b": "Court B", "": "Not recorded"}
    assert found.missing == ("",)


def test_a_column_is_banded_before_it_is_kept(tmp_path: Path) -> None:
    costs = pl.Series("cost", [str(100 * at) for at in range(80)] + [None])
    part = ColumnPart(
        role="kept",
        hierarchy={"kind": "intervals", "widths": [1000, 5000], "top": 5000},
        level=2,
    )
    banded = close("cost", costs, part, tmp_path)
    assert set(banded) == {"0-4999", "5000+", None}
    with pytest.raises(Refused, match="80 different values"):
        close("cost", costs, ColumnPart(role="kept"), tmp_path)


def test_areas_are_read_from_a_file_of_two_columns(tmp_path: Path) -> None:
    given = case(tmp_path / "case")
    spec = 'model = "safe-harbor"\nareas = "areas.csv"\n[columns.court]\nkind = "area"\n'
    (given.folder / "areas.csv").write_text(
        "area,people\nc1,100000\nc2,90000\nc3,50\n", encoding="utf-8"
    )
    given.says(spec)
    deidentify_file(given.spec, given.data, given.out, randomness=bytes, progress=silent)
    courts = {row["court"] for row in given.written()}
    assert {"c1", "other"} <= courts <= {"c1", "c2", "other"}
    (given.folder / "areas.csv").write_text("c1\n", encoding="utf-8")
    with pytest.raises(Refused, match="areas"):
        deidentify_file(
            given.spec, given.data, given.folder / "two", randomness=bytes, progress=silent
        )


def test_the_examples_of_the_documentation_are_specifications() -> None:
    page = Path(__file__).parents[2] / "docs" / "deidentify.md"
    examples = page.read_text(encoding="utf-8").split("```toml\n")[1:]
    read = [DeidentifySpec.from_text(one.partition("```")[0], "example") for one in examples]
    assert [spec.model for spec in read] == ["k-anonymity", "safe-harbor"]
    assert read[0].with_role("group") == ("household",)
    assert read[0].empty == ("NA", "?")


def test_a_kept_null_is_an_empty_code_that_is_explained(tmp_path: Path) -> None:
    given = case(tmp_path / "case").says(SPEC + '[columns.marital]\nrole = "kept"\n')
    done = deidentify_file(given.spec, given.data, given.out, randomness=bytes, progress=silent)
    assert "" in {row["marital"] for row in given.written()}
    about = next(one for one in done.made.fields if one.name == "marital")
    assert about.missing == ("",)
    assert about.labels[""] == "Not recorded"


def test_a_null_of_a_quasi_identifier_is_a_value(tmp_path: Path) -> None:
    rows = people()
    for row in rows[:4]:
        row["sex"] = ""
    given = case(tmp_path / "case").has(rows).says(SPEC.replace("0.05", "0.3"))
    deidentify_file(given.spec, given.data, given.out, randomness=bytes, progress=silent)
    written = given.written()
    if "*" not in {row["sex"] for row in written}:
        assert "" not in {row["sex"] for row in written}
    assert by_hand.k_of(written, QUASI) >= 5


@pytest.mark.parametrize(("said", "there"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD")])
def test_a_column_is_found_however_its_accents_are_written(
    tmp_path: Path, said: Literal["NFC", "NFD"], there: Literal["NFC", "NFD"]
) -> None:
    given = case(tmp_path / "case")
    name = "délit"
    given.says(SPEC.replace("[columns.offence]", f'[columns." {normalize(said, name)} "]'))
    header, rest = given.data.read_text(encoding="utf-8").split("\n", 1)
    given.has(f"{header.replace('offence', normalize(there, name))}\n{rest}")
    deidentify_file(given.spec, given.data, given.out, randomness=bytes, progress=silent)
    assert normalize("NFC", name) in given.written()[0]
