"""What is long by nature is left out by day, whole where it is asked for, and never lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import SECONDS

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
from tests.long_work import amount

@pytest.mark.long
def test_only_when_asked():
    print("the long one")

@pytest.mark.long_in_part
def test_in_part():
    print("kills", amount("ATI_SOME_KILLS", by_day=3, whole=50))

def test_always():
    sum(range(2_000_000))
"""


def run(place: Path, *words: str, **environment: str) -> tuple[str, list[list[str]]]:
    """Run the three tests in a process of their own; return what it said and the times."""
    (place / "test_three.py").write_text(TESTS, encoding="utf-8")
    times = place / "times.tsv"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATI_")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-rs", "-s", "-p", "tests.processor_time"),
            *("-p", "tests.long_work", "-W", "ignore::pytest.PytestUnknownMarkWarning"),
            *("--rootdir", str(place), "-c", os.devnull, str(place), *words),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS,
        env={
            **kept,
            **environment,
            "PYTHONPATH": str(ROOT),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "ATI_PROCESSOR_TIMES": str(times),
        },
    )
    lines = times.read_text(encoding="utf-8").splitlines()
    return done.stdout, [line.split("\t") for line in lines]


def test_by_day_a_part_is_done_and_the_closing_line_says_what_was_left_out(tmp_path: Path) -> None:
    said, times = run(tmp_path)
    assert "the long one" not in said
    assert "kills 3" in said
    assert "2 passed, 1 deselected" in said.splitlines()[-1]
    assert [line[-1].rpartition("::")[2] for line in times] == ["test_always", "test_in_part"]
    assert sum(float(part) for part in times[0][:3]) > 0


def test_everything_is_done_where_it_is_asked_for(tmp_path: Path) -> None:
    said, _times = run(tmp_path, ATI_LONG="1")
    assert "the long one" in said
    assert "kills 50" in said
    assert "3 passed" in said.splitlines()[-1]


def test_an_amount_in_the_environment_is_said_before_all(tmp_path: Path) -> None:
    assert "kills 7" in run(tmp_path, ATI_SOME_KILLS="7")[0]


def test_what_is_left_when_the_time_is_over_is_skipped_and_said(tmp_path: Path) -> None:
    said, _times = run(tmp_path, "--long-for", "0", ATI_LONG="1")
    assert "no time is left for long tests in this run" in said
    assert "1 passed, 2 skipped" in said.splitlines()[-1]
