"""From checked rows to what an import makes; planning and committing run the same code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ati_desktop.errors import Refused
from ati_desktop.imports.checking import CheckedRow, Problem
from ati_desktop.imports.doubts import RowDoubt
from ati_desktop.imports.fields import NOUNS, OF_PERSON
from ati_desktop.imports.mapping import DIFFERS, Mapping
from ati_desktop.imports.people_said import Said, Stay, said_by, stays_in

Key = tuple[str, ...]
ROW = "row"
SEVERAL_PROGRAMS = "several_programs"
TWICE_AT_ONCE = "twice_at_once"
OTHER_PERSON = (
    "The key belongs to somebody of another name and another birth date: it is not the same person."
)
SAME_KEY = "Another row (line {line}) has the same key but says something else."
_MOST_REJECTED = 100_000
_FLAGGED = None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is not taken in: its line, its cells as they were, and why."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A row to be taken in; ``new`` names the keyed nouns that do not exist yet."""

    row: CheckedRow
    new: frozenset[str]
    doubts: tuple[RowDoubt, ...]

    def makes(self, noun: str) -> bool:
        """Return whether the row makes a new record of a noun, rather than resting on one."""
        if noun in OF_PERSON:
            return "participant" in self.new
        if noun == "offence" and noun not in self.row.keys:
            return "legal_case" in self.new
        return noun not in self.row.keys or noun in self.new


@dataclass(frozen=True, slots=True)
class Change:
    """What a record says, and what a row that was imported before says of it now."""

    noun: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that was imported before and says something else now: where, and in which fields."""

    line: int
    cells: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the store already has: keys of a noun, and what it knows of a participant's key.

    ``said`` and ``stays`` are asked of a participant's key; ``changes`` what a known row says
    otherwise than its records; ``elsewhere`` the reference of somebody with the same number.
    """

    key: Callable[[str, Key], bool]
    programs: Callable[[Key], frozenset[str]]
    said: Callable[[Key], Said | None]
    stays: Callable[[Key], tuple[Stay, ...]]
    changes: Callable[[CheckedRow], tuple[Change, ...]]
    elsewhere: Callable[[CheckedRow], str | None]


