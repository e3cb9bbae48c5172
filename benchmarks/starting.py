"""Start to the lock screen against a bare PySide6 window, as whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Measured, alternate

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1440, 900)
window.show()
app.processEvents()
"""
LOCK = """
import sys
from pathlib import Path
from ati_desktop.app import make_application, make_window
app = make_application()
window = make_window(app, Path(sys.argv[1]))
window.show()
app.processEvents()
import os
os._exit(0)
"""


def measure() -> Iterator[Measured]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "keyring.json").write_text("{}", encoding="utf-8")

        def run(code: str) -> None:
            subprocess.run([sys.executable, "-c", code, folder], check=True, env=environment)

        lock, bare = alternate(lambda: run(LOCK), lambda: run(BARE), 9)
    yield Measured("start to the lock screen", lock, "bare PySide6 window", bare, 2.0)
