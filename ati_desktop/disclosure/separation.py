"""Cuts of choices that hide in part: which inequalities the cheapest of them does not keep."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ati_desktop.disclosure.attacks import Attacks
from ati_desktop.disclosure.blocks import Blocks
from ati_desktop.disclosure.equations import SMALL, Ask, Cut, Vector
from ati_desktop.disclosure.solver import Work

_BROKEN = 1e-4
_THERE = 1e-9
_MOST = 1_000

Hard = tuple[int, Ask]
"""The level of equations in which somebody asks, and the question."""


class Separation:
    """Looks for cuts that a choice in part breaks; what had no answer last time is asked first."""

    def __init__(self, attacks: Attacks, work: Work) -> None:
        self._attacks, self._work = attacks, work
        self._open_last: dict[Hard, None] = {}

    def cuts(self, hidden: Vector, asked: Iterable[Hard]) -> list[Cut]:
        """Return cuts that a choice does not keep, if there are any.

        What had no answer last time is asked first, everything only if that gives none.
        """
        every = dict.fromkeys(asked)
        again = [each for each in self._open_last if each in every]
        rest = [each for each in every if each not in self._open_last]
        blocks: dict[int, Blocks] = {}
        found: list[Cut] = []
        for asks in (again, rest):
            for level, ask in asks:
                self._open_last.pop((level, ask), None)
                cut = self._cut(blocks, level, ask, hidden)
                if cut is not None:
                    found.append(cut)
                    self._open_last[level, ask] = None
                if len(found) >= _MOST or self._work.done:
                    return found
            if found:
                break
        return found

    def _cut(self, blocks: dict[int, Blocks], level: int, ask: Ask, hidden: Vector) -> Cut | None:
        equations = self._attacks.equations[level]
        full = np.append(hidden, np.ones(len(equations.up) - len(hidden)))
        if level not in blocks:
            blocks[level] = Blocks(equations, full > _THERE, self._work)
        movement = blocks[level].of(ask.at).movement
        moved = movement.furthest_in_part(ask, full)
        if moved is not None and moved[ask.at] * ask.side >= ask.need - SMALL:
            return None
        cut = movement.cut(ask)
        return None if cut is None or cut.lacks(hidden) <= _BROKEN else cut
