"""The course of a case as one picture: spans and marks over time, lane by lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ati_desktop.casework.belongings import belonging_to
from ati_desktop.casework.desk import Desk
from ati_desktop.models import (
    Consent,
    Enrollment,
    Event,
    LegalCase,
    Program,
    Referral,
    Stay,
)
from ati_desktop.models.dates import PartialDate, When
from ati_desktop.models.users import Right

LANES = ("justice", "referral", "program", "treatment", "health", "consent")


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasts. ``label`` is a code of ``codes`` (a list's name) or plain words.

    ``end`` None means it still goes on; ``exact`` False that an end is known less than to the day.
    """

    lane: str
    kind: str
    label: str
    codes: str | None
    start: date
    end: date | None
    exact: bool
    noun: str
    record_id: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens on a day."""

    lane: str
    kind: str
    label: str
    codes: str | None
    day: date
    exact: bool
    noun: str
    record_id: int


@dataclass(frozen=True, slots=True)
class Course:
    """All that is known of a case in time, from the first day to today."""

    first: date | None
    today: date
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]


def read_course(desk: Desk, participant_id: int) -> Course:
    """Return the course of a participant's case.

    Raises:
        Refused: the role opens no records.
    """
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        programs = {one.id: one.name for one in reading.all(select(Program))}
        spans = [
            *_custody(belonging_to(reading, Event, participant_id)),
            *_referrals(belonging_to(reading, Referral, participant_id)),
            *_enrollments(belonging_to(reading, Enrollment, participant_id), programs),
            *_stays(belonging_to(reading, Stay, participant_id)),
            *_consents(belonging_to(reading, Consent, participant_id)),
        ]
        marks = [
            *_events(belonging_to(reading, Event, participant_id)),
            *_hearings(belonging_to(reading, LegalCase, participant_id)),
        ]
    days = [span.start for span in spans] + [mark.day for mark in marks]
    return Course(min(days, default=None), desk.today, tuple(spans), tuple(marks))


def _sure(*whens: When | None) -> bool:
    return all(when is None or (isinstance(when, PartialDate) and when.exact) for when in whens)


def _last(start: PartialDate, end: When | None, *, over: bool = False) -> date | None:
    """Return the last day of something; None while it goes on.

    What is over on a day nobody knows is drawn no longer than it surely was: its first day.
    """
    if isinstance(end, PartialDate):
        return end.latest
    return start.latest if over or end is not None else None


def _custody(events: list[Event]) -> list[Span]:
    return [
        Span(
            "justice",
            "custody",
            "custody",
            "event_kind",
            one.happened_on.earliest,
            _last(one.happened_on, one.ended_on),
            _sure(one.happened_on, one.ended_on),
            "event",
            one.id or 0,
        )
        for one in events
        if one.kind == "custody" and isinstance(one.happened_on, PartialDate)
    ]


def _referrals(referrals: list[Referral]) -> list[Span]:
    return [
        Span(
            "referral",
            "referral",
            one.decision or "pending",
            "referral_decision",
            one.referred_on.earliest,
            _last(one.referred_on, None if one.open else one.decided_on, over=not one.open),
            _sure(one.referred_on, one.decided_on),
            "referral",
            one.id or 0,
        )
        for one in referrals
        if isinstance(one.referred_on, PartialDate)
    ]


def _enrollments(enrollments: list[Enrollment], programs: dict[int | None, str]) -> list[Span]:
    spans: list[Span] = []
    for one in enrollments:
        if not isinstance(one.admitted_on, PartialDate):
            continue
        name, start, end = programs.get(one.program_id, ""), one.admitted_on, one.exited_on
        since = one.phase_since
        if isinstance(since, PartialDate) and since.earliest > start.earliest and not one.ended:
            spans.append(
                Span(
                    "program",
                    "earlier_phase",
                    name,
                    None,
                    start.earliest,
                    since.earliest,
                    _sure(start, since),
                    "enrollment",
                    one.id or 0,
                )
            )
            start, name = since, one.phase or name
        listed = "phase" if name == one.phase else None
        spans.append(
            Span(
                "program",
                one.exit_program or "enrolled",
                name,
                listed,
                start.earliest,
                _last(start, end, over=one.ended),
                _sure(start, end) and (end is not None or not one.ended),
                "enrollment",
                one.id or 0,
            )
        )
    return spans


def _stays(stays: list[Stay]) -> list[Span]:
    return [
        Span(
            "treatment",
            "in_custody" if one.in_custody else "community",
            one.level_of_care or one.setting or "unknown",
            "level_of_care" if one.level_of_care else "treatment_setting",
            one.started_on.earliest,
            _last(one.started_on, one.ended_on),
            _sure(one.started_on, one.ended_on),
            "stay",
            one.id or 0,
        )
        for one in stays
        if isinstance(one.started_on, PartialDate)
    ]


def _consents(consents: list[Consent]) -> list[Span]:
    return [
        Span(
            "consent",
            "revoked" if one.revoked_on else "consent",
            one.kind or "general",
            "consent_kind",
            one.valid_from or one.signed_on,
            one.ended_on,
            True,
            "consent",
            one.id or 0,
        )
        for one in consents
        if one.signed_on is not None
    ]


def _events(events: list[Event]) -> list[Mark]:
    return [
        Mark(
            "health" if one.kind in ("overdose", "hospital", "death") else "justice",
            one.kind,
            one.kind,
            "event_kind",
            one.happened_on.earliest,
            _sure(one.happened_on),
            "event",
            one.id or 0,
        )
        for one in events
        if one.kind != "custody" and isinstance(one.happened_on, PartialDate)
    ]


def _hearings(cases: list[LegalCase]) -> list[Mark]:
    return [
        Mark(
            "justice",
            "hearing",
            "hearing",
            None,
            one.next_hearing_on,
            True,
            "legal_case",
            one.id or 0,
        )
        for one in cases
        if one.next_hearing_on is not None
    ]
