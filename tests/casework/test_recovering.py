from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, create_office, sign_in
from ati_desktop.casework.recovering import (
    Owed,
    office_names,
    prove_code,
    recover,
    renew_recovery,
    sheet_kept,
    sheet_owed,
)
from ati_desktop.errors import Refused
from ati_desktop.models.audit import AuditLine
from ati_desktop.models.users import Role
from tests.casework.offices import CHEAP, PASSWORD, Clock

NEW = "four lanterns over water"


class Office:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = create_office(
            folder,
            administrator="ana",
            password=PASSWORD,
            office="Pier 4",
            clock=Clock(),
            cost=CHEAP,
        )

    def enter(self, user: str, password: str) -> Desk:
        return sign_in(self.folder, user, password, clock=Clock(), minimum=CHEAP)

    def recover(self, user: str, password: str = NEW, code: str = "") -> Desk:
        return recover(self.folder, code or self.code, user, password, clock=Clock(), minimum=CHEAP)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path / "office")
    desk = made.enter("ana", PASSWORD)
    add_user(desk, "eva", Role.EVALUATOR, PASSWORD)
    add_user(desk, "cam", Role.CASE_MANAGER, PASSWORD)
    desk.close()
    return made


def deeds(desk: Desk) -> list[tuple[str, str]]:
    with desk.working.reading() as reading:
        lines = reading.all(select(AuditLine).order_by(AuditLine.id))
    return [(line.user, line.deed) for line in lines]


def test_the_code_sets_a_password_anew_and_signs_in(office: Office) -> None:
    desk = office.recover("ANA ")
    assert desk.user.name == "ana"
    assert desk.user.role is Role.ADMINISTRATOR
    desk.close()
    office.enter("ana", NEW).close()
    with pytest.raises(Refused, match="not right"):
        office.enter("ana", PASSWORD)


def test_the_names_are_offered_before_anybody_signs_in(office: Office) -> None:
    assert office_names(office.folder) == ("ana", "eva", "cam")


def test_the_use_of_the_code_stands_in_the_trail(office: Office) -> None:
    desk = office.recover("ana")
    assert [line for line in deeds(desk) if line[1] != "fade drafts"][-3:] == [
        ("recovery", "open with recovery code"),
        ("recovery", "set password with recovery code"),
        ("ana", "sign in"),
    ]
    assert desk.working.verify_audit().ok
    desk.close()


def test_a_wrong_code_opens_nothing_and_leaves_no_line(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path / "other").code
    with pytest.raises(Refused, match="does not belong to this office"):
        prove_code(office.folder, other, minimum=CHEAP)
    with pytest.raises(Refused, match="does not belong to this office"):
        office.recover("ana", code=other)
    desk = office.enter("ana", PASSWORD)
    assert "open with recovery code" not in [deed for _user, deed in deeds(desk)]
    desk.close()


def test_the_right_code_is_proved_without_writing_anything(office: Office) -> None:
    before = (office.folder / "keyring.json").read_bytes()
    prove_code(office.folder, office.code.lower().replace("-", " "), minimum=CHEAP)
    assert (office.folder / "keyring.json").read_bytes() == before


def test_nobody_by_that_name_and_a_weak_password_are_refused(office: Office) -> None:
    with pytest.raises(Refused, match="Nobody signs in to this office as zoe"):
        office.recover("zoe")
    with pytest.raises(Refused):
        office.recover("ana", "short")
    office.enter("ana", PASSWORD).close()


def test_an_evaluator_gets_a_password_and_no_key_more(office: Office) -> None:
    desk = office.recover("eva")
    assert desk.home.working is None
    assert sheet_owed(desk) is Owed.NOTHING
    desk.close()


def test_a_used_code_asks_for_another_sheet_until_one_is_kept(office: Office) -> None:
    office.recover("cam").close()
    desk = office.enter("ana", PASSWORD)
    assert sheet_owed(desk) is Owed.USED
    code = renew_recovery(desk, PASSWORD)
    assert sheet_owed(desk) is Owed.UNKEPT
    sheet_kept(desk)
    assert sheet_owed(desk) is Owed.NOTHING
    desk.close()
    with pytest.raises(Refused, match="does not belong to this office"):
        office.recover("ana")
    office.recover("ana", code=code).close()


def test_a_new_code_needs_the_own_password_again(office: Office) -> None:
    desk = office.enter("ana", PASSWORD)
    with pytest.raises(Refused, match="present password"):
        renew_recovery(desk, NEW)
    assert sheet_owed(desk) is Owed.NOTHING
    desk.close()
    prove_code(office.folder, office.code, minimum=CHEAP)


def test_only_an_administrator_makes_a_new_code(office: Office) -> None:
    desk = office.enter("cam", PASSWORD)
    with pytest.raises(Refused, match="Only an administrator"):
        renew_recovery(desk, PASSWORD)
    with pytest.raises(Refused, match="Only an administrator"):
        sheet_kept(desk)
    desk.close()
