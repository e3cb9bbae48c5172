"""The desk as the window knows it: the deeds' desk, with what the frame around them shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import find_people
from ati_desktop.casework.office import sign_in, utc_now
from ati_desktop.casework.recovering import sheet_owed
from ati_desktop.casework.settings import read_settings
from ati_desktop.models.users import Right
from ati_desktop.storage.keyring import KeyCost
from ati_desktop.ui.gate import Hit

_MOST_HITS = 30


@dataclass
class WorkDesk(Desk):
    """A signed-in person's desk in the window."""

    office_name: str = ""
    idle_minutes: int = 10
    sheet_owed: str = ""

    @property
    def user_name(self) -> str:
        """Return the name the person signed in with."""
        return self.user.name

    @property
    def role(self) -> str:
        """Return the person's role."""
        return str(self.user.role)

    @property
    def demo(self) -> bool:
        """Return whether the people in the store are invented."""
        return self.home.demo

    def search(self, text: str) -> Sequence[Hit]:
        """Return the best hits for the quick search; none for who opens no names."""
        if not self.may(Right.READ_RECORDS):
            return []
        return [
            Hit(
                title=hit.name,
                detail=" · ".join(part for part in (hit.reference, _born(hit.birth)) if part),
                room="participants",
                where={"person": hit.participant_id},
            )
            for hit in find_people(self, text, _MOST_HITS)
        ]


def open_desk(
    folder: Path,
    user: str,
    password: str,
    *,
    clock: Callable[[], datetime] = utc_now,
    minimum: KeyCost | None = None,
) -> WorkDesk:
    """Sign a person in and return the desk for the window.

    Raises:
        Refused: as ``casework.office.sign_in`` does.
    """
    return as_work_desk(sign_in(folder, user, password, clock=clock, minimum=minimum))


def as_work_desk(desk: Desk) -> WorkDesk:
    """Return a desk that is already open as the window knows it."""
    settings = read_settings(desk)
    kept = {field.name: getattr(desk, field.name) for field in fields(Desk)}
    return WorkDesk(
        **kept,
        office_name=settings.office or desk.home.office,
        idle_minutes=int(settings.lock_after_minutes),
        sheet_owed=str(sheet_owed(desk)),
    )


def _born(birth: object) -> str:
    if birth is None:
        return ""
    text = getattr(birth, "text", str(birth))
    return QCoreApplication.translate("Search", "born {date}").format(date=text)
