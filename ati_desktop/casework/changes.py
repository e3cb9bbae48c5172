"""What a deed changed, so that only the rooms that show it read again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto


class Changed(Flag):
    """The nouns a deed touched."""

    NOTHING = 0
    PARTICIPANTS = auto()
    PEOPLE = auto()
    LEGAL_CASES = auto()
    REFERRALS = auto()
    CONSENTS = auto()
    DISCLOSURES = auto()
    ENROLLMENTS = auto()
    EPISODES = auto()
    EVENTS = auto()
    PROVIDERS = auto()
    PROGRAMS = auto()
    USERS = auto()
    SETTINGS = auto()
    FIGURES = auto()
    DRAFTS = auto()


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer of a write: which record it was, its version now, and what changed."""

    id: int
    version: int
    changed: Changed
    participant_id: int | None = None
