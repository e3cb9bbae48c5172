"""The people whom several packages count in different cells, and where each counts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import polars as pl

from ati_desktop.evaluation.package_rows import Names, Rows
from ati_desktop.evaluation.results import ChangedPerson, Places, Where

_NOWHERE = -1


def changed_people(packages: Sequence[Rows]) -> Iterator[ChangedPerson]:
    """Yield everybody whom two packages count in different cells; those alike once.

    Cells that only one of the two has are no difference.
    """
    rows, places = _kinds(packages)
    moved = _moved(packages, places)
    persons = rows.group_by("person").agg(pl.col("kind").sort())["kind"].to_list()
    for kinds in sorted(set(map(tuple, persons))):
        if any(moved[kind] for kind in kinds):
            yield ChangedPerson(tuple(places[kind] for kind in kinds))


def _kinds(packages: Sequence[Rows]) -> tuple[pl.DataFrame, list[Places]]:
    """Return the person and the kind of every row, and where the packages count each kind."""
    frames = [_coded(at, rows) for at, rows in enumerate(packages)]
    every = pl.concat(frames, how="diagonal").group_by("key").agg(pl.all().max())
    codes = [name for name in every.columns if name not in ("key", "person")]
    every = every.with_columns(pl.col(codes).fill_null(_NOWHERE))
    kinds = every.group_by(codes).agg(pl.col("key").min()).sort(codes).with_row_index("kind")
    named = every.join(kinds.select("kind", *codes), on=codes, how="left")
    return named.select("person", "kind"), _places(packages, kinds["key"])


def _coded(at: int, rows: Rows) -> pl.DataFrame:
    """Return the widest margins of a package, which tell all others."""
    widest = [names for names in rows.codes if not any(_within(names, one) for one in rows.codes)]
    codes = {f"{at} {number}": rows.codes[names] for number, names in enumerate(widest)}
    return pl.DataFrame({"key": rows.keys, "person": rows.people, **codes})


def _within(names: Names, others: Names) -> bool:
    return set(names) < set(others)


def _places(packages: Sequence[Rows], keys: pl.Series) -> list[Places]:
    """Return for each of some rows the cells of each package that count it."""
    wanted = pl.DataFrame({"key": keys}).with_row_index("kind")
    found: list[list[frozenset[Where]]] = [[] for _ in keys]
    for rows in packages:
        own = pl.DataFrame({"key": rows.keys}).with_row_index("row")
        at = wanted.join(own, on="key", how="left", maintain_order="left")["row"]
        there = np.stack(list(rows.codes.values()), axis=1) if rows.codes else None
        for kind, row in enumerate(at.to_list()):
            cells = () if row is None or there is None else there[row].tolist()
            found[kind].append(frozenset(rows.cells[cell] for cell in cells))
    return [tuple(each) for each in found]


def _moved(packages: Sequence[Rows], places: Sequence[Places]) -> list[bool]:
    """Tell for each kind of row whether two packages count it in different cells of both."""
    known = [frozenset(rows.cells) for rows in packages]
    shared = {
        (one, other): known[one] & known[other]
        for one, other in combinations(range(len(packages)), 2)
    }
    return [
        any((each[one] & both) != (each[other] & both) for (one, other), both in shared.items())
        for each in places
    ]