@dataclass(slots=True)
class Tally:
    """What a file comes to so far, in rows and records."""

    rows: int = 0
    new: int = 0
    present: int = 0
    repeated: int = 0
    cleaned: int = 0
    created: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    rejected: list[RejectedRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    elsewhere: list[tuple[int, str]] = field(default_factory=list)


class Sifter:
    """Says of each row in turn whether it is new, there already, repeated or rejected."""

    def __init__(self, mapping: Mapping, known: Known) -> None:
        self.tally = Tally()
        self._known = known
        self._rules = mapping.doubts.rules
        self._seen: dict[Key, tuple[int, int]] = {}
        self._made: dict[str, set[Key]] = {}
        self._said: dict[tuple[str, Key], int | None] = {}
        self._programs: dict[Key, frozenset[str]] = {}
        self._persons: dict[Key, Said | None] = {}
        self._stays: dict[Key, tuple[Stay, ...]] = {}

    def take(self, row: CheckedRow) -> Taken | None:
        """Return what a row makes, or None when it makes nothing.

        Raises:
            Refused: so many rows are rejected that the mapping cannot be meant for the file.
        """
        self.tally.rows += 1
        self.tally.cleaned += row.cleaned
        problems = row.problems or self._same_key(row) or self._other_person(row)
        if problems:
            self._reject(RejectedRow(row.line, row.cells, problems))
            return None
        if row.key in self._seen:
            self.tally.repeated += 1
            return None
        self._seen[row.key] = row.line, _content(row)
        if self._known.key(ROW, row.key):
            self._present(row)
            return None
        return self._new(row)

    def _present(self, row: CheckedRow) -> None:
        changes = self._known.changes(row)
        if changes:
            self.tally.changed.append(ChangedRow(row.line, row.cells, changes))
        else:
            self.tally.present += 1

    def _other_person(self, row: CheckedRow) -> tuple[Problem, ...]:
        """Refuse to fold a row into somebody whom its names and birth date both contradict."""
        key, now = row.keys["participant"], said_by(row)
        if not now.words or now.birth is None:
            return ()
        if key not in self._persons:
            self._persons[key] = self._known.said(key)
        before = self._persons[key]
        if before is None:
            self._persons[key] = now
        elif before.contradicts(now):
            return (Problem("", "", OTHER_PERSON),)
        return ()

    def _same_key(self, row: CheckedRow) -> tuple[Problem, ...]:
        line, content = self._seen.get(row.key, (0, 0))
        if not line or content == _content(row):
            return ()
        return (Problem("", "", SAME_KEY, {"line": line}),)

    def _reject(self, rejected: RejectedRow) -> None:
        self.tally.rejected.append(rejected)
        if len(self.tally.rejected) > _MOST_REJECTED:
            raise Refused(
                "More than {limit} rows cannot be taken in; the mapping is not for this file.",
                limit=_MOST_REJECTED,
            )

    def _new(self, row: CheckedRow) -> Taken:
        new = frozenset(noun for noun, key in row.keys.items() if self._is_new(noun, key))
        taken = Taken(row, new, ())
        own = (doubt for doubt in row.doubts if taken.makes(doubt.noun))
        doubts = (*own, *self._differs(row), *self._several_programs(row), *self._at_once(row))
        taken = Taken(row, new, doubts)
        self.tally.new += 1
        for record in row.records:
            if taken.makes(record.noun):
                self.tally.created[NOUNS[record.noun].__tablename__] += 1
        self.tally.doubts.update(doubt.code for doubt in doubts)
        self.tally.words.update(row.words)
        if "participant" in new and (reference := self._known.elsewhere(row)):
            self.tally.elsewhere.append((row.line, reference))
        return taken

    def _is_new(self, noun: str, key: Key) -> bool:
        made = self._made.setdefault(noun, set())
        if key in made or self._known.key(noun, key):
            return False
        made.add(key)
        return True

    def _differs(self, row: CheckedRow) -> list[RowDoubt]:
        """Find records that an earlier row of the same key described otherwise, once each."""
        found = []
        for noun, key in row.keys.items():
            said = _saying(row, noun)
            if self._said.setdefault((noun, key), said) not in (said, _FLAGGED):
                self._said[noun, key] = _FLAGGED
                found.append(RowDoubt(DIFFERS, noun))
        return found

    def _several_programs(self, row: CheckedRow) -> list[RowDoubt]:
        key = row.keys["participant"]
        before = self._programs.get(key)
        if before is None:
            before = self._known.programs(key)
        now = before | _programs(row)
        self._programs[key] = now
        if SEVERAL_PROGRAMS in self._rules and len(before) < 2 <= len(now):
            return [RowDoubt(SEVERAL_PROGRAMS, "participant")]
        return []

    def _at_once(self, row: CheckedRow) -> list[RowDoubt]:
        key, now = row.keys["participant"], stays_in(row)
        if not now or TWICE_AT_ONCE not in self._rules:
            return []
        before = self._stays.get(key)
        if before is None:
            before = self._known.stays(key)
        self._stays[key] = (*before, *now)
        if any(one.overlaps(other) for one in now for other in before):
            return [RowDoubt(TWICE_AT_ONCE, "enrollment")]
        return []


def _content(row: CheckedRow) -> int:
    return hash(tuple((record.noun, *record.values.items()) for record in row.records))


def _programs(row: CheckedRow) -> frozenset[str]:
    named = (record.values.get("program") for record in row.records)
    return frozenset(program for program in named if isinstance(program, str))


def _saying(row: CheckedRow, noun: str) -> int:
    together = (noun, *OF_PERSON) if noun == "participant" else (noun,)
    return hash(
        tuple(
            (record.noun, tuple(record.values.items()))
            for record in row.records
            if record.noun in together
        )
    )
