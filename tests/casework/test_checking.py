from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from ati_desktop.casework.checking import check_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.refreshing import refresh
from ati_desktop.models.users import Role
from ati_desktop.storage.engine import begin_write
from tests.casework.offices import add_person, at_desk


def silent(done: float, doing: str) -> None:
    """Say nothing."""


def places(desk: Desk) -> set[str]:
    return {one.what for one in check_office(desk, progress=silent)}


def test_a_whole_office_is_found_whole(ana: Desk) -> None:
    add_person(ana)
    refresh(ana)
    heard: list[float] = []
    checks = check_office(ana, progress=lambda done, doing: heard.append(done))
    assert all(one.ok for one in checks)
    assert all(one.said.endswith(".") for one in checks)
    assert {one.what for one in checks} == {"working.db", "register.db", "evaluation.db"}
    assert any("2026-05" in one.said for one in checks)
    assert (heard[0], heard[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.CASE_MANAGER, {"working.db"}), (Role.LIAISON, {"working.db"}),
     (Role.EVALUATOR, {"register.db", "evaluation.db"})],
)  # fmt: skip
def test_what_a_role_cannot_open_is_not_looked_at(pier: Path, role: Role, seen: set[str]) -> None:
    with at_desk(pier) as desk:
        refresh(desk)
    with at_desk(pier, role) as desk:
        assert places(desk) == seen


def test_a_seal_that_was_moved_to_another_row_is_found(ana: Desk) -> None:
    add_person(ana, "One")
    add_person(ana, "Two")
    with begin_write(ana.working.engine) as connection:
        connection.execute(
            text("UPDATE person_names SET family = (SELECT family FROM person_names WHERE id = 1)")
        )
    wrong = [one for one in check_office(ana, progress=silent) if not one.ok]
    assert [one.what for one in wrong] == ["working.db"]
    assert "sealed" in wrong[0].said


def test_a_line_taken_out_of_the_audit_trail_is_found(ana: Desk) -> None:
    add_person(ana)
    with begin_write(ana.working.engine) as connection:
        connection.execute(text("DELETE FROM audit WHERE id = 2"))
    assert not all(one.ok for one in check_office(ana, progress=silent))
