"""The composition root: the only place where all parts meet."""

from __future__ import annotations

import logging
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from ati_desktop.resources import resource
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.looks import remember_look
from ati_desktop.ui.rooms import ROOMS
from ati_desktop.ui.window import Window

if TYPE_CHECKING:
    from ati_desktop.entrance import Entrance

_PLACE = "office/folder"


def run_window(folder: Path | None = None, *, enter: tuple[str, str] | None = None) -> int:
    """Open the window, on an office's folder if one is given, and return its exit code.

    Args:
        folder: the office; without it the one that was open last.
        enter: name and password to sign in with at once, for the demo only.
    """
    app = make_application()
    settings = QSettings("ATI Desktop", "ATI Desktop")
    window = make_window(app, folder or _remembered(settings))
    window.place_chosen.connect(lambda place: settings.setValue(_PLACE, str(place)))
    remember_look(window.theme, settings)
    window.faults.install()
    window.show()
    if enter is not None:
        lock = window.lock_screen
        user, password = enter
        lock.user.setText(user)
        lock.password.setText(password)
        lock.sign_in()
    return app.exec()


def make_application() -> QApplication:
    """Return the one QApplication, with the language of the system."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("a program without windows is already running")
    app.setApplicationName("ATI Desktop")
    app.setOrganizationName("ATI Desktop")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    _translate(app)
    return app


def make_window(app: QApplication, folder: Path | None) -> Window:
    """Return the window, wired to real offices."""
    window: Window
    surroundings = Surroundings(
        random=secrets.token_bytes,
        ask_folder=lambda start: _ask_folder(window, start),
        ask_file=lambda name: _ask_file(window, name),
        ask_open=lambda kinds: _ask_open(window, kinds),
    )
    window = Window(entrance(), ROOMS, Theme(app), surroundings, folder)
    return window


def entrance() -> Entrance:
    """Return the way into offices; what it needs is loaded when it is first used."""
    from ati_desktop.entrance import Entrance  # noqa: PLC0415 - the lock screen comes first

    return Entrance()


def _remembered(settings: QSettings) -> Path | None:
    place = settings.value(_PLACE)
    return Path(place) if isinstance(place, str) and place else None


def _translate(app: QApplication) -> None:
    """Put the words of the system's language in, where they ship."""
    try:
        folder = resource("translations")
    except FileNotFoundError:
        return
    translator = QTranslator(app)
    if translator.load(QLocale(), "ati", "_", str(folder)):
        app.installTranslator(translator)


def _ask_folder(window: QWidget, start: Path) -> Path | None:
    title = QCoreApplication.translate("Files", "Choose a folder")
    chosen = QFileDialog.getExistingDirectory(window, title, str(start))
    return Path(chosen) if chosen else None


def _ask_file(window: QWidget, name: str) -> Path | None:
    title = QCoreApplication.translate("Files", "Save as")
    chosen, _ = QFileDialog.getSaveFileName(window, title, str(Path.home() / name))
    return Path(chosen) if chosen else None


def _ask_open(window: QWidget, kinds: str) -> Path | None:
    title = QCoreApplication.translate("Files", "Open a file")
    wanted = f"{kinds} ({kinds})"
    chosen, _ = QFileDialog.getOpenFileName(window, title, str(Path.home()), wanted)
    return Path(chosen) if chosen else None
