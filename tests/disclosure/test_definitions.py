"""What the definitions alone say is known to the attacker, and counted with."""

from __future__ import annotations

from dataclasses import replace

from ati_desktop.disclosure.audit import attacker_range, audit
from ati_desktop.disclosure.cells import alone
from ati_desktop.disclosure.definitions import nested_sums, same_values, says_something
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.system import build_system
from ati_desktop.disclosure.views import Row, Views
from ati_desktop.evaluation.results import Evaluation, Relation
from tests.disclosure.builders import Person, evaluation_of, people_of, shares, where

NAMES = ("place", "early", "late", "result")


def people() -> list[Person]:
    """Return people kept at an early and a late day: in the north only 4 left in between."""
    return people_of(
        {
            ("north", "yes", "yes", "done"): 60,
            ("north", "yes", "no", "left"): 4,
            ("north", "no", "no", "left"): 40,
            ("north", "out", "out", "out"): 15,
            ("south", "yes", "yes", "done"): 70,
            ("south", "yes", "no", "left"): 50,
            ("south", "no", "no", "left"): 45,
            ("south", "out", "out", "out"): 30,
            ("west", "yes", "yes", "done"): 80,
            ("west", "yes", "no", "left"): 55,
            ("west", "no", "no", "left"): 35,
            ("west", "out", "out", "out"): 20,
        },
        NAMES,
    )


def cell(**pairs: str):
    return (where(**pairs),)


BOTH_WAYS = (
    Relation(cell(early="out"), cell(late="out")),
    Relation(cell(late="out"), cell(early="out")),
)
NESTED = (
    Relation(cell(late="yes"), cell(early="yes")),
    Relation(cell(early="no"), (*cell(late="no"), *cell(late="out"))),
)


def package(*relations: Relation, tables: int = 2) -> Evaluation:
    names = [("place", "early"), ("place", "late"), ("place", "result")][:tables]
    figures = shares(people(), ["place"], "early", "early", ["yes"], ["yes", "no"])
    figures += shares(people(), ["place"], "late", "late", ["yes"], ["yes", "no"])
    return evaluation_of(people(), names, figures=figures, relations=relations)


def test_what_is_one_thing_both_ways_is_one_number() -> None:
    evaluation = package(*BOTH_WAYS)
    pairs = list(same_values(evaluation, build_system(evaluation).value))
    assert len(pairs) == 1
    assert frozenset({("place", "north"), ("early", "out")}) in pairs[0][0] + pairs[0][1]
    assert not list(nested_sums(evaluation, build_system(evaluation).value))


def test_three_names_for_the_same_people_need_two_ties() -> None:
    evaluation = package(*BOTH_WAYS, tables=3)
    found = list(same_values(evaluation, build_system(evaluation).value))
    outs = [one for one, _ in found if any("out" in dict(c).values() for c in one)]
    assert len(outs) == 2


def test_sums_inside_one_another_are_seen_in_the_whole_and_every_group() -> None:
    evaluation = package(*NESTED)
    value = build_system(evaluation).value
    found = list(nested_sums(evaluation, value))
    assert len(found) == 2 * 4
    for inner, outer in found:
        assert sum(value(c) or 0 for c in inner) <= sum(value(c) or 0 for c in outer)


def test_a_relation_that_the_tables_contradict_is_not_claimed() -> None:
    evaluation = package(
        Relation(cell(early="yes"), cell(late="yes")), Relation(cell(late="x"), ())
    )
    assert not list(nested_sums(evaluation, build_system(evaluation).value))


def shown_views(evaluation: Evaluation, hide: set[tuple[str, str]]) -> Views:
    """Return our views with everything shown but the small and the given cells: a weakness."""
    views = protect(evaluation, 11).views
    system = build_system(evaluation)
    tables = []
    for view in views.tables:
        rows = []
        for row in view.rows:
            pairs = [p for p in zip(view.variables, row.key, strict=True) if p[1] is not None]
            count = system.value(frozenset(pairs))
            rows.append(Row(row.key, None if hide >= set(pairs) and pairs else count))
        tables.append(replace(view, rows=tuple(rows)))
    return replace(views, tables=tuple(tables))


def test_people_between_two_printed_sums_are_found_and_ours_hides_them() -> None:
    """64 kept early, 60 late: 4 left in between, though no table says so."""
    evaluation = package(*NESTED, *BOTH_WAYS)
    weak = shown_views(package(), set())
    weak = replace(weak, figures=tuple(replace(f, hidden=frozenset()) for f in weak.figures))
    outcomes = frozenset({"early", "late"})
    assert audit(package(), weak, 11, outcomes).holds
    assert not audit(evaluation, weak, 11, outcomes).holds
    protected = protect(evaluation, 11)
    assert protected.holds
    assert any("north" in key for view in protected.tables for key in view.hidden)


def test_nesting_narrows_what_the_attacker_must_believe() -> None:
    evaluation = replace(package(*NESTED), figures=())
    hidden = {("place", "north"), ("place", "south"), ("late", "yes"), ("late", "no")}
    number = alone(frozenset({("place", "north"), ("late", "yes")}))
    outcomes = frozenset({"early", "late"})
    views = shown_views(evaluation, hidden)
    blind = attacker_range(replace(evaluation, relations=()), views, outcomes, number)
    seeing = attacker_range(evaluation, views, outcomes, number)
    assert blind is not None
    assert seeing is not None
    assert seeing[1] <= 64 < blind[1]


def test_that_no_outcome_is_known_yet_is_not_a_group_all_alike() -> None:
    new = people()
    new += people_of({("east", "not_yet_observed", "no", "left"): 40}, NAMES)
    new += people_of({("east", "not_yet_observed", "yes", "done"): 30}, NAMES)
    evaluation = evaluation_of(
        new,
        [("place", "early"), ("place", "late")],
        figures=shares(new, ["place"], "late", "late", ["yes"], ["yes", "no"]),
    )
    found = {row.key: row.count for row in protect(evaluation, 11).tables[0].rows}
    assert found[("east", "not_yet_observed")] == 70
    assert found[("east", "yes")] == 0
    parts = [frozenset({("early", value)}) for value in ("yes", "not_followed")]
    assert says_something(parts[0], parts)
    assert not says_something(parts[1], parts)


def test_a_hidden_zero_does_not_come_back_through_what_lies_around_it() -> None:
    """Nobody kept late although some were observed: hidden, and so is nobody kept early."""
    some = [p for p in people() if p["place"] != "north"]
    some += people_of(
        {("north", "no", "no", "left"): 60, ("north", "out", "out", "out"): 25}, NAMES
    )
    figures = shares(some, ["place"], "late", "late", ["yes"], ["yes", "no"])
    evaluation = evaluation_of(
        some,
        [("place", "early"), ("place", "late")],
        figures=figures,
        relations=(*NESTED, *BOTH_WAYS),
    )
    protected = protect(evaluation, 11)
    assert protected.holds
    for view, name in zip(protected.tables, ("early", "late"), strict=True):
        assert ("north", "yes") in view.hidden, name
