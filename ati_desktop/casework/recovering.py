"""The way back when a password is lost: the recovery code, and another sheet after it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import sign_in, utc_now
from ati_desktop.errors import Refused
from ati_desktop.models import Setting, User
from ati_desktop.models.users import Right, Zone
from ati_desktop.storage.home import open_home_with_recovery, read_card
from ati_desktop.storage.keyring import KeyCost, sign_in_with_recovery, unlock
from ati_desktop.storage.keyring_file import read_keyring
from ati_desktop.storage.places import Home
from ati_desktop.storage.slots import WrongPassword
from ati_desktop.storage.units import Unit

_SETTING = "recovery_sheet"


class Owed(StrEnum):
    """Why the office needs another recovery sheet."""

    NOTHING = ""
    USED = "used"
    UNKEPT = "unkept"


def office_names(folder: Path) -> tuple[str, ...]:
    """Return the names that sign in to an office, of which one can get a new password.

    Raises:
        Refused: there is no office in the folder, or its keyring is damaged or altered.
    """
    return read_card(folder).names


def prove_code(folder: Path, code: str, *, minimum: KeyCost | None = None) -> None:
    """Make sure that a code opens the office; nothing is opened and nothing written.

    Raises:
        Refused: the code is not whole or not this office's, or the keyring is damaged.
    """
    keyring = read_keyring(Home(folder).keyring)
    sign_in_with_recovery(keyring, code, minimum=minimum or KeyCost.floor())


def recover(
    folder: Path,
    code: str,
    user: str,
    password: str,
    *,
    clock: Callable[[], datetime] = utc_now,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
    minimum: KeyCost | None = None,
) -> Desk:
    """Give a person a new password by the recovery code, and sign them in with it.

    The trail says that the code was used before anything changes, and what it was used for after.

    Raises:
        Refused: the code does not open this office, nobody signs in by that name, the password
            is weak, or the office cannot be opened now.
    """
    home = open_home_with_recovery(
        folder, code, clock=clock, minimum=minimum, randomness=randomness
    )
    desk = Desk(home=home, clock=clock, randomness=randomness)
    try:
        slot = home.keyring.slot_named(user)
        if slot is None:
            raise Refused("Nobody signs in to this office as {name}.", name=user)
        with desk.working.unit("open with recovery code") as unit:
            _owe(unit, Owed.USED)
        home.reset_password(slot.id, password)
        with desk.working.unit("set password with recovery code") as unit:
            known = unit.one(select(User).where(User.name == slot.name))
            unit.saw(User.__tablename__, known.id if known else None)
    finally:
        desk.close()
    return sign_in(folder, user, password, clock=clock, randomness=randomness, minimum=minimum)


def renew_recovery(desk: Desk, password: str) -> str:
    """Make another recovery code and return it; the old one opens nothing any more.

    Until ``sheet_kept`` is told, the office is reminded that nobody may hold the code.

    Raises:
        Refused: only an administrator with every key may; the password is not the person's own.
    """
    desk.require(Right.ADMINISTER)
    if desk.user.zones != frozenset(Zone):
        raise Refused("You do not hold every key of the office: ask an administrator who does.")
    _prove_password(desk, password)
    with desk.working.unit("make recovery code") as unit:
        _owe(unit, Owed.UNKEPT)
    return desk.home.renew_recovery()


def sheet_kept(desk: Desk) -> None:
    """Note that the sheet of the present code is in somebody's keeping.

    Raises:
        Refused: only an administrator may.
    """
    desk.require(Right.ADMINISTER)
    with desk.working.unit("keep recovery sheet") as unit:
        _owe(unit, Owed.NOTHING)


def sheet_owed(desk: Desk) -> Owed:
    """Return why another recovery sheet is needed; nothing for who opens no records."""
    if desk.home.working is None:
        return Owed.NOTHING
    with desk.working.reading() as reading:
        kept = reading.one(select(Setting).where(Setting.name == _SETTING))
    return Owed(kept.value) if kept else Owed.NOTHING


def _owe(unit: Unit, owed: Owed) -> None:
    kept = unit.one(select(Setting).where(Setting.name == _SETTING))
    if kept is None:
        unit.add(Setting(name=_SETTING, value=str(owed)))
    else:
        kept.value = str(owed)
        unit.save(kept)


def _prove_password(desk: Desk, password: str) -> None:
    """Ask the person's own password again: an open window is no leave to change keys."""
    keyring = desk.home.keyring
    slot = keyring.slot_of(desk.user.id)
    if slot is None:
        raise Refused("You have no entry in the keyring any more: sign in again.")
    try:
        unlock(keyring, slot, password, slot.lock.cost)
    except WrongPassword:
        raise Refused("The present password is not right.") from None
