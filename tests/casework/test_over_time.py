"""Releases over time, through the real store: differences, filters that overlap, frozen periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ati_desktop.casework.cohort_files import keep_cohort_file, remove_cohort_file
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import (
    Prepared,
    Spec,
    candidate_of,
    list_releases,
    prepare_release,
    release_figures,
    work_out,
)
from ati_desktop.casework.periods import freeze_period, list_periods
from ati_desktop.casework.refreshing import evaluation_store, refresh
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.requests import let_out, set_review
from ati_desktop.casework.specifications import CohortFileSpec, spec_as_text
from ati_desktop.disclosure.numbers import printed_cells
from ati_desktop.disclosure.protect import protect
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import FIRST, FURTHER, PERSON
from ati_desktop.models.users import Role
from ati_desktop.resources import resource
from ati_desktop.storage.register import Release
from tests.casework import offices
from tests.casework.offices import add_person, add_program

FEMALE, MALE = frozenset({("sex", "2")}), frozenset({("sex", "1")})
BY_SEX = Spec(title="By sex", measures=("referrals",), by=("sex",))
K = 11


def people(
    desk: Desk, count: int, sex: str, month: str = "2026-01", program: int | None = None
) -> None:
    for number in range(count):
        add_person(
            desk,
            f"Person {sex} {month} {number}",
            sex=sex,
            referred_on=f"{month}-05",
            program_id=None if program is None else str(program),
        )


@pytest.fixture(scope="module")
def grown(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with 20 women and 20 men, its figures built, nobody else asked."""
    folder = offices.copy_of(template, tmp_path_factory.mktemp("grown") / "office")
    with offices.at_desk(folder) as desk:
        one, two = add_program(desk, "A", "Site A"), add_program(desk, "B", "Site B")
        for sex in ("1", "2"):
            people(desk, 14, sex, program=one)
            people(desk, 6, sex, program=two)
        refresh(desk)
        set_review(desk, on=False)
    return folder


@pytest.fixture
def desk(grown: Path, tmp_path: Path) -> Iterator[Desk]:
    with offices.at_desk(offices.copy_of(grown, tmp_path / "office"), Role.SUPERVISOR) as desk:
        yield desk


def release(desk: Desk, spec: Spec, out: Path) -> Prepared:
    prepared = prepare_release(desk, spec)
    release_figures(desk, prepared, spec_as_text(spec), out)
    return prepared


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_attack_01_three_newcomers_can_be_read_off_two_packages_that_were_not_compared(
    desk: Desk,
) -> None:
    then = printed_cells(protect(work_out(desk, BY_SEX), K).views)
    people(desk, 3, "2")
    people(desk, 11, "1")
    refresh(desk)
    now = printed_cells(protect(work_out(desk, BY_SEX), K).views)
    assert now[FEMALE] - then[FEMALE] == 3  # the planted weakness


def test_attack_01_three_newcomers_cannot_be_read_off_once_packages_are_compared(
    desk: Desk, tmp_path: Path
) -> None:
    then = printed_cells(release(desk, BY_SEX, tmp_path / "one").protected.views)
    people(desk, 3, "2")
    people(desk, 11, "1")
    refresh(desk)
    now = printed_cells(release(desk, BY_SEX, tmp_path / "two").protected.views)
    assert then.keys() >= {FEMALE, MALE}
    assert not {FEMALE, MALE} & now.keys()
    changes = {cell: now[cell] - then[cell] for cell in now.keys() & then.keys()}
    first, further = (frozenset({(PERSON, value)}) for value in (FIRST, FURTHER))
    assert changes == {frozenset(): 14, first: 14, further: 0}


def test_a_whole_that_grew_by_three_is_refused_and_nothing_is_written(
    desk: Desk, tmp_path: Path
) -> None:
    release(desk, BY_SEX, tmp_path / "one")
    people(desk, 3, "2")
    refresh(desk)
    with pytest.raises(Refused, match=r"R-[0-9a-f]{16}.*fewer than 11 people") as refusal:
        prepare_release(desk, BY_SEX)
    assert "frozen period" in str(refusal.value)
    assert len(list_releases(desk)) == 1


def test_eleven_more_of_each_are_enough(desk: Desk, tmp_path: Path) -> None:
    release(desk, BY_SEX, tmp_path / "one")
    for sex in ("1", "2"):
        people(desk, 11, sex)
    refresh(desk)
    now = printed_cells(release(desk, BY_SEX, tmp_path / "two").protected.views)
    assert (now[FEMALE], now[MALE]) == (31, 31)


