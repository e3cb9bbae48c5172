"""Finding a person by any part of a name, reference, docket number or birth date."""

from __future__ import annotations

from ati_desktop.casework.desk import Desk
from ati_desktop.models.users import Right
from ati_desktop.storage.directory import Hit

__all__ = ["Hit", "find_people", "possible_duplicates"]


def find_people(desk: Desk, text: str, limit: int = 50) -> list[Hit]:
    """Return the people a text may mean, the likeliest first; nothing is written.

    Raises:
        Refused: the role opens no names.
    """
    desk.require(Right.READ_RECORDS)
    return desk.people.search(text, limit)


def possible_duplicates(desk: Desk, family: str, given: str, birth: str | None) -> list[Hit]:
    """Return people who may be the one about to be entered.

    Raises:
        Refused: the role opens no names.
    """
    desk.require(Right.READ_RECORDS)
    return desk.people.possible_duplicates(family, given, birth)
