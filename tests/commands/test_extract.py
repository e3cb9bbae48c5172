"""extract and lead-back, typed in an office where a second person is asked."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ati_desktop.casework.demo.office import make_demo_office
from ati_desktop.casework.office import add_user, sign_in
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.requests import decide, list_requests
from ati_desktop.models.users import Role
from tests.casework.offices import CHEAP, NAMES, PASSWORD, copy_of
from tests.commands.conftest import House, Typed

TO = ["--recipient", "State University", "--purpose", "study"]
SPEC = """title = "People"
[cohort]
from = "{first}"
to = "{last}"
[extract]
model = "k-anonymity"
k = 5
columns = ["age_band", "sex", "result", "offence_section"]
"""


def silent(done: float, doing: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office of invented people with an evaluator and a supervisor; nobody may change it."""
    place = tmp_path_factory.mktemp("extract")
    password = place / "password.txt"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    desk = make_demo_office(
        place / "office", PASSWORD, participants=400, seed=2,
        clock=lambda: datetime.now(UTC), progress=silent, cost=CHEAP,
    )  # fmt: skip
    for role in (Role.SUPERVISOR, Role.EVALUATOR):
        add_user(desk, NAMES[role], role, PASSWORD)
    refresh(desk)
    desk.close()
    return House(place / "office", password, "")


@pytest.fixture
def demo(made: House, tmp_path: Path) -> House:
    """An office of one's own: what one test asks for and writes is not what another one finds."""
    return House(copy_of(made.home, tmp_path / "office"), made.password, made.reference)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    year = datetime.now(UTC).year
    path = tmp_path / "people.toml"
    path.write_text(SPEC.format(first=year - 2, last=year - 1), encoding="utf-8")
    return path


def test_rows_are_asked_for_approved_written_and_led_back(
    demo: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    eva = demo.who(Role.EVALUATOR)
    out = tmp_path / "out"
    words = ["extract", *eva, "--spec", spec, *TO, "--out", out, "--json"]
    said = typed(*words)
    assert said.code == 0, said.err
    answer = json.loads(said.out)
    assert (answer["written"], answer["recipient"]) == (False, "State University")
    assert answer["measured"]["k"] >= 5
    assert "waits for a second person" in said.err
    assert not out.exists()

    desk = sign_in(demo.home, NAMES[Role.SUPERVISOR], PASSWORD, minimum=CHEAP)
    (asked,) = [one for one in list_requests(desk) if one.id == answer["request"]]
    decide(desk, asked.id, approve=True, reasons="Agreed.")
    desk.close()

    said = typed(*words)
    assert said.code == 0, said.err
    assert json.loads(said.out)["written"] is True
    with (out / "data" / "participants.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == answer["people"]

    _lead_back(demo, typed, rows[0]["person"])


def _lead_back(demo: House, typed: Typed, pseudonym: str) -> None:
    eva, sol = demo.who(Role.EVALUATOR), demo.who(Role.SUPERVISOR)
    back = ["lead-back", "--recipient", "state university", "--pseudonym", pseudonym]
    led = typed(*back, *eva)
    assert (led.code, led.err) == (0, "")
    assert len(led.out.strip()) == 16
    refused = typed(*back, *eva, "--person")
    assert (refused.code, refused.out) == (1, "")
    person = typed(*back, *sol, "--person")
    assert person.code == 0
    assert person.out.startswith("P-")


def test_it_tells_in_lines_what_it_did(
    demo: House, typed: Typed, spec: Path, tmp_path: Path
) -> None:
    said = typed(
        "extract", *demo.who(Role.EVALUATOR), "--spec", spec, "--recipient", "City Hospital",
        "--purpose", "study", "--out", tmp_path / "out",
    )  # fmt: skip
    assert said.code == 0
    assert "model: k-anonymity" in said.out
    assert "k measured: " in said.out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('title = "T"\n', "model"),
        ('title = "T"\n[extract]\nmodel = "k-anonymity"\nfree = 1\n', "free"),
        ('title = "T"\n[cohort]\nto = "1990"\n[extract]\nmodel = "safe-harbor"\n', "aggregates"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(
    demo: House, typed: Typed, tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    said = typed(
        "extract", *demo.who(Role.EVALUATOR), "--spec", path, *TO, "--out", tmp_path / "out"
    )
    assert said.code == 1
    assert sentence in said.err
    assert not (tmp_path / "out").exists()
