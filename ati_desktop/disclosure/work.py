"""How long work tells where it is and is told to stop; imported by what must load fast."""

from __future__ import annotations

from collections.abc import Callable

from ati_desktop.errors import Refused

Progress = Callable[[int, int], None]
"""Told (done, of how many)."""

Cancelled = Callable[[], bool]
"""Asked between steps; True means that the person wants to stop."""

WORK = 1_000_000
"""Steps that a search for the cheapest choice may take: some twenty seconds of an old core."""

_WHOLE = 1_000


def stop_if(cancelled: Cancelled | None) -> None:
    """Raise when the person has asked to stop.

    Raises:
        Refused: the work was stopped.
    """
    if cancelled is not None and cancelled():
        raise Refused("The check was stopped. Nothing was written; start it again when ready.")


_ROUND = 0.8


class Share:
    """One of several equal parts of the work, itself in two halves; never goes backward.

    The halves may be done again, nobody knows how often: each round takes most of what is left.
    """

    def __init__(self, progress: Progress | None, part: int, parts: int) -> None:
        self._progress, self._part, self._parts = progress, part, parts
        self._last = -1
        self._begin, self._length = 0.0, 1.0

    def round(self, number: int) -> None:
        """Begin a round; the first is 0."""
        self._begin = 1.0 - (1.0 - _ROUND) ** number
        self._length = (1.0 - self._begin) * _ROUND

    def half(self, which: int) -> Progress:
        """Return where the first (0) or second (1) half reports to."""

        def report(done: int, total: int) -> None:
            here = self._begin + self._length * (which + done / max(total, 1)) / 2
            reached = int(_WHOLE * (self._part + here) / self._parts)
            if self._progress is not None and reached > self._last:
                self._last = reached
                self._progress(reached, _WHOLE)

        return report

    def end(self) -> None:
        """Tell that this part is done."""
        self._begin, self._length = 0.0, 1.0
        self.half(1)(1, 1)
