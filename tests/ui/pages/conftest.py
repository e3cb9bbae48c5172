"""A signed-in desk on a real office, and a shell whose notices are written down."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.errors import Refused
from ati_desktop.ui.commands import WINDOW_COMMANDS, Commands
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.lane import Lane, Running
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.participants.room import COMMANDS
from ati_desktop.ui.shell import Holds, Rereads, Shell
from tests.randomness import counting

from .office import Clock, make_office, open_desk


class Said:
    """Notices that keep what they are told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)

    def show(self, text: str, kind: str = "neutral", button: str = "", run: Any = None) -> None:
        self.lines.append(text)

    def refuse(self, refused: Refused, button: str = "", run: Any = None) -> None:
        self.lines.append(str(refused))

    def clear(self) -> None:
        self.lines.clear()

    def follow(self, title: str, running: Running) -> None:
        self.lines.append(title)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with nobody in it; nobody may change it."""
    place = tmp_path_factory.mktemp("empty") / "office"
    make_office(place, Clock())
    return place


@pytest.fixture
def folder(empty_office: Path, tmp_path: Path) -> Path:
    """The folder of an empty office of one's own."""
    return Path(shutil.copytree(empty_office, tmp_path / "office"))


@pytest.fixture
def desk(folder: Path, clock: Clock) -> Iterator[Desk]:
    made = open_desk(folder, clock)
    yield made
    made.close()


@pytest.fixture
def faults() -> list[Exception]:
    return []


@pytest.fixture
def shell(qtbot: Any, theme: Theme, tmp_path: Path, faults: list[Exception]) -> Iterator[Shell]:
    lane = Lane(faults.append)
    commands = Commands([*WINDOW_COMMANDS, *COMMANDS], lambda *_a, **_k: None)
    commands.role = "administrator"
    around = Surroundings(counting(), lambda _at: None, lambda name: tmp_path / name)
    yield Shell(lane, Said(), commands, theme, around, lambda *_a, **_k: None)
    lane.close()
    assert faults == []


@pytest.fixture
def settled(qtbot: Any, shell: Shell) -> Callable[[], None]:
    """Wait until nothing is under way on the lane."""

    def wait() -> None:
        qtbot.waitUntil(lambda: shell.lane.idle)

    return wait


@pytest.fixture
def shown(
    qtbot: Any, desk: Desk, shell: Shell, settled: Callable[[], None]
) -> Iterator[Callable[[QWidget], QWidget]]:
    """Show a page at the size of an office screen, and let it keep what is typed at the end."""
    pages: list[QWidget] = []

    def show(page: QWidget) -> QWidget:
        pages.append(page)
        qtbot.addWidget(page)
        if isinstance(page, Rereads):
            shell.listen(page, page.on_changed)  # as the workplace does
        page.resize(1216, 868)
        with qtbot.waitExposed(page):
            page.show()
        settled()
        return page

    yield show
    for page in pages:
        if isinstance(page, Holds) and desk.directory is not None:
            page.hold()
    settled()
