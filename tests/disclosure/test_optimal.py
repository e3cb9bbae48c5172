"""The cheapest choice is the cheapest: against trying them all, and on problems done by hand."""

from __future__ import annotations

import os
from itertools import product
from random import Random

import pytest

from ati_desktop.disclosure.cells import alone
from ati_desktop.disclosure.costs import cost_of
from ati_desktop.disclosure.optimal import solve
from ati_desktop.disclosure.primary import find_sensitive
from ati_desktop.disclosure.problem import AtLeast, Insider, Problem, Solution, Target
from ati_desktop.disclosure.suppress import Wish, suppress
from ati_desktop.disclosure.system import build_system
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.brute import Brute, seeded_table
from tests.disclosure.builders import crowd, evaluation_of, people_of

NOBODY_ALIKE = frozenset[str]()
EACH = int(os.environ.get("ATI_PROBLEMS", "20"))


def protected(evaluation: Evaluation, threshold: int) -> tuple[Solution, set[frozenset]]:
    """Return the answer by programs, against attackers who are in no cell themselves."""
    system = build_system(evaluation)
    sensitive = find_sensitive(system, evaluation.tables, threshold, NOBODY_ALIKE)
    scopes = tuple(frozenset(table.variables) for table in evaluation.tables)
    found = suppress(system, sensitive, threshold, Wish(scopes=scopes, insiders=False))
    cells = {at: cell for number, at in system.places.items() for cell in number}
    return found, {cells[at] for at in found.hidden}


def compare(evaluation: Evaluation, threshold: int) -> bool:
    """Hold an answer against every cheaper choice; False where there is nothing to compare."""
    brute = Brute(evaluation, threshold)
    if not brute.small or not brute.possible:
        return False
    found, hidden = protected(evaluation, threshold)
    costs = {cell: cost_of(count) for cell, count in brute.counts.items()}
    assert found.optimal
    assert found.cost == found.bound == sum(costs[cell] for cell in hidden)
    assert brute.safe(hidden)
    for cheaper in brute.cheaper(costs, found.cost):
        assert not brute.safe(cheaper), (found.cost, sorted(map(sorted, cheaper - hidden)))
    return True


@pytest.mark.parametrize("sizes", [(3, 3), (3, 4), (4, 4), (2, 5)])
def test_no_cheaper_choice_protects_a_table_of_two_dimensions(sizes: tuple[int, int]) -> None:
    tried = 0
    for seed in range(EACH):
        threshold = 3 + seed % 3
        people = people_of(seeded_table(seed, sizes, 12), ("a", "b"))
        tried += compare(evaluation_of(people, [("a", "b")]), threshold)
    assert tried > EACH // 2


