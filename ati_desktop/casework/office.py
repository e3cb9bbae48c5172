"""Making an office's home and signing in to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import fade_drafts
from ati_desktop.models import User
from ati_desktop.models.users import Right, Role
from ati_desktop.storage.directory import Directory
from ati_desktop.storage.home import create_home, open_home
from ati_desktop.storage.keyring import KeyCost
from ati_desktop.storage.units import Unit

Progress = Callable[[float, str], None]


def utc_now() -> datetime:
    """Return the time now, aware of being UTC."""
    return datetime.now(UTC)


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def create_office(
    folder: Path,
    *,
    administrator: str,
    password: str,
    office: str,
    clock: Callable[[], datetime] = utc_now,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
    cost: KeyCost | None = None,
    demo: bool = False,
) -> str:
    """Make a new home with its first administrator and return the recovery code, shown once.

    Raises:
        Refused: the folder cannot be used, or the password is too short.
    """
    return create_home(
        folder,
        administrator=administrator,
        password=password,
        office=office,
        clock=clock,
        cost=cost,
        demo=demo,
        randomness=randomness,
    )


def sign_in(
    folder: Path,
    user: str,
    password: str,
    *,
    clock: Callable[[], datetime] = utc_now,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
    minimum: KeyCost | None = None,
    progress: Progress = _silent,
) -> Desk:
    """Open a home for one person and return the desk every deed is given.

    Raises:
        Refused: unknown user or wrong password, a damaged or missing file, a second instance.
    """
    progress(0.1, "keys")
    home = open_home(folder, user, password, clock=clock, minimum=minimum)
    desk = Desk(home=home, clock=clock, randomness=randomness)
    try:
        if home.working is not None and desk.may(Right.READ_RECORDS):
            progress(0.5, "people")
            with home.working.unit("sign in") as unit:
                desk.user_id = _known_user(unit, desk)
            fade_drafts(desk)
            with home.working.reading() as reading:
                desk.directory = Directory.opened(reading)
    except BaseException:
        desk.close()
        raise
    progress(1.0, "open")
    return desk


def _known_user(unit: Unit, desk: Desk) -> int:
    """Return the row of the person signed in; the keyring knows first who that is."""
    user = unit.one(select(User).where(User.name == desk.user.name))
    if user is None:
        user = unit.add(User(name=desk.user.name, role=str(desk.user.role)))
    elif user.role != str(desk.user.role):
        user.role = str(desk.user.role)
        user = unit.save(user)
    return user.id or 0


def add_user(desk: Desk, name: str, role: Role, password: str) -> None:
    """Give a person of the office a slot in the keyring and a name in the records.

    Raises:
        Refused: only an administrator may; the name is taken; the password is too short.
    """
    desk.require(Right.ADMINISTER)
    slot = desk.home.add_user(name, role, password)
    kept = next(known for known_id, known, _ in desk.home.users() if known_id == slot)
    with desk.working.unit("add user") as unit:
        user = unit.one(select(User).where(User.name == kept)) or User(name=kept, role="")
        user.role = str(role)
        unit.save(user)
