"""An office, and commands typed at it: at a low cost of keys here, at the real one in a process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ati_desktop.casework.office import add_user, create_office, sign_in
from ati_desktop.casework.persons import person_head
from ati_desktop.casework.refreshing import refresh
from ati_desktop.cli import main
from ati_desktop.models.users import Role
from ati_desktop.storage.keyring import KeyCost
from tests.casework.offices import (
    CHEAP,
    NAMES,
    PASSWORD,
    add_consent,
    add_person,
    add_program,
    add_provider,
    copy_of,
)
from tests.waiting import SECONDS

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class House:
    """An office and what the commands are asked about."""

    home: Path
    password: Path
    reference: str

    def who(self, role: Role = Role.ADMINISTRATOR) -> list[str]:
        """Return the words that sign the person of a role in."""
        own = ["--home", str(self.home), "--user", NAMES[role]]
        return [*own, "--password-file", str(self.password)]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with thirteen people, one of them with a consent; nobody may change it."""
    return build(tmp_path_factory.mktemp("commands"), CHEAP)


@pytest.fixture(scope="session")
def strong(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The same at the cost that the program itself asks for; nobody may change it."""
    return build(tmp_path_factory.mktemp("strong"), None)


def build(place: Path, cost: KeyCost | None) -> House:
    """Make an office with people and figures; without a cost at the one of every real office."""
    password = place / "password.txt"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    home = place / "office"
    first = NAMES[Role.ADMINISTRATOR]
    create_office(home, administrator=first, password=PASSWORD, office="Pier 4", cost=cost)
    desk = sign_in(home, first, PASSWORD, minimum=cost)
    for role in (Role.CASE_MANAGER, Role.EVALUATOR):
        add_user(desk, NAMES[role], role, PASSWORD)
    court, program = add_provider(desk), str(add_program(desk))
    person = add_person(
        desk, "Núñez", "Ngọc", birth_date="1991-03", docket="2026-DM-1", program_id=program
    )
    add_consent(desk, person, court, expires_on="2099-12-31")
    for number in range(12):
        add_person(desk, f"Somebody {number}", "Else", program_id=program)
    refresh(desk)
    reference = person_head(desk, person).reference
    desk.close()
    return House(home, password, reference)


@pytest.fixture
def house(built: House, tmp_path: Path) -> House:
    """An office of one's own."""
    return House(copy_of(built.home, tmp_path / "office"), built.password, built.reference)


@pytest.fixture
def strong_house(strong: House, tmp_path: Path) -> House:
    """An office of one's own for a command in a process of its own."""
    return House(copy_of(strong.home, tmp_path / "office"), strong.password, strong.reference)


Typed = Callable[..., Said]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command into this process."""

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words], cost=CHEAP)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, without_progress(said.err))

    return run


def without_progress(text: str) -> str:
    """Return what was said without the lines of progress, which come where a machine is slow."""
    return re.sub(r"(?m)^[^\n:]+: \d{1,3}%\n", "", text)


def spawn(*words: str | Path, stdin: str = "", **environment: str) -> Said:
    """Type a command into a new process, as a newcomer does."""
    done = subprocess.run(
        [sys.executable, "-m", "ati_desktop", *map(str, words)],
        input=stdin.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=5 * SECONDS,
        env={**_bare(), **environment},
    )
    return Said(done.returncode, done.stdout.decode(), without_progress(done.stderr.decode()))


def _bare() -> dict[str, str]:
    kept = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT", "COVERAGE_PROCESS_START")
    return {name: os.environ[name] for name in kept if name in os.environ}
