"""How the window makes and enters offices; nothing heavy is loaded before it is needed."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ati_desktop.workdesk import WorkDesk

_NEEDED_TO_SIGN_IN = ("ati_desktop.workdesk", "ati_desktop.casework.office")
KEYRING = "keyring.json"


class Entrance:
    """Offices in folders of this computer."""

    def knows(self, folder: Path) -> bool:
        """Return whether an office lives in a folder."""
        return (folder / KEYRING).is_file()

    def create(self, folder: Path, office: str, administrator: str, password: str) -> str:
        """Make an office and return its recovery code.

        Raises:
            Refused: the folder cannot be used, or the password is weak.
        """
        from ati_desktop.casework.office import create_office  # noqa: PLC0415

        return create_office(folder, administrator=administrator, password=password, office=office)

    def recovery_sheet(self, folder: Path, office: str, code: str) -> bytes:
        """Return the recovery sheet as PDF."""
        from ati_desktop.casework.sheets import recovery_sheet  # noqa: PLC0415

        return recovery_sheet(office, code)

    def sign_in(self, folder: Path, user: str, password: str) -> WorkDesk:
        """Open the stores of an office.

        Raises:
            Refused: with what the person can do about it.
        """
        from ati_desktop.workdesk import open_desk  # noqa: PLC0415

        return open_desk(folder, user, password)

    def warm_up(self) -> None:
        """Load what signing in needs, while the password is typed."""
        for name in _NEEDED_TO_SIGN_IN:
            importlib.import_module(name)
