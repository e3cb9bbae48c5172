"""The room Evaluation on a demo office with figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.pages.evaluation.live_check import Stage
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.pages.evaluation.reading import prepare
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import SMALL, SPEC, copy_home, make_home, open_home
from tests.ui.pages.evaluation.prepared import Held, PreparedOnce

Settle = Callable[[], None]
OpenRoom = Callable[..., EvaluationPage]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("figures") / "demo", participants=420, built=True)


@pytest.fixture(scope="session")
def bare_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("bare") / "demo", participants=12, built=False)


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    return copy_home(demo_home, tmp_path / "home")


@pytest.fixture
def demo_desk(home: Path) -> Iterator[Desk]:
    made = open_home(home)
    yield made
    made.close()


@pytest.fixture
def settle(qtbot: Any, shell: Shell) -> Settle:
    """Wait until nobody waits for anything; a check may be under way, or about to begin."""

    def wait() -> None:
        qtbot.waitUntil(lambda: shell.lane.quiet)
        QApplication.processEvents()

    return wait


@pytest.fixture(scope="session")
def prepared_once() -> PreparedOnce:
    """Protecting four hundred people takes seconds: it is done once for each question."""
    return PreparedOnce()


@pytest.fixture
def preparing(prepared_once: PreparedOnce) -> Iterator[Held]:
    """What the room prepares with; a test may hold it."""
    held = Held(prepared_once)
    yield held
    held.let_go()


@pytest.fixture
def for_real(preparing: Held) -> None:
    """Prepare as the program does, at each question anew."""
    preparing.work = prepare


@pytest.fixture
def open_room(qtbot: Any, shell: Shell, settle: Settle, preparing: Held) -> OpenRoom:
    """Open the room, as after the lock where a specification is handed in."""

    def show(desk: Desk, spec: str = "") -> EvaluationPage:
        page = EvaluationPage(desk, shell, preparing)
        page.arrive(spec=spec)
        qtbot.addWidget(page)
        shell.listen(page, page.on_changed)
        page.resize(1200, 840)
        with qtbot.waitExposed(page):
            page.show()
        settle()
        return page

    return show


@pytest.fixture
def room(open_room: OpenRoom, demo_desk: Desk) -> EvaluationPage:
    return open_room(demo_desk, SPEC)


@pytest.fixture
def small_room(open_room: OpenRoom, demo_desk: Desk) -> EvaluationPage:
    return open_room(demo_desk, SMALL)


@pytest.fixture
def checked(qtbot: Any) -> Callable[[EvaluationPage], None]:
    """Wait until the check of the question that was put last has ended."""

    def wait(page: EvaluationPage) -> None:
        ended = (Stage.FOUND, Stage.REFUSED, Stage.STOPPED)
        qtbot.waitUntil(lambda: page.asking.live.stage in ended)
        QApplication.processEvents()

    return wait
