"""What has left, as the register keeps it; light enough for a window to import."""

from __future__ import annotations

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registering import open_register
from ati_desktop.models.users import Right
from ati_desktop.storage.register import Release


def list_releases(desk: Desk) -> list[Release]:
    """Return what was released, the newest first.

    Raises:
        Refused: the role does not open the figures.
    """
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        return register.releases()
