"""How the joint base of linked tables is cut into pieces that can be handed to a solver.

Tables that share variables are edges of a graph. Filling the graph in until every cycle has a
chord gives cliques that hang together as a tree; tables over the cliques that agree where they
meet can always be glued into one joint table, of whole people too. So a program over the cliques
says exactly what a program over the joint base would say, at a fraction of its size (Lauritzen
and Spiegelhalter 1988; Dobra and Fienberg 2000 for bounds in tables).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod

Clique = frozenset[str]

_BLOCKS = 4_000
"""The most cells of all blocks: more would take minutes and has not been seen to find more."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Cliques, and the seams: sets of variables on which all cliques that hold them must agree.

    ``exact`` is False where the pieces are only blocks of tables, which an attacker with the whole
    joint base could in principle do better than.
    """

    cliques: tuple[Clique, ...]
    seams: tuple[Clique, ...]
    cells: int
    exact: bool


def cut(tables: Iterable[Clique], sizes: Mapping[str, int], limit: int) -> Pieces:
    """Return cliques of at most ``limit`` cells in all, or documented blocks where that fails.

    Args:
        tables: the variables of each table.
        sizes: how many values each variable has.
        limit: the most cells that all pieces together may have.
    """
    whole = _largest(tables)
    best = min(
        (_eliminate(whole, sizes, rank) for rank in (_weight, _fill)),
        key=lambda found: _cells(found, sizes),
    )
    if _cells(best, sizes) <= limit:
        return Pieces(tuple(best), _tree(best), _cells(best, sizes), exact=True)
    blocks = _blocks(whole, sizes, min(limit // 4, _BLOCKS))
    seams = {one & two for one, two in combinations(blocks, 2) if len(one & two) > 1}
    ordered = tuple(sorted(seams, key=sorted))
    return Pieces(tuple(blocks), ordered, _cells(blocks, sizes), exact=False)


def _largest(sets: Iterable[Clique]) -> list[Clique]:
    unique = sorted(set(sets), key=lambda names: (-len(names), sorted(names)))
    kept: list[Clique] = []
    for names in unique:
        if not any(names <= other for other in kept):
            kept.append(names)
    return kept


def _cells(cliques: Iterable[Clique], sizes: Mapping[str, int]) -> int:
    return sum(prod(sizes[name] for name in clique) for clique in cliques)


Graph = dict[str, set[str]]
Rank = Callable[[Graph, str, Mapping[str, int]], float]


def _weight(graph: Graph, name: str, sizes: Mapping[str, int]) -> float:
    return prod(sizes[other] for other in graph[name] | {name})


def _fill(graph: Graph, name: str, sizes: Mapping[str, int]) -> float:
    missing = [
        sizes[one] * sizes[two]
        for one, two in combinations(sorted(graph[name]), 2)
        if two not in graph[one]
    ]
    return sum(missing)


def _eliminate(tables: list[Clique], sizes: Mapping[str, int], rank: Rank) -> list[Clique]:
    graph: Graph = {name: set() for names in tables for name in names}
    for names in tables:
        for name in names:
            graph[name] |= names - {name}
    found: list[Clique] = []
    while graph:
        name = min(sorted(graph), key=lambda each: rank(graph, each, sizes))
        neighbours = graph.pop(name)
        found.append(frozenset(neighbours | {name}))
        for other in neighbours:
            graph[other] |= neighbours - {other}
            graph[other].discard(name)
    return _largest(found)


def _tree(cliques: list[Clique]) -> tuple[Clique, ...]:
    """Return the overlaps along a spanning tree with the largest overlaps (Prim)."""
    inside, seams = {0}, []
    while len(inside) < len(cliques):
        one, two = max(
            ((a, b) for a in inside for b in range(len(cliques)) if b not in inside),
            key=lambda pair: (len(cliques[pair[0]] & cliques[pair[1]]), -pair[0], -pair[1]),
        )
        inside.add(two)
        seams.append(cliques[one] & cliques[two])
    return tuple(sorted(set(seams) - {frozenset()}, key=sorted))


def _blocks(tables: list[Clique], sizes: Mapping[str, int], limit: int) -> list[Clique]:
    """Return unions of two tables that share a variable, as many as the limit allows.

    First those whose other two variables meet in most unions: there tables must agree most.
    """
    pairs = [(one, two) for one, two in combinations(tables, 2) if one & two]
    meetings = Counter(one ^ two for one, two in pairs)
    rank = {one | two: (-meetings[one ^ two], _cells([one | two], sizes)) for one, two in pairs}
    kept: list[Clique] = []
    for names in sorted(rank, key=lambda each: (*rank[each], sorted(each))):
        if _cells([*kept, names], sizes) <= limit:
            kept.append(names)
    return kept or tables
