"""What the definitions say about the variables holds row by row, and is complete where exact."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.relations import relations_between
from ati_desktop.evaluation.results import Relation, Where
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.office import office

SPEC = Spec("x", windows_days=(90, 182, 365), retention_days=(30, 90, 365), completion_days=200)


def holds(row: Mapping[str, object], cells: tuple[Where, ...]) -> bool:
    return any(all(row[name] == value for name, value in cell) for cell in cells)


@pytest.mark.parametrize("kind", ["referral", "admission"])
def test_every_row_of_the_inner_cells_is_in_the_outer_ones(kind: str) -> None:
    spec = Spec(**{**_fields(SPEC), "kind": kind})
    found = office(200)
    table = build_base(found, choose_cohort(found, spec), spec)
    relations = relations_between(table.variables.values())
    met = dict.fromkeys(relations, 0)
    for row in table.frame.iter_rows(named=True):
        for relation in relations:
            if holds(row, relation.inner):
                met[relation] += 1
                assert holds(row, relation.outer)
    assert sum(count > 0 for count in met.values()) > 40


def _fields(spec: Spec) -> dict[str, object]:
    return {name: getattr(spec, name) for name in spec.__dataclass_fields__}


def test_those_not_admitted_are_one_number_in_every_table() -> None:
    relations = evaluate(office(), SPEC).relations
    one: Where = (("result", "not_admitted"),)
    for name in ("retained_90", "completed_200", "rearrest_365", "rearrest_followed", "admission"):
        other: Where = ((name, "not_admitted"),)
        assert Relation((one,), (other,)) in relations
        assert Relation((other,), (one,)) in relations


def test_only_variables_of_the_tables_are_spoken_of() -> None:
    evaluation = evaluate(office(), Spec("x", measures=("retention",), by=("sex",)))
    names = {variable.name for variable in evaluation.variables}
    cells = [cell for one in evaluation.relations for cell in (*one.inner, *one.outer)]
    assert cells
    assert {name for cell in cells for name, _ in cell} <= names
