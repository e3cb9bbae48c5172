from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from ati_desktop.ui.kit.theme import Mode
from ati_desktop.ui.pictures import take_all
from ati_desktop.ui.window import Window


def test_each_screen_is_taken_in_two_sizes_light_and_dark(at_work: Window, tmp_path: Path) -> None:
    at_work.go("participants")
    taken = list(take_all(at_work, at_work.theme, tmp_path, "participants"))
    assert [path.name for path in taken] == [
        "participants-1440-light.png",
        "participants-1024-light.png",
        "participants-1440-dark.png",
        "participants-1024-dark.png",
    ]
    assert QImage(str(taken[0])).size().toTuple() == (1440, 900)
    assert QImage(str(taken[3])).size().toTuple() == (1024, 700)
    assert QImage(str(taken[3])).pixelColor(600, 690).lightness() < 60


def test_the_look_in_force_comes_first(at_work: Window, tmp_path: Path) -> None:
    at_work.theme.use(mode=Mode.DARK)
    taken = list(take_all(at_work, at_work.theme, tmp_path, "today"))
    assert [path.stem for path in taken] == [
        "today-1440-dark",
        "today-1024-dark",
        "today-1440-light",
        "today-1024-light",
    ]
    shades = [QImage(str(path)).pixelColor(600, 690).lightness() for path in taken]
    assert max(shades[:2]) < 60 < min(shades[2:])
