"""Who may import whom: the contracts hold, and each fails when it is broken."""

from __future__ import annotations

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


def contract_ids() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"] for one in settings["tool"]["importlinter"]["contracts"]}


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache", *options], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_contract_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_contract_has_a_violation_to_try_it_with() -> None:
    assert contract_ids() == set(VIOLATIONS)


@pytest.mark.parametrize("contract", sorted(VIOLATIONS))
def test_a_contract_fails_when_it_is_broken(contract: str, tmp_path: Path) -> None:
    where, violation = VIOLATIONS[contract]
    shutil.copytree(
        ROOT / "ati_desktop", tmp_path / "ati_desktop", ignore=shutil.ignore_patterns("*.pyc")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / "ati_desktop" / where
    broken.write_text(f"{broken.read_text(encoding='utf-8')}\n{violation}\n", encoding="utf-8")
    done = lint(tmp_path, "--contract", contract)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout
