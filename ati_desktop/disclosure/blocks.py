"""What could move under a choice, cut into blocks between which no sum is left: small programs."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ati_desktop.disclosure.equations import Equations, Flags
from ati_desktop.disclosure.greedy import Greedy
from ati_desktop.disclosure.movement import Movement
from ati_desktop.disclosure.solver import Work

_KEPT = 0.6
"""Programs are made anew when less than this share of what they hold is still open."""


class Block:
    """The programs of one block, each made when first asked for."""

    def __init__(self, equations: Equations, inside: Flags, work: Work) -> None:
        self._made = equations, inside, work

    @cached_property
    def movement(self) -> Movement:
        """Moves a number as far as it goes."""
        return Movement(*self._made)

    @cached_property
    def sparse(self) -> Greedy:
        """Moves many numbers as far as they must, and little else."""
        equations, inside, work = self._made
        return Greedy(equations, np.zeros(0), inside, work)


class Blocks:
    """The blocks of what is open, each with its programs, made when first asked for.

    ``names`` says for each number in which block it stands.
    """

    def __init__(self, equations: Equations, open_: Flags, work: Work) -> None:
        self.open = open_
        self._equations, self._work = equations, work
        self.names = equations.blocks(open_)
        self._made: dict[int, Block] = {}

    def fit(self, open_: Flags) -> bool:
        """Return whether these programs hold what is open, and not much else."""
        within = not (open_ & ~self.open).any()
        return within and open_.sum() >= _KEPT * self.open.sum()

    def of(self, at: int) -> Block:
        """Return the block of a number."""
        name = int(self.names[at])
        if name not in self._made:
            inside = self.open & (self.names == name)
            self._made[name] = Block(self._equations, inside, self._work)
        return self._made[name]
