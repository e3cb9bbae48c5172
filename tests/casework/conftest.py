"""One office made once; every test gets a copy of its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ati_desktop.casework.desk import Desk
from tests.casework import offices


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with people in every role; nobody may change it."""
    return offices.make_office(tmp_path_factory.mktemp("template") / "office")


@pytest.fixture
def pier(template: Path, tmp_path: Path) -> Path:
    """The folder of an office of one's own."""
    return offices.copy_of(template, tmp_path / "pier")


@pytest.fixture
def clock() -> offices.Clock:
    return offices.Clock()


@pytest.fixture
def ana(pier: Path, clock: offices.Clock) -> Iterator[Desk]:
    """The administrator's desk in an office of one's own."""
    with offices.at_desk(pier, clock=clock) as desk:
        yield desk
