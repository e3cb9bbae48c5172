"""Two small changes at once: the attack succeeds on planted weaknesses first.

In the county's file one person each comes to DC and to MHC, and forty each to two other programs.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from ati_desktop.casework.figures import load_spec, prepare_release, release_figures
from ati_desktop.casework.importing import commit_import, load_mapping, plan_import
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.requests import set_review
from ati_desktop.resources import resource
from tests.attacks.over_time.columns import Fact, State
from tests.attacks.over_time.packages import Cell, Package, read_package
from tests.attacks.over_time.promise import Attack, Narrowed
from tests.attacks.over_time.weaken import say
from tests.casework import offices

DATA = Path(__file__).parent / "data"
FILES = (DATA / "over_time_first.csv", DATA / "over_time_second.csv")
SPEC = DATA / "over_time.toml"
RESULTS = {"Graduated": "completed", "Failed": "not_completed", "": "enrolled"}


def cell(**pairs: str) -> Cell:
    return frozenset(pairs.items())


NEWCOMERS = {
    cell(program=program, **more): "s"
    for program in ("DC", "MHC")
    for more in ({}, {"result": "not_completed"})
}


def facts_of(path: Path) -> dict[tuple[str, int], Fact]:
    """Return what a file says, read without the program."""
    facts: dict[tuple[str, int], Fact] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            month, _, year = row["REFERRAL_DATE"].split(" ")[0].split("/")
            facts[row["CASE_PARTICIPANT_ID"], int(row["CASE_ID"])] = {
                "program": row["DIVERSION_PROGRAM"],
                "month": f"{year}-{month}",
                "result": RESULTS[row["DIVERSION_RESULT"]],
            }
    return facts


@pytest.fixture(scope="module")
def states() -> list[State]:
    first = facts_of(FILES[0])
    return [first, first | facts_of(FILES[1])]


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two releases from two offices: each is protected, and neither knows of the other."""
    folder = tmp_path_factory.mktemp("apart")
    for number in (1, 2):
        offices.make_office(folder / f"office {number}")
        with offices.at_desk(folder / f"office {number}") as desk:
            set_review(desk, on=False)
            mapping = load_mapping(desk, resource("mappings/county_diversion.toml"))
            for path in FILES[:number]:
                commit_import(desk, plan_import(desk, path, mapping))
            refresh(desk)
            spec, text = load_spec(SPEC)
            release_figures(desk, prepare_release(desk, spec), text, folder / f"release {number}")
    return folder


@pytest.fixture
def packages(apart: Path, tmp_path: Path) -> Path:
    """A copy of both packages, to plant a weakness in."""
    return Path(shutil.copytree(apart, tmp_path / "packages", ignore=shutil.ignore_patterns("o*")))


def both(folder: Path) -> list[Package]:
    text = SPEC.read_text(encoding="utf-8")
    return [read_package(folder / f"release {number}", text, number - 1) for number in (1, 2)]


def narrowed(folder: Path, states: list[State], *, who_stayed: bool) -> list[Narrowed]:
    return Attack(both(folder), states, who_stayed=who_stayed).narrowed()


def ends(found: list[Narrowed], wanted: Cell, insider: str = "") -> tuple[float, float]:
    """Return how far a count is open for an outsider, or for somebody who came."""
    (one,) = [each for each in found if frozenset(each.cell) == wanted and each.insider == insider]
    return one.low, one.high


def test_one_who_came_is_read_off_two_packages_that_do_not_know_of_each_other(
    packages: Path, states: list[State]
) -> None:
    found = narrowed(packages, states, who_stayed=False)
    assert {frozenset(each.cell) for each in found} == NEWCOMERS.keys()
    assert ends(narrowed(packages, states, who_stayed=True), cell(program="DC")) == (1, 1)


def test_two_small_changes_that_protect_each_other_are_known_together(
    packages: Path, states: list[State]
) -> None:
    """Hiding both is not enough: they rose by two in all, so neither rose by more."""
    say(packages / "release 2", NEWCOMERS)
    found = narrowed(packages, states, who_stayed=True)
    assert ends(found, cell(program="DC")) == (0, 2)
    assert ends(found, cell(program="MHC", result="not_completed")) == (0, 2)


def test_whoever_is_one_of_two_who_came_knows_of_the_other(
    packages: Path, states: list[State]
) -> None:
    say(packages / "release 2", NEWCOMERS)
    found = narrowed(packages, states, who_stayed=True)
    assert ends(found, cell(program="MHC"), "out to DC/not_completed") == (0, 1)


def test_an_eleventh_who_may_have_come_closes_the_leak(packages: Path, states: list[State]) -> None:
    """Nothing is found where a program of forty newcomers is hidden too."""
    more = {cell(program="DS", **one): "s" for one in ({}, {"result": "not_completed"})}
    say(packages / "release 2", NEWCOMERS | more)
    assert narrowed(packages, states, who_stayed=True) == []
