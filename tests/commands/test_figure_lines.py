"""Figures as text say their groups in words, who is beside them, and no number that is none."""

from __future__ import annotations

from ati_desktop.commands.figure_lines import figure_lines
from ati_desktop.evaluation.cards import read_card, unit_of
from ati_desktop.evaluation.results import (
    CohortNote,
    Evaluation,
    Exclusion,
    Figure,
    GroupTest,
    Unit,
    Variable,
)


def told(*, p: float | None) -> list[str]:
    sex = Variable("sex", "Sex", ("1", "2"), {"1": "Male", "2": "2"})
    figures = tuple(
        Figure("retention_90", group, Unit.SHARE, 0.4, 2, 5, excluded=(Exclusion("Too recent", 3),))
        for group in ((), (("sex", "1"),), (("sex", "2"),))
    )
    chi = None if p is None else 31.5
    test = GroupTest("rearrest_km", "sex", ("1", "2"), (), (), chi, 1, p, None if p else "Too few.")
    note = CohortNote("spec", "All.", None, None, 5, 5)
    evaluation = Evaluation(
        "Title", note, "2026-01", None, (sex,), (), figures, (), (test,),
        (read_card("retention_90", "retention", days=90),), demo=False, doubts={},
    )  # fmt: skip
    return list(figure_lines(evaluation))


def test_a_group_is_said_in_words_with_its_code() -> None:
    lines = [line.strip() for line in told(p=0.2)]
    assert "Retention at 90 days [all]: 40.00% (2 of 5)" in lines
    assert "Retention at 90 days [Sex Male (1)]: 40.00% (2 of 5)" in lines
    assert "Retention at 90 days [Sex 2]: 40.00% (2 of 5)" in lines


def test_who_is_left_out_is_said_below_the_figure() -> None:
    assert told(p=0.2).count("    3 beside: Too recent") == 3


def test_a_small_p_value_is_a_bound_and_none_is_no_zero() -> None:
    assert "  Log-rank by sex: chi-square 31.5000, p < 0.0001" in told(p=2e-8)
    assert "  Log-rank by sex: chi-square 31.5000, p 0.0001" in told(p=0.0001)
    assert "  Log-rank by sex: Too few." in told(p=None)


def test_one_month_is_not_months() -> None:
    assert unit_of(1, "months") == "month"
    assert unit_of(2, "months") == "months"
