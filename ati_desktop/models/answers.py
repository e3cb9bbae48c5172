"""The four answers that are not a value; they are never folded into one."""

from __future__ import annotations

from enum import StrEnum


class Missing(StrEnum):
    """Why there is no value. An empty column means that nobody has entered anything yet."""

    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"
    DECLINED = "declined"


MISSING_CODES = frozenset(str(answer) for answer in Missing)
