"""Two packages side by side: what an attacker of our own can say about who came in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from random import Random

import polars as pl
import pytest
from scipy.optimize import linprog

from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.earlier import Comparison, Earlier, protect_after
from ati_desktop.disclosure.numbers import printed_cells, printed_numbers, true_numbers
from ati_desktop.disclosure.protect import Protected, protect
from ati_desktop.errors import Refused
from ati_desktop.evaluation.differences import overlap_of
from ati_desktop.evaluation.package_rows import Rows, rows_of
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.builders import Person, evaluation_of, people_of, share, where

K = 5
A, B = ("p", "q", "r"), ("x", "y", "z")
SPANS = {"a": A, "b": B}
TABLES = (("a",), ("b",), ("a", "b"))


def drawn(size: int, seed: int, weights: Sequence[int] = (6, 3, 2)) -> list[Person]:
    random = Random(seed)
    return [
        {"a": random.choices(A, weights)[0], "b": random.choices(B, weights)[0]}
        for _ in range(size)
    ]


def packed(people: list[Person], tables: Sequence[tuple[str, ...]] = TABLES) -> Evaluation:
    return evaluation_of(people, tables, spans=SPANS)


def behind(people: Sequence[Person], evaluation: Evaluation, first: int = 0) -> Rows:
    keys = pl.Series([f"row {at + first}" for at in range(len(people))], dtype=pl.String)
    return rows_of(keys, pl.DataFrame(people), evaluation)


def earlier(protected: Protected, name: str = "R-1") -> Earlier:
    evaluation = protected.evaluation
    outcomes = outcome_variables(evaluation)
    return Earlier(evaluation, protected.views, outcomes, protected.threshold, id=name)


def compared(
    old: list[tuple[Protected, Rows]], evaluation: Evaluation, rows: Rows
) -> list[Comparison]:
    overlap = overlap_of([*(each for _, each in old), rows])
    names = [f"R-{at}" for at in range(len(old))]
    packages = [earlier(one, name) for (one, _), name in zip(old, names, strict=True)]
    return [Comparison(tuple(packages), overlap)]


def after(old: list[tuple[Protected, Rows]], evaluation: Evaluation, rows: Rows) -> Protected:
    return protect_after(evaluation, K, compared(old, evaluation, rows))


def newcomers_known(then: Protected, now: Protected, came: list[Person]) -> list[object]:
    """Return the cells of which is known that 1 to K - 1 newcomers are in them.

    An attacker of our own: who stayed and who came are unknowns of the joint base, what is
    printed are equations. It shares nothing with the program but what is printed.
    """
    base = list(product(A, B, ("stayed", "came")))
    rows, values = [], []
    for views, counted in ((then.views, {"stayed"}), (now.views, {"stayed", "came"})):
        for cell, count in printed_cells(views).items():
            said = dict(cell)
            rows.append(
                [
                    float(said.get("a", a) == a and said.get("b", b) == b and when in counted)
                    for a, b, when in base
                ]
            )
            values.append(float(count))
    found: list[object] = []
    for a, b in product((*A, None), (*B, None)):
        true = sum(1 for each in came if a in (None, each["a"]) and b in (None, each["b"]))
        if not 0 < true < K:
            continue
        cost = [
            float(a in (None, one) and b in (None, two) and when == "came")
            for one, two, when in base
        ]
        low = linprog(cost, A_eq=rows, b_eq=values, bounds=(0, None)).fun
        high = -linprog([-each for each in cost], A_eq=rows, b_eq=values, bounds=(0, None)).fun
        if low > 0.5 and high < K - 0.5:
            found.append((a, b, low, high))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_few_newcomers_are_found_without_the_comparison_and_not_with_it(seed: int) -> None:
    people = drawn(160, seed)
    came = drawn(40, seed + 100)
    old, new = packed(people), packed(people + came)
    then = protect(old, K)
    assert newcomers_known(then, protect(new, K), came)  # the planted weakness
    try:
        now = after([(then, behind(people, old))], new, behind(people + came, new))
    except Refused as refusal:
        assert "fewer than 5" in str(refusal)  # noqa: PT017 - either way is right
        return
    assert newcomers_known(then, now, came) == []
    both = printed_cells(then.views).keys() & printed_cells(now.views).keys()
    changes = [printed_cells(now.views)[one] - printed_cells(then.views)[one] for one in both]
    assert not [change for change in changes if 0 < abs(change) < K]


def test_the_same_again_is_let_through_as_it_was() -> None:
    people = drawn(160, 1)
    evaluation = packed(people)
    first = protect(evaluation, K)
    again = after([(first, behind(people, evaluation))], evaluation, behind(people, evaluation))
    assert again.views == first.views


def test_nobody_in_common_is_no_reason_to_hide() -> None:
    people, others = drawn(160, 1), drawn(160, 2)
    old, new = packed(people), packed(others)
    now = after([(protect(old, K), behind(people, old))], new, behind(others, new, first=1000))
    assert now.views == protect(new, K).views


def test_a_whole_that_changed_by_few_is_refused_with_what_to_do() -> None:
    people = drawn(160, 1)
    old, new = packed(people), packed(people + drawn(3, 9))
    with pytest.raises(Refused, match=r"R-0.*fewer than 5 people.*frozen period"):
        after([(protect(old, K), behind(people, old))], new, behind(people + drawn(3, 9), new))


def test_people_who_went_are_no_more_found_than_people_who_came() -> None:
    people = drawn(160, 1)
    fewer = [each for at, each in enumerate(people) if at % 10 or each["a"] != "p"]
    assert len(people) - len(fewer) > 0
    old, new = packed(people), packed(fewer)
    kept = [at for at, each in enumerate(people) if at % 10 or each["a"] != "p"]
    rows = rows_of(pl.Series([f"row {at}" for at in kept]), pl.DataFrame(fewer), new)
    then = protect(old, K)
    try:
        now = after([(then, behind(people, old))], new, rows)
    except Refused:
        return
    was, has = printed_cells(then.views), printed_cells(now.views)
    assert not [one for one in was.keys() & has.keys() if 0 < abs(was[one] - has[one]) < K]


def test_an_outcome_that_few_have_changed_is_not_told() -> None:
    people = drawn(160, 1)
    moved = [{**each, "b": "y"} if at in (3, 40, 41) else each for at, each in enumerate(people)]
    old, new = packed(people), packed(moved)
    then = protect(old, K)
    try:
        now = after([(then, behind(people, old))], new, behind(moved, new))
    except Refused:
        return
    was, has = printed_cells(then.views), printed_cells(now.views)
    assert not [one for one in was.keys() & has.keys() if 0 < abs(was[one] - has[one]) < K]


@pytest.mark.parametrize("seed", range(4))
def test_what_was_hidden_is_not_told_by_another_choice_of_tables(seed: int) -> None:
    people = drawn(120, seed, (9, 3, 1))
    whole = packed(people)
    first = protect(whole, K)
    hidden = true_numbers(whole).keys() - printed_numbers(whole, first.views).keys()
    assert hidden
    for tables in ((("a",),), (("b",),), (("a",), ("b",))):
        part = packed(people, tables)
        now = after([(first, behind(people, whole))], part, behind(people, part))
        assert not hidden & printed_numbers(part, now.views).keys()


@pytest.mark.parametrize("seed", range(4))
def test_what_was_printed_is_no_hiding_place_for_a_later_package(seed: int) -> None:
    people = drawn(120, seed, (9, 3, 1))
    part = packed(people, (("a",), ("b",)))
    first = protect(part, K)
    whole = packed(people)
    try:
        now = after([(first, behind(people, part))], whole, behind(people, whole))
    except Refused:
        return
    known = {**printed_cells(first.views), **printed_cells(now.views)}
    base = list(product(A, B))
    rows = [[float(cell <= {("a", a), ("b", b)}) for a, b in base] for cell in known]
    for a, b in base:
        count = sum(1 for each in people if each == {"a": a, "b": b})
        if not 0 < count < K:
            continue
        cost = [float(one == (a, b)) for one in base]
        span = {"A_eq": rows, "b_eq": list(known.values()), "bounds": (0, None)}
        low, high = linprog(cost, **span).fun, -linprog([-c for c in cost], **span).fun
        assert low <= 1 + 1e-6
        assert high >= K - 1 - 1e-6


def test_two_sets_and_their_union_do_not_give_what_they_share() -> None:
    """Three filters of which no two tell anything: what two share is their sum less the third."""
    people = [{"a": "p", "b": B[at % 3]} for at in range(64)]
    left, shared, right = people[:30], people[30:34], people[34:]
    sets = ((left + shared, 0), (shared + right, 30), (people, 0))
    done: list[tuple[Protected, Rows]] = []
    for at, (each, first) in enumerate(sets):
        evaluation = packed(each, (("a",),))
        rows = behind(each, evaluation, first)
        if at == 2:
            with pytest.raises(Refused, match="fewer than 5"):
                after(done, evaluation, rows)
            return
        done.append((after(done, evaluation, rows) if done else protect(evaluation, K), rows))


def test_the_base_of_a_share_that_changed_by_few_is_not_told() -> None:
    people = drawn(160, 1)
    old_figure = share(people, (), "likes x", "b", ("x",), ("x", "y"))
    old = packed(people, (("b",),))
    old = replace(old, figures=(old_figure,))
    # Three more say x or y; enough say z for the whole to be told.
    came = [{"a": "p", "b": "x"}] * 3 + [{"a": "p", "b": "z"}] * 9
    new = packed(people + came, (("b",),))
    new = replace(new, figures=(share(people + came, (), "likes x", "b", ("x",), ("x", "y")),))
    then = protect(old, K)
    assert then.views.figures[0].denominator is not None
    try:
        now = after([(then, behind(people, old))], new, behind(people + came, new))
    except Refused:
        return
    assert now.views.figures[0].denominator is None
    assert now.views.figures[0].value is None


def test_a_higher_promise_of_the_earlier_package_stands() -> None:
    people = drawn(160, 4, (9, 3, 1))
    evaluation = packed(people)
    first = protect(evaluation, 11)
    rows = behind(people, evaluation)
    low = protect_after(evaluation, 3, [Comparison((earlier(first),), overlap_of([rows, rows]))])
    hidden = true_numbers(evaluation).keys() - printed_numbers(evaluation, first.views).keys()
    assert not hidden & printed_numbers(evaluation, low.views).keys()


def test_what_a_lower_threshold_told_excuses_no_package_of_a_higher_one() -> None:
    """Five were printed then: who asks for eleven cannot hide them any more."""
    people = people_of({("p",): 100, ("q",): 5, ("r",): 57, ("s",): 40}, ("a",))
    evaluation = evaluation_of(people, (("a",),))
    first = protect(evaluation, 3)
    assert printed_cells(first.views)[frozenset({("a", "q")})] == 5
    rows = behind(people, evaluation)
    beside = [Comparison((earlier(first),), overlap_of([rows, rows]))]
    with pytest.raises(Refused, match="smallest count of 3"):
        protect_after(evaluation, 11, beside)
    assert printed_cells(protect_after(evaluation, 3, beside).views)[frozenset({("a", "q")})] == 5


def test_the_answer_does_not_depend_on_chance() -> None:
    people, came = drawn(160, 3), drawn(40, 103)
    old, new = packed(people), packed(people + came)
    then = protect(old, K)
    said = set()
    for _ in range(2):
        try:
            now = after([(then, behind(people, old))], new, behind(people + came, new))
        except Refused as refusal:
            said.add(str(refusal))
        else:
            said.add(repr(now.views))
    assert len(said) == 1


def test_regions_and_moves_are_counted_by_hand() -> None:
    people = [{"a": "p", "b": "x"}, {"a": "p", "b": "y"}, {"a": "q", "b": "x"}]
    later = [{"a": "p", "b": "y"}, {"a": "p", "b": "y"}, {"a": "q", "b": "x"}, {"a": "r", "b": "z"}]
    old, new = packed(people), packed(later)
    overlap = overlap_of([behind(people, old), behind(later, new)])
    both = next(each for each in overlap.regions if each.packages == (0, 1))
    only = next(each for each in overlap.regions if each.packages == (1,))
    assert [counts[()] for counts in both.counts] == [3, 3]
    assert only.counts[0][where(a="r", b="z")] == 1
    moved = {move.cell: (move.gained, move.lost) for move in overlap.moves}
    assert moved == {
        where(b="x"): (0, 1),
        where(b="y"): (1, 0),
        where(a="p", b="x"): (0, 1),
        where(a="p", b="y"): (1, 0),
    }


def test_values_joined_later_do_not_give_one_of_them_away() -> None:
    people = people_of({("p",): 100, ("q",): 3, ("r",): 57, ("s",): 40}, ("a",))
    joined = [{"a": "p+q" if each["a"] in "pq" else each["a"]} for each in people]
    old, new = evaluation_of(people, (("a",),)), evaluation_of(joined, (("a",),))
    first = protect(old, K)
    open_ = printed_cells(first.views)
    assert frozenset({("a", "p")}) in open_
    assert frozenset({("a", "q")}) not in open_
    assert frozenset({("a", "p+q")}) in printed_cells(protect(new, K).views)  # the weakness
    try:
        now = after([(first, behind(people, old))], new, behind(joined, new))
    except Refused:
        return
    assert frozenset({("a", "p+q")}) not in printed_cells(now.views)
