"""The room Evaluation: who may enter it, its commands, and what builds it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ati_desktop.ui.commands import Command
from ati_desktop.ui.kit.say import QT_TRANSLATE_NOOP
from ati_desktop.ui.shell import Room, Shell

_FIGURES = frozenset({"administrator", "supervisor", "evaluator"})
_REBUILD = _FIGURES - {"evaluator"}

COMMANDS = (
    Command(
        "change_cohort",
        QT_TRANSLATE_NOOP("Commands", "Change cohort"),
        QT_TRANSLATE_NOOP("Commands", "Chooses who is counted, how long, and by which groups."),
        "Record",
        roles=_FIGURES,
        room="evaluation",
        where={"open": "cohort"},
    ),
    Command(
        "prepare_release",
        QT_TRANSLATE_NOOP("Commands", "Prepare release"),
        QT_TRANSLATE_NOOP(
            "Commands", "Goes step by step from a question to a package that may leave."
        ),
        "Record",
        roles=_FIGURES,
        room="evaluation",
        where={"open": "release"},
    ),
    Command(
        "release_register",
        QT_TRANSLATE_NOOP("Commands", "Register of releases"),
        QT_TRANSLATE_NOOP(
            "Commands", "Lists packages that were asked for or written, and what was decided."
        ),
        "Go",
        roles=_FIGURES,
        room="evaluation",
        where={"open": "register"},
    ),
    Command(
        "rebuild_figures",
        QT_TRANSLATE_NOOP("Commands", "Rebuild figures now"),
        QT_TRANSLATE_NOOP("Commands", "Makes the figures anew from the records as they are now."),
        "Record",
        roles=_REBUILD,
        room="evaluation",
        where={"open": "rebuild"},
    ),
)


def build(desk: Any, shell: Shell) -> QWidget:
    """Build the page; called when the room is first shown."""
    from ati_desktop.ui.pages.evaluation.page import (  # noqa: PLC0415 - brings the deeds in
        EvaluationPage,
    )

    return EvaluationPage(desk, shell)


EVALUATION = Room(
    "evaluation",
    QT_TRANSLATE_NOOP("Rooms", "Evaluation"),
    "evaluation",
    _FIGURES,
    build,
    COMMANDS,
)
