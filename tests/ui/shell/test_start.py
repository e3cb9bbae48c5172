from __future__ import annotations

import subprocess
import sys

from tests.waiting import SECONDS

HEAVY = (
    "sqlalchemy",
    "numpy",
    "polars",
    "reportlab",
    "pyqtgraph",
    "qtawesome",
    "pypdfium2",
    "scipy",
    "cryptography",
    "sqlcipher3",
    "PySide6.QtPrintSupport",
)

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.window import Window
from ati_desktop.ui.gate import Surroundings

class Gate:
    def knows(self, folder):
        return True

app = QApplication([])
around = Surroundings(lambda n: bytes(n), lambda p: None, lambda n: None)
window = Window(Gate(), [], Theme(app), around, Path("/"))
window.show()
app.processEvents()
print(" ".join(sorted(sys.modules)))
window.close()
"""


def test_the_lock_screen_loads_nothing_but_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    loaded = set(done.stdout.split())
    assert "ati_desktop.ui.lock" in loaded
    assert [name for name in HEAVY if name in loaded] == []
