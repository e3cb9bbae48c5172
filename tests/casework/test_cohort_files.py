"""A cohort file is kept in the register for the evaluation, and makes no participants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.cohort_files import (
    CohortProblems,
    cohort_file,
    keep_cohort_file,
    list_cohort_files,
    remove_cohort_file,
)
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, create_office, sign_in
from ati_desktop.errors import Refused
from ati_desktop.models import Participant
from ati_desktop.models.users import Role
from ati_desktop.resources import resource
from ati_desktop.storage.keyring import KeyCost
from tests.imports.test_cohort import MAPPING

CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "seven quiet rivers run"
OTHER = "nine old lanterns glow"
SOUND = "id,week,arrest,aid,prior\n7,20,1,y,3\n8,52.5,0,n,\n"


def clock() -> datetime:
    return datetime(2026, 3, 11, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "office"
    create_office(
        folder, administrator="ana", password=PASSWORD, office="Pier 4", clock=clock, cost=CHEAP
    )
    opened = sign_in(folder, "ana", PASSWORD, clock=clock, minimum=CHEAP)
    yield opened
    opened.close()


def written(folder: Path, data: str = SOUND, mapping: str = MAPPING) -> tuple[Path, Path]:
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    (folder / "c.csv").write_text(data, encoding="utf-8")
    return folder / "c.csv", folder / "m.toml"


def test_a_kept_file_is_read_back_for_the_evaluation(desk: Desk, tmp_path: Path) -> None:
    kept = keep_cohort_file(desk, *written(tmp_path))
    assert (kept.name, kept.rows, kept.changed) == ("weeks", 2, Changed.FIGURES)
    file = cohort_file(desk, "weeks")
    assert (file.time, file.unit, file.event, file.groups) == ("week", "weeks", "arrest", ("aid",))
    assert file.frame.columns == ["week", "arrest", "aid", "prior"]
    assert file.frame["week"].to_list() == [20, 52.5]
    assert file.as_of == "2026-03-11"


def test_it_makes_no_participants(desk: Desk, tmp_path: Path) -> None:
    keep_cohort_file(desk, *written(tmp_path))
    with desk.working.reading() as reading:
        assert reading.one(select(func.count()).select_from(Participant)) == 0


def test_keeping_the_same_file_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    keep_cohort_file(desk, *written(tmp_path))
    assert keep_cohort_file(desk, *written(tmp_path)).changed is Changed.NOTHING
    assert len(list_cohort_files(desk)) == 1


def test_another_table_does_not_take_its_place_in_silence(desk: Desk, tmp_path: Path) -> None:
    keep_cohort_file(desk, *written(tmp_path))
    with pytest.raises(Refused, match="weeks"):
        keep_cohort_file(desk, *written(tmp_path, SOUND + "9,1,1,y,0\n"))
    remove_cohort_file(desk, "weeks")
    assert list_cohort_files(desk) == []


def test_a_file_with_problems_is_not_kept(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(CohortProblems, match=r"2 problems.*Line 2: week: -1 is negative") as caught:
        keep_cohort_file(desk, *written(tmp_path, "id,week,arrest,aid,prior\n1,-1,1,,0\n"))
    assert len(caught.value.plan.problems) == 2
    assert list_cohort_files(desk) == []


def test_evaluators_keep_them_and_case_managers_do_not(desk: Desk, tmp_path: Path) -> None:
    folder = desk.home.home.folder
    for role in (Role.EVALUATOR, Role.CASE_MANAGER):
        add_user(desk, str(role), role, OTHER)
    desk.close()
    evaluator = sign_in(folder, "evaluator", OTHER, clock=clock, minimum=CHEAP)
    assert keep_cohort_file(evaluator, *written(tmp_path)).rows == 2
    evaluator.close()
    manager = sign_in(folder, "case_manager", OTHER, clock=clock, minimum=CHEAP)
    with pytest.raises(Refused):
        keep_cohort_file(manager, *written(tmp_path))
    manager.close()


@pytest.mark.real_data
def test_the_men_who_were_released_are_kept_and_read(desk: Desk) -> None:
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "rossi.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    keep_cohort_file(desk, path, resource("mappings/rossi_cohort.toml"))
    file = cohort_file(desk, "rossi")
    assert (file.frame.height, file.frame["arrest"].sum(), file.groups) == (432, 114, ("fin",))
