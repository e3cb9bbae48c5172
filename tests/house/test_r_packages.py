"""What CI installs of R is what the tests load."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_ci_installs_every_package_of_r_that_a_test_loads() -> None:
    loaded = {
        name
        for path in (ROOT / "tests").rglob("*.py")
        for name in re.findall(r"library\((\w+)\)", path.read_text(encoding="utf-8"))
    }
    assert {"survival", "foreign"} <= loaded
    install = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert {name for name in loaded if f"r-cran-{name}" not in install} == set()
