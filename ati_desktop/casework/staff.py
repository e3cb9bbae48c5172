"""Who signs in to the office: names and roles, as the keyring knows them."""

from __future__ import annotations

from dataclasses import dataclass

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user
from ati_desktop.models.users import Right, Role

__all__ = ["Colleague", "Role", "add_user", "list_colleagues"]


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person who may sign in."""

    id: str
    name: str
    role: Role
    yourself: bool


def list_colleagues(desk: Desk) -> list[Colleague]:
    """Return who may sign in, by name.

    Raises:
        Refused: only an administrator may.
    """
    desk.require(Right.ADMINISTER)
    found = [
        Colleague(slot, name, role, slot == desk.user.id) for slot, name, role in desk.home.users()
    ]
    return sorted(found, key=lambda one: one.name.casefold())
