"""Cohort files: Rossi's men give the published values; wrong columns are refused by name."""

from __future__ import annotations

import polars as pl
import pytest

from ati_desktop.errors import Refused
from ati_desktop.evaluation.cohort_files import CohortFile, evaluate_cohort_file
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.results import Curve, Evaluation
from ati_desktop.evaluation.spec import CohortFileSpec, Spec
from tests.evaluation.courses import data, referral
from tests.evaluation.real_files import real_file

ROSSI_SPEC = Spec("x", cohort_file=CohortFileSpec("rossi", group=("fin",), times=(10, 26, 39, 52)))
SMALL = pl.DataFrame({"week": [1, 2, 3, 4], "arrest": [1, 0, 1, 0], "aid": ["y", "y", "n", None]})


def rossi_file() -> CohortFile:
    frame = pl.read_csv(real_file("rossi.csv"))
    return CohortFile("rossi", frame, "week", "weeks", "arrest", description="Released 1971")


@pytest.fixture(scope="module")
def rossi() -> Evaluation:
    return evaluate_cohort_file(rossi_file(), ROSSI_SPEC)


def curve(evaluation: Evaluation, **group: str) -> Curve:
    (found,) = (one for one in evaluation.curves if dict(one.group) == group)
    return found


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("week", "survival", "at_risk"),
    [
        (10, 0.965277777777778, 418),
        (26, 0.875, 381),
        (39, 0.8125, 353),
        (52, 0.736111111111111, 322),
    ],
)
def test_rossi_survives_as_published(
    rossi: Evaluation, week: int, survival: float, at_risk: int
) -> None:
    (step,) = (point for point in curve(rossi).points if point.time == week)
    assert step.survival == pytest.approx(survival, abs=1e-9)
    assert step.at_risk == at_risk
    (read,) = (one for one in rossi.figures if one.measure == f"cohort_km_{week}" and not one.group)
    assert read.value == pytest.approx(1 - survival, abs=1e-9)


@pytest.mark.real_data
def test_rossis_interval_is_the_log_log_one(rossi: Evaluation) -> None:
    last = curve(rossi).points[-1]
    assert (last.low, last.high) == pytest.approx((0.691859715796487, 0.775063183374674), abs=1e-9)
    (read,) = (one for one in rossi.figures if one.measure == "cohort_km_52" and not one.group)
    assert (read.low, read.high) == pytest.approx((1 - 0.775063183374674, 1 - 0.691859715796487))


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("aid", "events", "at_26", "at_52", "mean", "error"),
    [
        ("0", 66, 0.851852, 0.694444, 44.8333333, 0.9176715),
        ("1", 48, 0.898148, 0.777778, 46.875, 0.7933249),
    ],
)
def test_rossis_groups_are_as_published(
    rossi: Evaluation, aid: str, events: int, at_26: float, at_52: float, mean: float, error: float
) -> None:
    found = curve(rossi, fin=aid)
    assert (found.people, found.events, found.horizon) == (216, events, 52)
    steps = [[one.survival for one in found.points if one.time <= week][-1] for week in (26, 52)]
    assert steps == pytest.approx([at_26, at_52], abs=5e-7)
    assert found.restricted_mean == pytest.approx(mean, abs=5e-8)
    assert found.restricted_mean_se == pytest.approx(error, abs=5e-8)


@pytest.mark.real_data
def test_rossis_log_rank_is_as_published(rossi: Evaluation) -> None:
    (test,) = rossi.tests
    assert test.observed == (66, 48)
    assert test.expected == pytest.approx((55.574443, 58.425557), abs=5e-7)
    assert test.chi_square == pytest.approx(3.83756957654905, abs=1e-9)
    assert test.p_value == pytest.approx(0.0501161174, abs=1e-9)
    assert (test.degrees, test.not_computed) == (1, None)


@pytest.mark.real_data
def test_rossi_stands_beside_an_evaluation_with_a_base_of_its_own(rossi: Evaluation) -> None:
    evaluation = evaluate(data(referrals=[referral("a")]), ROSSI_SPEC, [rossi_file()])
    assert evaluation.beside[0].figures == rossi.figures
    assert {name for table in rossi.tables for name in table.variables} == {"fin", "observed_event"}
    (cells,) = (table.cells for table in rossi.tables if table.id == "observed_event_by_fin")
    assert cells == {("0", "yes"): 66, ("0", "no"): 150, ("1", "yes"): 48, ("1", "no"): 168}


def small(frame: pl.DataFrame = SMALL, spec: Spec | None = None, **said: object) -> Evaluation:
    file = CohortFile("small", frame, "week", "weeks", "arrest", ("aid",))
    return evaluate_cohort_file(file, spec or Spec("x", threshold=3))


def test_people_without_time_or_event_are_counted_beside() -> None:
    more = pl.DataFrame({"week": [None, 5], "arrest": [1, None], "aid": ["y", "y"]})
    evaluation = small(pl.concat([SMALL, more]))
    people, events = (
        next(one for one in evaluation.figures if one.measure == name and not one.group)
        for name in ("cohort_people", "cohort_events")
    )
    assert people.value == 6
    assert (events.numerator, events.denominator) == (2, 4)
    assert [(one.reason, one.count) for one in events.excluded] == [
        ("Time or event not recorded", 2)
    ]
    (group,) = (one for one in evaluation.variables if one.name == "aid")
    assert group.values == ("n", "y", "not_recorded")


def test_a_probability_is_not_read_where_few_are_followed() -> None:
    evaluation = small(
        spec=Spec("x", cohort_file=CohortFileSpec("small", times=(2, 4)), threshold=3)
    )
    early, late = (
        one for one in evaluation.figures if one.measure.startswith("cohort_km_") and not one.group
    )
    assert early.value == pytest.approx(0.25)
    assert late.value is None
    assert late.not_computed == "Fewer than 3 people were still followed at 4 weeks."


def test_a_specification_for_another_file_changes_nothing() -> None:
    other = Spec("x", cohort_file=CohortFileSpec("other", time="no such"), threshold=3)
    assert small(spec=other).figures == small().figures


def test_a_file_of_nobody_gives_counts_of_nobody() -> None:
    evaluation = small(SMALL.clear())
    assert [one.value for one in evaluation.figures] == [0.0, None]
    assert evaluation.curves == ()
    assert evaluation.tests[0].not_computed is not None


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (SMALL.drop("aid"), r"has no column aid\. Its columns are: week, arrest\."),
        (SMALL.with_columns(week=pl.lit("x")), "the column week must hold times"),
        (SMALL.with_columns(week=pl.lit(-1)), "the column week must hold times"),
        (SMALL.with_columns(week=pl.lit(float("nan"))), "the column week must hold times"),
        (SMALL.with_columns(arrest=pl.lit(2)), "the column arrest must hold 1"),
        (SMALL.with_columns(arrest=pl.lit("yes")), "the column arrest must hold 1"),
    ],
)
def test_wrong_columns_are_refused_by_name(frame: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        small(frame)


def test_true_and_false_are_events_too() -> None:
    flags = SMALL.with_columns(pl.col("arrest").cast(pl.Boolean))
    assert small(flags).figures == small().figures
