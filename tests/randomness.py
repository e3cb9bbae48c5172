"""What stands for chance in a test: it never repeats itself and can be foretold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count


def counting() -> Callable[[int], bytes]:
    """Return a source that answers how many bytes are asked for, other ones each time."""
    turns = count()

    def draw(size: int) -> bytes:
        return hashlib.shake_128(str(next(turns)).encode()).digest(size)

    return draw
