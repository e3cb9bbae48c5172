"""What somebody has filled in for a release that is not written yet; kept in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ati_desktop.casework.specifications import Spec


class Protection(StrEnum):
    """How the files are locked on their way."""

    FOLDER = "folder"
    PASSWORD = "password"  # noqa: S105 - the name of a choice
    KEY = "key"


_TYPED = ("recipient", "purpose", "protection", "key")


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

    def words(self) -> dict[str, str]:
        """Return what was typed, without the question."""
        return {name: str(getattr(self, name)) for name in _TYPED}

    def with_words(self, words: Mapping[str, str]) -> ReleaseDraft:
        """Return the draft with what was typed before."""
        return replace(
            self,
            recipient=words.get("recipient", self.recipient),
            purpose=words.get("purpose", self.purpose),
            protection=Protection(words.get("protection", self.protection)),
            key=words.get("key", self.key),
        )
