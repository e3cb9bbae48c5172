"""What a new record starts with: nothing that would have to be true, only what saves typing."""

from __future__ import annotations

from collections.abc import Mapping

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.values import FormValue


def blank_values(noun: str, desk: Desk) -> Mapping[str, FormValue]:
    """Return the values a new record of a noun starts with; dates are never among them."""
    blanks: dict[str, Mapping[str, FormValue]] = {
        "referral": {"direction": "inbound", "decision": "pending"},
        "consent": {"discloser": desk.home.office},
        "provider": {"active": "yes"},
        "program": {"active": "yes"},
    }
    return blanks.get(noun, {})
