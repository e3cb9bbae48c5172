"""What anybody knows of an evaluation without numbers: outcomes, reasons, what lies in what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product

from ati_desktop.disclosure.cells import TOTAL, Cell, values_of
from ati_desktop.evaluation.results import DOUBT, Evaluation, Where

_NO_CHANCE = 4
_SAYS_NOTHING = frozenset(
    {
        "not_yet_observed",
        "not_followed",
        "not_recorded",
        "not_first",
        "admission_not_recorded",
        "exit_not_recorded",
        "unknown",
        "not_asked",
        "not_applicable",
        "declined",
        "(empty)",
    }
)
"""Codes of outcome variables that mean that there is no outcome to know."""

Cells = tuple[Cell, ...]
Pair = tuple[str, str]
Value = Callable[[Cell], int | None]
"""The true count of a cell; None where no table holds it."""


def outcome_variables(evaluation: Evaluation) -> frozenset[str]:
    """Return the variables that tell what became of people, as opposed to which group they are in.

    A figure counts outcomes within groups: what its cells name beyond its group is an outcome, and
    so is a variable of a table that no figure uses as a group. Where somebody has named the
    outcomes, these are they. A doubt says what is written of people, so it is one; at which row a
    person is counted is none.
    """
    if evaluation.outcomes is not None:
        return evaluation.outcomes
    grouped = {pair[0] for figure in evaluation.figures for pair in figure.group}
    listed = [table for table in evaluation.tables if table.listed]
    named = {name for table in listed for name in table.variables}
    found: set[str] = set()
    for figure in evaluation.figures:
        cells = figure.numerator_cells + figure.denominator_cells
        group = {pair[0] for pair in figure.group}
        found |= {pair[0] for cell in cells for pair in cell} - group
    every = found | (named - grouped) if grouped else found or named
    doubts = {v.name for v in evaluation.variables if v.name.startswith(DOUBT)}
    return frozenset(every & {v.name for v in evaluation.variables} | (doubts - named))


def says_something(cell: Cell, parts: Iterable[Cell]) -> bool:
    """Return whether it tells an outcome that all of a line's people are in one of its parts."""
    shared = frozenset.intersection(*parts)
    return not {value for _, value in cell - shared} & _SAYS_NOTHING


def reasons_of(evaluation: Evaluation) -> list[dict[str, tuple[Where, ...]]]:
    """Return for each figure every reason its measure knows, with the cells it rests on.

    A figure names only the reasons that occur in its group. What is not named would be known to be
    zero, so each group gets all of its measure's reasons. No cells: nothing protects the count.
    """
    patterns: dict[str, dict[str, dict[Where, None]]] = {}
    for figure in evaluation.figures:
        group = set(figure.group)
        for each in figure.excluded:
            known = patterns.setdefault(figure.measure, {}).setdefault(each.reason, {})
            for cell in each.cells:
                known[tuple(pair for pair in cell if pair not in group)] = None
    return [
        {
            reason: tuple(tuple(sorted({*figure.group, *rest})) for rest in sorted(rests))
            for reason, rests in patterns.get(figure.measure, {}).items()
        }
        for figure in evaluation.figures
    ]


def same_values(evaluation: Evaluation, value: Value) -> Iterator[tuple[Cells, Cells]]:
    """Yield, side by side, the cells of two values that count the same people.

    They are the same where the relations say so both ways, or where their counts are the same in
    the whole and in every group, and either they have one code or so many groups are not empty
    that chance is out of question. Each value is yielded with one other: the rest follows.
    """
    outcomes = sorted(outcome_variables(evaluation))
    scopes = {name: _beside(evaluation, name) for name in outcomes}
    spans = values_of(evaluation.variables)
    said = _said_to_be_the_same(evaluation)
    leaders: dict[Pair, Pair] = {}
    for first, second in combinations(outcomes, 2):
        groups = sorted(scopes[first] & scopes[second])
        contexts = [TOTAL] + [frozenset({(g, v)}) for g in groups for v in spans[g]]
        for one, two in product(spans[first], spans[second]):
            a, b = (first, one), (second, two)
            if leaders.get(a, a) == leaders.get(b, b):
                continue
            here, there = (tuple(context | {each} for context in contexts) for each in (a, b))
            counts = [value(cell) for cell in here]
            if counts != [value(cell) for cell in there]:
                continue
            often = sum(1 for count in counts if count) >= _NO_CHANCE
            if often or one == two or frozenset({a, b}) in said:
                _join(leaders, a, b)
                yield here, there


def _join(leaders: dict[Pair, Pair], one: Pair, two: Pair) -> None:
    keep, give = leaders.get(one, one), leaders.get(two, two)
    leaders[one] = leaders[two] = keep
    for each, leader in list(leaders.items()):
        if leader == give:
            leaders[each] = keep


def _said_to_be_the_same(evaluation: Evaluation) -> set[frozenset[Pair]]:
    ways = {(relation.inner, relation.outer) for relation in evaluation.relations}
    return {
        frozenset({inner[0][0], outer[0][0]})
        for inner, outer in ways
        if (outer, inner) in ways and len(inner) == len(outer) == 1
    }


def _beside(evaluation: Evaluation, name: str) -> set[str]:
    """Return the variables with which a table crosses this one."""
    tables = [table for table in evaluation.tables if name in table.variables]
    return {other for table in tables for other in table.variables} - {name}


def nested_sums(evaluation: Evaluation, value: Value) -> Iterator[tuple[Cells, Cells]]:
    """Yield, for the whole and each group, sums of which the first lies inside the second.

    They come from the relations that the evaluation hands on. Where the tables say otherwise,
    which would be a fault of the relation, nothing is claimed.
    """
    same = _said_to_be_the_same(evaluation)
    for relation in evaluation.relations:
        cells = (*relation.inner, *relation.outer)
        if frozenset(pair for cell in cells for pair in cell) in same:
            continue
        for context in _contexts(evaluation, relation.inner, relation.outer):
            inner = tuple(context | frozenset(cell) for cell in relation.inner)
            outer = tuple(context | frozenset(cell) for cell in relation.outer)
            less, more = ([value(cell) for cell in cells] for cells in (inner, outer))
            if not outer or None in less or None in more:
                continue
            if sum(count or 0 for count in less) <= sum(count or 0 for count in more):
                yield inner, outer


def _contexts(
    evaluation: Evaluation, inner: Iterable[Where], outer: Iterable[Where]
) -> Iterator[Cell]:
    """Yield the groups for which tables hold both sums: everybody, and each value beside them."""
    sides = [{name for cell in cells for name, _ in cell} for cells in (inner, outer)]
    spans = values_of(evaluation.variables)
    scopes: list[set[frozenset[str]]] = []
    for side in sides:
        beside = [set(t.variables) - side for t in evaluation.tables if side <= set(t.variables)]
        scopes.append(
            {
                frozenset(names)
                for scope in beside
                for size in range(len(scope) + 1)
                for names in combinations(sorted(scope), size)
            }
        )
    for scope in sorted(scopes[0] & scopes[1], key=sorted):
        names = sorted(scope)
        for key in product(*(spans[name] for name in names)):
            yield frozenset(zip(names, key, strict=True))
