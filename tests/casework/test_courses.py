from __future__ import annotations

from datetime import date

import pytest

from ati_desktop.casework.courses import LANES, Mark, Span, read_course
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.values import FormValue
from tests.casework.offices import (
    NOON,
    add,
    add_consent,
    add_person,
    add_program,
    add_provider,
)


def spans(desk: Desk, person: int, lane: str) -> list[Span]:
    return [one for one in read_course(desk, person).spans if one.lane == lane]


def marks(desk: Desk, person: int) -> list[Mark]:
    return list(read_course(desk, person).marks)


def enroll(desk: Desk, person: int, **values: FormValue) -> int:
    return add(desk, "enrollment", person, program_id=str(add_program(desk)), **values)


def test_a_course_begins_with_the_first_thing_known(ana: Desk) -> None:
    person = add_person(ana, referred_on="2026-03-02")
    add(ana, "event", person, kind="arrest", happened_on="2025-12")
    course = read_course(ana, person)
    assert (course.first, course.today) == (date(2025, 12, 1), NOON.date())
    assert {one.lane for one in (*course.spans, *course.marks)} <= set(LANES)


def test_an_empty_course_begins_nowhere(ana: Desk) -> None:
    course = read_course(ana, 99)
    assert (course.first, course.spans, course.marks) == (None, (), ())


def test_an_open_referral_goes_on_and_a_decided_one_ends(ana: Desk) -> None:
    person = add_person(ana)
    (waiting,) = spans(ana, person, "referral")
    assert (waiting.label, waiting.end, waiting.exact) == ("pending", None, True)
    decided = add(
        ana, "referral", person, referred_on="2026-01", decision="ineligible",
        decided_on="2026-02-03",
    )  # fmt: skip
    one = next(one for one in spans(ana, person, "referral") if one.record_id == decided)
    assert (one.start, one.end, one.exact) == (date(2026, 1, 1), date(2026, 2, 3), False)
    undated = add(ana, "referral", person, referred_on="2026-01-05", decision="ineligible")
    one = next(one for one in spans(ana, person, "referral") if one.record_id == undated)
    assert (one.start, one.end) == (date(2026, 1, 5), date(2026, 1, 5))


def test_the_phase_of_an_open_stay_is_drawn_after_the_earlier_ones(ana: Desk) -> None:
    person = add_person(ana)
    enroll(ana, person, admitted_on="2026-01-10", phase="2", phase_since="2026-03-01")
    earlier, now = spans(ana, person, "program")
    assert (earlier.kind, earlier.label, earlier.codes) == (
        "earlier_phase", "Drug Treatment Court", None,
    )  # fmt: skip
    assert (earlier.start, earlier.end) == (date(2026, 1, 10), date(2026, 3, 1))
    assert (now.kind, now.label, now.codes) == ("enrolled", "2", "phase")
    assert (now.start, now.end, now.exact) == (date(2026, 3, 1), None, True)


def test_a_stay_that_ended_is_one_stretch_with_its_outcome(ana: Desk) -> None:
    person = add_person(ana)
    enroll(
        ana, person, admitted_on="2026-01-10", phase="2", phase_since="2026-03-01",
        exited_on="2026-04", exit_program="completed",
    )  # fmt: skip
    (one,) = spans(ana, person, "program")
    assert (one.kind, one.label) == ("completed", "Drug Treatment Court")
    assert (one.start, one.end, one.exact) == (date(2026, 1, 10), date(2026, 4, 30), False)


@pytest.mark.parametrize("left", [None, "unknown"])
def test_whoever_left_on_an_unknown_day_is_not_drawn_as_still_there(
    ana: Desk, left: str | None
) -> None:
    person = add_person(ana)
    enroll(ana, person, admitted_on="2026-01-10", exited_on=left, exit_program="completed")
    (one,) = spans(ana, person, "program")
    assert (one.kind, one.end, one.exact) == ("completed", date(2026, 1, 10), False)


