"""A demo office with figures, made once and copied for each test that needs one."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from ati_desktop.casework.demo.office import USER, make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, sign_in
from ati_desktop.casework.refreshing import refresh
from ati_desktop.models.users import Role
from tests.randomness import counting

from .office import CHEAP, PASSWORD, Clock

EVALUATOR = "eva"
_DRAW = counting()
"""One for all sign-ins: an office never draws the same twice."""
SPEC = """
title = "Court programs"
measures = ["referrals", "admissions", "completion_of_admitted", "days_to_admission",
            "rearrest", "rearrest_km"]
by = ["program"]

[cohort]
kind = "referral"

[follow_up]
windows_days = [365]

[protection]
threshold = 11
"""
SMALL = SPEC.replace(
    """["referrals", "admissions", "completion_of_admitted", "days_to_admission",
            "rearrest", "rearrest_km"]""",
    """["referrals", "rearrest_km"]""",
)
"""For what is protected for real: a third of the work."""


def make_home(folder: Path, *, participants: int, built: bool) -> Path:
    """Make a demo office, with an evaluator, and its figures if wanted."""
    desk = make_demo_office(
        folder,
        PASSWORD,
        participants=participants,
        seed=11,
        clock=Clock(),
        progress=lambda _done, _doing: None,
        cost=CHEAP,
    )
    try:
        add_user(desk, EVALUATOR, Role.EVALUATOR, PASSWORD)
        if built:
            refresh(desk)
    finally:
        desk.close()
    return folder


def copy_home(home: Path, place: Path) -> Path:
    """Return a copy of an office that nobody has open."""
    return Path(shutil.copytree(home, place))


def open_home(folder: Path, user: str = USER) -> Desk:
    """Sign in."""
    return sign_in(folder, user, PASSWORD, clock=Clock(), randomness=_DRAW, minimum=CHEAP)


def words_of(root: QWidget) -> list[str]:
    """Return every word a person or a screen reader can find in a place, hidden parts too."""
    found: list[str] = []
    for widget in (root, *root.findChildren(QWidget)):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QLineEdit | QPushButton):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        elif isinstance(widget, QAbstractItemView):
            found += cells_of(widget)
    return [text for text in found if text]


def cells_of(view: QAbstractItemView) -> list[str]:
    """Return the text of every cell of a table or tree."""
    model = view.model()
    if model is None:
        return []
    found: list[str] = []
    waiting = [view.rootIndex()]
    while waiting:
        above = waiting.pop()
        for row in range(model.rowCount(above)):
            columns = 1 if isinstance(view, QListView) else model.columnCount(above)
            for column in range(columns):
                index = model.index(row, column, above)
                found += [str(index.data(role) or "") for role in (0, 3, 11)]
            waiting.append(model.index(row, 0, above))
    return found
