"""What the evaluation store is made from: columns of the working store, as they stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from ati_desktop.errors import Refused
from ati_desktop.models import (
    Doubt,
    Enrollment,
    Event,
    Offence,
    OutcomeSource,
    Participant,
    Person,
    Program,
    Referral,
    ResearchId,
    Stay,
)
from ati_desktop.models.events import ARREST
from ati_desktop.storage.case_groups import shared_dockets
from ati_desktop.storage.readings import Reading

Rows = Sequence[Row[*tuple[Any, ...]]]
_JUSTICE_SOURCES = ("police", "court")


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of the working store that figures rest on; dates are the texts of partial dates.

    ``people`` are rows (participant, research id, sex, gender identity, ethnicity, demo);
    ``births`` maps a participant to the text of the birth date; ``dockets`` the blind index of a
    docket number to the participants who share it.
    """

    people: Rows
    births: dict[int, str]
    referrals: Rows
    enrollments: Rows
    stays: Rows
    events: Rows
    offences: dict[int, tuple[str | None, str | None]]
    programs: dict[int, tuple[str, str]]
    doubts: dict[tuple[str, int], set[str]]
    source_kinds: dict[int, str | None]
    arrest_complete_to: date | None
    without_id: int
    dockets: dict[bytes, set[int]] = field(default_factory=dict)


def read_facts(reading: Reading) -> Facts:
    """Read all that the figures rest on, in one state of the store.

    Of everything that is sealed, only birth dates are opened, and of these only the year leaves
    this floor.

    Raises:
        Refused: who is signed in does not hold the key to birth dates.
    """
    people = reading.rows(
        select(
            Participant.id,
            ResearchId.research_id,
            Participant.sex,
            Participant.gender_identity,
            Participant.ethnicity,
            Participant.demo,
        ).join(ResearchId, ResearchId.participant_id == Participant.id)
    )
    everyone = reading.ids(select(Participant.id))
    programs = reading.rows(select(Program.id, Program.code, Program.name))
    sources = reading.rows(select(OutcomeSource.id, OutcomeSource.kind, OutcomeSource.complete_to))
    return Facts(
        people=people,
        births=_births(reading),
        referrals=_referrals(reading),
        enrollments=_enrollments(reading),
        stays=_stays(reading),
        events=_events(reading),
        offences=_offences(reading),
        programs={row[0]: (row[1], row[2]) for row in programs},
        doubts=_doubts(reading),
        source_kinds={row[0]: row[1] for row in sources},
        arrest_complete_to=_arrest_complete_to(reading, sources),
        without_id=len(everyone) - len(people),
        dockets=shared_dockets(reading),
    )


def _text(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """Return a date column as its text: parsing whole dates by the ten thousand is slow."""
    return type_coerce(column, String)


def _births(reading: Reading) -> dict[int, str]:
    rows = reading.rows(
        select(Person.participant_id, Person.uid, Person.birth_date).where(
            Person.birth_date.is_not(None)
        )
    )
    texts = reading.open_values(Person, "birth_date", ((row[1], row[2]) for row in rows))
    if None in texts:
        raise Refused(
            "Rebuilding the figures needs the key to birth dates, which your role does not hold."
        )
    return {row[0]: text for row, text in zip(rows, texts, strict=True) if text}


def _referrals(reading: Reading) -> Rows:
    return reading.rows(
        select(
            Referral.id,
            Referral.participant_id,
            Referral.program_id,
            Referral.legal_case_id,
            Referral.source,
            Referral.justice_point,
            _text(Referral.referred_on),
            Referral.decision,
            _text(Referral.decided_on),
        )
        .where(Referral.direction == "inbound")
        .order_by(Referral.id)
    )


def _enrollments(reading: Reading) -> Rows:
    return reading.rows(
        select(
            Enrollment.id,
            Enrollment.participant_id,
            Enrollment.program_id,
            Enrollment.referral_id,
            _text(Enrollment.ordered_on),
            _text(Enrollment.admitted_on),
            _text(Enrollment.exited_on),
            Enrollment.exit_program,
            Enrollment.exit_treatment,
            Enrollment.exit_justice,
            Enrollment.exit_reason,
        ).order_by(Enrollment.id)
    )


def _stays(reading: Reading) -> Rows:
    return reading.rows(
        select(
            Stay.participant_id,
            Stay.level_of_care,
            Stay.setting,
            Stay.in_custody,
            _text(Stay.started_on),
            _text(Stay.ended_on),
        )
    )


def _events(reading: Reading) -> Rows:
    return reading.rows(
        select(
            Event.participant_id,
            Event.kind,
            _text(Event.happened_on),
            _text(Event.offence_on),
            _text(Event.ended_on),
            Event.section,
            Event.index_case,
            Event.technical,
            Event.source_id,
        )
    )


def _offences(reading: Reading) -> dict[int, tuple[str | None, str | None]]:
    """Return the first charge of each legal case: the one that was entered first."""
    query = select(Offence.legal_case_id, Offence.section, Offence.category)
    rows = reading.rows(query.order_by(Offence.id.desc()))
    return {row[0]: (row[1], row[2]) for row in rows}


def _doubts(reading: Reading) -> dict[tuple[str, int], set[str]]:
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for table, record_id, code in reading.rows(select(Doubt.table, Doubt.record_id, Doubt.code)):
        found[table, record_id].add(code)
    return dict(found)


def _arrest_complete_to(reading: Reading, sources: Rows) -> date | None:
    """Return the day to which arrests are known: that of the least complete of their sources.

    Where no arrest names its source, the sources of police and courts count.
    """
    query: Select[int | None] = select(Event.source_id).where(Event.kind == ARREST).distinct()
    used = {one for one in reading.all(query) if one is not None}
    chosen = [row for row in sources if row[0] in used]
    chosen = chosen or [row for row in sources if row[1] in _JUSTICE_SOURCES]
    return min((row[2] for row in chosen if row[2] is not None), default=None)
