"""The recovery sheet of a new office, ready to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ati_desktop.casework.office import utc_now
from ati_desktop.casework.wording import Say, day_words, plain
from ati_desktop.reports.recovery_sheet import render_recovery_sheet


def recovery_sheet(
    office: str,
    code: str,
    say: Say = plain,
    *,
    clock: Callable[[], datetime] = utc_now,
    demo: bool = False,
) -> bytes:
    """Return the sheet with both halves of a recovery code as PDF."""
    made_on = day_words(clock().astimezone().date(), say)
    return render_recovery_sheet(office, made_on, code, say, demo=demo)
