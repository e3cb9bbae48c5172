"""A recovery code while it is typed, group by group; light enough for the lock screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ati_desktop.errors import Refused
from ati_desktop.storage.recovery_code import GROUPS, read_group, read_recovery_code

__all__ = ["GROUPS", "Misread", "misread", "read_group"]


@dataclass(frozen=True)
class Misread:
    """What is wrong with a typed code; ``group`` counts from 1, 0 when only the whole is wrong."""

    group: int
    refused: Refused


def misread(groups: Sequence[str]) -> Misread | None:
    """Return the first thing wrong with the typed groups, or None when it can be a code.

    The one check character tells that a character is wrong, not in which group.
    """
    for number, typed in enumerate(groups, start=1):
        try:
            read_group(number, typed)
        except Refused as refused:
            return Misread(number, refused)
    try:
        read_recovery_code("".join(groups))
    except Refused as refused:
        return Misread(0, refused)
    return None
