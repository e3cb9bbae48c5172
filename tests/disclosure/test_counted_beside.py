"""What a receipt counts beside the tables is protected with them: people, doubts, and what is left.

Each planted weakness is what a package said before these numbers stood in the one system.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.disclosure.audit import audit
from ati_desktop.disclosure.printed import completed, printed_as_text, printed_from_text
from ati_desktop.disclosure.protect import Protected, protect
from ati_desktop.disclosure.views import Views
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.results import DOUBT, NO_DOUBT, Evaluation, Relation
from ati_desktop.evaluation.spec import Spec
from tests.disclosure.builders import counting, evaluation_of, people_of, where
from tests.evaluation.office import office

K = 11
BY_SEX = {("1",): 100, ("2",): 189}


def by_sex() -> Evaluation:
    return evaluation_of(people_of(BY_SEX, ("sex",)), [("sex",)])


def attacked(protected: Protected, views: Views) -> bool:
    """Return whether the audit would let these views pass."""
    return audit(protected.evaluation, views, protected.threshold, protected.outcomes).holds


@pytest.mark.parametrize(
    ("people", "said"), [(289, 289), (288, None), (279, None), (278, 278), (11, 11), (8, None)]
)
def test_people_are_said_where_no_few_have_a_further_referral(
    people: int, said: int | None
) -> None:
    protected = protect(counting(by_sex(), people), K)
    assert (protected.views.referrals, protected.views.people) == (289, said)
    assert protected.holds
    planted = replace(protected.views, people=people)
    assert attacked(protected, planted) == (said is not None)


@pytest.mark.parametrize(
    ("late", "said"), [(5, None), (11, 11), (278, 278), (279, None), (287, None), (289, None)]
)
def test_a_doubt_is_said_where_neither_those_with_it_nor_those_without_are_few(
    late: int, said: int | None
) -> None:
    """All of them would say that everybody is alike, which is an outcome like any other."""
    protected = protect(counting(by_sex(), doubts={"late": late}), K)
    assert protected.views.doubts == (("late", said),)
    assert protected.holds
    planted = replace(protected.views, doubts=(("late", late),))
    assert attacked(protected, planted) == (said is not None)


def test_what_is_left_of_two_doubts_that_exclude_each_other_is_no_small_number() -> None:
    """289 - 150 - 134 = 5 with neither: hidden is one of the two."""
    apart = Relation((where(doubt_before="before"),), ((("doubt_on_the_day", NO_DOUBT),),))
    evaluation = replace(
        counting(by_sex(), doubts={"before": 150, "on_the_day": 134}), relations=(apart,)
    )
    protected = protect(evaluation, K)
    said = dict(protected.views.doubts)
    assert None in said.values()
    assert protected.holds
    planted = (("before", 150), ("on_the_day", 134))
    assert not attacked(protected, replace(protected.views, doubts=planted))


def test_a_doubt_that_is_a_hidden_outcome_under_another_name_is_hidden_with_it() -> None:
    """15 were closed before; 7 are open, so that number is hidden beside."""
    closing = {("before",): 15, ("open",): 7, ("closed",): 300}
    evaluation = evaluation_of(people_of(closing, ("closing",)), [("closing",)])
    evaluation = counting(evaluation, doubts={"before": 15})
    protected = protect(evaluation, K)
    (table, _) = protected.views.tables
    assert table.count("before") is None
    assert dict(protected.views.doubts) == {"before": None}
    assert protected.holds
    assert not attacked(protected, replace(protected.views, doubts=(("before", 15),)))


def test_people_without_a_table_of_them_are_said_only_where_each_has_one_row() -> None:
    evaluation = by_sex()
    assert protect(evaluation, K).views.people == 289
    cohort = replace(evaluation.cohort, people=200)
    assert protect(replace(evaluation, cohort=cohort), K).views.people is None
    doubted = protect(replace(evaluation, doubts={"odd": 40}), K)
    assert doubted.views.doubts == (("odd", None),)


def test_they_are_no_tables_of_the_package_and_no_hidden_cells_of_it() -> None:
    protected = protect(counting(by_sex(), 288, {"late": 5}), K)
    assert [table.id for table in protected.tables] == ["sex"]
    assert protected.hidden_cells == 0
    assert sum(protected.reasons.values()) == 0
    assert protected.views.smallest_shown == 100


def test_what_an_older_package_kept_as_numbers_comes_back_as_tables() -> None:
    protected = protect(counting(by_sex(), 260, {"late": 30, "odd": 3}), K)
    older = replace(protected.views, tables=protected.views.listed)
    read = printed_from_text(printed_as_text(older, {}))
    assert read is not None
    assert completed(read[0], protected.evaluation) == protected.views
    assert completed(protected.views, protected.evaluation) == protected.views
    told = completed(replace(older, people=288), counting(by_sex(), 288, {"late": 30, "odd": 3}))
    assert [row.count for row in told.tables[1].rows] == [288, 1, 289]
    assert [row.count for row in told.tables[-1].rows] == [None, None, 289]
    assert told.tables[-1].id == f"{DOUBT}odd"


def test_what_an_older_package_did_not_have_is_hidden_in_it() -> None:
    measures = ("referrals", "admissions", "admission_rate")
    evaluation = evaluate(office(120), Spec(title="x", by=("sex",), measures=measures))
    views = protect(evaluation, 5).views
    assert "shown" in [figure.shown.value for figure in views.figures[-3:]]
    older = replace(views, tables=views.tables[1:], figures=views.figures[:-3])
    read = completed(older, evaluation)
    assert [table.id for table in read.tables] == [table.id for table in views.tables]
    assert {row.count for row in read.tables[0].rows} == {None}
    assert len(read.tables[0].rows) == len(views.tables[0].rows)
    assert read.tables[1:] == views.tables[1:]
    assert [figure.shown.value for figure in read.figures[-3:]] == ["hidden"] * 3
    assert read.figures[:-3] == views.figures[:-3]
    other = replace(older, tables=(replace(views.tables[0], id="another"), *views.tables[1:]))
    assert completed(other, evaluation) == other
