from __future__ import annotations

import pytest

from ati_desktop.disclosure.cells import (
    TOTAL,
    alone,
    canonical,
    lines,
    margins,
    number_of,
    remainder,
)
from tests.disclosure.builders import SDC, evaluation_of, grid, where

VALUES = {"sex": ("1", "2"), "result": ("done", "left", "open")}


def cells(*wheres):
    return frozenset(frozenset(each) for each in wheres)


def test_the_same_people_are_one_cell_in_whatever_order() -> None:
    one = number_of([where(sex="1", result="done")], VALUES)
    two = number_of([(("sex", "1"), ("result", "done"))], VALUES)
    assert one == two


def test_a_complete_family_of_cells_is_the_cell_it_makes_up() -> None:
    every = [where(sex="1", result=value) for value in VALUES["result"]]
    assert number_of(every, VALUES) == alone(frozenset({("sex", "1")}))
    both = [*every, *(where(sex="2", result=value) for value in VALUES["result"])]
    assert number_of(both, VALUES) == alone(TOTAL)


def test_an_incomplete_family_stays_a_sum() -> None:
    some = [where(result="done"), where(result="left")]
    assert canonical(cells(*some), VALUES) == cells(*some)


def test_a_variable_that_no_list_knows_is_left_alone() -> None:
    assert number_of([where(other="x")], VALUES) == cells(where(other="x"))


def test_the_remainder_is_what_is_left_of_the_whole() -> None:
    whole = alone(frozenset({("sex", "1")}))
    part = number_of([where(sex="1", result="done")], VALUES)
    left = cells(where(sex="1", result="left"), where(sex="1", result="open"))
    assert remainder(whole, part, VALUES) == left


def test_there_is_no_remainder_of_something_outside() -> None:
    whole = number_of([where(result="done"), where(result="left")], VALUES)
    part = number_of([where(sex="1", result="open")], VALUES)
    assert remainder(whole, part, VALUES) is None


def test_margins_hold_every_sum_of_a_table() -> None:
    (table,) = evaluation_of(grid(SDC), [("row", "column")]).tables
    found = margins(table)
    assert len(found) == 5 * 5
    assert found[TOTAL] == sum(map(sum, SDC.values()))
    assert found[frozenset({("column", "a")})] == 1012
    assert found[frozenset({("column", "d")})] == 890


def test_lines_say_what_adds_up_to_what() -> None:
    (table,) = evaluation_of(grid(SDC), [("row", "column")]).tables
    found = margins(table)
    spans = {"row": tuple("wxyz"), "column": tuple("abcd")}
    said = list(lines(table.variables, spans))
    assert len(said) == 2 + 4 + 4
    for whole, _, parts in said:
        assert found[whole] == sum(found[part] for part in parts)


@pytest.mark.parametrize("order", [("row", "column"), ("column", "row")])
def test_the_order_of_a_tables_variables_does_not_matter(order: tuple[str, str]) -> None:
    (table,) = evaluation_of(grid(SDC), [order]).tables
    assert margins(table)[frozenset({("row", "w"), ("column", "b")})] == 47
