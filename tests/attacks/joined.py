"""An attacker who has the extracts of two recipients and joins rows by what both files tell.

Written apart from the program: dictionaries over the written files, nothing else.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

Row = Mapping[str, str]
Person = tuple[Row, Row]
"""The row of one person in one file and the row in the other."""


@dataclass(frozen=True)
class File:
    """A written file of rows, and the columns that others may know of a person."""

    rows: Sequence[Row]
    quasi: Sequence[str]

    def known(self, row: Row) -> tuple[str, ...]:
        """Return what is known of the person of a row."""
        return tuple(row[name] for name in self.quasi)


def file_of(content: bytes, quasi: Sequence[str]) -> File:
    """Return the rows of a comma-separated file."""
    return File(list(csv.DictReader(io.StringIO(content.decode()))), quasi)


@cache
def fits(one: str, other: str) -> bool:
    """Tell whether two values of a column can be of one person: the same, or one in the other."""
    if one == other:
        return True
    spans = [re.fullmatch(r"(\d+)(?:-(\d+))?", each) for each in (one, other)]
    if None in spans:
        return False
    (low, high), (least, most) = [
        (int(found[1]), int(found[2] or found[1])) for found in spans if found
    ]
    return (low <= least and most <= high) or (least <= low and high <= most)


@dataclass
class Both:
    """Two files side by side."""

    one: File
    other: File

    def __post_init__(self) -> None:
        self.shared = sorted((self.one.rows[0].keys() & self.other.rows[0].keys()) - {"person"})
        self._alike = [self._by_shared(file.rows) for file in (self.one, self.other)]
        self._near: dict[tuple[int, tuple[str, ...]], list[Row]] = {}

    def _by_shared(self, rows: Sequence[Row]) -> dict[tuple[str, ...], list[Row]]:
        found: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            found.setdefault(tuple(row[name] for name in self.shared), []).append(row)
        return found

    def near(self, row: Row, side: int) -> list[Row]:
        """Return the rows of the other file that fit a row of file 0 or 1."""
        told = tuple(row[name] for name in self.shared)
        if (side, told) not in self._near:
            self._near[side, told] = [
                each
                for values, rows in self._alike[1 - side].items()
                if all(map(fits, told, values))
                for each in rows
            ]
        return self._near[side, told]

    def linked(self, people: Sequence[Person]) -> list[Person]:
        """Return the people whose two rows fit each other and nothing else."""
        return [
            (row, there)
            for row, there in people
            if self.near(row, 0) == [there] and self.near(there, 1) == [row]
        ]

    def candidates(self, person: Person, side: int) -> list[Row]:
        """Return the rows of a file that could be a person of whom all known columns are known."""
        files = (self.one, self.other)
        mine, theirs = files[side], files[1 - side]
        known, told = mine.known(person[side]), theirs.known(person[1 - side])
        return [
            row
            for row in mine.rows
            if mine.known(row) == known
            and any(theirs.known(each) == told for each in self.near(row, side))
        ]

    def certain(self, person: Person, side: int) -> bool:
        """Tell whether all rows that fit a person's row say the same of the person."""
        theirs = (self.other, self.one)[side]
        return len({theirs.known(each) for each in self.near(person[side], side)}) == 1

    def together(self, people: Sequence[Person]) -> Counter[tuple[tuple[str, ...], ...]]:
        """Return how many people there really are of each kind that both files tell of."""
        return Counter(self.kind(each) for each in people)

    def kind(self, person: Person) -> tuple[tuple[str, ...], ...]:
        """Return what both files tell of a person."""
        return self.one.known(person[0]), self.other.known(person[1])

    def found(self, people: Sequence[Person], k: int) -> list[Person]:
        """Return the people of whom fewer than k are alike for whoever has both files."""
        sizes = self.together(people)
        return [
            each
            for each in people
            if any(len(self.candidates(each, side)) < k for side in (0, 1))
            or (sizes[self.kind(each)] < k and any(self.certain(each, side) for side in (0, 1)))
        ]
