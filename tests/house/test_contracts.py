"""Who may import whom: the contracts hold, and each fails when it is broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

# One import that each contract forbids: where it is put, and what it says.
VIOLATIONS = {
    "models": ("models/dates.py", "import ati_desktop.storage.files"),
    "storage": ("storage/files.py", "import ati_desktop.casework.wording"),
    "casework": ("casework/wording.py", "import PySide6.QtCore"),
    "typesetter": ("casework/wording.py", "import reportlab"),
    "evaluation": ("evaluation/spec.py", "import ati_desktop.storage.units"),
    "disclosure": ("disclosure/system.py", "import ati_desktop.evaluation.compute"),
    "exports": ("exports/__init__.py", "import ati_desktop.storage.files"),
    "imports": ("imports/progress.py", "import ati_desktop.storage.files"),
    "reports": ("reports/facts.py", "import ati_desktop.models.dates"),
    "ui": ("ui/shell.py", "import sqlalchemy"),
    "kit": ("ui/kit/card.py", "import ati_desktop.casework.changes"),
}


def contracts() -> dict[str, str]:
    """Return the names of the contracts by their ids."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"]: one["name"] for one in settings["tool"]["importlinter"]["contracts"]}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def broken_by(said: str, name: str) -> set[str]:
    """Return the first import of each forbidden chain that is told under the name of a contract."""
    _before, _title, after = said.rpartition(f"\n{name}\n{'-' * len(name)}\n")
    own = re.split(r"\n[^\n]+\n-{4,}\n", after)[0]
    return set(re.findall(r"^- +(\S+ -> \S+)", own, re.MULTILINE))


def test_every_contract_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_contract_has_a_violation_to_try_it_with() -> None:
    assert set(contracts()) == set(VIOLATIONS)


@pytest.fixture(scope="module")
def violated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of a program with all violations at once."""
    place = tmp_path_factory.mktemp("violated")
    shutil.copytree(
        ROOT / "ati_desktop", place / "ati_desktop", ignore=shutil.ignore_patterns("*.pyc")
    )
    shutil.copy(ROOT / "pyproject.toml", place)
    for where, violation in VIOLATIONS.values():
        file = place / "ati_desktop" / where
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{violation}\n", encoding="utf-8")
    done = lint(place)
    assert done.returncode == 1, done.stdout
    return done.stdout


@pytest.mark.parametrize("contract", sorted(VIOLATIONS))
def test_a_contract_fails_when_it_is_broken(contract: str, violated: str) -> None:
    where, violation = VIOLATIONS[contract]
    importer = f"ati_desktop.{where.removesuffix('.py').replace('/', '.')}"
    imported = violation.removeprefix("import ")
    chain = f"{importer.removesuffix('.__init__')} -> {imported}"
    # Of what is not ours the root is told: PySide6 for PySide6.QtCore.
    outside = f"{importer.removesuffix('.__init__')} -> {imported.partition('.')[0]}"
    assert broken_by(violated, contracts()[contract]) & {chain, outside}
    assert f"{contracts()[contract]} BROKEN" in violated


def test_a_contract_that_is_not_named_is_not_told() -> None:
    assert broken_by("\nOther\n-----\n\n-   a.b -> c.d (l.1)\n", "Another") == set()
