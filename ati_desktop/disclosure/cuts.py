"""The inequalities that attackers gave so far: what every choice that protects must keep."""

from __future__ import annotations

import numpy as np

from ati_desktop.disclosure.equations import SMALL, Cut, Flags, Vector


class Cuts:
    """Inequalities, one after another, looked through at once."""

    def __init__(self) -> None:
        self.all: list[Cut] = []
        self._joined = self._given = 0
        self._rows = np.zeros(0, dtype=np.intp)
        self._places = np.zeros(0, dtype=np.intp)
        self._weights = np.zeros(0)
        self._least = np.zeros(0)

    def __len__(self) -> int:
        return len(self.all)

    def keep(self, cut: Cut) -> None:
        """Keep an inequality whatever a choice makes of it."""
        self.all.append(cut)

    def add(self, cut: Cut | None, hidden: Vector | Flags) -> bool:
        """Keep an inequality, if a choice breaks it; return whether it does."""
        if cut is None or not len(cut.places) or cut.lacks(hidden) <= SMALL:
            return False
        self.all.append(cut)
        return True

    def new(self) -> list[Cut]:
        """Return those that were found since this was asked last."""
        found = self.all[self._given :]
        self._given = len(self.all)
        return found

    def broken(self, hidden: Flags) -> bool:
        """Return whether a choice does not keep one of them."""
        self._join()
        reached = np.bincount(
            self._rows, self._weights * hidden[self._places], minlength=len(self._least)
        )
        return bool((self._least - reached > SMALL * np.maximum(self._least, 1.0)).any())

    def _join(self) -> None:
        new = self.all[self._joined :]
        if not new:
            return
        rows = np.repeat(np.arange(self._joined, len(self.all)), [len(cut.places) for cut in new])
        self._rows = np.concatenate([self._rows, rows])
        self._places = np.concatenate([self._places, *(cut.places for cut in new)])
        self._weights = np.concatenate([self._weights, *(cut.weights for cut in new)])
        self._least = np.concatenate([self._least, [cut.least for cut in new]])
        self._joined = len(self.all)
