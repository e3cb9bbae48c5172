"""Hiding at the least cost: seconds a package, cost against the proven bound, against the audit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from random import Random

from benchmarks.timing import Measured, once, tell

_SPANS = {"a": 4, "b": 3, "c": 5, "d": 2, "e": 4}
_PACKAGES = [("300 people, below 5", 300, 5, 2), ("800 people, below 11", 800, 11, 2)]
_TABLES = [
    ("a table of 10 x 20", {"a": 10, "b": 20}, 2_000, 11),
    ("a table of 20 x 30", {"a": 20, "b": 30}, 8_000, 11),
    ("a table of 6 x 5 x 4", {"a": 6, "b": 5, "c": 4}, 1_000, 5),
    ("a table of 4 x 3 x 3 x 2", {"a": 4, "b": 3, "c": 3, "d": 2}, 1_500, 4),
]


def measure() -> Iterator[Measured]:
    gaps: list[float] = []
    proven = 0
    for what, people, threshold, number in _PACKAGES:
        pairs = list(combinations(sorted(_SPANS), 2))
        for seed in range(number):
            made = invented(seed, people, _SPANS, [*pairs, ("a", "b", "d"), ("b", "d", "e")])
            line, gap = _one(f"12 linked tables, {what}, {seed}", made, threshold)
            gaps.append(gap)
            proven += gap == 0
            yield line
    for what, spans, people, threshold in _TABLES:
        line, gap = _one(what, invented(1, people, spans, [tuple(spans)]), threshold)
        gaps.append(gap)
        proven += gap == 0
        yield line
    tell(
        f"  {proven} of {len(gaps)} proven to be the cheapest; cost above the proven bound:"
        f" {100 * sum(gaps) / len(gaps):.2f} % in the mean, {100 * max(gaps):.2f} % at most"
    )


def _one(what, evaluation, threshold) -> tuple[Measured, float]:
    from ati_desktop.disclosure.audit import audit
    from ati_desktop.disclosure.protect import protect

    made = []
    took = once(lambda: made.append(protect(evaluation, threshold)))
    (found,) = made
    alone = once(lambda: audit(evaluation, found.views, threshold, found.outcomes))
    gap = found.cost / found.bound - 1 if found.bound else 0.0
    tell(
        f"  {what}: {found.hidden_cells} hidden, cost {found.cost:.0f}, bound {found.bound:.0f},"
        f" gap {100 * gap:.2f} %{', proven' if found.optimal else ''}"
    )
    return Measured(what, took, "the audit alone", alone), gap


def invented(seed: int, number: int, spans: dict[str, int], tables):
    """Return a package of invented people; low values are common, the last ones rare."""
    from ati_desktop.evaluation.results import CohortNote, CountTable, Evaluation, Variable

    random = Random(seed)
    weights = {n: [1 / (v + 1) ** 1.5 for v in range(size)] for n, size in spans.items()}
    people = [
        {n: f"v{random.choices(range(size), weights[n])[0]}" for n, size in spans.items()}
        for _ in range(number)
    ]
    values = {name: tuple(f"v{value}" for value in range(size)) for name, size in spans.items()}
    return Evaluation(
        title="A package",
        cohort=CohortNote("all", "Everybody.", None, None, number, number),
        as_of="2022-01",
        outcome_complete_to=None,
        variables=tuple(Variable(n, n, each, {v: v for v in each}) for n, each in values.items()),
        tables=tuple(
            CountTable("_by_".join(names), "", names, _counts(people, names, values))
            for names in tables
        ),
        figures=(),
    )


def _counts(people, names, values) -> dict[tuple[str, ...], int]:
    cells = dict.fromkeys(product(*(values[name] for name in names)), 0)
    for person in people:
        cells[tuple(person[name] for name in names)] += 1
    return cells