def test_attack_02_all_and_all_but_a_few_are_not_both_told(desk: Desk, tmp_path: Path) -> None:
    """Two filters of which one lies in the other; between them lie 4 people."""
    people(desk, 4, "2", month="2026-03")
    refresh(desk)
    to_march = replace(BY_SEX, title="To March", last="2026-03")
    release(desk, to_march, tmp_path / "one")
    with pytest.raises(Refused, match="fewer than 11"):
        prepare_release(desk, replace(BY_SEX, title="To February", last="2026-02"))


def test_attack_02_a_site_is_not_found_by_leaving_it_out(desk: Desk, tmp_path: Path) -> None:
    """Site B has 12 people, 6 of each sex: with site A and all told, theirs would be known."""
    only_a = replace(BY_SEX, title="Site A", programs=("A",))
    alone = [printed_cells(protect(work_out(desk, one), K).views) for one in (BY_SEX, only_a)]
    assert alone[0][FEMALE] - alone[1][FEMALE] == 6  # planted: each protected by itself
    release(desk, BY_SEX, tmp_path / "all")
    now = printed_cells(release(desk, only_a, tmp_path / "a").protected.views)
    assert not {FEMALE, MALE} & now.keys()


def test_what_a_release_hides_no_later_one_of_the_same_records_tells(
    desk: Desk, tmp_path: Path
) -> None:
    fine = replace(BY_SEX, title="Fine", by=("sex", "program"), measures=("referrals",))
    first = release(desk, fine, tmp_path / "one")
    hidden = {
        cell
        for table in first.protected.views.tables
        for row in table.rows
        if row.count is None
        for cell in [frozenset(zip(table.variables, row.key, strict=True))]
    }
    for by in (("sex",), ("program",), ()):
        later = release(desk, replace(fine, title=str(by), by=by), tmp_path / str(by))
        assert not hidden & printed_cells(later.protected.views).keys()


def test_attack_17_a_tracker_with_three_filters_finds_nobody(desk: Desk, tmp_path: Path) -> None:
    """Two sets that overlap and their union give what they share: here 5 people of one month."""
    people(desk, 20, "1", month="2026-02")
    people(desk, 5, "1", month="2026-03")
    people(desk, 20, "1", month="2026-04")
    refresh(desk)
    spec = Spec(title="All of it", measures=("referrals",), by=())
    told = []
    for first, last in (("2026-02", "2026-03"), ("2026-03", "2026-04"), ("2026-02", "2026-04")):
        try:
            release(desk, replace(spec, first=first, last=last), tmp_path / f"{first} {last}")
        except Refused:
            continue
        told.append((first, last))
    assert len(told) < 3


