"""How long work tells where it is and is told to stop; imported by what must load fast."""

from __future__ import annotations

from collections.abc import Callable

from ati_desktop.errors import Refused

Progress = Callable[[int, int], None]
"""Told (done, of how many)."""

Cancelled = Callable[[], bool]
"""Asked between steps; True means that the person wants to stop."""

_WHOLE = 1_000


def stop_if(cancelled: Cancelled | None) -> None:
    """Raise when the person has asked to stop.

    Raises:
        Refused: the work was stopped.
    """
    if cancelled is not None and cancelled():
        raise Refused("The check was stopped. Nothing was written; start it again when ready.")


class Share:
    """One of several equal parts of the work, itself in two halves; never goes backward."""

    def __init__(self, progress: Progress | None, part: int, parts: int) -> None:
        self._progress, self._part, self._parts = progress, part, parts
        self._last = -1

    def half(self, which: int) -> Progress:
        """Return where the first (0) or second (1) half reports to."""

        def report(done: int, total: int) -> None:
            here = (which + done / max(total, 1)) / 2
            reached = int(_WHOLE * (self._part + here) / self._parts)
            if self._progress is not None and reached > self._last:
                self._last = reached
                self._progress(reached, _WHOLE)

        return report
