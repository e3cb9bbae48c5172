"""The joint base behind linked tables: what a sharp attacker knows beyond the sums of tables.

All tables count the same people, so there is one base table, of which no cell is below zero, that
has all of them as margins. Sums alone do not say that. Its cells are put into the problem as free
numbers, in pieces (see ``cliques``), with a base that fits all true numbers as the place to start
from; which one does not matter, since movements lead from each to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.cells import Cell, alone
from ati_desktop.disclosure.cliques import Clique, Pieces, cut
from ati_desktop.disclosure.problem import Equation, Problem
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.system import System

LARGEST = 4_000
"""The most cells of the pieces that are put into a program of suppression."""


@dataclass
class _Base:
    system: System
    pieces: Pieces
    sums: dict[int, list[int]] = field(default_factory=dict)
    seams: dict[Cell, int] = field(default_factory=dict)
    cells: int = 0


def with_base(problem: Problem, system: System, scopes: list[Clique]) -> Problem | None:
    """Return the problem with the joint base of its tables, where that adds anything.

    None where the tables are pieces themselves, or where the base is too large.
    """
    sizes = {name: len(values) for name, values in system.spans.items()}
    pieces = cut(scopes, sizes, LARGEST)
    if not pieces.exact or all(clique in scopes for clique in pieces.cliques):
        return None
    base = _Base(system, pieces)
    for clique in pieces.cliques:
        if clique not in scopes:
            _add(base, clique, _seams(pieces, clique, scopes))
    start = _fitting(base)
    return None if start is None else _extended(problem, base, start)


def _seams(pieces: Pieces, clique: Clique, scopes: list[Clique]) -> list[Clique]:
    """Return the tables inside a piece and its overlaps with other pieces."""
    tables = {scope for scope in scopes if scope < clique}
    found = tables | {seam for seam in pieces.seams if seam < clique}
    return sorted((s for s in found if not any(s < other for other in tables)), key=sorted)


def _keys(names: Clique, system: System) -> Iterator[Cell]:
    ordered = sorted(names)
    for key in product(*(system.spans[name] for name in ordered)):
        yield frozenset(zip(ordered, key, strict=True))


def _add(base: _Base, clique: Clique, seams: list[Clique]) -> None:
    for cell in _keys(clique, base.system):
        places = []
        for seam in seams:
            part = frozenset(pair for pair in cell if pair[0] in seam)
            place = base.system.place(alone(part))
            if place is None:
                place = -1 - base.seams.setdefault(part, len(base.seams))
            places.append(place)
        for place in places:
            base.sums.setdefault(place, []).append(base.cells)
        base.cells += 1


def _fitting(base: _Base) -> NDArray[np.float64] | None:
    """Return cells of the base that add up to all true numbers, then the seams of pieces."""
    program = Program()
    for _ in range(base.cells + len(base.seams)):
        program.column()
    for place, cells in base.sums.items():
        terms = dict.fromkeys(cells, 1.0)
        if place >= 0:
            program.equal(terms, float(base.system.values[place]))
        else:
            program.equal({**terms, base.cells - 1 - place: -1.0})
    found = Solver(program).minimum()
    return None if found is None else found.clip(0.0)


def _extended(problem: Problem, base: _Base, start: NDArray[np.float64]) -> Problem:
    numbers = len(problem.caps)
    total = float(base.system.total)
    caps = tuple((total, float(value)) for value in start)
    equations: list[Equation] = []
    for place, cells in sorted(base.sums.items()):
        whole = place if place >= 0 else numbers + base.cells - 1 - place
        equations.append((whole, tuple(numbers + cell for cell in cells)))
    free = frozenset(range(numbers, numbers + len(start)))
    return replace(
        problem,
        equations=(*problem.equations, *equations),
        caps=(*problem.caps, *caps),
        costs=(*problem.costs, *([0.0] * len(start))),
        free=problem.free | free,
    )
