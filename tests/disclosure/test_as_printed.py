"""A question that was answered: the same answer, attacked again and not searched for again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.disclosure.protect import as_printed, protect, together
from ati_desktop.disclosure.protected import as_audited
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.evaluation.spec import Spec
from tests.disclosure.builders import SDC, evaluation_of, grid, seven
from tests.evaluation.office import office

PACKAGES = {
    "a table": lambda: evaluation_of(grid(SDC), [("row", "column")]),
    "seven linked tables": lambda: seven(8),
    "measures with their figures": lambda: evaluate(
        office(60), Spec(title="x", by=("sex",), measures=("referrals", "rearrest"))
    ),
}


@pytest.mark.parametrize("what", PACKAGES)
def test_what_is_told_of_a_package_is_told_of_it_again(what: str) -> None:
    evaluation: Evaluation = PACKAGES[what]()
    first = protect(evaluation, 11)
    again = as_printed(evaluation, 11, first.views)
    assert again is not None
    assert first.hidden_cells > 0
    assert as_audited(again)
    assert again.views == first.views
    assert again.audit == replace(first.audit, seconds=again.audit.seconds)
    assert again.reasons == first.reasons
    assert again.proposals == first.proposals
    assert again.outcomes == first.outcomes
    assert again.cost == pytest.approx(first.cost)
    assert (again.bound, again.optimal) == (0.0, False)


def test_it_is_not_told_again_where_it_does_not_hold() -> None:
    evaluation = evaluation_of(grid(SDC), [("row", "column")])
    first = protect(evaluation, 11)
    (table,) = first.views.tables
    truth = evaluation.tables[0].cells
    rows = tuple(
        replace(row, count=truth.get(tuple(map(str, row.key)), 0)) if row.count is None else row
        for row in table.rows
    )
    planted = replace(first.views, tables=(replace(table, rows=rows),))
    assert planted != first.views
    assert as_printed(evaluation, 11, planted) is None


def test_packages_put_together_are_audited_where_each_of_them_is() -> None:
    main, other = protect(seven(8), 11), protect(evaluation_of(grid(SDC), [("row", "column")]), 11)
    both = together([main, other])
    assert (both.beside, both.evaluation.beside) == ((other,), (other.evaluation,))
    assert both.views == main.views
    assert as_audited(both)
    assert as_audited(together([main]))
    assert not as_audited(together([main, replace(other)]))
    assert not as_audited(together([replace(main), other]))
