from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, create_office, sign_in, utc_now
from ati_desktop.casework.sheets import recovery_sheet
from ati_desktop.casework.staff import list_colleagues
from ati_desktop.errors import Refused
from ati_desktop.models import User
from ati_desktop.models.users import Role
from tests.casework import offices
from tests.casework.offices import CHEAP, PASSWORD, Clock, at_desk
from tests.reports.papers import text_of


def users(desk: Desk) -> list[tuple[str, str]]:
    with desk.working.reading() as reading:
        return [(one.name, one.role) for one in reading.all(select(User).order_by(User.name))]


def test_the_time_is_that_of_the_whole_world() -> None:
    assert utc_now().tzinfo is UTC
    assert abs((utc_now() - datetime.now(UTC)).total_seconds()) < 60


def test_everybody_signs_in_under_the_same_row_each_time(pier: Path) -> None:
    ids = set()
    for _ in range(2):
        with at_desk(pier, Role.CASE_MANAGER) as desk:
            ids.add(desk.user_id)
            assert users(desk).count(("cam", "case_manager")) == 1
    assert len(ids) == 1
    assert 0 not in ids


def test_an_evaluator_signs_in_without_a_row(pier: Path) -> None:
    with at_desk(pier, Role.EVALUATOR) as desk:
        assert desk.user_id == 0
        with pytest.raises(Refused):
            _ = desk.working
        with pytest.raises(Refused):
            _ = desk.people


def test_a_name_is_kept_as_the_keyring_keeps_it(pier: Path) -> None:
    with at_desk(pier) as desk:
        add_user(desk, "  Amina   Diallo ", Role.CASE_MANAGER, PASSWORD)
        assert ("Amina Diallo", "case_manager") in users(desk)
        assert [one.name for one in list_colleagues(desk)].count("Amina Diallo") == 1
    desk = sign_in(pier, "Amina Diallo", PASSWORD, clock=Clock(), minimum=CHEAP)
    assert users(desk).count(("Amina Diallo", "case_manager")) == 1
    desk.close()


def test_a_name_that_is_taken_is_refused(ana: Desk) -> None:
    before = users(ana)
    with pytest.raises(Refused):
        add_user(ana, "cam", Role.LIAISON, PASSWORD)
    assert users(ana) == before


def test_somebody_who_comes_back_gets_the_old_row_and_the_new_role(pier: Path) -> None:
    with at_desk(pier) as desk:
        slot = next(one.id for one in list_colleagues(desk) if one.name == "cam")
        desk.home.remove_user(slot)
        add_user(desk, "cam", Role.LIAISON, PASSWORD)
        assert ("cam", "liaison") in users(desk)
        assert len(users(desk)) == 5


def test_a_weak_password_gives_nobody_a_slot(ana: Desk) -> None:
    with pytest.raises(Refused):
        add_user(ana, "new", Role.LIAISON, "short")
    assert "new" not in [one.name for one in list_colleagues(ana)]


def test_colleagues_are_listed_by_name(ana: Desk) -> None:
    found = list_colleagues(ana)
    assert [one.name for one in found] == ["ana", "cam", "eva", "lia", "sol"]
    assert [one.yourself for one in found] == [True, False, False, False, False]


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(pier: Path) -> None:
    told = set()
    for user, password in (("ana", "a wrong one, long"), ("nobody", PASSWORD)):
        with pytest.raises(Refused) as refused:
            sign_in(pier, user, password, clock=Clock(), minimum=CHEAP)
        told.add(str(refused.value))
    assert len(told) == 1


def test_one_office_is_open_once(pier: Path) -> None:
    with at_desk(pier), pytest.raises(Refused, match="already open"):
        offices.enter(pier, Role.LIAISON)
    with at_desk(pier, Role.LIAISON) as desk:
        assert desk.user.name == "lia"


def test_signing_in_tells_how_far_it_is(pier: Path) -> None:
    heard: list[float] = []
    sign_in(
        pier, "ana", PASSWORD, clock=Clock(), minimum=CHEAP,
        progress=lambda done, doing: heard.append(done),
    ).close()  # fmt: skip
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_signing_in_that_is_stopped_leaves_the_office_free(pier: Path) -> None:
    def stop(done: float, doing: str) -> None:
        if done >= 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sign_in(pier, "ana", PASSWORD, clock=Clock(), minimum=CHEAP, progress=stop)
    with at_desk(pier) as desk:
        assert desk.user.name == "ana"


def test_a_role_that_was_changed_in_the_keyring_is_the_role_in_the_records(pier: Path) -> None:
    with at_desk(pier) as desk:
        slot = next(one.id for one in list_colleagues(desk) if one.name == "cam")
        desk.home.change_role(slot, Role.LIAISON)
    with at_desk(pier, Role.CASE_MANAGER) as desk:
        assert desk.user.role is Role.LIAISON
        assert ("cam", "liaison") in users(desk)


def test_an_office_is_made_only_where_there_is_room(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        create_office(tmp_path, administrator="a", password=PASSWORD, office="", cost=CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_recovery_sheet_holds_the_code_in_two_halves(tmp_path: Path) -> None:
    code = create_office(
        tmp_path / "new", administrator="a", password=PASSWORD, office="Pier 4", cost=CHEAP
    )
    groups = [group for group in code.split("-") if group]
    text = text_of(recovery_sheet("Pier 4", code, clock=Clock()))
    assert "17 May 2026" in text
    assert [group for group in groups if group not in text] == []
    assert "DEMO" in text_of(recovery_sheet("Pier 4", code, clock=Clock(), demo=True))
