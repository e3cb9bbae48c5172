"""A hidden number could be zero only where its zero would say that others are all alike."""

from __future__ import annotations

from ati_desktop.disclosure.cells import TOTAL, Cell, lines
from ati_desktop.disclosure.hidden_zeros import Zeros, explain, spread

SPANS = {"a": ("1", "2"), "b": ("1", "2"), "c": ("1", "2")}


def cell(**values: str) -> Cell:
    return frozenset(values.items())


def dark(*groups: tuple[Cell, str]) -> Zeros:
    """Return the cells of groups of which nothing is shown by an outcome."""
    zeros: Zeros = {}
    for group, outcome in groups:
        explain(zeros, [group | {(outcome, value)} for value in SPANS[outcome]], group)
    return zeros


def sums_over(*names: str) -> list[tuple[tuple[Cell, ...], tuple[Cell, ...]]]:
    return [(parts, (whole,)) for whole, _, parts in lines(names, SPANS)]


def test_a_group_is_not_empty_for_the_sake_of_its_own_outcomes() -> None:
    zeros = dark((cell(a="1"), "b"))
    spread(zeros, {TOTAL: 50}, [], sums_over("a", "b"))
    assert zeros.keys() == {cell(a="1", b="1"), cell(a="1", b="2")}


def test_a_group_could_be_empty_where_others_could_be_alike_that_lie_across() -> None:
    zeros = dark((cell(a="1"), "b"), (cell(b="1"), "a"), (cell(b="2"), "a"))
    spread(zeros, {TOTAL: 50}, [], sums_over("a", "b"))
    assert cell(a="1") in zeros
    assert cell(b="1") not in zeros


def test_a_group_is_not_empty_where_one_of_its_hidden_cells_would_be_shown_as_zero() -> None:
    zeros = dark((cell(a="1"), "b"), (cell(b="1"), "a"))
    spread(zeros, {TOTAL: 50}, [], sums_over("a", "b"))
    assert cell(a="1") not in zeros
    shown = {TOTAL: 50, cell(a="1", b="2"): 0}
    zeros = dark((cell(b="1"), "a"))
    spread(zeros, shown, [], sums_over("a", "b"))
    assert cell(a="1") in zeros


def test_a_twin_explains_no_more_than_what_it_is_the_twin_of() -> None:
    zeros = dark((cell(a="1"), "b"))
    pairs = [(cell(a="1", b=value), cell(a="1", c=value)) for value in SPANS["b"]]
    spread(zeros, {TOTAL: 50}, pairs, [*sums_over("a", "b"), *sums_over("a", "c")])
    assert zeros.keys() == {each for pair in pairs for each in pair}


def test_what_lies_in_a_hidden_zero_is_hidden_with_it_all_or_none() -> None:
    sums = sums_over("a", "b")
    zeros = dark((TOTAL, "a"))
    spread(zeros, {TOTAL: 50}, [], sums, sums)
    assert cell(a="1", b="1") in zeros
    zeros = dark((TOTAL, "a"))
    spread(zeros, {TOTAL: 50, cell(a="1", b="2"): 30}, [], sums, sums)
    assert cell(a="1", b="1") not in zeros
