"""Small invented offices whose figures are written straight to the store that evaluators open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import Spec, prepare_release, release_figures
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.specifications import spec_as_text
from ati_desktop.errors import Refused
from ati_desktop.storage.engine import begin_write, open_engine
from ati_desktop.storage.evaluation_schema import SCHEMA, about, enrollments, metadata, people
from ati_desktop.storage.evaluation_schema import referrals as referral_table
from tests.attacks.over_time.columns import Fact, State
from tests.attacks.over_time.packages import Package, read_package

_AS_OF = "2026-05"
_NOT_ADMITTED = "not_admitted"
_STILL_HERE = "enrolled"


def put_state(desk: Desk, state: State) -> None:
    """Let the figures of an office be those of a state; the old ones are gone."""
    store = evaluation_store(desk)
    key = desk.home.evaluation_key
    assert key is not None
    for end in ("", "-wal", "-shm"):
        store.path.with_name(store.path.name + end).unlink(missing_ok=True)
    engine = open_engine(store.path, key, create=True)
    try:
        with begin_write(engine) as connection:
            metadata.create_all(connection)
            for table, rows in _rows(state):
                if rows:
                    connection.execute(insert(table), rows)
            said = {"as_of": _AS_OF, "built_month": _AS_OF, "schema": str(SCHEMA)}
            said |= {"demo": "no", "labels": json.dumps({"program": {}})}
            connection.execute(insert(about), [{"key": k, "value": v} for k, v in said.items()])
    finally:
        engine.dispose()


def _rows(state: State) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    persons = {person: fact for (person, _), fact in sorted(state.items(), reverse=True)}
    yield (
        people,
        [
            _full(people, research_id=person, sex=fact["sex"], ethnicity=fact["ethnicity"])
            for person, fact in sorted(persons.items())
        ],
    )
    yield referral_table, [_referral(row, fact) for row, fact in sorted(state.items())]
    yield (
        enrollments,
        [
            _enrollment(row, fact)
            for row, fact in sorted(state.items())
            if fact["result"] != _NOT_ADMITTED
        ],
    )


def _referral(row: tuple[str, int], fact: Fact) -> dict[str, Any]:
    admitted = fact["result"] != _NOT_ADMITTED
    return _full(
        referral_table,
        research_id=row[0],
        referral_no=row[1],
        program=fact["program"],
        month=fact["month"],
        decision="admitted" if admitted else "ineligible",
        doubts=fact.get("doubts", ""),
    )


def _enrollment(row: tuple[str, int], fact: Fact) -> dict[str, Any]:
    left = fact["result"] != _STILL_HERE
    return _full(
        enrollments,
        research_id=row[0],
        enrollment_no=row[1],
        referral_no=row[1],
        program=fact["program"],
        admitted_month=fact["month"],
        exit_program=fact["result"] if left else None,
    )


def _full(table: Table, **said: object) -> dict[str, Any]:
    return dict.fromkeys(table.c.keys()) | said


@dataclass(frozen=True)
class Wish:
    """A release that somebody wishes for: of which state, and what."""

    state: int
    spec: Spec


@dataclass
class Told:
    """What left an office, in order, and the sentences of the releases that were refused."""

    packages: list[Package] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def release_all(desk: Desk, states: Sequence[State], wishes: Sequence[Wish], folder: Path) -> Told:
    """Ask for releases in order, each of its own state, and read what was written."""
    told, now = Told(), -1
    for number, wish in enumerate(wishes):
        if wish.state != now:
            put_state(desk, states[wish.state])
            now = wish.state
        out = folder / f"release-{number}"
        text = spec_as_text(wish.spec)
        try:
            prepared = prepare_release(desk, Spec.from_text(text, "specification"))
            release_figures(desk, prepared, text, out)
        except Refused as refusal:
            told.refusals.append(str(refusal))
            continue
        told.packages.append(read_package(out, text, wish.state))
    return told


def by_person(facts: Mapping[tuple[str, int], Fact]) -> dict[str, list[tuple[str, int]]]:
    """Return the rows of each person."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in facts:
        found.setdefault(row[0], []).append(row)
    return found
