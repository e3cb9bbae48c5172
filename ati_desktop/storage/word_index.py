"""Words in memory and whom they belong to: found whole, by their beginning, by any part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable

_LAST = "\U0010ffff"
_SHORTEST_NEAR = 4


class WordIndex:
    """Folded words and their owners' ids.

    Most numbers belong to one person and most names to several, so a single owner is kept
    without a list around it.
    """

    def __init__(self) -> None:
        self._owners: dict[str, int | list[int]] = {}
        self._sorted: list[str] | None = None

    def __len__(self) -> int:
        return len(self._owners)

    def add(self, owner: int, words: Iterable[str]) -> None:
        """Let words lead to an owner; a word that already does is no error."""
        for word in words:
            owners = self._owners.get(word)
            if owners is None:
                self._owners[word] = owner
                self._sorted = None
            elif isinstance(owners, int):
                if owners != owner:
                    self._owners[word] = [owners, owner]
            elif owner not in owners[-1:]:
                owners.append(owner)

    def remove(self, owner: int, words: Iterable[str]) -> None:
        """Let words no longer lead to an owner."""
        for word in words:
            owners = self._owners.get(word)
            if isinstance(owners, list):
                owners[:] = [other for other in owners if other != owner]
            if owners in (owner, []):
                del self._owners[word]
                self._sorted = None

    def whole(self, words: Collection[str]) -> set[int]:
        """Return the owners of any of the words."""
        return self._owners_of(word for word in words if word in self._owners)

    def beginning(self, words: Collection[str]) -> set[int]:
        """Return the owners of words that begin with any of these."""
        if self._sorted is None:
            self._sorted = sorted(self._owners)
        found: set[int] = set()
        for word in words:
            first = bisect_left(self._sorted, word)
            last = bisect_left(self._sorted, word + _LAST, first)
            found |= self._owners_of(self._sorted[first:last])
        return found

    def holding(self, words: Collection[str]) -> set[int]:
        """Return the owners of words that hold any of these as a part."""
        found: set[int] = set()
        for word in words:
            found |= self._owners_of([known for known in self._owners if word in known])
        return found

    def near(self, words: Collection[str]) -> set[int]:
        """Return the owners of words that are one slip away: one letter more, less, other, swapped.

        Words of fewer than four letters are near nothing: too many would be.
        """
        found: set[int] = set()
        for word in words:
            if len(word) >= _SHORTEST_NEAR:
                found |= self._owners_of(self._one_slip_away(word))
        return found

    def _one_slip_away(self, word: str) -> list[str]:
        # One slip leaves either the first half of a word or its second half as it was, unless
        # two letters were swapped just where the halves meet.
        half = len(word) // 2
        start, end = word[:half], word[half:]
        swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
        lengths = range(len(word) - 1, len(word) + 2)
        return [
            known
            for known in self._owners
            if len(known) in lengths
            and (known.startswith(start) or known.endswith(end) or known == swapped)
            and one_slip(word, known)
        ]

    def _owners_of(self, words: Iterable[str]) -> set[int]:
        found: set[int] = set()
        lists: list[list[int]] = []
        keep: Callable[[int], None] = found.add
        for word in words:
            owners = self._owners[word]
            if isinstance(owners, int):
                keep(owners)
            else:
                lists.append(owners)
        return found.union(*lists)


def one_slip(one: str, other: str) -> bool:
    """Return whether at most one letter is added, left out, changed or swapped with the next."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    rests = (
        (one[at + 1 :], other[at + 1 :]),
        (one[at + 1 :], other[at:]),
        (one[at:], other[at + 1 :]),
        (one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :], other[at:]),
    )
    return any(a == b for a, b in rests)
