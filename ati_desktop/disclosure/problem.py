"""A suppression problem and its solution: numbers, sums, what must stay open, what hiding costs."""

from __future__ import annotations

from dataclasses import dataclass

Equation = tuple[int, tuple[int, ...]]
"""(whole, parts): the value of the whole is the sum of the values of the parts."""


@dataclass(frozen=True, slots=True)
class Target:
    """A number that must seem able to lie ``up`` above and ``down`` below its true value."""

    at: int
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Of these places at least ``least`` must be hidden."""

    places: tuple[int, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Insider:
    """Somebody who knows the numbers at ``knows``, such as a person who is alone in a cell.

    The targets at ``learns`` must stay as open to this attacker as to others, or as open as they
    can be made.
    """

    knows: tuple[int, ...]
    learns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What to hide at the least cost so that no target can be narrowed down.

    Places are 0 .. n - 1. ``caps[i]`` is (up, down): how far an attacker must think number i
    could be above and below its true value once it is hidden; (0, 0) where hiding is no use.
    ``costs[i]`` is what hiding number i costs, 0 or more. ``hidden`` are hidden whatever happens;
    ``free`` are never printed at all and cost nothing. ``fixed`` may never be hidden.
    """

    equations: tuple[Equation, ...]
    caps: tuple[tuple[float, float], ...]
    costs: tuple[float, ...]
    targets: tuple[Target, ...]
    hidden: frozenset[int] = frozenset()
    free: frozenset[int] = frozenset()
    fixed: frozenset[int] = frozenset()
    at_least: tuple[AtLeast, ...] = ()
    insiders: tuple[Insider, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """What to hide, free places not among it.

    ``cost`` is the sum of the costs of ``hidden``; ``bound`` is proven: nothing that protects all
    targets costs less. ``optimal``: cost and bound are equal. ``unprotected`` are targets that
    cannot be protected however much is hidden.
    """

    hidden: frozenset[int]
    cost: float
    bound: float
    optimal: bool
    method: str
    unprotected: tuple[int, ...] = ()
    cuts: int = 0
