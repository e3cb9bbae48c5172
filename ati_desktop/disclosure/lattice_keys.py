"""Rows as whole numbers: each column a digit, so that a level is raised by arithmetic alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.column_codes import Codes, small
from ati_desktop.disclosure.hierarchies import Hierarchy, Label

Keys = NDArray[np.int64]
Levels = tuple[int, ...]

_LARGEST_KEY = 1 << 62
_LEAST_LOOKED_UP, _TIMES_LOOKED_UP, _MOST_LOOKED_UP = 4_096, 4, 1 << 15
"""How many values of a run of digits are looked up: as many as stay near the processor."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """A column as codes: ``labels[level]`` and, between two levels, what each code becomes."""

    labels: tuple[tuple[Label, ...], ...]
    lifts: dict[tuple[int, int], Codes]

    @property
    def height(self) -> int:
        """Return the highest level."""
        return len(self.labels) - 1


def ladder_of(hierarchy: Hierarchy, values: Sequence[Label]) -> tuple[Ladder, Codes]:
    """Return the ladder of a column with these values, and each value's code at level 0.

    Raises:
        Refused: some of the values are not in the hierarchy.
    """
    paths = hierarchy.paths_of(values)
    labels: list[tuple[Label, ...]] = []
    codes: list[Codes] = []
    for level in range(hierarchy.height + 1):
        order: dict[Label, int] = {}
        codes.append(
            np.array([order.setdefault(path[level], len(order)) for path in paths], dtype=np.int64)
        )
        labels.append(tuple(order))
    lifts: dict[tuple[int, int], Codes] = {}
    for low, from_codes in enumerate(codes):
        for high in range(low + 1, len(codes)):
            lift = np.zeros(len(labels[low]), dtype=np.int64)
            lift[from_codes] = codes[high]
            lifts[low, high] = lift
    return Ladder(tuple(labels), lifts), small(codes[0], len(labels[0]))


def fold(columns: Sequence[Codes], sizes: Sequence[int]) -> Keys:
    """Return one number for each tuple, equal for equal tuples only, in the tuples' order."""
    key = columns[0].astype(np.int64, copy=False)
    space = sizes[0]
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        if space * size > _LARGEST_KEY:
            _, key = np.unique(key, return_inverse=True)
            space = key.size
        key = key * size + column
        space *= size
    return key


@dataclass(frozen=True, slots=True)
class Part:
    """Some digits of tuples: which columns they are, the lowest first, in which number."""

    word: int
    run: Sequence[int]
    digits: Keys


class Packing:
    """How the codes of some columns stand in numbers: the first column is the highest digit.

    ``extra`` is the number of values of one more column that is never generalised and is the
    lowest digit; 1 where there is none. Where the digits of all columns are too many for one
    number, a tuple is several numbers.
    """

    def __init__(self, ladders: Sequence[Ladder], extra: int = 1) -> None:
        self._ladders, self.extra = ladders, extra
        self._sizes = [[len(labels) for labels in ladder.labels] for ladder in ladders]
        words: list[list[int]] = [[]]
        space = extra
        for place in reversed(range(len(ladders))):
            if space * self._sizes[place][0] > _LARGEST_KEY:
                words.insert(0, [])
                space = 1
            words[0].insert(0, place)
            space *= self._sizes[place][0]
        self._words = words
        self._room = np.empty((len(words) + 1, 0), dtype=np.int64)

    def pack(
        self, codes: Sequence[Codes], levels: Levels, extra: Codes | None = None
    ) -> tuple[Keys, ...]:
        """Return rows, given by the codes of their columns at these levels, as numbers."""
        packed: list[Keys] = []
        for word in self._words:
            columns = [codes[place] for place in word]
            sizes = [self._sizes[place][levels[place]] for place in word]
            if word is self._words[-1] and extra is not None:
                columns, sizes = [*columns, extra], [*sizes, self.extra]
            packed.append(fold(columns, sizes))
        return tuple(packed)

    def spaces(self, levels: Levels) -> list[int]:
        """Return how many different values each number of a tuple can have at these levels."""
        found = [prod([self._sizes[at][levels[at]] for at in word]) for word in self._words]
        found[-1] *= self.extra
        return found

    def parts(self, keys: tuple[Keys, ...], levels: Levels) -> list[Part]:
        """Part tuples at these levels into runs of digits, as long as pay to be looked up."""
        parts: list[Part] = []
        for word, whole in enumerate(keys):
            key, most = whole, max(_LEAST_LOOKED_UP, _TIMES_LOOKED_UP * whole.size)
            most = min(most, _MOST_LOOKED_UP)
            space, run = self.extra if word == len(keys) - 1 else 1, list[int]()
            for place in reversed(self._words[word]):
                size = self._sizes[place][levels[place]]
                if space > 1 and space * size > most:
                    rest = key // space
                    parts.append(Part(word, run, key - rest * space))
                    key, space, run = rest, 1, []
                run.append(place)
                space *= size
            parts.append(Part(word, run, key))
        return parts

    def lift(self, parts: Sequence[Part], low: Levels, high: Levels) -> tuple[Keys, ...]:
        """Return tuples at the levels ``high`` that are given at the levels ``low``.

        They stand where the next tuples will: new room for each costs more than the arithmetic.
        """
        room = self._room_for(parts[0].digits.size)
        below = 1
        for at, part in enumerate(parts):
            first = at == 0 or parts[at - 1].word != part.word
            table = np.zeros(1, dtype=np.int64)
            if first:
                below = self.extra if part.word == len(self._words) - 1 else 1
                table = np.arange(below)
            for place in part.run:
                digit = self._digit(place, low, high) * below
                table = (digit[:, None] + table).reshape(-1)
                below *= self._sizes[place][high[place]]
            # No digit is out of range; "clip" is the way of take that needs no room of its own.
            np.take(table, part.digits, out=room[part.word if first else -1], mode="clip")
            if not first:
                room[part.word] += room[-1]
        return tuple(room[:-1])

    def _room_for(self, tuples: int) -> NDArray[np.int64]:
        if self._room.shape[1] < tuples:
            self._room = np.empty((len(self._words) + 1, tuples), dtype=np.int64)
        return self._room[:, :tuples]

    def _digit(self, place: int, low: Levels, high: Levels) -> Codes:
        if low[place] == high[place]:
            return np.arange(self._sizes[place][low[place]])
        return self._ladders[place].lifts[low[place], high[place]]
