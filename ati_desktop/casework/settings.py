"""The office's settings, each with its default."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from sqlalchemy import select

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.errors import Refused
from ati_desktop.models import Setting
from ati_desktop.models.users import Right
from ati_desktop.storage.units import Reading


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What an office sets for itself; all values are text, ``yes``/``no`` or whole numbers."""

    office: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    part2: str = "yes"
    paper_size: str = "letter"
    lock_after_minutes: str = "10"


_CHOICES = {"part2": ("yes", "no"), "paper_size": ("letter", "a4")}


def settings_in(reading: Reading) -> OfficeSettings:
    """Return the settings as they stand in a reading that is already open."""
    known = {one.name for one in fields(OfficeSettings)}
    stored = {one.name: one.value for one in reading.all(select(Setting)) if one.name in known}
    return OfficeSettings(**stored)


def read_settings(desk: Desk) -> OfficeSettings:
    """Return the office's settings; an evaluator, who opens no records, gets the defaults."""
    if desk.home.working is None:
        return OfficeSettings()
    with desk.working.reading() as reading:
        return settings_in(reading)


def save_settings(desk: Desk, settings: OfficeSettings) -> Changed:
    """Save the office's settings.

    Raises:
        Refused: only an administrator may; the minutes are not 1 to 120; another setting has a
            value it cannot have.
    """
    desk.require(Right.ADMINISTER)
    for name, allowed in _CHOICES.items():
        if getattr(settings, name) not in allowed:
            raise Refused("Choose one of: {allowed}.", allowed=", ".join(allowed))
    minutes = settings.lock_after_minutes
    if not minutes.isdecimal() or not 1 <= int(minutes) <= 120:
        raise Refused("The minutes before locking are a whole number from 1 to 120.")
    with desk.working.unit("save settings") as unit:
        present = {one.name: one for one in unit.all(select(Setting))}
        for name, value in asdict(settings).items():
            if name not in present:
                unit.add(Setting(name=name, value=value))
            elif present[name].value != value:
                present[name].value = value
                unit.save(present[name])
    return Changed.SETTINGS
