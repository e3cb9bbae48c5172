"""Twelve people entered through the deeds, and the figures counted on paper beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import work_out
from ati_desktop.casework.records import list_records, save_record
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.results import Evaluation, Figure
from ati_desktop.casework.specifications import Spec
from ati_desktop.disclosure.protect import protect
from ati_desktop.models import OutcomeSource
from tests.casework import offices
from tests.casework.offices import add, add_person, add_program


@dataclass(frozen=True)
class Life:
    """One row of the table on paper."""

    program: str
    referred: str
    decision: str
    admitted: str | None = None
    exited: str | None = None
    outcome: str | None = None
    arrest: str | None = None
    offence: str | None = None
    index_case: bool = False
    sex: str = "1"


LIVES = (
    Life("A", "2024-01-10", "admitted", "2024-01-20", "2025-01-19", "completed", "2024-03-01"),
    Life("A", "2024-02-01", "admitted", "2024-02-11", "2024-03-02", "not_completed", "2025-02-20",
         "2025-01-31"),
    Life("A", "2024-02-01", "admitted", "2024-02-01", sex="2"),
    Life("A", "2024-03-01", "admitted", "2024-03-05", "2024-09-01", "other_exit"),
    # Arrested after admission for something before it.
    Life("A", "2024-04-01", "admitted", "2024-04-10", "2025-04-10", "completed", "2024-05-01",
         "2024-04-01"),
    Life("B", "2024-05-01", "admitted", "2024-05-02", "2025-05-02", "completed", "2024-06-01",
         index_case=True),
    # Not yet followed for a year.
    Life("B", "2025-06-01", "admitted", "2025-06-15", sex="2"),
    Life("B", "2024-06-01", "admitted", "2024-06-20", "2024-12-01", "not_completed", "2025-08-01"),
    Life("B", "2024-07-01", "ineligible"),
    Life("B", "2024-08-01", "pending", sex="2"),
    Life("B", "2024-08-15", "admitted", "2024-09"),
    Life("A", "2024-09-01", "declined_by_person"),
)  # fmt: skip

SPEC = Spec(title="By hand", by=("program",), windows_days=(365,), threshold=3)


def enter_life(desk: Desk, number: int, life: Life, programs: dict[str, int], source: int) -> None:
    program = str(programs[life.program])
    person = add_person(
        desk, f"Person {number}", referred_on=life.referred, sex=life.sex, program_id=program
    )
    (referral,) = list_records(desk, "referral", person)
    decided = {**referral.values, "decision": life.decision}
    save_record(desk, "referral", decided, record_id=referral.id, base_version=referral.version)
    if life.admitted:
        add(
            desk, "enrollment", person, program_id=program, referral_id=str(referral.id),
            admitted_on=life.admitted, exited_on=life.exited, exit_program=life.outcome,
        )  # fmt: skip
    if life.arrest:
        add(
            desk, "event", person, kind="arrest", happened_on=life.arrest,
            offence_on=life.offence, source_id=str(source),
            index_case="yes" if life.index_case else "no",
        )  # fmt: skip


@pytest.fixture(scope="module")
def twelve(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = offices.copy_of(template, tmp_path_factory.mktemp("twelve") / "office")
    with offices.at_desk(folder) as desk:
        programs = {code: add_program(desk, code, f"Program {code}") for code in "AB"}
        with desk.working.unit("source") as unit:
            police = OutcomeSource(name="County", kind="police", complete_to=date(2026, 3, 31))
            source = unit.add(police).id or 0
        for number, life in enumerate(LIVES):
            enter_life(desk, number, life, programs, source)
        refresh(desk)
        yield desk


@pytest.fixture(scope="module")
def figures(twelve: Desk) -> Evaluation:
    return work_out(twelve, SPEC)


def one(
    figures: Evaluation, measure: str, program: str | None = None, quantile: float | None = None
) -> Figure:
    group = (("program", program),) if program else ()
    (found,) = [
        figure
        for figure in figures.figures
        if (figure.measure, figure.group, figure.quantile) == (measure, group, quantile)
    ]
    return found


@pytest.mark.parametrize(
    ("measure", "program", "numerator", "denominator"),
    [
        ("referrals", None, 12, None),
        ("referrals", "A", 6, None),
        ("referrals", "B", 6, None),
        ("admissions", None, 9, None),
        ("admissions", "A", 5, None),
        ("admission_rate", None, 9, 12),
        ("admission_rate", "B", 4, 6),
        ("completion_of_exits", None, 3, 5),
        ("completion_of_exits", "A", 2, 3),
        ("completion_of_admitted", None, 3, 9),
        ("completion_of_admitted", "B", 1, 4),
        ("retention_90", None, 7, 8),
        ("retention_90", "A", 4, 5),
        ("retention_365", None, 4, 7),
        ("rearrest_365", None, 2, 7),
        ("rearrest_365", "A", 2, 5),
        ("rearrest_365", "B", 0, 2),
    ],
)
def test_a_count_is_the_one_on_paper(
    figures: Evaluation,
    measure: str,
    program: str | None,
    numerator: int,
    denominator: int | None,
) -> None:
    figure = one(figures, measure, program)
    assert (figure.numerator, figure.denominator) == (numerator, denominator)
    expected = numerator / denominator if denominator else numerator
    assert figure.value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("measure", "quantile", "days"),
    [
        ("days_to_closing", 0.25, 183.25),
        ("days_to_closing", 0.5, 275.0),
        ("days_to_closing", 0.75, 372.0),
        ("days_to_admission", 0.5, 9.5),
    ],
)
def test_a_duration_is_the_one_on_paper(
    figures: Evaluation, measure: str, quantile: float, days: float
) -> None:
    assert one(figures, measure, quantile=quantile).value == days


def test_the_figures_are_of_the_month_of_the_clock(figures: Evaluation) -> None:
    assert (figures.as_of, figures.outcome_complete_to) == ("2026-05", "2026-03")
    assert (figures.cohort.referrals, figures.cohort.people) == (12, 12)


@pytest.mark.parametrize(("threshold", "hidden"), [(3, 0), (4, 2)])
def test_the_threshold_of_the_specification_decides_what_is_small(
    twelve: Desk, threshold: int, hidden: int
) -> None:
    # Three of the twelve are of one sex; where that is small, the nine give it away too.
    spec = Spec(title="Small", by=("sex",), measures=("referrals",), threshold=threshold)
    evaluation = work_out(twelve, spec)
    (by_sex,) = [table for table in evaluation.tables if table.variables == ("sex",)]
    alone = replace(evaluation, tables=(by_sex,), figures=(), relations=())
    (view,) = protect(alone, spec.threshold).tables
    assert len(view.hidden) == hidden
