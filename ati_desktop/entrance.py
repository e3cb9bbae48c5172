"""How the window makes and enters offices; nothing heavy is loaded before it is needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ati_desktop.ui.gate import utc_now

if TYPE_CHECKING:
    from ati_desktop.storage.home import OfficeCard
    from ati_desktop.storage.keyring import KeyCost
    from ati_desktop.workdesk import WorkDesk

_NEEDED_TO_SIGN_IN = ("ati_desktop.workdesk", "ati_desktop.casework.office")
KEYRING = "keyring.json"


class Entrance:
    """Offices in folders of this computer.

    Args:
        clock: tells the time, in UTC.
        cost: of guessing a password of a new office, and the least that is opened; the floor of
            the stores if not given.
    """

    def __init__(
        self, clock: Callable[[], datetime] = utc_now, cost: KeyCost | None = None
    ) -> None:
        self._clock, self._cost = clock, cost

    def knows(self, folder: Path) -> bool:
        """Return whether an office lives in a folder."""
        return (folder / KEYRING).is_file()

    def create(self, folder: Path, office: str, administrator: str, password: str) -> str:
        """Make an office and return its recovery code.

        Raises:
            Refused: the folder cannot be used, or the password is weak.
        """
        from ati_desktop.casework.office import create_office  # noqa: PLC0415

        return create_office(
            folder,
            administrator=administrator,
            password=password,
            office=office,
            clock=self._clock,
            cost=self._cost,
        )

    def recovery_sheet(self, folder: Path, office: str, code: str) -> bytes:
        """Return the recovery sheet as PDF."""
        from ati_desktop.casework.sheets import recovery_sheet  # noqa: PLC0415

        return recovery_sheet(office, code, clock=self._clock, demo=_card(folder).demo)

    def sign_in(self, folder: Path, user: str, password: str) -> WorkDesk:
        """Open the stores of an office.

        Raises:
            Refused: with what the person can do about it.
        """
        from ati_desktop.workdesk import open_desk  # noqa: PLC0415

        return open_desk(folder, user, password, clock=self._clock, minimum=self._cost)

    def names(self, folder: Path) -> tuple[str, ...]:
        """Return who signs in to an office.

        Raises:
            Refused: its keyring is missing or damaged.
        """
        return _card(folder).names

    def prove_code(self, folder: Path, code: str) -> None:
        """Make sure that a recovery code opens an office.

        Raises:
            Refused: it does not.
        """
        from ati_desktop.casework.recovering import prove_code  # noqa: PLC0415

        prove_code(folder, code, minimum=self._cost)

    def recover(self, folder: Path, code: str, user: str, password: str) -> WorkDesk:
        """Give a person a new password by the recovery code and open the stores.

        Raises:
            Refused: with what the person can do about it.
        """
        from ati_desktop.casework.recovering import recover  # noqa: PLC0415
        from ati_desktop.workdesk import as_work_desk  # noqa: PLC0415

        return as_work_desk(
            recover(folder, code, user, password, clock=self._clock, minimum=self._cost)
        )

    def renew_recovery(self, desk: object, password: str) -> str:
        """Make another recovery code and return it; the old one opens nothing any more.

        Raises:
            Refused: not an administrator, or not the person's own password.
        """
        from ati_desktop.casework.recovering import renew_recovery  # noqa: PLC0415

        return renew_recovery(_work_desk(desk), password)

    def sheet_kept(self, desk: object) -> None:
        """Note that the sheet of the present code is in somebody's keeping."""
        from ati_desktop.casework.recovering import sheet_kept  # noqa: PLC0415

        sheet_kept(_work_desk(desk))

    def warm_up(self) -> None:
        """Load what signing in needs, while the password is typed."""
        for name in _NEEDED_TO_SIGN_IN:
            importlib.import_module(name)


def _card(folder: Path) -> OfficeCard:
    from ati_desktop.storage.home import read_card  # noqa: PLC0415

    return read_card(folder)


def _work_desk(desk: object) -> WorkDesk:
    from ati_desktop.workdesk import WorkDesk  # noqa: PLC0415

    if not isinstance(desk, WorkDesk):
        raise TypeError("this desk was opened by another entrance")
    return desk
