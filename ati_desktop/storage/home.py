"""The home of an office: its folder, made whole or not at all, opened by one instance at a time."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.models.users import Zone
from ati_desktop.storage.engine import begin_write, open_engine, store_refusals
from ati_desktop.storage.files import disk_refusals, make_private_folder, sync_folder
from ati_desktop.storage.given import Clock, Randomness
from ati_desktop.storage.keyring import Holder, KeyCost, SignedIn, create_keyring
from ati_desktop.storage.keyring_file import Keyring, read_keyring, write_keyring
from ati_desktop.storage.migrations import migrate
from ati_desktop.storage.open_home import OpenHome
from ati_desktop.storage.opening import open_home, open_home_with_recovery
from ati_desktop.storage.pins import make_pins, write_pins
from ati_desktop.storage.places import Home
from ati_desktop.storage.shares import refuse_share
from ati_desktop.storage.subkeys import REGISTER, WORKING_STORE, derive

__all__ = [
    "Home",
    "OfficeCard",
    "OpenHome",
    "SignedIn",
    "create_home",
    "open_home",
    "open_home_with_recovery",
    "read_card",
]


@dataclass(frozen=True)
class OfficeCard:
    """What may be shown before anybody signs in: the office, its mark, who signs in here."""

    office: str
    demo: bool
    names: tuple[str, ...]


def read_card(folder: Path) -> OfficeCard:
    """Return what the lock screen shows of a home.

    Raises:
        Refused: there is no office in the folder, or its keyring is damaged or altered.
    """
    keyring = read_keyring(Home(folder).keyring)
    return OfficeCard(keyring.office, keyring.demo, tuple(slot.name for slot in keyring.slots))


def create_home(
    folder: Path,
    *,
    administrator: str,
    password: str,
    office: str,
    clock: Clock,
    cost: KeyCost | None = None,
    demo: bool = False,
    randomness: Randomness = secrets.token_bytes,
) -> str:
    """Make a new office in a new or empty folder and return its recovery code, said only once.

    It is built under another name and renamed at the end: a failure leaves nothing behind.

    Raises:
        Refused: the folder is not empty or cannot be written to, the disk is full, or the
            password is weak.
    """
    folder = folder.absolute()
    _check_free(folder)
    refuse_share(folder)
    keyring, holder, code = create_keyring(
        office=office,
        administrator=administrator,
        password=password,
        clock=clock,
        cost=cost or KeyCost.floor(),
        demo=demo,
        randomness=randomness,
    )
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.partial")
    with disk_refusals(folder.parent), store_refusals(folder.parent):
        try:
            make_private_folder(partial)
            _build(Home(partial), keyring, holder)
            if folder.exists():
                folder.rmdir()
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        sync_folder(folder.parent)
    return code


def _check_free(folder: Path) -> None:
    with disk_refusals(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(
                "{folder} already holds something: choose a new or an empty folder.", folder=folder
            )


def _build(home: Home, keyring: Keyring, holder: Holder) -> None:
    working = derive(holder.zones[Zone.RECORDS], WORKING_STORE)
    register = derive(holder.zones[Zone.EVALUATION], REGISTER)
    for path, key in ((home.working, working), (home.register, register)):
        engine = open_engine(path, key, create=True)
        try:
            if path == home.working:
                migrate(engine)
            with begin_write(engine) as connection:
                make_pins(connection)
                write_pins(connection, keyring)
        finally:
            engine.dispose()
    write_keyring(home.keyring, keyring)
