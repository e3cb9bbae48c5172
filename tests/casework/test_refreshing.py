from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import create_office, sign_in
from ati_desktop.casework.refreshing import evaluation_store, refresh
from ati_desktop.errors import Cancelled, Refused
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.models import AuditLine, Participant
from ati_desktop.models.users import Role, Zone
from ati_desktop.storage.keyring import KeyCost
from ati_desktop.storage.register import KeptCohort, Register

CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "seven quiet rivers run"


def noon() -> datetime:
    return datetime(2026, 5, 17, 12, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    create_office(
        folder,
        administrator="ana",
        password=PASSWORD,
        office="Pier 4",
        clock=noon,
        cost=CHEAP,
    )
    return folder


@pytest.fixture
def sit(office: Path) -> Iterator[Callable[[str], Desk]]:
    """Signs somebody in and closes every desk after the test."""
    desks: list[Desk] = []

    def enter(user: str = "ana") -> Desk:
        if desks:
            desks[-1].close()
        desks.append(sign_in(office, user, PASSWORD, clock=noon, minimum=CHEAP))
        return desks[-1]

    yield enter
    for desk in desks:
        desk.close()


def take_in(desk: Desk, reference: str) -> None:
    with desk.working.unit("test") as unit:
        unit.add(Participant(reference=reference))


def test_figures_are_rebuilt_with_a_line_in_the_audit_trail(sit: Callable[..., Desk]) -> None:
    desk = sit()
    take_in(desk, "P-2222-22")
    done = refresh(desk)
    assert done.changed is Changed.FIGURES
    assert (done.built.as_of, done.built.rows["people"]) == ("2026-05", 1)
    assert evaluation_store(desk).about()["store_id"] == desk.home.keyring.office_id
    with desk.working.reading() as reading:
        assert "rebuild figures" in reading.all(select(AuditLine.deed))
    assert desk.working.verify_audit().ok


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.LIAISON, Role.EVALUATOR])
def test_other_roles_may_not_rebuild(sit: Callable[..., Desk], role: Role) -> None:
    sit().home.add_user("noor", role, PASSWORD, cost=CHEAP)
    desk = sit("noor")
    with pytest.raises(Refused, match="may not rebuild"):
        refresh(desk)
    assert not desk.home.home.evaluation.exists()


def test_a_supervisor_may_and_an_evaluator_reads_what_was_built(sit: Callable[..., Desk]) -> None:
    desk = sit()
    take_in(desk, "P-2222-22")
    desk.home.add_user("sam", Role.SUPERVISOR, PASSWORD, cost=CHEAP)
    desk.home.add_user("eve", Role.EVALUATOR, PASSWORD, cost=CHEAP)
    refresh(sit("sam"))
    data = read_evaluation(evaluation_store(sit("eve")))
    assert (data.as_of, data.people.height, data.demo) == ("2026-05", 1, False)


def test_who_lacks_a_key_is_told_whom_to_ask(sit: Callable[..., Desk]) -> None:
    zones = {Zone.RECORDS, Zone.IDENTITY}
    sit().home.add_user("noor", Role.ADMINISTRATOR, PASSWORD, zones=zones, cost=CHEAP)
    desk = sit("noor")
    with pytest.raises(Refused, match="holds all three"):
        refresh(desk)
    with pytest.raises(Refused, match="does not open the figures"):
        evaluation_store(desk)


def test_a_case_manager_does_not_open_the_figures(sit: Callable[..., Desk]) -> None:
    sit().home.add_user("noor", Role.CASE_MANAGER, PASSWORD, cost=CHEAP)
    with pytest.raises(Refused, match="does not open the figures"):
        evaluation_store(sit("noor"))


def test_stopping_keeps_the_figures_as_they_were(sit: Callable[..., Desk]) -> None:
    desk = sit()
    take_in(desk, "P-2222-22")
    refresh(desk)
    take_in(desk, "P-3333-33")
    with pytest.raises(Cancelled):
        refresh(desk, cancelled=lambda: True)
    assert len(evaluation_store(desk).tables()["people"]["research_id"]) == 1
    refresh(desk)
    assert len(evaluation_store(desk).tables()["people"]["research_id"]) == 2


def test_the_register_survives_a_rebuild(sit: Callable[..., Desk]) -> None:
    desk = sit()
    key = desk.home.register_key
    assert key is not None
    path = desk.home.home.register
    cohort = KeptCohort("rossi", ({"name": "week"},), ((20,),), "table 3", "ab" * 32)
    with Register(path, key, "ana", noon, desk.randomness) as register:
        register.keep_cohort(cohort)
    refresh(desk)
    refresh(desk)
    with Register(path, key, "ana", noon, desk.randomness) as register:
        assert register.read_cohort("rossi").rows == ((20,),)
        assert register.verify_audit().ok
