"""Faults: a reference number for the person, a log without record contents for us."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Faults:
    """Numbers and logs what nobody can mend in the window.

    The log holds the kind of error and where in the program it happened; never its text, which
    may quote a record, and never a value.

    Args:
        random: gives n random bytes.
        tell: shows the reference number to the person.
    """

    def __init__(self, random: Callable[[int], bytes], tell: Callable[[str], object]) -> None:
        self._random = random
        self.tell = tell
        self._log = logging.getLogger("ati_desktop.faults")

    def report(self, error: BaseException) -> str:
        """Log a fault, show its reference and return it."""
        reference = "F-" + "".join(_LETTERS[byte % 32] for byte in self._random(6))
        self._log.error("%s %s", reference, outline(error))
        self.tell(reference)
        return reference

    def install(self) -> None:
        """Catch what no one else catches, in slots and event handlers too."""

        def hook(
            kind: type[BaseException], error: BaseException, _trace: TracebackType | None
        ) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, _trace)
                return
            self.report(error)

        sys.excepthook = hook


def outline(error: BaseException) -> str:
    """Return the kinds of an error and its causes with file, line and function of each frame."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        path = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
        parts.append(f"{type(seen).__name__} at {path or 'nowhere'}")
        seen = seen.__cause__ or seen.__context__
    return " | caused by ".join(parts)
