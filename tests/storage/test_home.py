from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from ati_desktop.errors import Refused
from ati_desktop.models import PersonName
from ati_desktop.models.users import Role, Zone
from ati_desktop.storage.engine import begin_write
from ati_desktop.storage.home import (
    OpenHome,
    create_home,
    open_home,
    open_home_with_recovery,
    read_card,
)
from ati_desktop.storage.keyring import KeyCost
from tests.storage.conftest import CHEAP, OTHER, PASSWORD, TestClock, keep_name

Enter = Callable[..., OpenHome]


def _create(folder: Path, clock: TestClock) -> str:
    return create_home(
        folder, administrator="ana", password=PASSWORD, office="Pier 4", clock=clock, cost=CHEAP
    )


def test_an_office_is_made_opened_and_closed(folder: Path, enter: Enter) -> None:
    home = enter()
    assert home.user.name == "ana"
    assert home.user.role is Role.ADMINISTRATOR
    assert home.office == "Pier 4"
    assert not home.demo
    keep_name(home)
    home.close()
    home.close()
    assert home.working is None
    with pytest.raises(Refused, match="closed"):
        _ = home.evaluation_key
    names = {path.name for path in folder.iterdir()}
    assert names == {"keyring.json", "working.db", "register.db", "office.lock"}


def test_what_was_kept_is_there_after_opening_again(enter: Enter) -> None:
    first = enter()
    kept = keep_name(first, "Okonkwo")
    first.close()
    again = enter()
    assert again.working is not None
    with again.working.reading() as reading:
        found = reading.get(PersonName, kept.id or 0)
    assert found is not None
    assert found.family == "Okonkwo"


def test_the_lock_screen_knows_the_office_before_anybody_signs_in(staffed: Path) -> None:
    card = read_card(staffed)
    assert card.office == "Pier 4"
    assert card.names == ("ana", *map(str, Role))


def test_the_mark_of_invented_people_is_kept(tmp_path: Path, clock: TestClock) -> None:
    place = tmp_path / "demo"
    create_home(
        place,
        administrator="ana",
        password=PASSWORD,
        office="D",
        clock=clock,
        cost=CHEAP,
        demo=True,
    )
    assert read_card(place).demo


def test_without_a_cost_the_floor_is_taken(tmp_path: Path, clock: TestClock) -> None:
    place = tmp_path / "office"
    create_home(place, administrator="ana", password=PASSWORD, office="P", clock=clock)
    home = open_home(place, "ana", PASSWORD, clock=clock)
    assert home.keyring.slots[0].lock.cost == KeyCost.floor()
    home.close()


def test_a_home_under_the_floor_is_not_opened(folder: Path, clock: TestClock) -> None:
    with pytest.raises(Refused, match="changed outside"):
        open_home(folder, "ana", PASSWORD, clock=clock)


@pytest.mark.parametrize(("user", "password"), [("ana", OTHER), ("bob", PASSWORD)])
def test_who_may_not_enter_is_told_so_and_the_lock_is_free(
    enter: Enter, user: str, password: str
) -> None:
    with pytest.raises(Refused, match="name or the password"):
        enter(user, password)
    enter()


def test_a_second_instance_is_refused(enter: Enter) -> None:
    enter()
    with pytest.raises(Refused, match="already open"):
        enter()


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.LIAISON, Role.SUPERVISOR])
def test_staff_open_the_records_and_the_names(staffed: Path, enter: Enter, role: Role) -> None:
    home = enter(str(role), OTHER)
    assert home.working is not None
    assert home.working.opens_identities
    assert (home.evaluation_key is not None) == (role is Role.SUPERVISOR)
    assert (home.register_key is not None) == (role is Role.SUPERVISOR)


def test_an_evaluator_opens_figures_and_nothing_else(staffed: Path, enter: Enter) -> None:
    home = enter("evaluator", OTHER)
    assert home.working is None
    assert home.working_key is None
    assert home.sealer is None
    assert home.evaluation_key is not None
    assert home.register_key is not None
    assert home.evaluation_key != home.register_key


