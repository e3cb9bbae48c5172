from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.settings import OfficeSettings, read_settings, save_settings
from ati_desktop.errors import Refused
from ati_desktop.models import AuditLine, Setting
from ati_desktop.models.users import Role
from tests.casework.offices import at_desk

OURS = OfficeSettings(office="Pier 4", address="1 Quay", part2="no", paper_size="a4")


def test_settings_are_there_before_anybody_sets_them(ana: Desk) -> None:
    assert read_settings(ana) == OfficeSettings()


def test_settings_are_kept(pier: Path) -> None:
    with at_desk(pier) as desk:
        assert save_settings(desk, OURS) is Changed.SETTINGS
    with at_desk(pier, Role.LIAISON) as desk:
        assert read_settings(desk) == OURS
    with at_desk(pier, Role.EVALUATOR) as desk:
        assert read_settings(desk) == OfficeSettings()


def test_only_what_was_changed_is_written(ana: Desk) -> None:
    save_settings(ana, OURS)
    save_settings(ana, replace(OURS, address="2 Quay"))
    with ana.working.reading() as reading:
        newest = reading.all(select(AuditLine).order_by(AuditLine.id))[-1]
    assert newest.subject.count("settings") == 1
    assert read_settings(ana).address == "2 Quay"


def test_a_setting_of_a_later_version_is_left_alone(ana: Desk) -> None:
    with ana.working.unit("later") as unit:
        unit.add(Setting(name="colour", value="blue"))
    assert read_settings(ana) == OfficeSettings()
    save_settings(ana, OURS)
    with ana.working.reading() as reading:
        kept = reading.all(select(Setting.value).where(Setting.name == "colour"))
    assert kept == ["blue"]


@pytest.mark.parametrize(
    "wrong",
    [{"lock_after_minutes": "0"}, {"lock_after_minutes": "121"}, {"lock_after_minutes": "five"},
     {"lock_after_minutes": ""}, {"lock_after_minutes": "1.5"}, {"part2": "perhaps"},
     {"part2": ""}, {"paper_size": "a3"}],
)  # fmt: skip
def test_a_value_a_setting_cannot_have_is_refused(ana: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        save_settings(ana, replace(OURS, **wrong))
    assert read_settings(ana) == OfficeSettings()
