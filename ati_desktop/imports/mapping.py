"""What a mapping file says: how the rows of one kind of file become records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from ati_desktop.imports.date_forms import ENGLISH
from ati_desktop.imports.fields import Field
from ati_desktop.imports.reading import FileFormat
from ati_desktop.models.answers import Missing
from ati_desktop.models.dates import PartialDate
from ati_desktop.models.plain_text import compared

Value = str | int | bool | date | PartialDate | Missing | None
"""What a cell has become: text, code, number, yes or no, date, missing answer, nothing."""

REJECT, UNKNOWN, DOUBT = "reject", "unknown", "doubt"
POLICIES = (REJECT, UNKNOWN, DOUBT)
UNKNOWN_CODE = "unknown_code"
UNREADABLE = "value_unreadable"
AMBIGUOUS = "date_ambiguous"
DIFFERS = "differs_from_earlier_row"
RULES = (
    "referral_before_case",
    "closed_on_referral_day",
    "closed_before_referral",
    "date_implausible",
    "birth_date_implausible",
    "in_the_future",
    "several_programs",
    AMBIGUOUS,
    "before_birth",
    "left_before_admission",
    "ended_before_begun",
    "twice_at_once",
)
FOR_INFORMATION = frozenset({"several_programs"})


@dataclass(frozen=True, slots=True)
class Translation:
    """From the words of a source to codes; ``default`` says what an unlisted word becomes."""

    name: str
    codes: MappingProxyType[str, str]
    default: str = REJECT

    @staticmethod
    def key(word: str) -> str:
        """Return a word as it is compared: without case and with single spaces."""
        return " ".join(compared(word).casefold().split())


@dataclass(frozen=True, slots=True)
class Filling:
    """Where one field of a record comes from: a column of the file, or a constant."""

    field: Field
    column: str = ""
    constant: Value = None
    translation: Translation | None = None
    formats: tuple[str, ...] = ()
    language: str = ENGLISH
    empty: Missing | None = None
    required: bool = False
    impossible: str = REJECT


@dataclass(frozen=True, slots=True)
class RecordMapping:
    """One record that a row makes; ``key`` names the columns that tell it from others.

    ``only_if`` names columns that must say something, or no record is made.
    """

    noun: str
    fillings: tuple[Filling, ...]
    key: tuple[str, ...] = ()
    only_if: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgramEntry:
    """A program that the import makes where the office does not have it yet."""

    code: str
    name: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Where imported events come from, and the day to which that source is complete."""

    name: str
    kind: str | None = None
    complete_to: date | None = None


@dataclass(frozen=True, slots=True)
class DoubtRules:
    """Which doubts are looked for, and the day before which a date cannot be right."""

    rules: frozenset[str] = frozenset(RULES)
    earliest: date = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. ``sha256`` is of its text, so that a plan knows which one made it.

    Keys belong to ``source``: files of one source under several mappings find each other.
    """

    name: str
    source: str
    version: int
    title: str
    file: FileFormat
    row_key: tuple[str, ...]
    records: tuple[RecordMapping, ...]
    programs: tuple[ProgramEntry, ...] = ()
    events_from: SourceEntry | None = None
    doubts: DoubtRules = field(default_factory=DoubtRules)
    sha256: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column the mapping needs, in the order of their first mention."""
        named = list(self.row_key)
        for record in self.records:
            named += [*record.key, *record.only_if]
            named += [filling.column for filling in record.fillings if filling.column]
        return tuple(dict.fromkeys(named))

    def record(self, noun: str) -> RecordMapping | None:
        """Return the first record mapping of a noun."""
        return next((record for record in self.records if record.noun == noun), None)