def test_the_same_question_on_a_frozen_period_has_the_same_answer_for_ever(
    desk: Desk, tmp_path: Path
) -> None:
    freeze_period(desk, "2026-q1")
    spec = replace(BY_SEX, period="2026-q1")
    first = release(desk, spec, tmp_path / "one")
    people(desk, 3, "2")
    people(desk, 40, "1")
    refresh(desk)
    people(desk, 13, "2")
    refresh(desk)
    release(desk, replace(BY_SEX, title="As they are now"), tmp_path / "between")
    again = release(desk, spec, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert again.period == first.period == "2026-q1"
    lines = [one for one in list_releases(desk) if one.period == "2026-q1"]
    assert len(lines) == 1
    (period,) = list_periods(desk)
    assert (period.name, period.as_of) == ("2026-q1", "2026-05")


def test_each_release_keeps_the_state_it_was_made_from_once(desk: Desk, tmp_path: Path) -> None:
    release(desk, BY_SEX, tmp_path / "one")
    release(desk, replace(BY_SEX, title="Another", by=()), tmp_path / "two")
    one, two = list_releases(desk)
    assert one.period == two.period
    assert one.period.startswith("state-")
    assert list_periods(desk) == []  # nobody has named it
    people(desk, 40, "1")
    refresh(desk)
    spec = replace(BY_SEX, period=one.period)
    prepared = prepare_release(desk, spec)
    files = candidate_of(prepared, spec_as_text(spec)).files
    assert dict(files) == contents(tmp_path / "one")


def test_a_state_that_nothing_was_made_from_is_not_kept(desk: Desk, tmp_path: Path) -> None:
    prepare_release(desk, BY_SEX)
    folder = evaluation_store(desk).path.parent / "periods"
    (kept,) = folder.glob("*.db")
    people(desk, 1, "1")
    refresh(desk)
    release(desk, BY_SEX, tmp_path / "one")
    assert not kept.exists()
    assert len(list(folder.glob("*.db"))) == 1


def test_rebuilt_without_a_change_it_is_the_same_state(desk: Desk) -> None:
    before = evaluation_store(desk).state()
    refresh(desk)
    assert evaluation_store(desk).state() == before
    people(desk, 1, "1")
    refresh(desk)
    assert evaluation_store(desk).state() != before


def test_what_was_prepared_before_another_release_left_is_compared_once_more(
    desk: Desk, tmp_path: Path
) -> None:
    waiting = candidate_of(prepare_release(desk, BY_SEX), spec_as_text(BY_SEX))
    release(desk, replace(BY_SEX, title="No breakdown", by=()), tmp_path / "harmless")
    assert let_out(desk, waiting, tmp_path / "fine").release.title == "By sex"


def test_a_package_that_has_become_too_close_does_not_leave(desk: Desk, tmp_path: Path) -> None:
    people(desk, 4, "2", month="2026-03")
    refresh(desk)
    to_january = replace(BY_SEX, title="To January", last="2026-01")
    waiting = candidate_of(prepare_release(desk, to_january), spec_as_text(to_january))
    release(desk, BY_SEX, tmp_path / "all")
    with pytest.raises(Refused, match="fewer than 11"):
        let_out(desk, waiting, tmp_path / "january")
    assert not (tmp_path / "january").exists()


@pytest.mark.parametrize("name", ["", "../x", "Q1 2026", "-q1", "q" * 41, "state-1", "a/b", "é"])
def test_a_period_has_a_plain_name(desk: Desk, name: str) -> None:
    with pytest.raises(Refused, match="small letters"):
        freeze_period(desk, name)
    assert list_periods(desk) == []


def test_a_period_is_frozen_once_and_asked_for_by_its_name(desk: Desk) -> None:
    freeze_period(desk, "2026-q1")
    with pytest.raises(Refused, match="already"):
        freeze_period(desk, "2026-q1")
    for period in ("2026-q2", "../evaluation", "state-0000"):
        with pytest.raises(Refused, match="no frozen copy"):
            prepare_release(desk, replace(BY_SEX, period=period))
    assert work_out(desk, replace(BY_SEX, period="2026-q1")).cohort.referrals == 40


def test_a_case_manager_freezes_no_period(grown: Path, tmp_path: Path) -> None:
    folder = offices.copy_of(grown, tmp_path / "office")
    with offices.at_desk(folder, Role.CASE_MANAGER) as desk:
        with pytest.raises(Refused, match="Your role"):
            freeze_period(desk, "2026-q1")
        with pytest.raises(Refused, match="Your role"):
            list_periods(desk)


def test_a_release_from_before_what_is_printed_was_kept_is_said_not_to_be_compared(
    desk: Desk, tmp_path: Path
) -> None:
    with open_register(desk) as register:
        old = register.keep_release(Release("R-old", "Old", 'title = "Old"', "2025-12", "ab", "cd"))
    prepared = prepare_release(desk, BY_SEX)
    assert prepared.not_compared == (old.id,)
    summary = dict(candidate_of(prepared, "").summary)
    assert summary["of these not compared, as older than the comparison"] == "1"


def test_a_release_that_cannot_be_worked_out_again_stops_what_may_count_the_same_people(
    desk: Desk, tmp_path: Path
) -> None:
    release(desk, replace(BY_SEX, first="2026"), tmp_path / "first")
    people(desk, 30, "1", month="2024-03")
    refresh(desk)
    for copy in (evaluation_store(desk).path.parent / "periods").glob("*.db"):
        copy.unlink()
    with pytest.raises(Refused, match=r"cannot be worked out again.* Take months"):
        prepare_release(desk, BY_SEX)
    others = prepare_release(desk, replace(BY_SEX, last="2025"))
    assert len(others.not_compared) == 1


def cohort_table(folder: Path, size: int) -> Path:
    header = "week,arrest,age,race,wexp,mar,paro,fin,prio,id\n"
    rows = "".join(f"{at % 52 + 1},{at % 2},40,1,1,1,1,{at % 2},1,x\n" for at in range(size))
    path = folder / f"men-{size}.csv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def test_a_cohort_file_that_was_replaced_by_a_slightly_longer_one_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    mapping = resource("mappings/rossi_cohort.toml")
    name = keep_cohort_file(desk, cohort_table(tmp_path, 104), mapping).name
    beside = replace(BY_SEX, title="Beside", cohort_file=CohortFileSpec(name))
    first = release(desk, beside, tmp_path / "one")
    assert first.protected.beside
    again = prepare_release(desk, beside)
    assert dict(candidate_of(again, spec_as_text(beside)).files) == contents(tmp_path / "one")
    remove_cohort_file(desk, name)
    keep_cohort_file(desk, cohort_table(tmp_path, 107), mapping)
    with pytest.raises(Refused, match=r"cohort file .* differs by fewer than 11"):
        prepare_release(desk, beside)
    prepare_release(desk, BY_SEX)  # the office's own records are as they were
