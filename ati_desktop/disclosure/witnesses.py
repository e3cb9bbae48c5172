"""Movements that were found, and which questions they answer under which choice.

A movement that answered once answers again wherever all that it moves is hidden, and for every
insider who knows none of what it moves; so few of the questions need a program.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ati_desktop.disclosure.equations import SMALL, Flags, Places, Vector
from ati_desktop.disclosure.questions import Questions

_BYTES = 100_000_000
"""So much room movements may take; then those that fit no longer go, or the older half."""


class Witnesses:
    """The movements found so far, and how many of them answer each question under a choice.

    ``plain[level]`` counts for each side, ``theirs`` for each side and insider, ``lesser`` for each
    question of an insider who asks for less than others.
    """

    def __init__(self, questions: Questions, numbers: int, levels: int) -> None:
        self.questions, self._numbers = questions, numbers
        sides, insiders = len(questions.at), len(questions.knows)
        self._moves = np.zeros((64, numbers), dtype=bool)
        self._reach = np.zeros((64, sides), dtype=bool)
        self._free = np.zeros((64, insiders), dtype=bool)
        self._less = np.zeros((64, 0), dtype=bool)
        self._level = np.zeros(64, dtype=np.int8)
        self._shut = np.zeros(64, dtype=np.int32)
        self._size = 0
        self._hidden = np.zeros(numbers, dtype=bool)
        self.plain = np.zeros((levels, sides), dtype=np.int32)
        self.theirs = np.zeros((sides, insiders), dtype=np.int32)
        self.lesser = np.zeros(0, dtype=np.int32)

    def choose(self, hidden: Flags) -> None:
        """Count anew for a choice."""
        self._hidden = hidden.copy()
        self._shut[: self._size] = (self._moves[: self._size] & ~hidden).sum(axis=1)
        self._recount()

    def _recount(self) -> None:
        for counts in (self.plain, self.theirs, self.lesser):
            counts[:] = 0
        self._count(np.flatnonzero(self._shut[: self._size] == 0), 1)

    def add(self, level: int, moved: Vector) -> None:
        """Take in a movement, if it answers what had no answer."""
        moves = np.abs(moved[: self._numbers]) > SMALL
        questions = self.questions
        height = moved[questions.at] * questions.side
        reach = height >= questions.need - SMALL
        free = ~questions.touched(moves)
        sides, insiders, needs = questions.less
        self._widen(len(sides))
        less = (height[sides] >= needs - SMALL) & free[insiders]
        if not self._is_new(level, reach, free, less):
            return
        if self._size == len(self._moves):
            self._make_room()
        at = self._size
        self._size += 1
        self._moves[at], self._reach[at], self._free[at] = moves, reach, free
        self._less[at], self._level[at] = less, level
        self._shut[at] = int((moves & ~self._hidden).sum())
        if self._shut[at] == 0:
            self._count(np.array([at]), 1)

    @property
    def answer_all(self) -> bool:
        """Return whether what was found answers all that is asked under the choice."""
        questions = self.questions
        return not (
            (self.plain[:, questions.asked] == 0).any()
            or (self.lesser == 0).any()
            or (questions.by & (self.theirs == 0)).any()
        )

    def _widen(self, lesser: int) -> None:
        """Take in questions that are asked for less from now on; what was found says nothing."""
        more = lesser - len(self.lesser)
        if more:
            self.lesser = np.append(self.lesser, np.zeros(more, dtype=np.int32))
            self._less = np.pad(self._less, ((0, 0), (0, more)))

    def _is_new(self, level: int, reach: Flags, free: Flags, less: Flags) -> bool:
        if (self.plain[: level + 1, reach] == 0).any() or (self.lesser[less] == 0).any():
            return True
        asked = self.questions.by[reach] & (self.theirs[reach] == 0)
        return bool(asked[:, free].any())

    def show(self, places: Sequence[int]) -> None:
        """Take numbers out of the choice."""
        self._change(places, 1)

    def hide(self, places: Sequence[int]) -> None:
        """Put numbers into the choice."""
        self._change(places, -1)

    def _change(self, places: Sequence[int], by: int) -> None:
        chosen = np.array(places, dtype=np.intp)
        self._hidden[chosen] = by < 0
        moving = self._moves[: self._size][:, chosen].sum(axis=1, dtype=np.int32)
        before = self._shut[: self._size] == 0
        self._shut[: self._size] += by * moving
        after = self._shut[: self._size] == 0
        self._count(np.flatnonzero(before & ~after), -1)
        self._count(np.flatnonzero(after & ~before), 1)

    def _count(self, rows: Places, by: int) -> None:
        if not len(rows):
            return
        reach = self._reach[rows]
        for level in range(len(self.plain)):
            self.plain[level] += by * reach[self._level[rows] >= level].sum(axis=0, dtype=np.int32)
        self.lesser += by * self._less[rows].sum(axis=0, dtype=np.int32)
        if self.theirs.size:
            sides = np.flatnonzero(reach.any(axis=0))
            both = reach[:, sides].T.astype(np.float32) @ self._free[rows].astype(np.float32)
            self.theirs[sides] += by * both.astype(np.int32)

    def _make_room(self) -> None:
        arrays = ("_moves", "_reach", "_free", "_less", "_level", "_shut")
        held = [getattr(self, name) for name in arrays]
        if sum(each.nbytes for each in held) < _BYTES:
            for name, old in zip(arrays, held, strict=True):
                setattr(self, name, np.concatenate([old, np.zeros_like(old)]))
            return
        # Those that fit no longer go, else the older half.
        fits = np.flatnonzero(self._shut[: self._size] == 0)
        half = self._size // 2
        kept = fits if len(fits) < half else np.arange(half, self._size)
        for old in held:
            old[: len(kept)] = old[kept]
        self._size = len(kept)
        self._recount()
