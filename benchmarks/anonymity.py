"""k, l and t of 1,000,000 rows by 8 quasi-identifiers; the search of a lattice of 12,960 nodes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks.timing import Measured, alternate, once, tell

if TYPE_CHECKING:
    import polars as pl

    from ati_desktop.disclosure.hierarchies import Hierarchy

QUASI = ("age", "sex", "race", "marital", "school", "zip", "work", "court")
SIZES = (64, 2, 6, 7, 16, 60, 7, 12, 6)
ROWS = 1_000_000
FEWER, MORE = 30_000, 200_000
RUNS = 5
HEIGHTS = {"age": [5, 10, 20], "zip": [4, 16], "school": [4, 8], "court": [4], "race": [2],
           "marital": [2], "work": [3]}  # fmt: skip


def _rows(count: int) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    draw = np.random.Generator(np.random.PCG64(20261121))
    columns = {}
    for name, size in zip((*QUASI, "offence"), SIZES, strict=True):
        codes = (size * draw.random(count) ** 2).astype(np.int64)
        columns[name] = pl.Series(name, codes).cast(pl.String)
    return pl.DataFrame(columns)


def measure() -> Iterator[Measured]:
    from ati_desktop.disclosure.anonymity import measure as k_l_t
    from ati_desktop.disclosure.lattice import Model, search

    rows = _rows(ROWS)
    group_by = "one polars group-by of the columns"
    for what, sensitive in (("k", []), ("k, l and t", ["offence"])):
        told, plain = alternate(
            lambda sensitive=sensitive: k_l_t(rows, QUASI, sensitive),
            lambda: rows.group_by(QUASI).len(),
            RUNS,
        )
        yield Measured(f"{what} of 1,000,000 rows by 8 columns", told, group_by, plain, 10)
    fewer = rows.head(FEWER)
    hierarchies = _hierarchies(fewer)
    plain = once(lambda: fewer.group_by(QUASI).len())
    for model in (Model(5, suppression=0.04), Model(5), Model(5, t=0.2, suppression=0.04)):
        found = []
        took = once(
            lambda model=model, found=found: found.append(
                search(fewer, hierarchies, ["offence"] if model.t else [], model)
            )
        )
        asked = f"k = {model.k}" + (f", t = {model.t}" if model.t else "")
        tell(f"{asked}, budget {model.suppression:.0%}: {found[0].nodes_searched} of "
             f"{found[0].nodes_in_lattice} nodes, loss {found[0].loss}")  # fmt: skip
        yield Measured(f"best levels of 30,000 rows, {asked}", took, group_by, plain)
    more = rows.head(MORE)
    took = once(lambda: search(more, _hierarchies(more), [], Model(5, suppression=0.04)))
    plain = once(lambda: more.group_by(QUASI).len())
    yield Measured("best levels of 200,000 rows, k = 5", took, group_by, plain)
    tell(f"peak memory {_peak()} MB")


def _hierarchies(rows: pl.DataFrame) -> dict[str, Hierarchy]:
    from ati_desktop.disclosure.hierarchy_rules import hierarchy_from_rule

    found = {}
    for name in QUASI:
        widths = HEIGHTS.get(name)
        rule = {"kind": "intervals", "widths": widths} if widths else {"kind": "plain"}
        found[name] = hierarchy_from_rule(name, rule, rows[name].unique().to_list())
    return found


def _peak() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
