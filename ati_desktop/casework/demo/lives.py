"""Invented people and what happened to them, drawn from a seed; no record is made here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from ati_desktop.resources import resource

_YEARS_BACK = 3.2
_SEX = (("1", 70), ("2", 29), ("unknown", 1))
_ETHNICITY = (
    ("white", 36), ("black", 30), ("latinx", 19), ("asian", 5), ("indigenous", 4),
    ("biracial", 4), ("declined", 1), ("unknown", 1),
)  # fmt: skip
_PROGRAMS = (("DTC", 38), ("DPP", 24), ("MHC", 16), ("REE", 13), ("VTC", 9))
_DECISIONS = (
    ("admitted", 78), ("declined_by_person", 8), ("ineligible", 7), ("declined_by_program", 4),
    ("withdrawn", 3),
)  # fmt: skip
_LEVELS = (("3.5", "U5"), ("2.1", "U3"), ("1.5", "U3"))


@dataclass
class Life:
    """One invented person and the dates of their course; None where it did not happen."""

    sex: str
    ethnicity: str
    family: str
    given: str
    other_script: tuple[str, str, str] | None
    born: date
    program: str
    referred: date
    decision: str
    decided: date | None = None
    admitted: date | None = None
    exited: date | None = None
    outcome: str | None = None
    stays: list[tuple[str, str, date, date | None]] = field(default_factory=list)
    arrests: list[tuple[date, date]] = field(default_factory=list)
    custody: list[tuple[date, date]] = field(default_factory=list)
    overdose: date | None = None


def invent_life(random: Random, today: date) -> Life:
    """Return one invented course up to today; the same random state gives the same life."""
    referred = today - timedelta(days=int(random.uniform(2, 365 * _YEARS_BACK)))
    life = _person(random, referred)
    if (today - referred).days < 30 and random.random() < 0.6:
        life.decision = "pending"
        return life
    life.decided = min(today, referred + timedelta(days=1 + int(random.expovariate(1 / 8))))
    if life.decision == "admitted":
        _enroll(random, life, today)
        _treat(random, life, today)
    _follow(random, life, today)
    return life


def choose(random: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    """Return one of several values by weight."""
    return random.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]


@cache
def _names() -> dict[str, Any]:
    text = resource("demo/names.json").read_text(encoding="utf-8")
    names: dict[str, Any] = json.loads(text)
    return names


def _person(random: Random, referred: date) -> Life:
    names, sex = _names(), choose(random, _SEX)
    given = random.choice(names["female" if sex == "2" else "male"])
    family, other = random.choice(names["family"]), None
    if random.random() < 0.06:
        script, there_family, there_given, family, given, sex = random.choice(names["scripts"])
        other = (script, there_family, there_given)
    elif random.random() < 0.12:
        family = f"{family} {random.choice(names['family'])}"
    age = min(71.0, 18.5 + random.gammavariate(3.2, 5.2))
    return Life(
        sex=sex,
        ethnicity=choose(random, _ETHNICITY),
        family=family,
        given=given,
        other_script=other,
        born=referred - timedelta(days=int(age * 365.25)),
        program=choose(random, _PROGRAMS),
        referred=referred,
        decision=choose(random, _DECISIONS),
    )


def _enroll(random: Random, life: Life, today: date) -> None:
    decided = life.decided or life.referred
    admitted = decided + timedelta(days=int(random.lognormvariate(1.9, 0.8)))
    if admitted > today:
        life.decision = "waitlisted"
        return
    life.admitted = admitted
    outcome = choose(random, (("completed", 57), ("not_completed", 37), ("other_exit", 6)))
    length = random.gauss(430, 90) if outcome == "completed" else random.expovariate(1 / 150)
    if life.program == "DPP":
        length *= 0.55
    exited = admitted + timedelta(days=max(5, int(length)))
    if exited <= today:
        life.exited, life.outcome = exited, outcome


def _treat(random: Random, life: Life, today: date) -> None:
    if life.admitted is None or random.random() < 0.08:
        return
    levels = _LEVELS if random.random() < 0.35 else _LEVELS[1:]
    start: date = life.admitted + timedelta(days=random.randint(0, 12))
    for place, (level, setting) in enumerate(levels):
        if start >= (life.exited or today):
            return
        end: date | None = start + timedelta(days=random.randint(35, 110))
        last = place == len(levels) - 1
        if last or (life.exited is not None and end is not None and end > life.exited):
            end = life.exited
        if end is not None and end > today:
            end = None
        life.stays.append((level, setting, start, end))
        if end is None:
            return
        start = end + timedelta(days=1)


def _follow(random: Random, life: Life, today: date) -> None:
    clock = life.admitted or life.decided or life.referred
    yearly = {"completed": 0.13, None: 0.16}.get(life.outcome, 0.34)
    arrested = clock + timedelta(days=1 + int(random.expovariate(yearly / 365)))
    if arrested < today:
        offence = max(clock, arrested - timedelta(days=random.choice((0, 0, 0, 1, 5))))
        life.arrests.append((arrested, offence))
        if random.random() < 0.4:
            out = min(today, arrested + timedelta(days=random.randint(1, 40)))
            life.custody.append((arrested, out))
    if random.random() < 0.7:
        taken = life.referred - timedelta(days=random.randint(2, 40))
        life.custody.append((taken, taken + timedelta(days=random.randint(1, 9))))
    if random.random() < 0.04:
        day = clock + timedelta(days=random.randint(5, 500))
        life.overdose = day if day < today else None
