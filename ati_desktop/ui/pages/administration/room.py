"""The room Administration: who may enter it, its commands, and what builds it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ati_desktop.ui.commands import Command
from ati_desktop.ui.kit.say import QT_TRANSLATE_NOOP
from ati_desktop.ui.shell import Room, Shell

_LEADS = frozenset({"administrator", "supervisor"})
_ADMINISTRATOR = frozenset({"administrator"})

COMMANDS = (
    Command(
        "import_file",
        QT_TRANSLATE_NOOP("Commands", "Import a file"),
        QT_TRANSLATE_NOOP("Commands", "Takes records or a cohort file in, after a plan."),
        "Record",
        roles=_LEADS,
        room="administration",
        where={"tab": "import"},
    ),
    Command(
        "check_stores",
        QT_TRANSLATE_NOOP("Commands", "Check the stores"),
        QT_TRANSLATE_NOOP("Commands", "Checks that everything kept is whole and unchanged."),
        "Record",
        roles=_LEADS,
        room="administration",
        where={"tab": "check"},
    ),
    Command(
        "add_user",
        QT_TRANSLATE_NOOP("Commands", "Add a person who signs in"),
        QT_TRANSLATE_NOOP("Commands", "Gives a colleague a name, a role and a first password."),
        "Record",
        roles=_ADMINISTRATOR,
        room="administration",
        where={"tab": "people", "new": True},
    ),
)


def build(desk: Any, shell: Shell) -> QWidget:
    """Build the page; called when the room is first shown."""
    from ati_desktop.ui.pages.administration.page import (  # noqa: PLC0415 - brings the deeds in
        AdministrationPage,
    )

    return AdministrationPage(desk, shell)


ADMINISTRATION = Room(
    "administration",
    QT_TRANSLATE_NOOP("Rooms", "Administration"),
    "administration",
    _LEADS,
    build,
    COMMANDS,
)
