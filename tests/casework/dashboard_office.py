"""An office of invented people with figures, as the tests of dashboards ask it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.dashboards import Method, prepare_dashboard
from ati_desktop.casework.demo.office import make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user
from ati_desktop.casework.refreshing import refresh
from ati_desktop.evaluation.spec import Spec
from ati_desktop.models.users import Role
from tests.casework import offices
from tests.casework.offices import CHEAP, PASSWORD, Clock

SPEC = """
title = "For the page"
by = ["program", "sex"]
measures = ["referrals", "admissions", "completion_of_exits", "days_to_admission", "retention"]
[follow_up]
retention_days = [90]
"""
Cell = frozenset[tuple[str, str]]


def silent(done: float, doing: str) -> None:
    """Say nothing."""


def make(folder: Path, participants: int = 400) -> Path:
    desk = make_demo_office(
        folder, PASSWORD, participants=participants, seed=3, clock=Clock(), progress=silent,
        cost=CHEAP,
    )  # fmt: skip
    for role in (Role.ADMINISTRATOR, Role.EVALUATOR, Role.CASE_MANAGER):
        add_user(desk, offices.NAMES[role], role, PASSWORD)
    refresh(desk)
    desk.close()
    return folder


def candidate(desk: Desk, text: str = SPEC, **method: object) -> Candidate:
    spec = Spec.from_text(text, "page.toml")
    return prepare_dashboard(desk, spec, text, Method(**method))  # type: ignore[arg-type]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def counts(files: Mapping[str, bytes]) -> dict[Cell, str]:
    """Return what each cell says; one cell says the same in every table."""
    found: dict[Cell, str] = {}
    for path, data in sorted(files.items()):
        if path.startswith("tables/"):
            for row in rows(data):
                row.pop("note", None)
                said = row.pop("count")
                cell = frozenset((n, v) for n, v in row.items() if v != "(all)")
                assert found.setdefault(cell, said) == said
    return found
