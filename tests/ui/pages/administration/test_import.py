"""Import from the window: the plan first, then exactly what it says."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ati_desktop.casework.caseload import caseload_ids
from ati_desktop.casework.cohort_files import list_cohort_files
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.pages.administration.import_tab import ImportTab
from ati_desktop.ui.pages.administration.page import AdministrationPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.administration.conftest import Answers
from tests.ui.pages.demo_office import cells_of, words_of

Settle = Callable[[], None]
HEADER = (
    "CASE_ID,CASE_PARTICIPANT_ID,RECEIVED_DATE,OFFENSE_CATEGORY,DIVERSION_PROGRAM,REFERRAL_DATE,"
    "DIVERSION_COUNT,PRIMARY_CHARGE_OFFENSE_TITLE,STATUTE,RACE,GENDER,DIVERSION_RESULT,"
    "DIVERSION_CLOSED_DATE"
)
ROW = (
    "{case},{person},01/03/2014 12:00:00 AM,Narcotics,DS,02/03/2014 12:00:00 AM,{count},"
    "POSSESSION OF CANNABIS,720 ILCS 550/4,Black,Male,Graduated,05/05/2014 12:00:00 AM"
)


def county_file(place: Path, rows: list[str]) -> Path:
    file = place / "county.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def tab(room: AdministrationPage) -> ImportTab:
    room.show_tab("import")
    found = room.tabs["import"]
    assert isinstance(found, ImportTab)
    return found


@pytest.fixture
def looked(tab: ImportTab, answers: Answers, tmp_path: Path, settle: Settle) -> ImportTab:
    rows = [ROW.format(case=f"90{at}", person=f"80{at}", count=1) for at in range(4)]
    rows.append(ROW.format(case="905", person="", count=1))
    answers.files.append(county_file(tmp_path, rows))
    tab.choose_file()
    tab.look.click()
    settle()
    return tab


def test_the_plan_says_what_importing_will_do_and_writes_nothing(
    looked: ImportTab, desk: Desk
) -> None:
    plan = looked.plan.looked.plan
    assert (plan.rows, plan.new, len(plan.rejected)) == (5, 4, 1)
    said = words_of(looked.plan)
    assert "New rows" in said
    assert "4" in said
    cells = cells_of(looked.plan.table)
    assert "6" in cells
    assert any("CASE_PARTICIPANT_ID" in text for text in cells)
    assert caseload_ids(desk) == []


def test_importing_does_what_the_plan_said(looked: ImportTab, desk: Desk, settle: Settle) -> None:
    looked.plan.go.click()
    settle()
    assert len(caseload_ids(desk)) == 4
    assert "4 new rows of 5, 1 rejected" in looked.result.text()
    assert looked.plan is None


def test_the_same_file_again_has_nothing_new(looked: ImportTab, settle: Settle) -> None:
    looked.plan.go.click()
    settle()
    looked.look_now()
    settle()
    assert looked.plan.looked.plan.new == 0
    assert looked.plan.looked.plan.present == 4
    assert not looked.plan.go.isEnabled()


def test_rejected_rows_are_saved_with_their_reasons(
    looked: ImportTab, tmp_path: Path, shell: Shell
) -> None:
    looked.plan.save.click()
    file = tmp_path / "county-rejected.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["_line"] for row in rows] == ["6"]
    assert "CASE_PARTICIPANT_ID" in rows[0]["_problems"]
    assert any("county-rejected.csv" in line for line in shell.notices.lines)


def test_an_import_that_is_stopped_keeps_nothing(
    looked: ImportTab, desk: Desk, settle: Settle, shell: Shell
) -> None:
    looked.plan.go.click()
    shell.lane.drop_all()
    settle()
    assert caseload_ids(desk) == []


def test_a_file_that_is_none_of_the_mapping_is_refused_in_its_sentence(
    tab: ImportTab, answers: Answers, tmp_path: Path, settle: Settle, shell: Shell
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    answers.files.append(other)
    tab.choose_file()
    tab.look.click()
    settle()
    assert tab.plan is None
    assert tab.look.isEnabled()
    assert any("CASE_PARTICIPANT_ID" in line for line in shell.notices.lines)


def test_a_mapping_of_ones_own_is_offered_by_its_title(
    tab: ImportTab, answers: Answers, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('title = "Our own list"\n', encoding="utf-8")
    answers.files.append(own)
    tab.choose_mapping()
    assert tab.mapping.currentText() == "Our own list"


def test_a_broken_mapping_is_refused(
    tab: ImportTab, answers: Answers, tmp_path: Path, shell: Shell
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("title = ", encoding="utf-8")
    answers.files.append(own)
    tab.choose_mapping()
    assert any("own.toml is not valid TOML" in line for line in shell.notices.lines)


def cohort_rows() -> str:
    lines = ["week,arrest,fin,age,race,wexp,mar,paro,prio"]
    lines += [f"{20 + at % 30},{at % 2},{at % 2},{20 + at % 9},1,0,0,1,3" for at in range(40)]
    return "\n".join(["id," + lines[0], *(f"{n},{line}" for n, line in enumerate(lines[1:]))])


def choose_cohort_mapping(tab: ImportTab) -> None:
    at = next(i for i in range(tab.mapping.count()) if tab.mapping.itemData(i).cohort)
    tab.mapping.setCurrentIndex(at)


def test_a_cohort_file_is_kept_and_makes_nobody(
    tab: ImportTab, answers: Answers, tmp_path: Path, settle: Settle, desk: Desk
) -> None:
    file = tmp_path / "released.csv"
    file.write_text(cohort_rows() + "\n", encoding="utf-8")
    answers.files.append(file)
    choose_cohort_mapping(tab)
    tab.choose_file()
    tab.look.click()
    settle()
    assert tab.plan.go.text() == "Keep this cohort file"
    tab.plan.go.click()
    settle()
    assert [card.row_count for card in list_cohort_files(desk)] == [40]
    assert "40 rows" in tab.result.text()
    assert caseload_ids(desk) == []


def test_the_problems_of_a_cohort_file_are_listed_by_line(
    tab: ImportTab, answers: Answers, tmp_path: Path, settle: Settle
) -> None:
    file = tmp_path / "released.csv"
    file.write_text(cohort_rows() + "\n99,-4,1,0,30,1,0,0,1,3\n", encoding="utf-8")
    answers.files.append(file)
    choose_cohort_mapping(tab)
    tab.choose_file()
    tab.look.click()
    settle()
    assert not tab.plan.go.isEnabled()
    assert any("negative" in text for text in cells_of(tab.plan.table))
