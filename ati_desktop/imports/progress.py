"""How long work says where it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with what is done and what there is in all, both in bytes of the source file."""

Stop = Callable[[], bool]
"""Asked now and then; True means that the person has cancelled."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def never_stop() -> bool:
    """Go on to the end."""
    return False
