"""Somebody who is alone in a cell knows that cell, and must not learn another small one from it."""

from __future__ import annotations

import pytest

from ati_desktop.disclosure.audit import audit
from ati_desktop.disclosure.cells import alone
from ati_desktop.disclosure.insiders import alone_in
from ati_desktop.disclosure.protect import protect
from tests.disclosure.builders import evaluation_of, grid, people_of, views_of

NONE: frozenset[str] = frozenset()
PAIR = [("row", "column")]
# In row w, 1 and 10 add up to 11: open enough to all but the one person.
ROWS = {"w": (1, 10, 60, 70), "x": (80, 90, 40, 55), "y": (33, 44, 50, 66)}
SQUARE = {"wa", "wb", "xa", "xb"}


def at(row: str, column: str):
    return alone(frozenset({("row", row), ("column", column)}))


def shown(*hidden: str):
    evaluation = evaluation_of(grid(ROWS), PAIR)
    views = views_of(evaluation, lambda c: c.get("row", "") + c.get("column", "") in hidden)
    return evaluation, views


def test_what_is_open_to_all_but_the_one_person_is_refused() -> None:
    evaluation, views = shown(*SQUARE)
    result = audit(evaluation, views, 11, NONE)
    assert result.weak == (at("w", "b"),)
    assert result.persons == 1


def test_a_third_hidden_number_keeps_the_one_person_from_knowing() -> None:
    evaluation, views = shown(*SQUARE, "wc", "xc")
    assert audit(evaluation, views, 11, NONE).holds


def test_protection_hides_that_third_number_of_itself() -> None:
    evaluation = evaluation_of(grid(ROWS), PAIR)
    protected = protect(evaluation, 11)
    assert protected.holds
    assert protected.optimal
    (view,) = protected.tables
    assert len([key for key in view.hidden if key[0] == "w" or key == (None, "a")]) >= 3


def test_no_third_number_is_hidden_where_the_person_learns_nothing_small() -> None:
    rows = {**ROWS, "w": (1, 50, 60, 70)}
    protected = protect(evaluation_of(grid(rows), PAIR), 11)
    (view,) = protected.tables
    assert len([key for key in view.hidden if key[0] == "w"]) == 2


def test_what_the_person_would_know_without_any_count_is_excused() -> None:
    """Finer cells of the same person are the person's own."""
    people = people_of({("p", "m", "u"): 1, ("p", "n", "u"): 40, ("q", "m", "u"): 50,
                        ("q", "n", "u"): 60, ("q", "m", "t"): 30, ("q", "n", "t"): 45},
                       ("a", "b", "c"))  # fmt: skip
    protected = protect(evaluation_of(people, [("a", "b"), ("a", "b", "c")]), 5)
    assert protected.holds
    assert not protected.withheld


def test_what_the_total_alone_tells_the_one_person_is_excused() -> None:
    """Of eleven people one is elsewhere: that one knows, whatever is hidden, that ten are here."""
    people = people_of({("here",): 10, ("there",): 1}, ("place",))
    protected = protect(evaluation_of(people, [("place",)]), 11)
    assert protected.holds
    assert all(row.count is None for row in protected.tables[0].rows if row.key != (None,))


def test_persons_are_the_cells_of_one() -> None:
    one, two = frozenset({("a", "x")}), frozenset({("a", "y")})
    assert alone_in({one: 1, two: 2}) == [one]


@pytest.mark.parametrize("threshold", [3, 20])
def test_the_smallest_and_the_largest_threshold_hold_too(threshold: int) -> None:
    assert protect(evaluation_of(grid(ROWS), PAIR), threshold).holds


def test_it_is_told_how_far_the_persons_are() -> None:
    evaluation = evaluation_of(grid(ROWS), PAIR)
    views = protect(evaluation, 11).views
    seen: list[int] = []
    audit(evaluation, views, 11, NONE, progress=lambda done, _: seen.append(done))
    half = 500  # what stands before it is what everybody asks
    assert seen == sorted(seen)
    assert len([done for done in seen if half < done < 2 * half]) > 1
    assert seen[-1] == 2 * half
