"""What the window needs of an office; the real one is put together in app.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Hit:
    """One answer of the quick search: what is read, and where it leads."""

    title: str
    detail: str
    room: str
    where: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    kind: str = "neutral"


class Desk(Protocol):
    """What a signed-in person works at; the rooms get it whole, the window uses only this."""

    @property
    def user_name(self) -> str:
        """Return the name the person signed in with."""

    @property
    def role(self) -> str:
        """Return administrator, supervisor, case_manager, liaison or evaluator."""

    @property
    def office_name(self) -> str:
        """Return the office's own name."""

    @property
    def demo(self) -> bool:
        """Return whether the people in the store are invented."""

    @property
    def idle_minutes(self) -> int:
        """Return after how many idle minutes the window locks."""

    @property
    def sheet_owed(self) -> str:
        """Return why a new recovery sheet is needed: "used", "unkept", or "" when none is."""

    def search(self, text: str) -> Sequence[Hit]:
        """Return the best hits for the quick search, at most some dozens, at once."""

    def close(self) -> None:
        """Drop keys and connections."""


class OfficeGate(Protocol):
    """How an office is made and entered. All but ``knows`` may be slow: called on the lane."""

    def knows(self, folder: Path) -> bool:
        """Return whether an office lives in a folder."""

    def create(self, folder: Path, office: str, administrator: str, password: str) -> str:
        """Make an office and its first administrator; return the recovery code, groups by "-"."""

    def recovery_sheet(self, folder: Path, office: str, code: str) -> bytes:
        """Return the recovery sheet as PDF."""

    def sign_in(self, folder: Path, user: str, password: str) -> Desk:
        """Open the stores.

        Raises:
            Refused: with what the person can do about it.
        """

    def names(self, folder: Path) -> Sequence[str]:
        """Return who signs in to an office.

        Raises:
            Refused: its keyring is missing or damaged.
        """

    def prove_code(self, folder: Path, code: str) -> None:
        """Make sure that a recovery code opens an office.

        Raises:
            Refused: it does not.
        """

    def recover(self, folder: Path, code: str, user: str, password: str) -> Desk:
        """Give a person a new password by the recovery code and open the stores.

        Raises:
            Refused: with what the person can do about it.
        """

    def renew_recovery(self, desk: Desk, password: str) -> str:
        """Make another recovery code and return it; the old one opens nothing any more.

        Raises:
            Refused: not an administrator, or not the person's own password.
        """

    def sheet_kept(self, desk: Desk) -> None:
        """Note that the sheet of the present code is in somebody's keeping."""

    def warm_up(self) -> None:
        """Load what signing in needs, while the password is typed."""


def utc_now() -> datetime:
    """Return the time now, aware of being UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Surroundings:
    """What the window is given from outside.

    Args:
        random: n random bytes.
        ask_folder: asks for a folder, starting at one; None when the person thinks better of it.
        ask_file: asks where to save a file of a suggested name.
        lock_minutes: overrides the office's idle minutes, for tests.
        ask_open: asks for a file to read, of kinds such as "*.csv".
        clock: tells the time in UTC.
    """

    random: Callable[[int], bytes]
    ask_folder: Callable[[Path], Path | None]
    ask_file: Callable[[str], Path | None]
    lock_minutes: float | None = None
    ask_open: Callable[[str], Path | None] = lambda _kinds: None
    clock: Callable[[], datetime] = utc_now
