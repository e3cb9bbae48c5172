"""A real home in a temporary folder, at a cost of stretching that tests can pay."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.models import Participant, PersonName
from ati_desktop.models.users import Role
from ati_desktop.storage.home import OpenHome, create_home, open_home
from ati_desktop.storage.keyring import KeyCost

CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "seven quiet rivers run"
OTHER = "nine old lanterns glow"


class TestClock:
    """Tells a time that moves on by one second whenever it is asked."""

    __test__ = False

    def __init__(self, hour: int = 9) -> None:
        self.now = datetime(2026, 3, 11, hour, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="session")
def office_of_ana(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with one administrator, ana, made an hour ago; nobody changes or opens it."""
    place = tmp_path_factory.mktemp("ana") / "office"
    create_home(
        place,
        administrator="ana",
        password=PASSWORD,
        office="Pier 4",
        clock=TestClock(8),
        cost=CHEAP,
    )
    return place


@pytest.fixture(scope="session")
def office_of_all(office_of_ana: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one person more of every role; the role is the name."""
    place = shutil.copytree(office_of_ana, tmp_path_factory.mktemp("all") / "office")
    opened = open_home(place, "ana", PASSWORD, clock=TestClock(8), minimum=CHEAP)
    for role in Role:
        opened.add_user(str(role), role, OTHER)
    opened.close()
    return place


@pytest.fixture
def folder(office_of_ana: Path, tmp_path: Path) -> Path:
    """The folder of an office of one's own with one administrator, ana."""
    return shutil.copytree(office_of_ana, tmp_path / "office")


@pytest.fixture
def enter(folder: Path, clock: TestClock) -> Iterator[Callable[..., OpenHome]]:
    """Signs somebody in; whatever is still open is closed after the test."""
    opened: list[OpenHome] = []

    def sign_in(user: str = "ana", password: str = PASSWORD) -> OpenHome:
        opened.append(open_home(folder, user, password, clock=clock, minimum=CHEAP))
        return opened[-1]

    yield sign_in
    for home in opened:
        home.close()


@pytest.fixture
def home(enter: Callable[..., OpenHome]) -> OpenHome:
    """The home, open, with ana signed in."""
    return enter()


@pytest.fixture
def staffed(office_of_all: Path, folder: Path) -> Path:
    """The same folder with one person more of every role; the role is the name."""
    shutil.rmtree(folder)
    return shutil.copytree(office_of_all, folder)


def keep_name(home: OpenHome, family: str = "Okonkwo", given: str = "Ngozi") -> PersonName:
    """Keep one participant with one name."""
    assert home.working is not None
    with home.working.unit("test") as unit:
        number = len(unit.ids(select(Participant.id)))
        participant = unit.add(Participant(reference=f"P-{number:04d}"))
        assert participant.id is not None
        return unit.add(PersonName(participant_id=participant.id, family=family, given=given))
