"""Settings of an extract that no other specification has: switches and shares."""

from __future__ import annotations

from ati_desktop.evaluation.settings import Section


def flag(part: Section, key: str) -> bool:
    """Return true or false; false where the file has none."""
    value = part.raw(key)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise part.refusal(key, "true or false")


def share(part: Section, key: str, default: float | None, most: float) -> float | None:
    """Return a number from 0 to ``most``."""
    value = part.raw(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise part.refusal(key, f"a number from 0 to {most:g}")
    return float(value)
