"""Whether a second person has to agree before a package leaves: the office's rule."""

from __future__ import annotations

from typing import Literal

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registering import open_register
from ati_desktop.models.users import ROLE_RIGHTS, Right
from ati_desktop.storage.register_settings import REVIEW

APPROVED = "approved by a second person"
SWITCHED_OFF = "no second person: switched off"
NOBODY = "no second person in this office"
ON, OFF = "on", "off"


def review_rule(desk: Desk) -> Literal["on", "off"] | None:
    """Return what the office has set; None: nothing, so it depends on who is there."""
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        said = register.settings.read(REVIEW)
    return "on" if said == ON else "off" if said == OFF else None


def set_review(desk: Desk, on: bool | None) -> None:
    """Set whether a second person is asked, or with None leave it to who is there.

    Raises:
        Refused: only a supervisor or an administrator may.
    """
    desk.require(Right.RULE_REVIEWS)
    with open_register(desk) as register:
        register.settings.write(REVIEW, None if on is None else ON if on else OFF)


def review_needed(desk: Desk) -> bool:
    """Return whether what this person asks for needs a second person's yes."""
    return review_phrase(desk) == APPROVED


def review_phrase(desk: Desk) -> str:
    """Return what a package says about a second person, by the rule as it is now."""
    rule = review_rule(desk)
    if rule == OFF:
        return SWITCHED_OFF
    return APPROVED if rule == ON or reviewers(desk) else NOBODY


def reviewers(desk: Desk) -> list[str]:
    """Return the names of the others who may decide about a release."""
    return sorted(
        name
        for slot, name, role in desk.home.users()
        if Right.REVIEW_RELEASES in ROLE_RIGHTS[role] and slot != desk.user.id
    )
