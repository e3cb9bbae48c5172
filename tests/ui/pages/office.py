"""A small real office with a few people, whose stores are as encrypted as any."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.office import create_office, sign_in
from ati_desktop.casework.records import save_record
from ati_desktop.storage.keyring import KeyCost
from ati_desktop.workdesk import WorkDesk, as_work_desk
from tests.randomness import counting

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
CHEAP = KeyCost(64, 1, 1)
PASSWORD = "river lamp oboe kite"
NAME = "Amina Diallo"


class Clock:
    """A clock that a test can move."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def make_office(folder: Path, clock: Clock) -> None:
    """Make an office with nobody in it yet."""
    create_office(
        folder,
        administrator=NAME,
        password=PASSWORD,
        office="Riverside Treatment Court",
        clock=clock,
        cost=CHEAP,
    )


def open_desk(folder: Path, clock: Clock) -> Desk:
    """Sign in to it."""
    return sign_in(folder, NAME, PASSWORD, clock=clock, randomness=counting(), minimum=CHEAP)


class RealGate:
    """Opens one folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock

    def knows(self, folder: Path) -> bool:
        """Know the one folder."""
        return folder == self.folder

    def create(self, folder: Path, office: str, administrator: str, password: str) -> str:
        """Make nothing: the office is there."""
        raise NotImplementedError

    def recovery_sheet(self, folder: Path, office: str, code: str) -> bytes:
        """Give no sheet."""
        raise NotImplementedError

    def sign_in(self, folder: Path, user: str, password: str) -> WorkDesk:
        """Open the stores."""
        return as_work_desk(sign_in(folder, user, password, clock=self.clock, minimum=CHEAP))

    def warm_up(self) -> None:
        """Have everything loaded already."""


def add_provider(desk: Desk, name: str, kind: str, sector: str = "justice") -> int:
    """Add an organisation."""
    values = {"name": name, "kind": kind, "sector": sector, "active": "yes"}
    return save_record(desk, "provider", values).id


def add_program(desk: Desk, name: str = "Drug treatment court", code: str = "dtc") -> int:
    """Add a program."""
    return save_record(desk, "program", {"name": name, "code": code, "active": "yes"}).id


def add_person(desk: Desk, family: str, given: str, **more: str) -> int:
    """Take a person in."""
    values = {
        "family": family,
        "given": given,
        "referred_on": "2026-05-20",
        "source": "court",
        **more,
    }
    return take_in(desk, values).id


def add_consent(desk: Desk, person: int, recipient: int, **more: object) -> int:
    """Record a consent that holds today for referrals."""
    values = {
        "kind": "general",
        "discloser": "Riverside Treatment Court",
        "recipients": (f"provider:{recipient}",),
        "sections": ("identity", "referral", "justice"),
        "purposes": ("referral",),
        "signed_on": "2026-11-01",
        "signed_by": "participant",
        "expires_on": "2027-05-01",
        **more,
    }
    return save_record(desk, "consent", values, participant_id=person).id  # type: ignore[arg-type]


def add(desk: Desk, noun: str, person: int, **values: str) -> int:
    """Add a record of any noun."""
    return save_record(desk, noun, values, participant_id=person).id
