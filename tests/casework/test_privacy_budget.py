"""Differentially private dashboards: paid for once, the same answer for ever, never over budget."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest

from ati_desktop.casework.dashboards import Method, prepare_dashboard
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.privacy_budget import privacy_budget, set_privacy_budget, spendings
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.disclosure.noisy_counts import add_noise
from ati_desktop.disclosure.noisy_sums import ERROR_OF_SUMS
from ati_desktop.errors import Refused
from ati_desktop.evaluation.public import public_counts, public_evaluation
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.evaluation.spec import Spec
from ati_desktop.models.users import Role
from tests.casework import dashboard_office as page
from tests.casework.dashboard_office import candidate, counts
from tests.casework.offices import NOON, Clock, at_desk, copy_of

SPEC = """
title = "For the page"
by = ["sex"]
measures = ["referrals", "admission_rate", "completion_of_exits"]
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page.make(tmp_path_factory.mktemp("private") / "office", 200)


@pytest.fixture
def office(built: Path, tmp_path: Path) -> Path:
    return copy_of(built, tmp_path / "office")


@pytest.fixture
def evaluator(office: Path) -> Iterator[Desk]:
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        set_privacy_budget(desk, 2.0)
    with at_desk(office, Role.EVALUATOR) as desk:
        yield desk


def ask(desk: Desk, epsilon: float | None = 0.5, text: str = SPEC, **more: object):
    return candidate(desk, text, name="dp", epsilon=epsilon, **more)


def test_without_a_budget_nothing_is_drawn(office: Path) -> None:
    with at_desk(office, Role.EVALUATOR) as desk:
        with pytest.raises(Refused, match="privacy-budget --set"):
            ask(desk)
        assert privacy_budget(desk).whole is None
        assert spendings(desk) == []


def test_only_an_administrator_sets_the_budget(evaluator: Desk, office: Path) -> None:
    with pytest.raises(Refused, match="Only an administrator"):
        set_privacy_budget(evaluator, 50.0)
    evaluator.close()
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        for wrong in (0.0, -1.0, 101.0, float("nan")):
            with pytest.raises(Refused, match="above 0"):
                set_privacy_budget(desk, wrong)
        assert privacy_budget(desk).whole == 2.0


def test_the_same_question_has_the_same_answer_and_is_paid_for_once(evaluator: Desk) -> None:
    one = ask(evaluator)
    assert privacy_budget(evaluator).spent == 0.5
    again = ask(evaluator)
    assert again.files == one.files
    renamed = ask(evaluator, text=SPEC.replace("For the page", "Another title"))
    assert counts(renamed.files) == counts(one.files)
    assert [each.epsilon for each in spendings(evaluator)] == [0.5]


def test_noise_drawn_anew_would_be_averaged_away_and_ours_is_not(evaluator: Desk) -> None:
    spec = Spec.from_text(SPEC, "page.toml")
    data = read_evaluation(evaluation_store(evaluator))
    evaluation = public_evaluation(data, spec)
    values = {variable.name: variable.values for variable in evaluation.variables}
    real = public_counts(data, spec, evaluation, 3)
    (table,) = real
    cell, true = max(real[table].items(), key=lambda item: item[1])
    # Planted: noise of its own for every answer. The mean of many answers is the truth.
    fresh = [add_noise(real, values, epsilon=0.5, contributions=3)[0].counts[cell]
             for _ in range(2_000)]  # fmt: skip
    assert fmean(fresh) == pytest.approx(true, abs=1.2)
    ours = {counts(ask(evaluator).files)[frozenset(zip(table, cell, strict=True))]
            for _ in range(8)}  # fmt: skip
    assert len(ours) == 1


def test_another_question_costs_again_until_the_budget_is_spent(evaluator: Desk) -> None:
    ask(evaluator, 1.0)
    ask(evaluator, 0.6)
    assert privacy_budget(evaluator).spent == pytest.approx(1.6)
    with pytest.raises(Refused, match=r"only 0\.4 is left of 2 for 2026"):
        ask(evaluator, 0.5)
    ask(evaluator, 1.0)
    ask(evaluator, 0.4)
    assert privacy_budget(evaluator).spent == pytest.approx(2.0)
    with pytest.raises(Refused, match="only 0 is left"):
        ask(evaluator, 0.01)


