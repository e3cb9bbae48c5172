"""Kinds of field that the small mapping does not use: days, yes or no, own codes, constants."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ati_desktop.errors import Refused
from ati_desktop.imports.date_forms import PARTIAL, form_problem
from ati_desktop.imports.dates import DateReader
from ati_desktop.models.dates import PartialDate
from tests.imports.samples import SMALL, TODAY, check, small
from tests.imports.test_checking import value

OTHER_KINDS = SMALL.replace('sex = { column = "SEX", codes = "sex" }', 'sex = { column = "SEX" }')
OTHER_KINDS = OTHER_KINDS.replace(
    'key = "PERSON"', 'key = "PERSON"\nrestricted = { column = "FAMILY" }'
)
OTHER_KINDS = OTHER_KINDS.replace(
    'docket = { column = "CASE" }',
    'docket = { column = "CASE" }\nnext_hearing_on = { column = "BORN" }\ndisposed_on = "2024-03"',
)


@pytest.mark.parametrize(("said", "meant"), [("Yes", True), ("n", False), ("1", True)])
def test_yes_and_no_are_read(tmp_path: Path, said: str, meant: bool) -> None:
    row = check(small(tmp_path, OTHER_KINDS), FAMILY=said, SEX="1", BORN="01/02/2024")
    assert value(row, "participant", "restricted") is meant


def test_days_codes_and_constants_are_read(tmp_path: Path) -> None:
    row = check(small(tmp_path, OTHER_KINDS), FAMILY="no", SEX="declined", BORN="01/02/2024")
    assert value(row, "participant", "sex") == "declined"
    assert value(row, "legal_case", "next_hearing_on") == date(2024, 2, 1)
    assert value(row, "legal_case", "disposed_on") == PartialDate(2024, 3)


def test_what_is_none_of_them_is_a_problem(tmp_path: Path) -> None:
    row = check(small(tmp_path, OTHER_KINDS), FAMILY="perhaps", SEX="Male", BORN="2024")
    told = {problem.column: problem.text for problem in row.problems}
    assert "neither yes nor no" in told["FAMILY"]
    assert "no code of the list sex" in told["SEX"]
    assert "known to the day" in told["BORN"]


def test_a_constant_of_the_wrong_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2024-03-11"):
        small(tmp_path, OTHER_KINDS.replace('"2024-03"', '"soon"'))
    with pytest.raises(Refused, match="true or false"):
        small(tmp_path, SMALL.replace('key = "PERSON"', 'key = "PERSON"\nrestricted = "yes"'))


def test_translations_are_for_codes_only(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no code"):
        small(
            tmp_path, SMALL.replace('{ column = "GIVEN" }', '{ column = "GIVEN", codes = "sex" }')
        )


@pytest.mark.parametrize("text", ["2024", "2024-03", "2024-03-11", "2024~"])
def test_the_programs_own_form_of_dates_is_read(text: str) -> None:
    found = DateReader((PARTIAL,), TODAY).read(text)
    assert found is not None
    assert found.when == PartialDate.parse(text)


@pytest.mark.parametrize("text", ["", "2024-13", "2024-02-30", "1" * 60, "٢٠٢٤-٠٢-٣٠"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert DateReader((PARTIAL, "%d/%m/%Y"), TODAY).read(text) is None


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%b %d %Y", "%Y", "%Y%m%d", PARTIAL])
def test_forms_that_can_be_used_have_no_problem(form: str) -> None:
    assert form_problem(form) is None


@pytest.mark.parametrize("form", ["", "%d", "%Y-%d", "%Y %Z", "%Y%", "%j %Y", "%Y %Y"])
def test_forms_that_cannot_be_used_have_one(form: str) -> None:
    assert form_problem(form) is not None
