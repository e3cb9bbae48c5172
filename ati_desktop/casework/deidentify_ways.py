"""Rows at the best levels for k, l and t, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ati_desktop.casework.deidentify_columns import (
    NOT_RECORDED,
    close,
    describe_column,
    order_of,
)
from ati_desktop.casework.deidentify_spec import DeidentifySpec
from ati_desktop.casework.hierarchy_files import load_hierarchy
from ati_desktop.disclosure.coded_rows import CodedRows, coded
from ati_desktop.disclosure.datasets import Field
from ati_desktop.disclosure.deidentified import FEWEST, Claim, check_size
from ati_desktop.disclosure.hierarchies import Hierarchy
from ati_desktop.disclosure.lattice import Found, Model, search
from ati_desktop.disclosure.sample_uniques import sample_uniques

Told = Callable[[float], None]
MOST_ROWS_FOR_UNIQUES = 200_000


@dataclass(frozen=True, slots=True)
class Made:
    """Rows as they are to be written, in the order of the source, and what is said of them.

    ``facts`` go into the package; ``notes`` and ``unique_before`` are for whoever runs the
    command only.
    """

    rows: CodedRows
    fields: tuple[Field, ...]
    claim: Claim | None
    facts: Mapping[str, object]
    found: Found | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unique_before: Mapping[str, int] = field(default_factory=dict)


def generalise(frame: pl.DataFrame, spec: DeidentifySpec, beside: Path, progress: Told) -> Made:
    """Generalise the quasi-identifiers as little as k, l and t allow.

    Raises:
        Refused: there are too few people, a column is no closed list or not covered by its
            hierarchy, or no levels will do.
    """
    group = next(iter(spec.with_role("group")), None)
    check_size(frame[group].n_unique() if group else frame.height)
    quasi, sensitive = spec.with_role("quasi"), spec.with_role("sensitive")
    others = [*sensitive, *spec.with_role("kept")]
    frame = frame.with_columns(
        close(name, frame[name], spec.columns[name], beside) for name in others
    )
    hierarchies = _hierarchies(frame, spec, beside)
    orders = _orders(frame, spec) if spec.distance == "ordered" else {}
    weights = {name: spec.columns[name].weight for name in quasi}
    model = Model(
        spec.k, spec.l, spec.t, spec.suppression, spec.loss, spec.distance, group, weights, FEWEST
    )
    found = search(
        frame,
        hierarchies,
        sensitive,
        model,
        orders={name: [one or None for one in order] for name, order in orders.items()},
        progress=lambda done, nodes: progress(done / max(nodes, 1)),
    )
    unique_before = _unique_before(frame, quasi)
    levels = {name: found.levels[name] + spec.columns[name].level for name in quasi}
    groups = found.frame[group] if group else None
    written = [name for name in frame.columns if name != group]
    columns = {name: coded(found.frame[name], NOT_RECORDED) for name in written}
    check_size(found.frame.height if groups is None else groups.n_unique())
    heights = {name: hierarchies[name].height + spec.columns[name].level for name in quasi}
    return Made(
        rows=CodedRows(list(columns.values()), found.frame.height),
        fields=tuple(
            describe_column(
                name, spec.columns[name], map(str, column.values), _words(name, levels, heights)
            )
            for name, column in columns.items()
        ),
        claim=Claim(model, quasi, sensitive, groups, {n: tuple(o) for n, o in orders.items()}),
        facts=_facts(spec, found, levels, heights),
        found=found,
        levels=levels,
        unique_before=unique_before,
    )


def _hierarchies(frame: pl.DataFrame, spec: DeidentifySpec, beside: Path) -> dict[str, Hierarchy]:
    found: dict[str, Hierarchy] = {}
    for name in spec.with_role("quasi"):
        part = spec.columns[name]
        whole = load_hierarchy(name, part.hierarchy, frame[name].unique().to_list(), beside)
        found[name] = whole.above(part.level)
    return found


def _orders(frame: pl.DataFrame, spec: DeidentifySpec) -> dict[str, list[str]]:
    return {
        name: order_of(
            (NOT_RECORDED if value is None else value for value in frame[name].unique()),
            spec.columns[name],
        )
        for name in spec.with_role("sensitive")
    }


def _unique_before(frame: pl.DataFrame, quasi: Sequence[str]) -> dict[str, int]:
    if frame.height > MOST_ROWS_FOR_UNIQUES:
        return {}
    return {str(size): rows for size, rows in sample_uniques(frame, quasi).rows.items()}


def _words(name: str, levels: Mapping[str, int], heights: Mapping[str, int]) -> str:
    return f"Level {levels[name]} of {heights[name]}." if name in levels else ""


def _coarsely(rows: int, k: int) -> int | str:
    """Return how many rows were left out; very few are not counted, nor is what they cost."""
    return f"fewer than {k}" if 0 < rows < k else rows


def _facts(
    spec: DeidentifySpec, found: Found, levels: Mapping[str, int], heights: Mapping[str, int]
) -> dict[str, object]:
    return {
        "model": spec.model,
        "asked": {
            "k": spec.k,
            "k counts": "groups" if spec.with_role("group") else "rows",
            "l": spec.l,
            "t": spec.t,
            "distance": spec.distance,
            "share of rows that may be left out": spec.suppression,
            "loss": spec.loss,
        },
        "quasi-identifiers": {
            name: {"level": level, "highest": heights[name]} for name, level in levels.items()
        },
        "sensitive": list(spec.with_role("sensitive")),
        "kept as they are": list(spec.with_role("kept")),
        "rows left out": _coarsely(found.suppressed, spec.k),
        "optimal": found.optimal,
    }
