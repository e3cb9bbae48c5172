"""What is known of each node of a lattice of levels, and ways through what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ati_desktop.disclosure.lattice_keys import Levels
from ati_desktop.errors import Refused

MOST_NODES = 20_000_000
UNKNOWN, BELOW, OPEN, FAILS, DONE = 0, 1, 2, 4, 8
"""Nothing is known of a node; k fails; k holds, l and t are open; l or t fails; it may be left."""
_CHUNK = 1 << 12


class Tags:
    """A tag for each node, by its number; the levels of a node are the digits of its number.

    Raises:
        Refused: the levels make too many nodes.
    """

    def __init__(self, heights: Sequence[int]) -> None:
        self._shape = tuple(height + 1 for height in heights)
        self.nodes = int(np.prod([float(one) for one in self._shape]))
        if self.nodes > MOST_NODES:
            raise Refused(
                "The levels of these columns make {count} combinations; the most is {most}. Leave"
                " out levels or columns.",
                count=self.nodes,
                most=MOST_NODES,
            )
        self._heights = heights
        self._tags = np.zeros(self._shape, dtype=np.uint8)
        self._strides = self._tags.strides
        self.of = self._tags.data.cast("B")

    @property
    def settled(self) -> int:
        """Return of how many nodes enough is known."""
        return int(np.count_nonzero(self._tags & ~np.uint8(OPEN)))

    def levels(self, node: int) -> Levels:
        """Return the levels of a node."""
        found = []
        for stride in self._strides:
            level, node = divmod(node, stride)
            found.append(level)
        return tuple(found)

    def below(self, levels: Levels) -> None:
        """Tag a node and all below it: k fails."""
        self._tags[tuple(slice(0, level + 1) for level in levels)] = BELOW

    def above(self, levels: Levels, tag: int) -> None:
        """Add a tag to a node and all above it."""
        above = self._tags[tuple(slice(level, None) for level in levels)]
        above |= np.uint8(tag)

    def next_above(self, node: int, levels: Levels) -> Iterator[int]:
        """Yield the nodes that are one level higher in one column."""
        for stride, level, height in zip(self._strides, levels, self._heights, strict=True):
            if level < height:
                yield node + stride

    def unknown(self) -> Iterator[int]:
        """Yield nodes that nothing is known of, the lowest first, each until something is."""
        flat = self._tags.reshape(-1)
        sums = sum(np.ix_(*(np.arange(one, dtype=np.int16) for one in self._shape)))
        order = np.argsort(np.asarray(sums).reshape(-1), kind="stable")
        for start in range(0, order.size, _CHUNK):
            part = order[start : start + _CHUNK]
            while (left := np.flatnonzero(flat[part] == UNKNOWN)).size:
                part = part[left[0] :]
                yield int(part[0])

    def path(self, node: int) -> list[int]:
        """Return a way up from a node through nodes that nothing is known of."""
        levels = list(self.levels(node))
        path = [node]
        while True:
            steps = [
                ((level + 1) / height, place)
                for place, (level, height) in enumerate(zip(levels, self._heights, strict=True))
                if level < height and self.of[node + self._strides[place]] == UNKNOWN
            ]
            if not steps:
                return path
            _, place = min(steps)
            levels[place] += 1
            node += self._strides[place]
            path.append(node)
