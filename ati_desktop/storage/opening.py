"""Opening a home: by password or by recovery code, one instance at a time."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.storage.files import OfficeLock, remove_partial_files
from ati_desktop.storage.given import Clock, Randomness
from ati_desktop.storage.keyring import Holder, KeyCost, sign_in, sign_in_with_recovery
from ati_desktop.storage.keyring_file import Keyring, read_keyring
from ati_desktop.storage.open_home import OpenHome
from ati_desktop.storage.places import Home
from ati_desktop.storage.shares import refuse_share


def open_home(
    folder: Path,
    user: str,
    password: str,
    *,
    clock: Clock,
    minimum: KeyCost | None = None,
    randomness: Randomness = secrets.token_bytes,
) -> OpenHome:
    """Open a home for one person.

    ``minimum`` is the least cost of guessing a keyring may have; tests alone give less than the
    floor.

    Raises:
        Refused: no office there, already open, name or password not right, a file missing,
            damaged, altered or older than the others, or no right to write.
    """
    least = minimum or KeyCost.floor()
    return _open(
        folder,
        lambda keyring: sign_in(keyring, user, password, minimum=least),
        clock=clock,
        minimum=least,
        randomness=randomness,
    )


def open_home_with_recovery(
    folder: Path,
    code: str,
    *,
    clock: Clock,
    minimum: KeyCost | None = None,
    randomness: Randomness = secrets.token_bytes,
) -> OpenHome:
    """Open a home with the recovery code, with the rights of an administrator.

    Raises:
        Refused: as for ``open_home``, or the code is not whole or not this office's.
    """
    least = minimum or KeyCost.floor()
    return _open(
        folder,
        lambda keyring: sign_in_with_recovery(keyring, code, minimum=least),
        clock=clock,
        minimum=least,
        randomness=randomness,
    )


def _open(
    folder: Path,
    enter: Callable[[Keyring], Holder],
    *,
    clock: Clock,
    minimum: KeyCost,
    randomness: Randomness,
) -> OpenHome:
    home = Home(folder.absolute())
    if not home.keyring.exists() and not home.working.exists():
        raise Refused("There is no office in {folder}: choose its folder.", folder=folder)
    refuse_share(home.folder)
    lock = OfficeLock(home.lock)
    try:
        remove_partial_files(home.folder)
        keyring = read_keyring(home.keyring)
        return OpenHome(
            home,
            keyring,
            enter(keyring),
            lock,
            clock=clock,
            minimum=minimum,
            randomness=randomness,
        )
    except BaseException:
        lock.release()
        raise
