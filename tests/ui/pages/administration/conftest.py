"""The room Administration on a real office with dialogs that answer at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.pages.administration.page import AdministrationPage
from ati_desktop.ui.shell import Shell

Settle = Callable[[], None]


class Answers:
    """What the dialogs for opening files answer, one after the other."""

    def __init__(self) -> None:
        self.files: list[Path] = []

    def __call__(self, _kinds: str) -> Path | None:
        return self.files.pop(0) if self.files else None


@pytest.fixture
def answers(shell: Shell) -> Answers:
    made = Answers()
    shell.surroundings = replace(shell.surroundings, ask_open=made)
    return made


@pytest.fixture
def settle(qtbot: Any, shell: Shell) -> Settle:
    def wait() -> None:
        qtbot.waitUntil(lambda: shell.lane.idle)

    return wait


@pytest.fixture
def open_room(qtbot: Any, shell: Shell, settle: Settle) -> Callable[[Desk], AdministrationPage]:
    def show(desk: Desk) -> AdministrationPage:
        page = AdministrationPage(desk, shell)
        qtbot.addWidget(page)
        page.resize(1200, 840)
        with qtbot.waitExposed(page):
            page.show()
        settle()
        return page

    return show


@pytest.fixture
def room(open_room: Callable[[Desk], AdministrationPage], desk: Desk) -> AdministrationPage:
    return open_room(desk)
