"""Every problem of a row is told, partial dates stay partial, the doubtful is flagged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ati_desktop.errors import Refused
from ati_desktop.imports.checking import CheckedRow, RowChecker
from ati_desktop.imports.mapping import Mapping, Value
from ati_desktop.models.dates import PartialDate
from tests.imports.samples import CODES, HEADER, SMALL, TODAY, check, knows, small


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    return small(tmp_path)


def value(row: CheckedRow, noun: str, name: str) -> Value:
    (record,) = (one for one in row.records if one.noun == noun)
    return record.values[name]


def doubts(row: CheckedRow) -> set[tuple[str, str]]:
    return {(one.code, one.noun) for one in row.doubts}


def test_a_good_row_becomes_its_records(mapping: Mapping) -> None:
    row = check(mapping)
    assert not row.problems
    assert not row.doubts
    nouns = [record.noun for record in row.records]
    assert nouns == ["participant", "person", "name", "legal_case", "offence", "referral"]
    assert value(row, "participant", "sex") == "1"
    assert value(row, "offence", "charge") == 'Theft, "small"'
    assert value(row, "referral", "ordinal") == 1
    assert row.keys == {"participant": ("p1",), "legal_case": ("D-1",)}


def test_every_problem_of_a_row_is_told(mapping: Mapping) -> None:
    row = check(mapping, ROW="", REFERRED="31/02/2024", COUNT="9" * 5000, PROGRAM="Z", BORN="soon")
    told = {problem.column for problem in row.problems}
    assert told == {"ROW", "REFERRED", "COUNT", "PROGRAM", "BORN"}
    assert not row.records
    assert all(len(problem.told) < 300 for problem in row.problems)


def test_a_problem_of_a_column_used_twice_is_told_once(mapping: Mapping) -> None:
    row = check(mapping, PROGRAM="Z", CLOSED="07/02/2024")
    assert [problem.column for problem in row.problems] == ["PROGRAM"]


@pytest.mark.parametrize(
    ("text", "date"),
    [("05/02/2024", "2024-02-05"), ("2/2024", "2024-02"), ("2024", "2024")],
)
def test_partial_dates_stay_partial(mapping: Mapping, text: str, date: str) -> None:
    assert value(check(mapping, REFERRED=text), "referral", "referred_on") == PartialDate.parse(
        date
    )
    assert value(check(mapping, BORN=text), "person", "birth_date") == date


def test_an_empty_value_is_no_value_and_a_required_one_a_problem(mapping: Mapping) -> None:
    row = check(mapping, SEX="", COUNT="")
    assert value(row, "participant", "sex") is None
    assert value(row, "referral", "ordinal") is None
    assert [one.column for one in check(mapping, REFERRED=" ").problems] == ["REFERRED"]


def test_nobody_gets_a_name_without_letters(mapping: Mapping) -> None:
    nouns = [record.noun for record in check(mapping, FAMILY="", GIVEN="").records]
    assert "name" not in nouns


def test_without_a_case_there_is_no_offence(mapping: Mapping) -> None:
    row = check(mapping, CASE="")
    assert {"legal_case", "offence"}.isdisjoint(record.noun for record in row.records)
    assert row.keys == {"participant": ("p1",)}


def test_words_are_translated_without_regard_to_capitals_and_spaces(mapping: Mapping) -> None:
    assert value(check(mapping, SEX=" Not   SAID "), "participant", "sex") == "declined"


def test_a_word_that_is_not_in_the_table_is_unknown_and_doubted(mapping: Mapping) -> None:
    row = check(mapping, SEX="x")
    assert value(row, "participant", "sex") == "unknown"
    assert doubts(row) == {("unknown_code", "participant")}


def test_an_impossible_value_is_unknown_and_doubted_where_the_mapping_says(
    mapping: Mapping,
) -> None:
    row = check(mapping, RECEIVED="31/04/2024")
    assert str(value(row, "legal_case", "received_on")) == "unknown"
    assert doubts(row) == {("value_unreadable", "legal_case")}


@pytest.mark.parametrize(
    ("changes", "code", "noun"),
    [
        ({"REFERRED": "31/01/2024"}, "referral_before_case", "referral"),
        ({"CLOSED": "05/02/2024"}, "closed_on_referral_day", "enrollment"),
        ({"CLOSED": "04/02/2024"}, "closed_before_referral", "enrollment"),
        ({"RECEIVED": "30/07/1946", "BORN": ""}, "date_implausible", "legal_case"),
        ({"CLOSED": "12/03/2026"}, "in_the_future", "enrollment"),
        ({"BORN": "1880"}, "birth_date_implausible", "person"),
        ({"BORN": "2031"}, "birth_date_implausible", "person"),
    ],
)
def test_each_doubt_is_found_and_says_which_record(
    mapping: Mapping, changes: dict[str, str], code: str, noun: str
) -> None:
    row = check(mapping, **changes)
    assert not row.problems
    assert doubts(row) == {(code, noun)}


@pytest.mark.parametrize(
    "changes",
    [
        {"REFERRED": "2024"},
        {"REFERRED": "2/2024", "CLOSED": "05/02/2024"},
        {"CLOSED": "2024"},
        {"BORN": "1946"},
        {"CLOSED": "11/03/2026"},
    ],
)
def test_what_may_be_right_is_not_doubted(mapping: Mapping, changes: dict[str, str]) -> None:
    assert not check(mapping, **changes).doubts


def test_a_rule_that_is_not_declared_is_not_applied(tmp_path: Path) -> None:
    mapping = small(tmp_path, SMALL + '\n[doubts]\nrules = ["in_the_future"]\n')
    assert not check(mapping, REFERRED="31/01/2024").doubts


def test_formulas_and_markup_are_plain_text(mapping: Mapping) -> None:
    for text in ('=HYPERLINK("http://x")', "+1", "@SUM(A1)", "<img src='/etc/passwd'>", "{name}"):
        row = check(mapping, CHARGE=text, FAMILY=text)
        assert value(row, "offence", "charge") == text
        assert value(row, "name", "family") == text


def test_braces_in_a_value_do_not_break_its_problem(mapping: Mapping) -> None:
    (problem,) = check(mapping, PROGRAM="{odd}").problems
    assert "{odd}" in problem.told


def test_characters_that_cannot_be_shown_are_a_problem(mapping: Mapping) -> None:
    assert [one.column for one in check(mapping, FAMILY="a\x1b[31m").problems] == ["FAMILY"]


def test_missing_columns_are_named_together(mapping: Mapping) -> None:
    with pytest.raises(Refused, match="PERSON, SEX"):
        RowChecker(
            mapping,
            tuple(name for name in HEADER if name not in ("PERSON", "SEX")),
            today=TODAY,
            codes=knows,
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changes=st.dictionaries(st.sampled_from(HEADER), st.text(max_size=30)))
def test_any_row_has_records_or_problems(mapping: Mapping, changes: dict[str, str]) -> None:
    row = check(mapping, **changes)
    assert bool(row.records) != bool(row.problems)
    for problem in row.problems:
        assert problem.told
    for doubt in row.doubts:
        assert doubt.code in CODES["doubt"]
