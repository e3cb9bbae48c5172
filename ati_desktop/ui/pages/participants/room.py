"""The room Participants: who may enter it, its commands, and what builds it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ati_desktop.ui.commands import Command
from ati_desktop.ui.kit.say import QT_TRANSLATE_NOOP
from ati_desktop.ui.shell import Room, Shell

_STAFF = frozenset({"administrator", "supervisor", "case_manager", "liaison"})
_WRITERS = _STAFF - {"liaison"}

COMMANDS = (
    Command(
        "new_intake",
        QT_TRANSLATE_NOOP("Commands", "New intake"),
        QT_TRANSLATE_NOOP("Commands", "Takes in a new participant."),
        "Record",
        "Ctrl+N",
        _WRITERS,
        room="participants",
        where={"new": ""},
    ),
    Command(
        "next_person",
        QT_TRANSLATE_NOOP("Commands", "Next person of the list"),
        QT_TRANSLATE_NOOP("Commands", "Opens the next person of the list that is shown."),
        "Go",
        "Alt+Down",
        _STAFF,
    ),
    Command(
        "previous_person",
        QT_TRANSLATE_NOOP("Commands", "Previous person of the list"),
        QT_TRANSLATE_NOOP("Commands", "Opens the person before in the list that is shown."),
        "Go",
        "Alt+Up",
        _STAFF,
    ),
)


def build(desk: Any, shell: Shell) -> QWidget:
    """Build the page; called when the room is first shown."""
    from ati_desktop.ui.pages.participants.page import (  # noqa: PLC0415 - brings the deeds in
        ParticipantsPage,
    )

    return ParticipantsPage(desk, shell)


PARTICIPANTS = Room(
    "participants",
    QT_TRANSLATE_NOOP("Rooms", "Participants"),
    "participants",
    _STAFF,
    build,
    COMMANDS,
)