def test_no_cheaper_choice_protects_a_table_of_three_dimensions() -> None:
    tried = 0
    for seed in range(EACH // 2):
        people = people_of(seeded_table(seed, (2, 2, 2), 9), ("a", "b", "c"))
        tried += compare(evaluation_of(people, [("a", "b", "c")]), 3)
    assert tried > EACH // 5


def test_no_cheaper_choice_protects_linked_tables_against_the_joint_base() -> None:
    tried = 0
    for seed in range(EACH // 2):
        people = people_of(seeded_table(100 + seed, (2, 3, 2), 10), ("a", "b", "c"))
        tables = [("a", "b"), ("b", "c"), ("a", "c")] if seed % 2 else [("a", "b"), ("b", "c")]
        tried += compare(evaluation_of(people, tables), 3)
    assert tried > EACH // 5


# Three in a row: 0 = 1 + 2 + 3; and a second row that shares number 3: 4 = 3 + 5.
ROWS = ((0, (1, 2, 3)), (4, (3, 5)))
ROOM = ((50.0, 50.0),) * 6


def problem(**more: object) -> Problem:
    made: dict = {
        "equations": ROWS,
        "caps": ROOM,
        "costs": (9.0, 1.0, 2.0, 3.0, 9.0, 9.0),
        "targets": (Target(1, 5.0, 5.0),),
        "hidden": frozenset({1}),
    }
    return Problem(**(made | more))


def test_the_cheapest_neighbour_is_hidden() -> None:
    found = solve(problem())
    assert found.hidden == {1, 2}
    assert (found.cost, found.bound, found.optimal) == (3.0, 3.0, True)


def test_what_may_not_be_hidden_is_not() -> None:
    assert solve(problem(fixed=frozenset({2}))).hidden == {0, 1}


def test_what_is_never_printed_costs_nothing_and_is_not_named() -> None:
    found = solve(problem(free=frozenset({3, 5})))
    assert found.hidden == {1}
    assert found.cost == 1.0


def test_two_with_little_room_take_the_place_of_one_with_much() -> None:
    caps = ((50.0, 50.0), (50.0, 50.0), (3.0, 3.0), (3.0, 3.0), (50.0, 50.0), (50.0, 50.0))
    costs = (40.0, 1.0, 2.0, 3.0, 4.0, 5.0)
    assert solve(problem(caps=caps, costs=costs)).hidden == {1, 2, 3, 4}


def test_so_many_of_a_line_are_hidden_as_are_asked_for() -> None:
    found = solve(problem(at_least=(AtLeast((0, 1, 2, 3), 3),)))
    assert found.hidden == {0, 1, 2}
    assert found.optimal


def test_more_of_a_line_than_there_are_cannot_be_asked_for() -> None:
    narrow = tuple((50.0, 50.0) if at in (1, 2) else (0.0, 0.0) for at in range(6))
    found = solve(problem(caps=narrow, at_least=(AtLeast((0, 1, 2, 3), 3),)))
    assert found.hidden == {1, 2}


def test_an_insider_who_knows_one_number_learns_no_other() -> None:
    both = {"targets": (Target(1, 5.0, 5.0), Target(2, 5.0, 5.0)), "hidden": frozenset({1, 2})}
    assert solve(problem(**both)).hidden == {1, 2}
    found = solve(problem(**both, insiders=(Insider((1,), (2,)),)))
    assert found.hidden == {0, 1, 2}


def test_a_target_that_nothing_protects_is_named() -> None:
    narrow = tuple((50.0, 50.0) if at == 1 else (2.0, 2.0) for at in range(6))
    found = solve(problem(caps=narrow, targets=(Target(1, 40.0, 1.0),)))
    assert found.unprotected == (1,)


@pytest.mark.parametrize(
    ("seed", "number", "columns", "little"),
    [(5, 120, 2, 500), pytest.param(3, 250, 3, 3_000, marks=pytest.mark.long)],
)
def test_a_bound_is_proven_though_the_work_ends_early(
    seed: int, number: int, columns: int, little: int
) -> None:
    people = crowd(seed, number, {"a": 4, "b": 3, "c": columns})
    evaluation = evaluation_of(people, [("a", "b", "c")])
    system = build_system(evaluation)
    sensitive = find_sensitive(system, evaluation.tables, 5, NOBODY_ALIKE)
    short, full = (suppress(system, sensitive, 5, Wish(work=w)) for w in (little, 1_000_000))
    assert short.bound <= full.bound <= full.cost <= short.cost
    assert not short.optimal
    again = suppress(system, sensitive, 5, Wish(work=little))
    assert again == short


def test_the_order_in_which_tables_and_values_come_decides_nothing() -> None:
    names = ("a", "b", "c")
    people = crowd(5, 150, {"a": 4, "b": 3, "c": 3})
    random = Random(2)
    seen = set()
    for tables in ([("a", "b"), ("b", "c")], [("c", "b"), ("b", "a")]):
        spans = {name: sorted({each[name] for each in people}) for name in names}
        for values in spans.values():
            random.shuffle(values)
        evaluation = evaluation_of(people, tables, spans=spans)
        _, hidden = protected(evaluation, 5)
        seen.add(frozenset(hidden))
    assert len(seen) == 1


def test_it_stops_when_asked_and_tells_how_far_it_is() -> None:
    with pytest.raises(Refused, match="stopped"):
        solve(problem(), cancelled=lambda: True)
    told: list[tuple[int, int]] = []
    solve(problem(), progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize("weights", ["readers", "cells", "counts"])
def test_each_measure_of_cost_is_brought_to_its_least(weights: str) -> None:
    people = people_of(seeded_table(8, (3, 4), 12), ("a", "b"))
    evaluation = evaluation_of(people, [("a", "b")])
    system = build_system(evaluation)
    sensitive = find_sensitive(system, evaluation.tables, 4, NOBODY_ALIKE)
    costs = {}
    for each in ("readers", "cells", "counts"):
        found = suppress(system, sensitive, 4, Wish(weights=each))
        costs[each] = sum(cost_of(system.values[at], weights) for at in found.hidden)
    assert costs[weights] == min(costs.values())


def test_a_number_in_several_tables_is_paid_for_once() -> None:
    people = people_of(
        {key: 20 + at for at, key in enumerate(product("xy", "pq", "mn"))} | {("x", "p", "m"): 2},
        ("a", "b", "c"),
    )
    evaluation = evaluation_of(people, [("a", "b"), ("a", "c"), ("a", "b", "c")])
    system = build_system(evaluation)
    sensitive = find_sensitive(system, evaluation.tables, 5, NOBODY_ALIKE)
    found = suppress(system, sensitive, 5)
    assert found.cost == sum(cost_of(system.values[at]) for at in found.hidden)
    small = system.places[alone(frozenset({("a", "x"), ("b", "p"), ("c", "m")}))]
    assert small in found.hidden
