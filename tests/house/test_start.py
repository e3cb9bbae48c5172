"""What is loaded when: nothing heavy for --version, Qt alone for the lock screen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("PySide6", "sqlalchemy", "sqlcipher3", "reportlab", "numpy", "polars", "pyqtgraph",
         "cryptography", "scipy", "highspy", "xlsxwriter", "alembic", "pypdfium2")  # fmt: skip

LOCK_SCREEN = """
import json, sys
from pathlib import Path
from ati_desktop.app import make_application, make_window
app = make_application()
window = make_window(app, Path(sys.argv[1]))
window.show()
app.processEvents()
print(json.dumps([window.locked, sorted(sys.modules)]))
"""


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "", "HOME": "/nonexistent"},
    )
    return done.stdout


def loaded(modules: list[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules} & set(HEAVY)


def test_the_version_loads_nothing_heavy() -> None:
    code = (
        "import contextlib, json, sys\nfrom ati_desktop.cli import main\n"
        "with contextlib.suppress(SystemExit):\n    main(['--version'])\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    version, modules = run("-c", code).splitlines()
    assert version.startswith("ati-desktop ")
    assert loaded(json.loads(modules)) == set()


def test_the_lock_screen_loads_qt_only(tmp_path: Path) -> None:
    (tmp_path / "keyring.json").write_text("{}", encoding="utf-8")
    locked, modules = json.loads(run("-c", LOCK_SCREEN, str(tmp_path)).splitlines()[-1])
    assert locked
    assert loaded(modules) == {"PySide6"}