@pytest.mark.parametrize("admitted", [None, "unknown"])
def test_what_has_no_beginning_is_not_drawn(ana: Desk, admitted: str | None) -> None:
    person = add_person(ana)
    enroll(ana, person, admitted_on=admitted)
    assert spans(ana, person, "program") == []


def test_treatment_says_its_level_or_else_its_setting(ana: Desk) -> None:
    person = add_person(ana)
    episode = str(add(ana, "episode", person, admitted_on="2026-01-01"))
    add(ana, "stay", person, episode_id=episode, level_of_care="3.5", started_on="2026-01~",
        ended_on="2026-02-01", in_custody="yes")  # fmt: skip
    add(ana, "stay", person, episode_id=episode, level_of_care="2.1", started_on="2026-02-02")
    add(ana, "stay", person, episode_id=episode, level_of_care="1.0")
    first, second = spans(ana, person, "treatment")
    assert (first.kind, first.label, first.codes) == ("in_custody", "3.5", "level_of_care")
    assert (first.start, first.end, first.exact) == (date(2026, 1, 1), date(2026, 2, 1), False)
    assert (second.kind, second.end, second.exact) == ("community", None, True)


def test_custody_lasts_and_other_events_are_marks_in_their_lane(ana: Desk) -> None:
    person = add_person(ana)
    add(ana, "event", person, kind="custody", happened_on="2026-01-01", ended_on="2026-01-09")
    add(ana, "event", person, kind="custody", happened_on="2026-05-01")
    add(ana, "event", person, kind="custody", happened_on="2025-01-01", ended_on="unknown")
    over, running, unsure = sorted(spans(ana, person, "justice"), key=lambda one: one.record_id)
    assert (over.end, over.exact) == (date(2026, 1, 9), True)
    assert (running.end, running.exact) == (None, True)
    assert (unsure.end, unsure.exact) == (date(2025, 1, 1), False)
    for kind in ("arrest", "charge", "conviction", "overdose", "hospital", "death"):
        add(ana, "event", person, kind=kind, happened_on="2026-02-01~")
    add(ana, "event", person, kind="arrest", happened_on="unknown")
    lanes = {mark.kind: mark.lane for mark in marks(ana, person)}
    assert lanes == {
        "arrest": "justice", "charge": "justice", "conviction": "justice",
        "overdose": "health", "hospital": "health", "death": "health",
    }  # fmt: skip
    assert not any(mark.exact for mark in marks(ana, person))


def test_hearings_are_marks_of_their_case(ana: Desk) -> None:
    person = add_person(ana)
    case = add(ana, "legal_case", person, next_hearing_on="2026-06-02")
    add(ana, "legal_case", person, docket="2026-DM-9")
    (mark,) = marks(ana, person)
    assert (mark.kind, mark.day, mark.noun, mark.record_id) == (
        "hearing", date(2026, 6, 2), "legal_case", case,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "end", "kind"),
    [
        ({}, date(2026, 12, 31), "consent"),
        ({"revoked_on": "2026-05-01"}, date(2026, 5, 1), "revoked"),
        ({"event_happened_on": "2026-05-02"}, date(2026, 5, 2), "consent"),
        ({"revoked_on": "2026-05-10", "expires_on": "2026-05-04"}, date(2026, 5, 4), "revoked"),
        ({"expires_on": None, "expires_event": "final_disposition"}, None, "consent"),
    ],
)
def test_a_consent_lasts_until_the_first_thing_that_ends_it(
    ana: Desk, more: dict[str, FormValue], end: date | None, kind: str
) -> None:
    person = add_person(ana)
    add_consent(ana, person, add_provider(ana), valid_from="2026-04-10", **more)
    (one,) = spans(ana, person, "consent")
    assert (one.start, one.end, one.kind) == (date(2026, 4, 10), end, kind)
