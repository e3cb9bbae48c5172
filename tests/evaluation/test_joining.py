"""Values joined by a specification: every row is still there, under the joined value."""

from __future__ import annotations

import pytest

from ati_desktop.casework.specifications import spec_as_text
from ati_desktop.errors import Refused
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.spec import Join, Spec
from tests.evaluation.office import office

YEARS = Join("year", ("2019", "2020"))


def tables(spec: Spec) -> dict[str, dict[tuple[str, ...], int]]:
    return {table.id: dict(table.cells) for table in evaluate(office(), spec).tables}


def test_joined_years_are_the_sum_of_both() -> None:
    apart = tables(Spec("x", by=("year",)))["year"]
    years = [key[0] for key in apart if key[0].isdigit()][:2]
    joined = tables(Spec("x", by=("year",), joins=(Join("year", tuple(years)),)))["year"]
    code = "+".join(years)
    assert joined[(code,)] == sum(apart[(year,)] for year in years)
    assert sum(joined.values()) == sum(apart.values())
    assert not any((year,) in joined for year in years)


def test_joined_values_carry_words() -> None:
    plain = evaluate(office(), Spec("x", by=("year", "sex")))
    values = {one.name: one for one in plain.variables}
    years, sexes = (values[name].values[:2] for name in ("year", "sex"))
    joins = (Join("year", years), Join("sex", sexes))
    found = evaluate(office(), Spec("x", by=("year", "sex"), joins=joins))
    labels = {one.name: one.labels for one in found.variables}
    assert labels["year"]["+".join(years)] == f"{years[0]} to {years[1]}"
    first, second = (values["sex"].labels[one] for one in sexes)
    assert labels["sex"]["+".join(sexes)] == f"{first} or {second}"


def test_a_join_of_what_does_not_occur_changes_nothing() -> None:
    nobody = Join("year", ("1950", "1951"))
    assert tables(Spec("x", by=("year",), joins=(nobody,))) == tables(Spec("x", by=("year",)))


def test_a_join_comes_back_from_its_text() -> None:
    spec = Spec("x", name="s", joins=(YEARS, Join("program", ('D"C', "M,HC"))))
    assert Spec.from_text(spec_as_text(spec), "s") == spec


@pytest.mark.parametrize(
    "joins",
    [
        '[[join]]\nvariable = "year"\nvalues = ["2019"]',
        '[[join]]\nvariable = "year"\nvalues = ["2019", "2020"]\n'
        '[[join]]\nvariable = "year"\nvalues = ["2020", "2021"]',
        '[join]\nvariable = "year"\nvalues = ["2019", "2020"]',
        '[[join]]\nvariable = "age"\nvalues = ["1", "2"]',
        '[[join]]\nvariable = "year"\nvalues = ["2019", "2020"]\nas = "both"',
    ],
)
def test_a_join_that_cannot_be_is_refused(joins: str) -> None:
    with pytest.raises(Refused, match=r"join|variable|as"):
        Spec.from_text(f'title = "x"\n{joins}', "s.toml")
