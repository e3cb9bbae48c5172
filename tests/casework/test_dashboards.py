"""Dashboards by cell keys: the same people the same number, and nothing true beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from ati_desktop.casework.dashboard_methods import CELL_KEY
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import list_releases, work_out
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.requests import (
    decide,
    let_out,
    list_requests,
    request_release,
    requested_candidate,
    set_review,
)
from ati_desktop.disclosure.cells import margins
from ati_desktop.disclosure.dashboards import SealedDashboard, require_dashboard
from ati_desktop.disclosure.noisy_sums import ERROR_OF_SUMS
from ati_desktop.errors import Refused
from ati_desktop.evaluation.spec import Spec
from ati_desktop.exports.dashboards import dashboard_files
from ati_desktop.models.users import Role
from tests.casework import dashboard_office as page
from tests.casework.dashboard_office import SPEC, Cell, candidate, counts, rows
from tests.casework.offices import NOON, Clock, at_desk, copy_of


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page.make(tmp_path_factory.mktemp("dashboards") / "office")


@pytest.fixture
def office(built: Path, tmp_path: Path) -> Path:
    return copy_of(built, tmp_path / "office")


@pytest.fixture
def evaluator(office: Path) -> Iterator[Desk]:
    with at_desk(office, Role.EVALUATOR) as desk:
        yield desk


def alone(office: Path) -> None:
    """Let nobody else be asked in this office."""
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        set_review(desk, on=False)


def truth(desk: Desk, text: str = SPEC) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for table in work_out(desk, Spec.from_text(text, "page.toml")).tables:
        found |= margins(table)
    return found


def test_every_count_is_changed_a_little_and_none_is_small(evaluator: Desk) -> None:
    said, true = counts(candidate(evaluator).files), truth(evaluator)
    changed = 0
    for cell, count in said.items():
        if count == "s":
            continue
        assert int(count) == 0 or int(count) >= 11
        assert abs(int(count) - true[cell]) <= 16
        assert true[cell] or count == "0"
        changed += int(count) != true[cell]
    assert changed > len(said) / 3
    assert len(said) > 40


def test_one_number_explains_why_parts_do_not_add_up_to_their_sums(evaluator: Desk) -> None:
    files = candidate(evaluator).files
    receipt = json.loads(files["receipt.json"])
    said = receipt[ERROR_OF_SUMS]
    assert 5 < said < 100
    assert f"off by at most {said} in 95 of 100 cases" in files["README.txt"].decode()
    assert json.loads(files["dashboard.json"])["facts"][ERROR_OF_SUMS] == said
    apart = []
    for path, data in files.items():
        if path.startswith("tables/"):
            found = rows(data)
            names = [name for name in found[0] if name not in ("count", "note")]
            if any(row["count"] == "s" for row in found):
                continue
            parts = [row for row in found if all(row[name] != "(all)" for name in names)]
            (whole,) = [row for row in found if all(row[name] == "(all)" for name in names)]
            apart.append(abs(int(whole["count"]) - sum(int(row["count"]) for row in parts)))
    assert len(apart) > 2
    assert 0 < max(apart) <= said


def test_the_same_question_is_the_same_bytes_for_every_user_and_day(office: Path) -> None:
    with at_desk(office, Role.EVALUATOR) as desk:
        one = candidate(desk)
    clock = Clock(NOON)
    clock.pass_days(3)
    with at_desk(office, Role.ADMINISTRATOR, clock) as desk:
        two = candidate(desk)
        differing = {path for path in one.files if one.files[path] != two.files[path]}
        assert differing <= {"receipt.json", "receipt.txt", "manifest.json", "manifest.sha256"}
        refresh(desk)
        later = counts(candidate(desk).files)
    # What is observed for 90 days has grown by three days; everybody else is who they were.
    same = {
        cell: said for cell, said in counts(one.files).items() if "retained_90" not in str(cell)
    }
    assert len(same) > 30
    assert all(later[cell] == said for cell, said in same.items())


def test_a_cell_is_the_same_number_in_every_table_and_specification(evaluator: Desk) -> None:
    one = counts(candidate(evaluator).files)
    other = SPEC.replace('by = ["program", "sex"]', 'by = ["sex", "ethnicity"]')
    two = counts(candidate(evaluator, other).files)
    both = one.keys() & two.keys()
    assert len(both) > 10
    assert all(one[cell] == two[cell] for cell in both)


def test_the_keys_of_people_are_drawn_once_and_stay(office: Path) -> None:
    def keys(desk: Desk) -> dict[str, bytes]:
        with open_register(desk) as register:
            known = register.rows("SELECT research_id, key FROM record_keys")
        return {str(row[0]): bytes(row[1]) for row in known}

    with at_desk(office, Role.EVALUATOR) as desk:
        assert keys(desk) == {}
        files = candidate(desk).files
        first = keys(desk)
        candidate(desk, SPEC.replace('"sex"', '"year"'))
        assert keys(desk) == first
    assert len(first) > 300
    assert len(set(first.values())) == len(first)
    for key in first.values():
        assert not any(key.hex().encode() in data for data in files.values())


def test_no_day_curve_or_test_stands_beside_the_counts(evaluator: Desk) -> None:
    files = candidate(evaluator).files
    figures = page.rows(files["figures.csv"])
    assert {row["unit"] for row in figures} == {"count", "share"}
    assert "days_to_admission" not in {row["measure"] for row in figures}
    assert not any(path.startswith("survival/") for path in files)


def test_a_share_is_worked_out_from_printed_counts_only(evaluator: Desk) -> None:
    shown = 0
    for row in page.rows(candidate(evaluator).files["figures.csv"]):
        if row["unit"] == "share" and row["value"] != "s":
            share = min(int(row["numerator"]) / int(row["denominator"]), 1)
            assert float(row["value"]) == pytest.approx(share, abs=0.0006)
            shown += 1
    assert shown > 3


def test_outcomes_of_a_group_that_is_nearly_all_alike_are_hidden(evaluator: Desk) -> None:
    said, true = counts(candidate(evaluator).files), truth(evaluator)
    hidden = [cell for cell, count in said.items() if count == "s"]
    for cell in hidden:
        names = sorted(name for name, _ in cell)
        family = [c for c in true if sorted(n for n, _ in c) == names and len(c - cell) <= 1]
        assert family
    groups = {cell for cell in said if len(cell) == 1 and next(iter(cell))[0] in ("program", "sex")}
    for group in groups:
        for outcome in ("result", "retained_90"):
            parts = [c for c in true if group < c and {n for n, _ in c - group} == {outcome}]
            most = max((true[c] for c in parts), default=0)
            few = sum(true[c] for c in parts) - most < 11
            if few and most and all(c in said for c in parts):
                says = max(parts, key=lambda c: true[c])
                if "not_yet_observed" not in str(says) and "not_recorded" not in str(says):
                    assert {said[c] for c in parts} == {"s"}


def test_a_value_that_is_printed_as_nobody_is_not_named(evaluator: Desk) -> None:
    files = candidate(evaluator, SPEC.replace('"program", "sex"', '"ethnicity", "year"')).files
    said = counts(files)
    named = {
        (variable["name"], value)
        for variable in json.loads(files["dashboard.json"])["variables"]
        for value in variable["labels"]
    }
    for pair in named:
        assert said.get(frozenset({pair}), "s") != "0"


def test_a_dashboard_goes_through_the_register(office: Path, tmp_path: Path) -> None:
    alone(office)
    with at_desk(office, Role.EVALUATOR) as desk:
        made = candidate(desk)
        released = let_out(desk, made, tmp_path / "page")
        assert not released.again
        assert let_out(desk, candidate(desk), tmp_path / "again").again
        (line,) = list_releases(desk)
    assert (line.kind, line.title) == ("dashboard", "For the page")
    assert line.spec.endswith(f"# dashboard: {CELL_KEY}\n")
    written = {p.relative_to(tmp_path / "page").as_posix() for p in released.files}
    assert written == set(made.files)
    assert {"README.txt", "receipt.json", "figures.csv", "manifest.sha256"} <= written


def test_a_second_person_is_asked_as_for_any_package(office: Path, tmp_path: Path) -> None:
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        set_review(desk, on=True)
        made = candidate(desk)
        with pytest.raises(Refused, match="A second person"):
            let_out(desk, made, tmp_path / "page", recipient="All", purpose="page")
        asked = request_release(desk, made, recipient="All", purpose="page")
        assert asked.kind == "dashboard"
    with at_desk(office, Role.EVALUATOR) as desk:
        decide(desk, asked.id, approve=True, reasons="Looked at it.")
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        assert requested_candidate(desk, asked.id).kind == "dashboard"
        again = candidate(desk)
        let_out(desk, again, tmp_path / "page", recipient="All", purpose="page")
        assert [one.state for one in list_requests(desk)] == ["written"]


def months_with_few(desk: Desk) -> tuple[str, str]:
    """Return two months up to which the cohorts differ by a few referrals."""
    months = [f"{year}-{month:02d}" for year in range(2024, 2027) for month in range(1, 13)]
    sizes: dict[str, int] = {}
    for one, two in pairwise(months):
        for month in (one, two):
            text = f'{SPEC}\n[cohort]\nto = "{month}"\n'
            if month not in sizes:
                cohort = work_out(desk, Spec.from_text(text, "page.toml")).cohort
                sizes[month] = cohort.referrals
        if 0 < sizes[two] - sizes[one] < 11 and sizes[one] > 60:
            return one, two
    raise AssertionError(sizes)


def test_attack_17_filters_that_differ_by_a_few_people_are_refused(
    office: Path, tmp_path: Path
) -> None:
    alone(office)
    with at_desk(office, Role.EVALUATOR) as desk:
        one, two = months_with_few(desk)
        texts = [f'{SPEC}\n[cohort]\nto = "{month}"\n' for month in (one, two)]
        first = candidate(desk, texts[0])
        beside, whole = candidate(desk, texts[1]), candidate(desk)
        let_out(desk, first, tmp_path / "page")
        with pytest.raises(Refused, match="nearly the same people"):
            candidate(desk, texts[1])
        # Prepared before the other one left, it is looked at again before it leaves.
        with pytest.raises(Refused, match="nearly the same people"):
            let_out(desk, beside, tmp_path / "other")
        assert not (tmp_path / "other").exists()
        let_out(desk, candidate(desk, texts[0]), tmp_path / "again")
        assert not let_out(desk, whole, tmp_path / "whole").again


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[cohort_file]\nname = "x"', "own records"),
        ("[protection]\nthreshold = 7", "3, 5, 11"),
    ],
)
def test_what_cannot_be_a_dashboard_is_refused(evaluator: Desk, more: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        candidate(evaluator, f"{SPEC}\n{more}\n")


def test_who_may_not_release_makes_no_dashboard(office: Path) -> None:
    with (
        at_desk(office, Role.CASE_MANAGER) as desk,
        pytest.raises(Refused, match="may not release"),
    ):
        candidate(desk)


def test_only_what_was_sealed_is_written(evaluator: Desk) -> None:
    with pytest.raises(TypeError, match="sealed"):
        dashboard_files("a dashboard")  # type: ignore[arg-type]
    values = dict.fromkeys(
        ("title", "rule", "as_of", "outcome_complete_to", "variables", "tables", "figures",
         "cards", "demo", "method", "facts", "notes", "version")
    )  # fmt: skip
    with pytest.raises(TypeError, match="by disclosure only"):
        SealedDashboard(object(), **values)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="only a sealed"):
        require_dashboard(replace)


def test_demo_data_says_so_everywhere(evaluator: Desk) -> None:
    files = candidate(evaluator).files
    assert all(b"DEMO" in data for data in files.values())
