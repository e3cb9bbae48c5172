"""One theme for all tests of the window, light and at 100 % at the start of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ati_desktop.ui.kit.theme import Mode, Theme
from ati_desktop.ui.window import Window

from .office import SmallGate, surroundings
from .rooms import rooms

_THEMES: list[Theme] = []


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    if not _THEMES:
        _THEMES.append(Theme(qapp, Mode.LIGHT))
    _THEMES[0].use(mode=Mode.LIGHT, scale=1.0, demo=False)
    return _THEMES[0]


@pytest.fixture
def gate(tmp_path: Path) -> SmallGate:
    return SmallGate(tmp_path / "office")


@pytest.fixture
def window(qtbot: Any, theme: Theme, gate: SmallGate) -> Iterator[Window]:
    made = Window(gate, rooms(), theme, surroundings(), gate.folder)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def at_work(qtbot: Any, window: Window, gate: SmallGate) -> Window:
    sign_in(qtbot, window, gate)
    return window


def sign_in(qtbot: Any, window: Window, gate: SmallGate, user: str = "amina") -> None:
    window.lock_screen.user.setText(user)
    window.lock_screen.password.setText(gate.password)
    with qtbot.waitSignal(window.place_chosen):
        window.lock_screen.sign_in()