def test_next_year_has_a_budget_of_its_own_and_the_old_answers_stay(
    evaluator: Desk, office: Path
) -> None:
    old = ask(evaluator, 2.0)
    evaluator.close()
    clock = Clock(NOON)
    clock.pass_days(300)
    with at_desk(office, Role.EVALUATOR, clock) as desk:
        assert privacy_budget(desk).spent == 0
        assert counts(ask(desk, 2.0).files) == counts(old.files)
        assert privacy_budget(desk).spent == 0
        ask(desk, 1.5)
        with pytest.raises(Refused, match=r"only 0\.5 is left of 2 for 2027"):
            ask(desk, 0.6)


def test_an_epsilon_is_asked_for_and_must_make_sense(evaluator: Desk) -> None:
    with pytest.raises(Refused, match="need an epsilon"):
        ask(evaluator, None)
    with pytest.raises(Refused, match="Epsilon must be"):
        ask(evaluator, 0.0)
    with pytest.raises(Refused, match="one person"):
        ask(evaluator, 0.5, contributions=0)
    assert spendings(evaluator) == []


def test_what_is_listed_does_not_depend_on_who_is_there(evaluator: Desk) -> None:
    data = read_evaluation(evaluation_store(evaluator))
    spec = Spec.from_text(SPEC, "page.toml")
    nobody = data.people.filter(data.people["research_id"] == "")
    empty = replace(
        data,
        people=nobody,
        referrals=data.referrals.clear(),
        enrollments=data.enrollments.clear(),
        stays=data.stays.clear(),
        events=data.events.clear(),
    )
    one, two = public_evaluation(data, spec), public_evaluation(empty, spec)
    assert one == two
    assert [len(t.cells) for t in one.tables] == [len(t.cells) for t in two.tables]
    assert all(figure.numerator == 0 for figure in one.figures)


def test_of_one_person_only_so_many_rows_are_counted(evaluator: Desk) -> None:
    data = read_evaluation(evaluation_store(evaluator))
    spec = Spec.from_text(SPEC, "page.toml")
    evaluation = public_evaluation(data, spec)
    most = data.referrals["research_id"].value_counts()["count"].max()
    people = data.referrals["research_id"].n_unique()

    def rows(contributions: int) -> int:
        table = next(iter(public_counts(data, spec, evaluation, contributions).values()))
        return sum(table.values())

    assert rows(1) == people
    assert rows(20) == data.referrals.height
    assert most is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SPEC.replace('["sex"]', '["year"]'), "needs from and to"),
        (SPEC + '\n[[join]]\nvariable = "sex"\nvalues = ["1", "2"]\n', "cannot be used|join"),
        (SPEC.replace('"referrals", "admission_rate", "completion_of_exits"',
                      '"days_to_closing"'), "none of the measures"),
    ],
)  # fmt: skip
def test_what_would_tell_who_is_there_is_refused(evaluator: Desk, text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        ask(evaluator, text=text)


def test_years_are_those_of_the_specification(evaluator: Desk) -> None:
    text = SPEC.replace('["sex"]', '["year"]') + '\n[cohort]\nfrom = "2001"\nto = "2026"\n'
    files = ask(evaluator, text=text).files
    years = {dict(cell).get("year") for cell in counts(files)} - {None}
    assert years == {str(year) for year in range(2001, 2027)}


def test_the_receipt_says_how_much_noise_there_is(evaluator: Desk) -> None:
    receipt = json.loads(ask(evaluator).files["receipt.json"])
    assert receipt["method"] == "differential privacy"
    assert receipt["epsilon"] == 0.5
    assert receipt["rows counted of one person at most"] == 3
    assert 5 < receipt["a cell is off by at most, in 95 of 100 cases"] < receipt[ERROR_OF_SUMS]
    assert not any(int(n) < 0 for n in counts(ask(evaluator).files).values())


def test_a_method_nobody_knows_is_not_taken_for_another(evaluator: Desk) -> None:
    spec = Spec.from_text(SPEC, "page.toml")
    with pytest.raises(Refused, match="cell-key, dp"):
        prepare_dashboard(evaluator, spec, SPEC, Method("rounding"))
