"""The office while it is made: who sits at the desk, and a clock that moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import sign_in
from ati_desktop.casework.records import read_record, save_record
from ati_desktop.casework.values import FormValue
from ati_desktop.models.users import Role
from ati_desktop.storage.keyring import KeyCost

CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
OPENED = datetime(2026, 8, 3, 9, tzinfo=UTC)
PEOPLE = {
    "ana": (Role.ADMINISTRATOR, "four grey herons wade"),
    "sol": (Role.SUPERVISOR, "nine copper kettles sing"),
    "cam": (Role.CASE_MANAGER, "two patient snails race"),
    "lia": (Role.LIAISON, "six paper boats drift"),
    "eva": (Role.EVALUATOR, "one distant bell rings"),
}
HERE = Path(__file__).resolve().parent


class Office:
    """The office while it is made: one person at a desk at a time, and a clock that moves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = OPENED
        self.desk: Desk | None = None

    def clock(self) -> datetime:
        return self.now

    def at(self, name: str) -> Desk:
        """Sign a person in, and whoever else sat there out."""
        if self.desk is not None and self.desk.user.name == name:
            return self.desk
        self.leave()
        password = PEOPLE[name][1]
        self.desk = sign_in(self.folder, name, password, clock=self.clock, minimum=CHEAP)
        return self.desk

    def leave(self) -> None:
        if self.desk is not None:
            self.desk.close()
        self.desk = None

    def pass_days(self, days: float) -> None:
        self.leave()
        self.now += timedelta(days=days)


def asked(name: str) -> str:
    """Return the text of a specification or mapping that the office was asked with."""
    return (HERE / "asked" / f"{name}.toml").read_text(encoding="utf-8")


def add(desk: Desk, noun: str, person: int | None = None, **values: FormValue) -> int:
    return save_record(desk, noun, values, participant_id=person).id


def change(desk: Desk, noun: str, record_id: int, **values: FormValue) -> None:
    record = read_record(desk, noun, record_id)
    save_record(
        desk, noun, {**record.values, **values}, record_id=record_id, base_version=record.version
    )
