"""A varied case load of an invented office."""

from __future__ import annotations

from ati_desktop.evaluation.data import EvaluationData
from tests.evaluation.courses import Row, arrest, data, enrollment, person, referral

EXITS = (None, "completed", "not_completed", "other_exit", "unknown")


def office(size: int = 60) -> EvaluationData:
    """Return so many people with their referrals and stays; the same every time."""
    people: list[Row] = []
    referrals: list[Row] = []
    stays: list[Row] = []
    events: list[Row] = []
    for at in range(size):
        name = f"p{at:03}"
        sex = ("1", "2", "unknown", None)[at % 4]
        complete = None if at % 11 == 0 else 300 + 17 * at
        people.append(person(name, sex=sex, arrest_complete_day=complete, as_of_day=400 + 9 * at))
        program = ("DC", "MHC", "VC")[at % 3]
        said = {"program": program, "month": f"{2018 + at % 5}-0{at % 9 + 1}"}
        if at % 7 == 0:
            referrals.append(referral(name, **said, decision="ineligible", closed_day=at % 5 - 1))
            continue
        referrals.append(referral(name, **said, doubts="late" if at % 6 == 0 else ""))
        exit_program = EXITS[at % 5]
        exited = None if exit_program is None or at % 13 == 0 else 30 + 12 * at
        admitted = None if at % 17 == 0 else at % 40
        stay = {"program": program, "exit_program": exit_program, "exited_day": exited}
        stays.append(enrollment(name, admitted, **stay))
        if at % 3 == 1:
            events.append(arrest(name, 60 + 8 * at))
        if at % 19 == 2:
            events.append({**arrest(name, 90 + at), "kind": "death"})
    return data(people, referrals, stays, events, arrest_complete_to="2024-12")
