"""R as an independent reference; a test that needs it skips, and says so, without it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ABSENT = "no package called"


def r_says(folder: Path, *words: str) -> str:
    """Return what Rscript with these words prints in the folder; skip where R or a package is not.

    .ci/run installs R with every package that the tests name.
    """
    found = shutil.which("Rscript")
    if found is None:
        pytest.skip("R is not installed")
    command = [found, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ABSENT in done.stderr:
        pytest.skip(f"R lacks a package: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr
    return done.stdout
