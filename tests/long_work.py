"""What is long by nature: whole under ``make test-long``, a part of it or nothing by day.

A test marked ``long`` runs only where ATI_LONG is set. A test marked ``long_in_part`` runs always
and takes from ``amount`` how much it does: a part by day, all of it where ATI_LONG is set. With
``--long-for`` the long tests left over after so many seconds of processor time are skipped: which
ones hangs on the order, which is another one in each run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.processor_time import processor_seconds

WHOLE = bool(os.environ.get("ATI_LONG"))
MARKS = ("long", "long_in_part")


def amount(name: str, *, by_day: int, whole: int) -> int:
    """Return how often a long work is done; the environment variable of that name says it first."""
    return int(os.environ.get(name) or (whole if WHOLE else by_day))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long-for",
        type=float,
        metavar="SECONDS",
        help="skip the long tests that are left after so many seconds of processor time",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if WHOLE:
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if not item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)


class Budget:
    """The processor time that long tests have taken in this process."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Count what a long test takes."""
        before = processor_seconds()
        answer = yield
        if is_long(item):
            self.left -= processor_seconds() - before
        return answer

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a long test for which no time is left."""
        if is_long(item) and self.left <= 0:
            pytest.skip("no time is left for long tests in this run")


def is_long(item: pytest.Item) -> bool:
    """Say whether a test is long by nature."""
    return any(item.get_closest_marker(name) for name in MARKS)


def pytest_configure(config: pytest.Config) -> None:
    seconds = config.getoption("--long-for")
    if seconds is not None:
        config.pluginmanager.register(Budget(seconds), "long-work-budget")
