"""Groups in which all people, or all but a few, have the same outcome."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from ati_desktop.disclosure.cell_keys import Keyed
from ati_desktop.disclosure.cells import Cell, Values
from ati_desktop.disclosure.definitions import says_something
from ati_desktop.evaluation.results import Evaluation


def nearly_alike(
    evaluation: Evaluation,
    cells: Mapping[Cell, Keyed],
    values: Values,
    outcomes: frozenset[str],
    threshold: int,
) -> frozenset[Cell]:
    """Return the outcome cells of groups in which all but a few people have the same outcome."""
    found: set[Cell] = set()
    for table in evaluation.tables:
        for running in set(table.variables) & outcomes:
            others = [name for name in table.variables if name != running]
            for key in product(*(values[name] for name in others)):
                group = frozenset(zip(others, key, strict=True))
                parts = tuple(group | {(running, value)} for value in values[running])
                if _nearly_all(parts, cells, threshold):
                    found.update(parts)
    return frozenset(found)


def _nearly_all(parts: tuple[Cell, ...], cells: Mapping[Cell, Keyed], threshold: int) -> bool:
    counts = {part: cells.get(part, Keyed()).count for part in parts}
    most = max(parts, key=lambda part: counts[part])
    return (
        counts[most] > 0
        and sum(counts.values()) - counts[most] < threshold
        and says_something(most, parts)
    )
