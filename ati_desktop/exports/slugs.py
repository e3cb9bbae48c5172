"""Titles as names that are safe parts of a path."""

from __future__ import annotations

import re


def slug(name: str) -> str:
    """Return a name that is a safe part of a path on every system."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-").lower()[:60] or "table"
