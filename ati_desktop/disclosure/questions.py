"""What attackers ask: of which number, in which direction, how far, and who asks it."""

from __future__ import annotations

import numpy as np

from ati_desktop.disclosure.equations import SMALL, Ask, Flags, Places, Vector
from ati_desktop.disclosure.problem import Problem


class Questions:
    """The questions of a problem as arrays; a side is a number in a direction.

    ``by`` says for each side which insiders ask it; ``less`` are questions of insiders who cannot
    be kept from knowing more than others: sides, insiders, and how far it must be for them.
    """

    def __init__(self, problem: Problem) -> None:
        sides = sorted(
            (each.at, side, need)
            for each in problem.targets
            for side, need in ((1, each.up), (-1, each.down))
            if need > SMALL
        )
        self.at = np.array([at for at, _, _ in sides], dtype=np.intp)
        self.side = np.array([side for _, side, _ in sides], dtype=np.float64)
        self.need = np.array([need for _, _, need in sides], dtype=np.float64)
        insiders = [each for each in problem.insiders if each.knows]
        self.knows = [np.array(each.knows, dtype=np.intp) for each in insiders]
        self.by = np.zeros((len(sides), len(insiders)), dtype=bool)
        for insider, each in enumerate(insiders):
            theirs = np.isin(self.at, each.learns) & ~np.isin(self.at, each.knows)
            self.by[theirs, insider] = True
        self._known = np.concatenate([*self.knows, np.zeros(0, dtype=np.intp)])
        self._starts = np.cumsum([0, *(len(each) for each in self.knows[:-1])])[: len(self.knows)]
        self.less: tuple[Places, Places, Vector] = (
            np.zeros(0, dtype=np.intp),
            np.zeros(0, dtype=np.intp),
            np.zeros(0),
        )

    def ask(self, side: int, insider: int = -1, lesser: int = -1) -> Ask:
        """Return a question by its side, who asks it and, where that is less, how far; -1: none."""
        known = self.knows[insider].tolist() if insider >= 0 else ()
        need = self.need[side] if lesser < 0 else self.less[2][lesser]
        return Ask(int(self.at[side]), int(self.side[side]), float(need), tuple(known))

    def touched(self, moves: Flags) -> Flags:
        """Return which insiders know something of what moves."""
        if not self.knows:
            return np.zeros(0, dtype=bool)
        return np.logical_or.reduceat(moves[self._known], self._starts)

    @property
    def asked(self) -> Flags:
        """Return the sides that are asked about at all."""
        asked: Flags = self.need > SMALL
        return asked

    def lower(self, side: int, need: float) -> None:
        """Ask for less, since no more can be reached; for nothing where it is 0."""
        self.need[side] = need
        if need <= SMALL:
            self.by[side] = False

    def lower_for(self, side: int, insider: int, need: float) -> None:
        """Ask for less for one insider."""
        self.by[side, insider] = False
        if need > SMALL:
            sides, insiders, needs = self.less
            self.less = np.append(sides, side), np.append(insiders, insider), np.append(needs, need)
