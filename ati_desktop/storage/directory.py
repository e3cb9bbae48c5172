"""The directory of people: opened at sign-in, in memory only, so that no database sees a name."""

from __future__ import annotations

import contextlib
import gc
import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.directory_facts import (
    Name,
    PersonFacts,
    Progress,
    read_everyone,
    read_some,
)
from ati_desktop.storage.duplicates import Births, likely_same, read_birth
from ati_desktop.storage.names import search_tokens, sort_key
from ati_desktop.storage.people_index import PeopleIndex, Why, typed_words
from ati_desktop.storage.readings import Reading

__all__ = ["Directory", "Hit", "Why"]

_AFTER_ALL_NAMES = "\U0010ffff"
_GONE = "\u2013"
_MOST_DUPLICATES = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A person who answers a search, and what of them did.

    ``other_name`` is the name that was meant when it is not the one that is shown.
    """

    participant_id: int
    name: str
    reference: str
    birth: PartialDate | None
    why: Why
    other_name: str | None = None


class Directory:
    """Everybody's names, birth dates and numbers: searched, and listed in order of name.

    Restricted people are shown by their reference alone and found by nothing else, unless
    ``open_restricted`` is set. One thread may search while another one refreshes.
    """

    def __init__(
        self,
        people: Iterable[PersonFacts] = (),
        *,
        language: str = "en",
        open_restricted: bool = False,
    ) -> None:
        self._language = language
        self._open_restricted = open_restricted
        self._lock = threading.RLock()
        self._facts: dict[int, PersonFacts] = {}
        self._keys: dict[int, str] = {}
        self._index = PeopleIndex()
        for one in people:
            self._keep(one)
        self._index.settle()
        self._ordered = sorted(self._facts, key=self._keys.__getitem__)

    @classmethod
    def opened(
        cls,
        reading: Reading,
        *,
        language: str = "en",
        open_restricted: bool = False,
        progress: Progress | None = None,
    ) -> Directory:
        """Open everybody's sealed identity from the working store."""
        with _no_rubbish():
            everyone = read_everyone(reading, progress)
            return cls(everyone, language=language, open_restricted=open_restricted)

    def __len__(self) -> int:
        return len(self._facts)

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Return the people a text may mean, the likeliest first, at most ``limit``.

        The text may be any part of any name in any order, script and spelling without accents,
        a birth date, a reference, a docket number or another identifier. Only when nothing
        answers are names tried that are one slip away.
        """
        with self._lock:
            found = self._gather(text, limit)
            words = typed_words(text)
            return [self._hit(one, why, words) for one, why in found.items()]

    def _gather(self, text: str, limit: int) -> dict[int, Why]:
        found: dict[int, Why] = {}
        for groups in (self._index.groups, self._index.near_groups):
            for why, people in groups(text):
                fresh = people.keys() - found.keys()
                first = nsmallest(
                    limit - len(found), fresh, key=lambda one: (people[one], self._keys[one])
                )
                found.update(dict.fromkeys(first, why))
                if len(found) >= limit:
                    return found
            if found:
                break
        return found

    def possible_duplicates(
        self, family: str | None, given: str | None, birth: str | None
    ) -> list[Hit]:
        """Return people who may be the one about to be entered, the likeliest first.

        Args:
            family: as typed; may be empty.
            given: as typed; may be empty.
            birth: text of a partial date, or None.
        """
        words = typed_words(" ".join(part for part in (family, given) if part))
        with self._lock:
            same = likely_same(self._index.alike(words), birth, self._facts)
            return [
                self._hit(one, Why.BIRTH_DATE if births is Births.SAME else Why.NAME, words)
                for one, births in islice(same.items(), _MOST_DUPLICATES)
            ]

    def ordered_ids(self) -> Sequence[int]:
        """Return the ids of all participants in the order of their names.

        Those whose name is not known, or not shown, come last by their reference.
        """
        with self._lock:
            return tuple(self._ordered)

    def display(self, participant_id: int) -> str:
        """Return the name a list shows, the reference where no name may be shown.

        Someone who is not there any more is shown as a dash.
        """
        facts = self._facts.get(participant_id)
        if facts is None:
            return _GONE
        return facts.reference if self._masked(facts) else facts.shown

    def known_as(self, participant_id: int) -> tuple[tuple[Name, ...], str | None]:
        """Return somebody's names and the text of the birth date, to be compared and not shown."""
        facts = self._facts.get(participant_id)
        return ((), None) if facts is None else (facts.names, facts.birth)

    def refresh(self, reading: Reading, participant_ids: Sequence[int]) -> None:
        """Read some participants again after a deed: new ones, changed ones, removed ones."""
        fresh = read_some(reading, participant_ids)
        with self._lock:
            for one in participant_ids:
                self._let_go(one)
            for facts in fresh:
                self._keep(facts)
                insort(self._ordered, facts.id, key=self._keys.__getitem__)

    def _keep(self, facts: PersonFacts) -> None:
        self._facts[facts.id] = facts
        self._keys[facts.id] = self._key(facts)
        self._index.add(facts, masked=self._masked(facts))

    def _let_go(self, participant_id: int) -> None:
        facts = self._facts.pop(participant_id, None)
        if facts is None:
            return
        self._index.remove(facts, masked=self._masked(facts))
        at = bisect_left(self._ordered, self._keys[facts.id], key=self._keys.__getitem__)
        del self._ordered[at]
        del self._keys[facts.id]

    def _key(self, facts: PersonFacts) -> str:
        # The reference keeps two people of one name apart, always in the same order.
        if self._masked(facts) or not facts.names:
            return _AFTER_ALL_NAMES + facts.reference
        name = sort_key(*facts.names[0], self._language, spell=self._index.spell)
        return f"{name}\x00{facts.reference}"

    def _masked(self, facts: PersonFacts) -> bool:
        return facts.restricted and not self._open_restricted

    def _hit(self, participant_id: int, why: Why, words: Sequence[tuple[str, ...]]) -> Hit:
        facts = self._facts[participant_id]
        if self._masked(facts):
            return Hit(facts.id, facts.reference, facts.reference, None, why)
        return Hit(
            facts.id,
            facts.shown,
            facts.reference,
            read_birth(facts.birth),
            why,
            _other_name(facts, words) if why is Why.NAME else None,
        )


@contextlib.contextmanager
def _no_rubbish() -> Iterator[None]:
    """Let nothing be collected for a while: of all that is made here, nothing is rubbish.

    Looking for it again and again is a third of the time of opening a large directory.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _other_name(facts: PersonFacts, words: Sequence[tuple[str, ...]]) -> str | None:
    """Return the first name that holds more of the typed words than the shown one does."""

    def held(name: tuple[str | None, str | None]) -> int:
        tokens = search_tokens(*name)
        return sum(any(way in token for way in ways for token in tokens) for ways in words)

    best = max(facts.names, key=held)
    return None if best == facts.names[0] else ", ".join(part for part in best if part)
