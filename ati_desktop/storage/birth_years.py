"""The year of birth as figures may know it."""

from __future__ import annotations

from datetime import date

_OLDEST_TOLD = 89


def told_birth(text: str | None, today: date) -> tuple[int | None, bool]:
    """Return the year of birth, or none and True for people who may be over 89 (45 CFR 164.514)."""
    if not text or not text[:4].isdecimal():
        return None, False
    year = int(text[:4])
    had_birthday = text[5:10].rstrip("~") <= today.isoformat()[5 : len(text.rstrip("~"))]
    oldest = today.year - year - (0 if had_birthday else 1)
    return (None, True) if oldest > _OLDEST_TOLD else (year, False)
