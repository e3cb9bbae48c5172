"""What somebody has filled in for a release that is not written yet; kept in memory only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from ati_desktop.casework.specifications import Spec


class Protection(StrEnum):
    """How the files are locked on their way."""

    FOLDER = "folder"
    PASSWORD = "password"  # noqa: S105 - the name of a choice
    KEY = "key"


@dataclass
class ReleaseDraft:
    """For whom, what for and how; a password is never in it.

    ``asked`` is the question the draft was begun for, ``spec`` that question as it was changed.
    """

    asked: Spec
    spec: Spec
    recipient: str = ""
    purpose: str = ""
    protection: Protection = Protection.FOLDER
    key: str = ""
    step: int = 0

    def words(self) -> dict[str, Any]:
        """Return what was typed, without the question."""
        kept = asdict(self)
        return {name: str(kept[name]) for name in ("recipient", "purpose", "protection", "key")}
