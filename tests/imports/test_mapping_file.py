"""A mapping is read whole, or its first mistake is named with key, line and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ati_desktop.errors import Refused
from ati_desktop.imports.mapping_file import read_mapping
from ati_desktop.models.answers import Missing
from ati_desktop.resources import resource
from tests.imports.samples import CODES, SMALL, small, write_mapping


def test_the_county_mapping_is_sound() -> None:
    mapping = read_mapping(resource("mappings/county_diversion.toml"), CODES)
    assert mapping.name == "county_diversion"
    assert mapping.row_key == ("CASE_PARTICIPANT_ID", "DIVERSION_COUNT")
    assert len(mapping.programs) == 10
    assert len(mapping.columns) == 13


def test_every_offence_category_has_its_section() -> None:
    mapping = read_mapping(resource("mappings/county_diversion.toml"), CODES)
    offence = mapping.record("offence")
    assert offence is not None
    tables = {one.field.name: one.translation for one in offence.fillings if one.translation}
    assert tables["category"].codes.keys() == tables["section"].codes.keys()
    assert set(tables["category"].codes.values()) == {
        code.code for code in CODES["offence_category"].codes
    }


def test_columns_are_named_once_each_in_order(tmp_path: Path) -> None:
    columns = small(tmp_path).columns
    assert columns[:2] == ("ROW", "PERSON")
    assert len(columns) == len(set(columns)) == 13


def test_an_offence_is_made_only_where_its_case_is(tmp_path: Path) -> None:
    offence = small(tmp_path).record("offence")
    assert offence is not None
    assert offence.only_if == ("CASE",)


def test_an_empty_cell_means_what_the_mapping_says(tmp_path: Path) -> None:
    text = SMALL.replace('codes = "sex" }', 'codes = "sex", empty = "not_asked" }')
    participant = small(tmp_path, text).record("participant")
    assert participant is not None
    assert participant.fillings[0].empty is Missing.NOT_ASKED


@pytest.mark.parametrize(
    ("was", "now", "line", "words"),
    [
        ('name = "small"', 'name = "Small one"', 1, "small letters"),
        ("version = 1", 'version = "1"', 2, "a whole number"),
        ("version = 1", "version = 0", 2, "from 1"),
        ('row_key = ["ROW"]', "", 4, "row_key"),
        ('row_key = ["ROW"]', 'row_key = "ROW"\nencoding = "klingon"', 6, "utf-8-sig"),
        ('row_key = ["ROW"]', 'row_key = "ROW"\nencoding = "rot13"', 6, "not known"),
        ('row_key = ["ROW"]', 'row_key = "ROW"\ndelimiter = "x"', 6, "not allowed"),
        ('row_key = ["ROW"]', 'row_key = "ROW"\ncolour = "x"', 6, "known are encoding"),
        ('"%Y"]', '"%Q"]', 6, "not known"),
        ('"%Y"]', '"%d"]', 6, "needs a year"),
        ('key = "PERSON"', "", 8, "key"),
        ("sex = {", "shoe_size = {", 10, "it has sex"),
        ('codes = "sex"', 'codes = "sexes"', 10, "there are sex"),
        ('codes = "sex"', 'codes = "sex", empty = "perhaps"', 10, "not_asked"),
        ('m = "1"', 'm = "7"', 10, "it has 1, 2, 9"),
        ('f = "2"', 'M = "2"', 53, "twice"),
        ('default = "doubt"', 'default = "guess"', 50, "reject, unknown, doubt"),
        ('source = "court"', 'source = "oracle"', 31, "prosecutor"),
        ("[enrollment]", "[enrolment]", 36, "enrollment"),
        ('name = "Beta"', "", 45, "name"),
        ('name = "Beta"', 'name = "Beta"\nkind = "zoo"', 48, "drug_school"),
        ('kind = "legal"', "kind = 3", 16, "a text in quotes"),
        ("[codes.sex]", '[doubts]\nrules = ["odd"]\n[codes.sex]', 50, "in_the_future"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, was: str, now: str, line: int, words: str
) -> None:
    assert was in SMALL
    with pytest.raises(Refused) as caught:
        small(tmp_path, SMALL.replace(was, now, 1))
    assert words in str(caught.value)
    assert f"line {line}," in str(caught.value)


def test_a_program_that_is_not_known_can_only_be_rejected(tmp_path: Path) -> None:
    text = SMALL.replace(
        'program = { column = "PROGRAM" }', 'program = { column = "PROGRAM", impossible="doubt" }'
    )
    with pytest.raises(Refused, match="only be rejected"):
        small(tmp_path, text)


def test_what_is_no_mapping_is_refused(tmp_path: Path) -> None:
    for data in (b"name = ", b"\xff\xfe\x00", b"", b"a = " + b"[" * 5000):
        path = tmp_path / "bad.toml"
        path.write_bytes(data)
        with pytest.raises(Refused):
            read_mapping(path, CODES)
    with pytest.raises(Refused, match="not a mapping file"):
        read_mapping(tmp_path, CODES)
    with pytest.raises(Refused, match="not a mapping file"):
        read_mapping(tmp_path / "none.toml", CODES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_mapping_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    lines = SMALL.splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    junk = ['x = "y"\n', "key = 3\n", "[referral]\n", "codes = []\n", "= =\n", "[[event]]\n"]
    lines[place] = data.draw(st.sampled_from(["", lines[place] * 2, *junk]))
    path = write_mapping(tmp_path, "".join(lines))
    try:
        told = read_mapping(path, CODES).name
    except Refused as refusal:
        told = str(refusal)
    assert told
