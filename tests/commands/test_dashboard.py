"""The commands dashboard and privacy-budget, typed as their documentation says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ati_desktop.models.users import Role
from tests.commands.conftest import House, Typed

SPEC = 'title = "Page"\nby = ["sex"]\nmeasures = ["referrals"]\n[protection]\nthreshold = 3\n'


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "page.toml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def free(house: House, typed: Typed) -> None:
    """Let nobody else be asked."""
    assert typed("review-rule", *house.who(), "--off").code == 0


def test_a_dashboard_is_written_and_again_the_same(
    house: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    free(house, typed)
    said = typed("dashboard", *house.who(Role.EVALUATOR), "--spec", spec, "--out", tmp_path / "a")
    assert said.code == 0
    assert said.out.startswith(f"{tmp_path / 'a'}  R-")
    said = typed("dashboard", *house.who(), "--spec", spec, "--out", tmp_path / "b")
    assert said.code == 0
    assert (tmp_path / "a" / "dashboard.json").read_bytes() == (
        tmp_path / "b" / "dashboard.json"
    ).read_bytes()


def test_a_second_person_is_asked_first(
    house: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    assert typed("review-rule", *house.who(), "--on").code == 0
    words = ("dashboard", *house.who(), "--spec", spec, "--out", tmp_path / "a",
             "--recipient", "All", "--purpose", "page")  # fmt: skip
    said = typed(*words)
    assert said.code == 1
    request = said.out.split()[0]
    assert not (tmp_path / "a").exists()
    yes = ("--approve", "--reasons", "Looked at it.")
    assert typed("review", *house.who(Role.EVALUATOR), request, *yes).code == 0
    said = typed("release", *house.who(), "--request", request, "--out", tmp_path / "a")
    assert said.code == 0
    assert (tmp_path / "a" / "figures.csv").is_file()
    listed = json.loads(typed("releases", *house.who(), "--json").out)
    assert [each["kind"] for each in listed] == ["dashboard"]


def test_private_counts_are_paid_for_once(
    house: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    free(house, typed)
    own = ("dashboard", *house.who(), "--spec", spec, "--method", "dp")
    said = typed(*own, "--epsilon", "0.5", "--out", tmp_path / "a")
    assert (said.code, said.out) == (1, "")
    assert "privacy-budget --set" in said.err
    assert typed("privacy-budget", *house.who(), "--set", "1").code == 0
    for name in ("a", "b"):
        assert typed(*own, "--epsilon", "0.5", "--out", tmp_path / name).code == 0
    answer = json.loads(typed("privacy-budget", *house.who(), "--json").out)
    assert (answer["whole"], answer["spent"]) == (1.0, 0.5)
    assert [each["title"] for each in answer["spendings"]] == ["Page"]
    assert "epsilon 0.5 spent of 1" in typed("privacy-budget", *house.who()).out
    said = typed(*own, "--epsilon", "0.6", "--out", tmp_path / "c")
    assert (said.code, said.out) == (1, "")
    assert not (tmp_path / "c").exists()


def test_what_belongs_to_the_other_method_is_refused(
    house: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    own = ("dashboard", *house.who(), "--spec", spec, "--out", tmp_path / "a")
    for words in (("--epsilon", "1"), ("--most-per-person", "2"), ("--method", "dp")):
        said = typed(*own, *words)
        assert (said.code, said.out) == (1, "")
        assert said.err.count("\n") == 1


def test_wrong_usage_ends_with_2(typed: Typed, house: House, tmp_path: Path) -> None:
    assert typed("dashboard", *house.who(), "--out", tmp_path).code == 2
    assert typed("dashboard", *house.who(), "--spec", "x", "--out", tmp_path,
                 "--method", "rounding").code == 2  # fmt: skip
    assert typed("privacy-budget", *house.who(), "--set", "much").code == 2
