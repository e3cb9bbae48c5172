"""What a proposal says it saves is what protecting the changed tables hides less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.disclosure.proposals import Proposal, Remedy
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.savings import changed, measure
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.builders import crowd, evaluation_of, share, where

NONE: frozenset[str] = frozenset()


def package() -> Evaluation:
    """Return years with few people in two of them, by result, and by result and sex."""
    people = crowd(3, 600, {"year": 6, "result": 3, "sex": 2})
    figure = share(people, where(sex="v0"), "completion", "result", ["v0"])
    tables = [("year", "result"), ("year", "sex"), ("sex", "result")]
    return evaluation_of(people, tables, figures=(figure,))


JOIN = Proposal(
    "year_by_result", Remedy.JOIN_VALUES, "year", (("v0",), ("v1",), ("v2", "v3", "v4", "v5")), 1
)
DROP = Proposal("year_by_result", Remedy.DROP_VARIABLE, "year", (), 1)


def test_values_are_joined_in_every_table_that_has_them() -> None:
    joined = changed(package(), JOIN)
    assert [len(table.cells) for table in joined.tables] == [9, 6, 6]
    assert [sum(table.cells.values()) for table in joined.tables] == [600] * 3
    year = next(each for each in joined.variables if each.name == "year")
    assert year.values == ("v0", "v1", "v2 + v3 + v4 + v5")


def test_a_dropped_variable_is_summed_over_and_tables_are_not_told_twice() -> None:
    dropped = changed(package(), DROP)
    assert [table.variables for table in dropped.tables] == [
        ("result",),
        ("sex",),
        ("sex", "result"),
    ]
    assert all(sum(table.cells.values()) == 600 for table in dropped.tables)


@pytest.mark.parametrize("proposal", [JOIN, DROP])
def test_what_is_said_to_be_saved_is_saved(proposal: Proposal) -> None:
    evaluation = package()
    (found,) = measure(evaluation, [proposal], 11, NONE)
    assert found.exact
    alone = replace(evaluation, figures=())
    before, after = (protect(each, 11) for each in (alone, changed(evaluation, proposal)))
    saved = before.hidden_cells - after.hidden_cells
    assert abs(found.saves - saved) <= 2  # a good choice, not the cheapest; insiders left aside


def test_what_saves_nothing_is_not_proposed() -> None:
    people = crowd(3, 6_000, {"year": 3, "result": 2})
    evaluation = evaluation_of(people, [("year", "result")])
    idle = replace(JOIN, bands=(("v0",), ("v1", "v2")))
    assert measure(evaluation, [idle], 3, NONE) == ()


def test_only_the_first_few_are_tried_and_the_rest_are_estimates() -> None:
    evaluation = package()
    values = [f"v{n}" for n in range(6)]
    many = [
        replace(JOIN, bands=(tuple(values[:n]), tuple(values[n:])), saves=3) for n in range(1, 6)
    ]
    found = measure(evaluation, [*many, DROP], 11, NONE)
    assert {each.exact for each in found} == {True, False}


def test_a_large_package_is_estimated() -> None:
    people = crowd(1, 3_000, {"a": 25, "b": 25})
    evaluation = evaluation_of(people, [("a", "b")])
    drop = Proposal("a_by_b", Remedy.DROP_VARIABLE, "a", (), 7)
    assert measure(evaluation, [drop], 11, NONE) == (drop,)
