"""The caseload: ids first, and the rows of a page when it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union

from ati_desktop.casework.belongings import by_owner
from ati_desktop.casework.consents import ENDS_SOON_DAYS, consent_state
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.statuses import Status, current_enrollment, status_of
from ati_desktop.models import (
    Consent,
    Doubt,
    Enrollment,
    LegalCase,
    Participant,
    Program,
    Referral,
)
from ati_desktop.models.referrals import PENDING
from ati_desktop.models.users import Right

HEARING_SOON_DAYS = 7


class Caseload(StrEnum):
    """Which participants a list holds."""

    MINE = "mine"
    ATTENTION = "attention"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next for a participant: ``hearing``, ``consent_ends`` or ``decision``."""

    kind: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One line of the list. Codes, not words: the window translates them."""

    id: int
    name: str
    reference: str
    status: Status
    program: str | None
    phase: str | None
    next: NextStep | None


def caseload_ids(desk: Desk, which: Caseload = Caseload.ALL) -> list[int]:
    """Return the ids of a list in order of name; none of them is opened yet."""
    desk.require(Right.READ_RECORDS)
    ordered = desk.people.ordered_ids()
    if which is Caseload.ALL:
        return list(ordered)
    with desk.working.reading() as reading:
        chosen = set(reading.ids(_members(desk, which)))
    return [one for one in ordered if one in chosen]


def caseload_counts(desk: Desk) -> dict[Caseload, int]:
    """Return how many people each list holds."""
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        counts = {
            which: reading.one(select(func.count()).select_from(_members(desk, which).subquery()))
            or 0
            for which in (Caseload.MINE, Caseload.ATTENTION)
        }
    return counts | {Caseload.ALL: len(desk.people.ordered_ids())}


def caseload_rows(desk: Desk, ids: Sequence[int]) -> list[CaseloadRow | None]:
    """Return the lines of one page; None where a record is gone."""
    desk.require(Right.READ_RECORDS)
    with desk.working.reading() as reading:
        references = dict(
            reading.rows(
                select(Participant.id, Participant.reference).where(Participant.id.in_(ids))
            )
        )
        enrollments = by_owner(reading, Enrollment, ids)
        referrals = by_owner(reading, Referral, ids)
        cases = by_owner(reading, LegalCase, ids)
        consents = by_owner(reading, Consent, ids)
        programs = dict(reading.rows(select(Program.id, Program.code)))
    rows: list[CaseloadRow | None] = []
    for one in ids:
        if one not in references:
            rows.append(None)
            continue
        enrollment = current_enrollment(enrollments[one])
        rows.append(
            CaseloadRow(
                id=one,
                name=desk.people.display(one),
                reference=references[one],
                status=status_of(enrollments[one], referrals[one]),
                program=programs.get(enrollment.program_id) if enrollment else None,
                phase=enrollment.phase if enrollment and not enrollment.ended else None,
                next=next_step(cases[one], consents[one], referrals[one], desk.today),
            )
        )
    return rows


def next_step(
    cases: Sequence[LegalCase],
    consents: Sequence[Consent],
    referrals: Sequence[Referral],
    today: date,
) -> NextStep | None:
    """Return what comes first: an ended or ending consent, a hearing, an open decision."""
    steps = [
        NextStep("hearing", one.next_hearing_on)
        for one in cases
        if one.next_hearing_on is not None and one.next_hearing_on >= today
    ]
    state = consent_state(consents, today)
    if state.state == "ends_soon":
        steps.append(NextStep("consent_ends", state.ends_on))
    if steps:
        return min(steps, key=lambda step: step.day or date.max)
    if any(one.open for one in referrals):
        return NextStep("decision")
    return None


def _members(desk: Desk, which: Caseload) -> Select[Any]:
    """Return the query for the ids of a list's people, each once."""
    if which is Caseload.MINE:
        return select(Participant.id).where(Participant.case_manager_id == desk.user_id)
    return select(union(*_attention(desk.today)).subquery())


def _attention(today: date) -> list[Select[Any]]:
    """Return the queries for people with something due.

    A consent that ends and a doubt count for people whom the office still works with: those with
    an open enrollment or an open referral. Each query begins at an index on what is due, so that
    it takes as long as few people have something due, however many there are.
    """
    undecided = or_(Referral.decision.is_(None), Referral.decision == PENDING)
    hearing = select(LegalCase.participant_id).where(
        LegalCase.next_hearing_on.between(today, today + timedelta(days=HEARING_SOON_DAYS))
    )
    ending = select(Consent.participant_id).where(
        Consent.expires_on.between(today, today + timedelta(days=ENDS_SOON_DAYS)),
        Consent.revoked_on.is_(None),
        _with_us(Consent.participant_id, undecided),
    )
    doubted = select(Doubt.participant_id).where(
        Doubt.settled.is_(False), _with_us(Doubt.participant_id, undecided)
    )
    return [hearing, ending, doubted, select(Referral.participant_id).where(undecided)]


def _with_us(owner: Any, undecided: ColumnElement[bool]) -> ColumnElement[bool]:
    enrolled = exists().where(
        Enrollment.participant_id == owner,
        Enrollment.exited_on.is_(None),
        Enrollment.exit_program.is_(None),
    )
    return or_(enrolled, exists().where(Referral.participant_id == owner, undecided))
