"""The room Directory: who may enter it and what builds it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ati_desktop.ui.commands import Command
from ati_desktop.ui.kit.say import QT_TRANSLATE_NOOP
from ati_desktop.ui.shell import Room, Shell

_STAFF = frozenset({"administrator", "supervisor", "case_manager", "liaison"})

COMMANDS = (
    Command(
        "new_organisation",
        QT_TRANSLATE_NOOP("Commands", "New organisation"),
        QT_TRANSLATE_NOOP("Commands", "Adds an organisation to the directory."),
        "Record",
        "",
        _STAFF - {"liaison"},
        room="directory",
        where={"form": "provider"},
    ),
)


def build(desk: Any, shell: Shell) -> QWidget:
    """Build the page; called when the room is first shown."""
    from ati_desktop.ui.pages.directory.page import (  # noqa: PLC0415 - brings the deeds in
        DirectoryPage,
    )

    return DirectoryPage(desk, shell)


DIRECTORY = Room(
    "directory",
    QT_TRANSLATE_NOOP("Rooms", "Directory"),
    "directory",
    _STAFF,
    build,
    COMMANDS,
)
