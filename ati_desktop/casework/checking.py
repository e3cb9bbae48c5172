"""Checking that an office's stores are whole, as far as the person's keys reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ati_desktop.casework.desk import Desk
from ati_desktop.storage.check import check_home


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: where, what was found, and whether it is as it should be."""

    what: str
    said: str
    ok: bool


def check_office(desk: Desk, *, progress: Callable[[float, str], None]) -> list[Check]:
    """Check both integrity checks, sealed fields, audit chain, pins and the figures' as-of.

    Anyone may ask; a store whose key the role does not hold is not looked at.
    """
    progress(0.0, "")
    found = [Check(one.where, one.said, one.ok) for one in check_home(desk.home)]
    progress(1.0, "")
    return found
