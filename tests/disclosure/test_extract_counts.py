"""What the rows of an extract tell of the tables of a release, by itself and beside noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from ati_desktop.disclosure.comparison import Comparison, Earlier, Package
from ati_desktop.disclosure.extract_counts import counted
from ati_desktop.disclosure.noisy_choice import hidden_beside
from ati_desktop.disclosure.noisy_printed import noisy_package
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.together import put_together
from ati_desktop.disclosure.together_audit import find_weak
from ati_desktop.evaluation.differences import overlap_of
from ati_desktop.evaluation.package_rows import Rows, rows_of
from tests.disclosure.builders import evaluation_of, people_of

K = 11
COUNTS = {(a, b): 20 for a in "pqr" for b in "xyz"} | {("p", "x"): 3}
PEOPLE = people_of(COUNTS, ("a", "b"))
WHOLE = evaluation_of(PEOPLE, [("a",), ("b",), ("a", "b")])
FRAME = pl.DataFrame(PEOPLE)
TOLD = pl.DataFrame({"a": FRAME["a"], "band": FRAME["b"].replace({"x": "x or y", "y": "x or y"})})
TIES = {"a": ["a"], "b": ["band"]}


def cells(*pairs: str) -> frozenset[frozenset[tuple[str, str]]]:
    return frozenset(frozenset({("a", a), ("b", b)}) for a, b in pairs)


def test_values_told_as_one_are_told_as_a_sum_of_cells() -> None:
    ranges = counted(FRAME, TOLD, TIES, [WHOLE]).package.ranges
    told = {number: low for number, (low, high) in ranges.items() if low == high}
    assert len(told) == len(ranges) == 7
    assert told[cells("px", "py")] == 23
    assert told[cells("pz")] == 20
    assert told[cells("qx", "qy")] == 40
    assert told[frozenset({frozenset()})] == 163


def test_of_what_is_not_told_nothing_is_told_but_how_many_there_are() -> None:
    found = counted(FRAME, TOLD.select(), {}, [WHOLE]).package
    assert list(found.ranges.items()) == [(frozenset({frozenset()}), (163, 163))]
    assert not found.hides


def test_values_that_the_other_package_counts_as_one_are_taken_apart() -> None:
    variable = WHOLE.variables[0]
    joined = replace(variable, values=("p+q", "r"), labels={"p+q": "P or Q", "r": "R"})
    other = replace(WHOLE, variables=(joined, WHOLE.variables[1]))
    found = counted(FRAME, TOLD, TIES, [other]).package.evaluation
    assert [each.values for each in found.variables] == [("p", "q", "r"), ("x", "y", "z")]


def behind(package: Package) -> Rows:
    keys = pl.Series([f"row {at}" for at in range(FRAME.height)], dtype=pl.String)
    return rows_of(keys, FRAME.with_columns(pl.lit("extract").alias("extract")), package.evaluation)


def as_earlier(package: Package, name: str) -> Earlier:
    return Earlier(id=name, **vars(package))


def release() -> Package:
    """A release that hides two rows of its table."""
    views = protect(WHOLE, K).views
    tables = tuple(
        replace(
            table,
            rows=tuple(
                replace(row, count=None)
                if len(row.key) == 2 and row.key[0] in ("p", "q") and row.key[1] is not None
                else row
                for row in table.rows
            ),
        )
        for table in views.tables
    )
    return Package(WHOLE, replace(views, tables=tables), frozenset(), K)


def rows_told() -> Package:
    return counted(FRAME, TOLD, TIES, [WHOLE]).package


def page() -> Package:
    return noisy_package(WHOLE, {cells("py"): (18.0, 22.0)}, K)


def weak(packages: Sequence[Package]) -> list[object]:
    overlap = overlap_of([behind(each) for each in packages])
    return [each.cells for each in find_weak(put_together(packages, overlap))]


def test_rows_and_noise_that_open_nothing_alone_open_a_hidden_number_together() -> None:
    assert weak([release(), rows_told()]) == []
    assert weak([release(), page()]) == []
    assert weak([release(), page(), rows_told()]) == [tuple(cells("px"))]


@pytest.mark.parametrize(("beside", "hidden"), [(False, frozenset()), (True, {cells("py")})])
def test_a_dashboard_hides_what_would_open_a_release_beside_the_rows_of_an_extract(
    beside: bool, hidden: frozenset[object]
) -> None:
    before = [as_earlier(release(), "R-1"), *([as_earlier(rows_told(), "R-2")] if beside else [])]
    overlap = overlap_of([behind(each) for each in (*before, page())])
    assert hidden_beside(page(), [Comparison(tuple(before), overlap)]) == hidden
