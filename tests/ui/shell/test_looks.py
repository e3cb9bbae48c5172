from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from ati_desktop.ui.kit.theme import Mode, Theme
from ati_desktop.ui.looks import remember_look


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "look.ini"), QSettings.Format.IniFormat)


def started(app: QApplication, settings: QSettings) -> Theme:
    """Return the theme of a program that was just started."""
    settings.sync()
    theme = Theme(app, Mode.LIGHT)
    remember_look(theme, QSettings(settings.fileName(), QSettings.Format.IniFormat))
    return theme


def test_the_look_of_the_last_time_is_there_at_the_next(
    qapp: QApplication, settings: QSettings
) -> None:
    started(qapp, settings).use(mode=Mode.DARK, scale=1.3)
    theme = started(qapp, settings)
    assert (theme.mode, theme.scale) == (Mode.DARK, 1.3)


@pytest.mark.parametrize(("colours", "percent"), [("plaid", "12.5"), ("", "-4"), ("", "wide")])
def test_a_look_nobody_can_read_changes_nothing(
    qapp: QApplication, settings: QSettings, colours: str, percent: str
) -> None:
    settings.setValue("look/colours", colours)
    settings.setValue("look/text_percent", percent)
    theme = started(qapp, settings)
    assert (theme.mode, theme.scale) == (Mode.LIGHT, 1.0)


def test_a_size_out_of_bounds_is_brought_in(qapp: QApplication, settings: QSettings) -> None:
    settings.setValue("look/text_percent", 900)
    assert started(qapp, settings).scale == 2.0


def test_invented_data_leaves_no_trace_in_the_settings(
    qapp: QApplication, settings: QSettings
) -> None:
    theme = started(qapp, settings)
    theme.use(demo=True)
    settings.sync()
    assert sorted(settings.allKeys()) == ["look/colours", "look/text_percent"]
