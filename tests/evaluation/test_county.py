"""The county's open file gives the county's own counts."""

from __future__ import annotations

from datetime import date
from statistics import median

import pytest

from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.results import Evaluation, Figure
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.real_files import county, county_rows

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(county(), Spec("County"))


def figure(evaluation: Evaluation, measure: str, *group: tuple[str, str]) -> Figure:
    (found,) = (
        one
        for one in evaluation.figures
        if (one.measure, one.group) == (measure, group) and one.quantile in (None, 0.5)
    )
    return found


def test_the_counts_are_those_of_the_file(evaluation: Evaluation) -> None:
    results = next(table for table in evaluation.tables if table.id == "result").cells
    assert results == {
        ("enrolled",): 5115,
        ("completed",): 13_266,
        ("not_completed",): 4127,
    }
    assert figure(evaluation, "referrals").value == 22_508
    assert (evaluation.cohort.referrals, evaluation.cohort.people) == (22_508, 21_355)


@pytest.mark.parametrize(
    ("group", "percent"),
    [((), 76.27), ((("program", "DC"),), 45.38), ((("program", "DS"),), 85.94)],
)
def test_completion_is_that_of_the_file(
    evaluation: Evaluation, group: tuple[tuple[str, str], ...], percent: float
) -> None:
    share = figure(evaluation, "completion_of_exits", *group)
    assert share.value is not None
    assert share.low is not None
    assert share.high is not None
    assert round(100 * share.value, 2) == percent
    assert share.low < share.value < share.high


def test_doubtful_records_are_in_and_counted_as_doubts(evaluation: Evaluation) -> None:
    assert evaluation.doubts == {
        "referred_before_received": 4360,
        "closed_on_day_of_referral": 5016,
        "implausible_date": 1,
    }
    assert evaluation.cohort.first_month is not None
    assert evaluation.cohort.first_month.startswith("1946")


def test_days_to_closing_are_those_of_the_file(evaluation: Evaluation) -> None:
    pairs = county_rows().select("referred", "closed").drop_nulls().iter_rows()
    days = [(closed - referred).days for referred, closed in pairs]
    found = figure(evaluation, "days_to_closing")
    assert found.value == median(days)
    assert found.denominator == 17_393 - sum(day < 0 for day in days)
    assert (found.excluded[0].reason, found.excluded[0].count) == ("Not closed yet", 5115)


@pytest.mark.parametrize("measure", ["retention_90", "retention_365", "rearrest_365"])
def test_what_the_file_cannot_tell_is_not_computed_and_says_why(
    evaluation: Evaluation, measure: str
) -> None:
    found = figure(evaluation, measure)
    assert found.value is None
    assert found.not_computed is not None
    assert ("admission" in found.not_computed) or ("arrest source" in found.not_computed)
    assert evaluation.curves == ()


def test_a_period_leaves_the_impossible_year_out() -> None:
    spec = Spec("County", first="2011", last="2021", by=("year",))
    evaluation = evaluate(county(), spec)
    years = [variable for variable in evaluation.variables if variable.name == "year"]
    assert years[0].values == tuple(str(year) for year in range(2011, 2022))
    rows = county_rows()["referred"]
    within = rows.is_between(date(2011, 1, 1), date(2021, 12, 31)).sum()
    assert evaluation.cohort.referrals == within
