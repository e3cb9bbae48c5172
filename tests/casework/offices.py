"""A small real office with people in every role, as the tests of the deeds use it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.office import add_user, create_office, sign_in
from ati_desktop.casework.records import save_record
from ati_desktop.casework.values import FormValue
from ati_desktop.models.users import Role
from ati_desktop.storage.keyring import KeyCost

CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "seven quiet rivers run"
NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
NAMES = {
    Role.ADMINISTRATOR: "ana",
    Role.SUPERVISOR: "sol",
    Role.CASE_MANAGER: "cam",
    Role.LIAISON: "lia",
    Role.EVALUATOR: "eva",
}


class Clock:
    """A clock that a test can move."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        """Let days go by."""
        self.now += timedelta(days=days)


def make_office(folder: Path, *, demo: bool = False) -> Path:
    """Make an office with one person in every role and nobody in its records."""
    create_office(
        folder,
        administrator=NAMES[Role.ADMINISTRATOR],
        password=PASSWORD,
        office="Pier 4",
        clock=Clock(),
        cost=CHEAP,
        demo=demo,
    )
    desk = enter(folder)
    for role, name in NAMES.items():
        if role is not Role.ADMINISTRATOR:
            add_user(desk, name, role, PASSWORD)
    desk.close()
    return folder


def enter(
    folder: Path, role: Role = Role.ADMINISTRATOR, clock: Callable[[], datetime] | None = None
) -> Desk:
    """Sign the person of a role in."""
    name = NAMES[role]
    return sign_in(folder, name, PASSWORD, clock=clock or Clock(), minimum=CHEAP)


@contextmanager
def at_desk(
    folder: Path, role: Role = Role.ADMINISTRATOR, clock: Callable[[], datetime] | None = None
) -> Iterator[Desk]:
    """Sign the person of a role in for a while."""
    desk = enter(folder, role, clock)
    try:
        yield desk
    finally:
        desk.close()


def copy_of(office: Path, place: Path) -> Path:
    """Return a copy of an office's folder for one test."""
    shutil.copytree(office, place)
    return place


def add_person(desk: Desk, family: str = "Okonkwo", given: str = "Ngozi", **more: FormValue) -> int:
    """Take a person in and return the participant's id."""
    values = {"family": family, "given": given, "referred_on": "2026-03-02", "source": "court"}
    return take_in(desk, values | more).id


def add(desk: Desk, noun: str, person: int | None = None, **values: FormValue) -> int:
    """Save a new record of any noun and return its id."""
    return save_record(desk, noun, values, participant_id=person).id


def add_provider(desk: Desk, name: str = "Circuit Court", kind: str = "court") -> int:
    """Add an organisation to the directory."""
    return add(desk, "provider", name=name, kind=kind, active="yes")


def add_program(desk: Desk, code: str = "DTC", name: str = "Drug Treatment Court") -> int:
    """Add a program."""
    return add(desk, "program", code=code, name=name, active="yes")


def consent_values(recipient: int, **more: FormValue) -> Mapping[str, FormValue]:
    """Return a form of a consent that holds on the day of the tests' clock."""
    return {
        "kind": "criminal_justice",
        "discloser": "Pier 4",
        "recipients": (f"provider:{recipient}",),
        "sections": ("identity", "referral"),
        "purposes": ("referral",),
        "signed_on": "2026-04-01",
        "signed_by": "participant",
        "expires_on": "2026-12-31",
    } | more


def add_consent(desk: Desk, person: int, recipient: int, **more: FormValue) -> int:
    """Record a consent."""
    values = consent_values(recipient, **more)
    return save_record(desk, "consent", values, participant_id=person).id