def test_the_recovery_code_opens_the_office(tmp_path: Path, clock: TestClock) -> None:
    place = tmp_path / "office"
    code = _create(place, clock)
    home = open_home_with_recovery(place, code, clock=clock, minimum=CHEAP)
    ana = home.users()[0][0]
    home.reset_password(ana, OTHER)
    home.close()
    open_home(place, "ana", OTHER, clock=clock, minimum=CHEAP).close()
    with pytest.raises(Refused):
        open_home(place, "ana", PASSWORD, clock=clock, minimum=CHEAP)


def test_people_come_change_and_go(enter: Enter) -> None:
    home = enter()
    eva = home.add_user("eva", Role.SUPERVISOR, OTHER)
    assert home.change_role(eva, Role.EVALUATOR) == {Zone.RECORDS, Zone.IDENTITY}
    code = home.renew_recovery()
    home.close()
    eva_home = enter("eva", OTHER)
    assert eva_home.working is None
    eva_home.change_password(OTHER, PASSWORD)
    eva_home.close()
    enter("eva", PASSWORD).close()
    home = open_home_with_recovery(home.home.folder, code, clock=home.clock, minimum=CHEAP)
    assert home.remove_user(eva) == {Zone.EVALUATION}
    home.close()
    with pytest.raises(Refused):
        enter("eva", PASSWORD)


# --- creating ---------------------------------------------------------------------------------


