"""Which people a typed text may mean, the likeliest groups first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache

from ati_desktop.storage.birth_dates import read_typed
from ati_desktop.storage.directory_facts import PersonFacts
from ati_desktop.storage.names import PARTICLES, Spell, fold, search_tokens, spellings, words_of
from ati_desktop.storage.word_index import WordIndex

_NO_CODE = re.compile(r"[^A-Za-z0-9]+")
_SHORTEST_CODE_PART = 3
Words = Sequence[tuple[str, ...]]
"""Each typed word with its spellings."""


class Why(StrEnum):
    """What of a person answered the search."""

    REFERENCE = "reference"
    DOCKET = "docket"
    IDENTIFIER = "identifier"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SPELLING = "spelling"


Group = tuple[Why, dict[int, int]]
"""People who answered in the same way; the number tells who of them comes first (least)."""


def code_of(text: str) -> str:
    """Return a reference or number without what people put between its signs."""
    if text.isascii():
        return _NO_CODE.sub("", text).lower()
    return "".join(fold(word) for word in words_of(text))


def typed_words(text: str) -> list[tuple[str, ...]]:
    """Return the words of a typed text, each with its spellings."""
    return [ways for word in words_of(text) if (ways := spellings(word))]


def birth_keys(birth: str | None) -> list[str]:
    """Return the keys of a birth date: its year, its month and its day, as far as known."""
    if birth is None or not birth[:4].isdecimal():
        return []
    text = birth.rstrip("~")
    return [text[:length] for length in (4, 7, 10) if length <= len(text)]


class PeopleIndex:
    """Names, birth dates and numbers of people, each in an index of its own."""

    def __init__(self) -> None:
        self.names = WordIndex()
        self.births = WordIndex()
        # While many people are added, names that many of them share are folded once.
        self.spell: Spell = cache(spellings)
        self._codes = {
            Why.REFERENCE: WordIndex(),
            Why.DOCKET: WordIndex(),
            Why.IDENTIFIER: WordIndex(),
        }

    def add(self, facts: PersonFacts, *, masked: bool) -> None:
        """Let a person be found; one who is masked by the reference alone."""
        for index, words in self._entries(facts, masked=masked):
            index.add(facts.id, words)

    def remove(self, facts: PersonFacts, *, masked: bool) -> None:
        """Let a person no longer be found, as the same facts were added."""
        for index, words in self._entries(facts, masked=masked):
            index.remove(facts.id, words)

    def _entries(
        self, facts: PersonFacts, *, masked: bool
    ) -> Iterator[tuple[WordIndex, Iterable[str]]]:
        yield self._codes[Why.REFERENCE], _reference_codes(facts.reference)
        if masked:
            return
        yield self._codes[Why.DOCKET], {code_of(one) for one in facts.dockets}
        yield self._codes[Why.IDENTIFIER], {code_of(one) for one in facts.identifiers}
        yield (
            self.names,
            search_tokens(*(part for name in facts.names for part in name), spell=self.spell),
        )
        yield self.births, birth_keys(facts.birth)

    def settle(self) -> None:
        """Do now what the first search would do and be slow for."""
        self.spell = spellings
        for index in (self.names, *self._codes.values()):
            index.beginning(())

    def groups(self, text: str) -> Iterator[Group]:
        """Yield groups of people whom a text may mean; a person may come in several.

        Whole numbers first, then birth dates (with a name or alone), names by their whole words,
        by their beginnings, by any part, then parts of numbers. Each is worked out only when
        it is asked for.
        """
        code = code_of(text)
        for why, index in self._codes.items():
            yield why, dict.fromkeys(index.whole((code,)), 0)
        for dates, rest in read_typed(text):
            born = self.births.whole(dates) if dates else None
            words = typed_words(rest)
            if born and not words:
                yield Why.BIRTH_DATE, dict.fromkeys(born, 0)
            elif words and (born or not dates):
                yield from ((Why.NAME, group) for group in self._named(words, born))
        if len(code) >= _SHORTEST_CODE_PART and any(sign.isdecimal() for sign in code):
            yield from self._parts_of_codes(code)

    def near_groups(self, text: str) -> Iterator[Group]:
        """Yield people whose names are one slip away from what was typed, word by word."""
        needed, _ = _needed(typed_words(text))
        if needed:
            held = zip(self._held(needed), needed, strict=True)
            sets = [people | self.names.near(word) for people, word in held]
            yield Why.SPELLING, dict.fromkeys(set.intersection(*sets), 0)

    def alike(self, words: Words) -> list[set[int]]:
        """Return, word by word, the people who have it in a name, whole or one slip away."""
        needed, _ = _needed(words)
        return [self.names.whole(word) | self.names.near(word) for word in needed]

    def _parts_of_codes(self, code: str) -> Iterator[Group]:
        # Of a reference only the beginning counts: its parts are random and mean nothing.
        for why, index in self._codes.items():
            yield why, dict.fromkeys(index.beginning((code,)), 0)
        for why in (Why.DOCKET, Why.IDENTIFIER):
            yield why, dict.fromkeys(self._codes[why].holding((code,)), 0)

    def _named(self, words: Words, within: set[int] | None) -> Iterator[dict[int, int]]:
        needed, helping = _needed(words)
        helped = [self.names.beginning(word) for word in helping]
        whole: list[set[int]] = []
        for sets in self._ways(needed):
            whole = whole or sets
            people = set.intersection(*sets, *([] if within is None else [within]))
            yield {one: -sum(one in those for those in (*whole, *helped)) for one in people}

    def _ways(self, words: Words) -> Iterator[list[set[int]]]:
        yield [self.names.whole(word) for word in words]
        yield [self.names.beginning(word) for word in words]
        yield self._held(words)

    def _held(self, words: Words) -> list[set[int]]:
        # A single letter beside other words is an initial, not a part of some name.
        several = len(words) > 1
        return [
            self.names.beginning(word)
            if several and word[0].isascii() and len(word[0]) == 1
            else self.names.holding(word)
            for word in words
        ]


def _needed(words: Words) -> tuple[Words, Words]:
    """Part the words that must be found from particles, which only help the order."""
    needed = [word for word in words if word[0] not in PARTICLES]
    helping = [word for word in words if word[0] in PARTICLES]
    return (needed, helping) if needed else (words, [])


def _reference_codes(reference: str) -> tuple[str, ...]:
    code = code_of(reference)
    return (code, code[1:]) if reference[1:2] == "-" else (code,)
