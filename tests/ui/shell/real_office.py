"""A window before a real small office, with its recovery code."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import copy
from pathlib import Path

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, create_office, sign_in
from ati_desktop.entrance import Entrance
from ati_desktop.models.users import Role
from ati_desktop.storage.keyring import KeyCost
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.rooms import ROOMS
from ati_desktop.ui.window import Window
from tests.randomness import counting

CHEAP = KeyCost(64, 1, 1)
OLD = "river lamp oboe kite"
NEW = "violin-harbor-maple-kite-snow"


class RealOffice:
    """An office with an administrator, a case manager and an evaluator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = create_office(
            folder, administrator="amina", password=OLD, office="Pier 4", cost=CHEAP
        )
        desk = self.enter("amina", OLD)
        add_user(desk, "cam", Role.CASE_MANAGER, OLD)
        add_user(desk, "eva", Role.EVALUATOR, OLD)
        desk.close()

    def copied(self, place: Path) -> RealOffice:
        """Return the same office in another folder, to spoil."""
        other = copy(self)
        other.folder = Path(shutil.copytree(self.folder, place))
        return other

    def enter(self, user: str, password: str) -> Desk:
        """Sign in without a window."""
        return sign_in(self.folder, user, password, minimum=CHEAP)

    def window(
        self, theme: Theme, sheet: Path | None = None, random: Callable[[int], bytes] | None = None
    ) -> Window:
        """Return a window at the door; the sheet is saved where it is asked."""
        around = Surroundings(random or counting(), lambda _at: None, lambda _name: sheet)
        return Window(Entrance(cost=CHEAP), ROOMS, theme, around, self.folder)
