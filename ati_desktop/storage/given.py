"""What storage is given from outside, never takes: the time and randomness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Tells the time now, with its zone (UTC)."""

Randomness = Callable[[int], bytes]
"""Gives that many unpredictable bytes."""