def test_an_office_may_be_made_in_an_empty_folder(tmp_path: Path, clock: TestClock) -> None:
    place = tmp_path / "empty"
    place.mkdir()
    assert _create(place, clock)
    assert place.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, clock: TestClock) -> None:
    place = tmp_path / "full"
    place.mkdir()
    (place / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(Refused, match="already holds something"):
        _create(place, clock)
    with pytest.raises(Refused, match="already holds something"):
        _create(place / "letter.txt", clock)
    assert [path.name for path in place.iterdir()] == ["letter.txt"]


def test_an_office_is_not_made_over_another(folder: Path, clock: TestClock) -> None:
    with pytest.raises(Refused, match="already holds something"):
        _create(folder, clock)


def test_a_weak_password_makes_nothing(tmp_path: Path, clock: TestClock) -> None:
    with pytest.raises(Refused, match="longer password"):
        create_home(
            tmp_path / "o", administrator="ana", password="x", office="P", clock=clock, cost=CHEAP
        )
    assert list(tmp_path.iterdir()) == []


CREATE = """
import os, sys, resource
from datetime import UTC, datetime
from pathlib import Path
from ati_desktop.errors import Refused
from ati_desktop.storage.home import create_home, open_home
from ati_desktop.storage.keyring import KeyCost
what, folder, user = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
cheap = KeyCost(64, 1, 1)
clock = lambda: datetime.now(UTC)
if user:
    os.setuid(user)
if what == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    if what == "open":
        open_home(folder, "ana", "{password}", clock=clock, minimum=cheap)
    else:
        create_home(
            folder, administrator="ana", password="{password}", office="P", clock=clock, cost=cheap
        )
except Refused as refused:
    sys.stdout.write(str(refused))
""".replace("{password}", PASSWORD)


def _in_a_process(what: str, folder: Path) -> str:
    # root may write anywhere: the process becomes nobody
    user = 65534 if what != "full" and os.getuid() == 0 else 0
    done = subprocess.run(
        [sys.executable, "-B", "-c", CREATE, what, str(folder), str(user)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that anybody can enter, unlike pytest's own."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are POSIX here")
def test_a_folder_without_the_right_to_write_is_refused(open_place: Path) -> None:
    open_place.chmod(0o555)
    assert "cannot be written to" in _in_a_process("create", open_place / "office")
    assert list(open_place.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are POSIX here")
def test_a_read_only_office_is_refused_and_not_harmed(open_place: Path, clock: TestClock) -> None:
    place = open_place / "office"
    _create(place, clock)
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    for path in place.iterdir():
        path.chmod(0o444)
    place.chmod(0o555)
    assert "cannot be written to" in _in_a_process("open", place)
    (place / "office.lock").touch()
    (place / "office.lock").chmod(0o666)
    assert "cannot be opened for writing" in _in_a_process("open", place)
    (place / "office.lock").unlink()
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX")
def test_a_full_disk_leaves_no_half_made_office(tmp_path: Path) -> None:
    assert "full" in _in_a_process("full", tmp_path / "office")
    assert list(tmp_path.iterdir()) == []


# --- opening what is not right ------------------------------------------------------------------


def test_a_folder_without_an_office_is_refused(tmp_path: Path, clock: TestClock) -> None:
    for place in (tmp_path, tmp_path / "none"):
        with pytest.raises(Refused, match="no office in"):
            open_home(place, "ana", PASSWORD, clock=clock, minimum=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_keyring_is_said_to_be_missing(folder: Path, enter: Enter) -> None:
    (folder / "keyring.json").unlink()
    with pytest.raises(Refused, match="keyring is missing"):
        enter()


@pytest.mark.parametrize("name", ["working.db", "register.db"])
def test_a_missing_store_is_not_made_anew(folder: Path, enter: Enter, name: str) -> None:
    (folder / name).rename(folder / "aside")
    with pytest.raises(Refused, match="is missing"):
        enter()
    assert not (folder / name).exists()
    (folder / "aside").rename(folder / name)
    enter()


@pytest.mark.parametrize("name", ["working.db", "register.db"])
@pytest.mark.parametrize("at", [0, 20, 4000])
def test_a_damaged_store_is_refused(folder: Path, enter: Enter, name: str, at: int) -> None:
    data = bytearray((folder / name).read_bytes())
    data[at] ^= 1
    (folder / name).write_bytes(bytes(data))
    with pytest.raises(Refused, match="is damaged"):
        enter()
    assert (folder / name).read_bytes() == bytes(data)


def test_an_older_keyring_is_refused(folder: Path, enter: Enter) -> None:
    older = (folder / "keyring.json").read_bytes()
    home = enter()
    home.remove_user(home.add_user("eva", Role.SUPERVISOR, OTHER))
    home.close()
    (folder / "keyring.json").write_bytes(older)
    with pytest.raises(Refused, match="older than the records"):
        enter()


def test_an_older_keyring_is_refused_to_evaluators_too(staffed: Path, enter: Enter) -> None:
    older = (staffed / "keyring.json").read_bytes()
    home = enter()
    home.add_user("eva", Role.EVALUATOR, OTHER)
    home.close()
    (staffed / "keyring.json").write_bytes(older)
    with pytest.raises(Refused, match="older than the records"):
        enter("evaluator", OTHER)


def test_a_keyring_newer_than_its_mark_is_right(folder: Path, enter: Enter) -> None:
    """The keyring is written before the marks; a crash in between must lock nobody out."""
    older = {name: (folder / name).read_bytes() for name in ("working.db", "register.db")}
    home = enter()
    home.add_user("eva", Role.SUPERVISOR, OTHER)
    home.close()
    newer = (folder / "keyring.json").read_bytes()
    for name, data in older.items():
        (folder / name).write_bytes(data)
    enter().close()
    assert (folder / "keyring.json").read_bytes() == newer
    enter("eva", OTHER)


def test_another_offices_keyring_is_refused(
    folder: Path, tmp_path: Path, enter: Enter, clock: TestClock
) -> None:
    _create(tmp_path / "other", clock)
    shutil.copy(tmp_path / "other" / "keyring.json", folder / "keyring.json")
    with pytest.raises(Refused, match="belongs to another office"):
        enter()


def test_a_keyring_signed_by_another_key_is_refused_by_the_store(enter: Enter) -> None:
    home = enter()
    assert home.working is not None
    with begin_write(home.working.engine) as connection:
        connection.execute(
            text("UPDATE pins SET value = :key WHERE name = 'administrator'"), {"key": "00" * 32}
        )
    home.close()
    with pytest.raises(Refused, match="changed outside"):
        enter()


def test_a_store_without_its_mark_is_refused(enter: Enter) -> None:
    home = enter()
    assert home.working is not None
    with begin_write(home.working.engine) as connection:
        connection.execute(text("DROP TABLE pins"))
    home.close()
    with pytest.raises(Refused, match="changed outside"):
        enter()


def test_what_an_interrupted_write_left_is_taken_away(folder: Path, enter: Enter) -> None:
    (folder / ".keyring.json.77.partial").write_bytes(b"half")
    enter()
    assert not (folder / ".keyring.json.77.partial").exists()


def test_ids_of_names_can_be_read(home: OpenHome) -> None:
    keep_name(home)
    assert home.working is not None
    with home.working.reading() as reading:
        assert reading.ids(select(PersonName.id)) == [1]
