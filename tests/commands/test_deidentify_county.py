"""deidentify on a county's own file of referrals, as an evaluator gets it."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest

from tests.commands.conftest import Typed
from tests.commands.deidentified import Case
from tests.disclosure import anonymity_by_hand as by_hand
from tests.evaluation.real_files import real_file

QUASI = ("RECEIVED_DATE", "OFFENSE_CATEGORY", "DIVERSION_PROGRAM", "RACE", "GENDER")
SPEC = """
title = "Referrals to diversion"
model = "k-anonymity"
k = 11
l = 2
t = 0.4
suppression = 0.04
[columns.CASE_PARTICIPANT_ID]
role = "group"
[columns.RECEIVED_DATE]
role = "quasi"
level = 3
[columns.RECEIVED_DATE.hierarchy]
kind = "dates"
levels = ["month", "quarter", "year", "5 years"]
form = "%m/%d/%Y %I:%M:%S %p"
[columns.OFFENSE_CATEGORY]
role = "quasi"
hierarchy = { kind = "groups", levels = [{ Drugs = ["Narcotics"] }], other = "Other" }
[columns.DIVERSION_PROGRAM]
role = "quasi"
[columns.DIVERSION_PROGRAM.hierarchy]
kind = "groups"
[[columns.DIVERSION_PROGRAM.hierarchy.levels]]
school = ["DS"]
deferred = ["DDPP", "BR9", "RJCC"]
court = ["DC", "MHC", "VC", "ACT", "ARI"]
[columns.RACE]
role = "quasi"
hierarchy = { kind = "groups", levels = [{ B = ["Black"], W = ["White"] }], other = "Other" }
[columns.GENDER]
role = "quasi"
[columns.DIVERSION_RESULT]
role = "sensitive"
"""


@pytest.mark.real_data
def test_a_countys_referrals_leave_without_anybody_in_them(tmp_path: Path, typed: Typed) -> None:
    text = gzip.decompress(real_file("cook_diversion_2011_2021.csv.gz").read_bytes()).decode()
    given = Case(tmp_path).says(SPEC).has(text)
    answer = given.answer(typed)
    rows = given.written()
    assert answer["rows"] == 22_508
    assert len(rows) == answer["rows_written"] >= 22_508 * 0.96
    assert answer["k"] <= by_hand.k_of(rows, QUASI)
    assert answer["k"] >= 11
    assert answer["l"] == by_hand.l_of(rows, QUASI, "DIVERSION_RESULT") >= 2
    assert answer["t"] == pytest.approx(by_hand.t_of(rows, QUASI, "DIVERSION_RESULT"), abs=1e-12)
    assert {row["RECEIVED_DATE"] for row in rows} <= {str(year) for year in range(2011, 2022)}
    content = b"".join(path.read_bytes() for path in given.out.rglob("*") if path.is_file())
    for line in islice(text.splitlines(), 1, None, 50):
        case, person = line.split(",", 2)[:2]
        assert case.encode() not in content
        assert person.encode() not in content
    assert b"ILCS" not in content
