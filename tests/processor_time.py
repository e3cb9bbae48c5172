"""Processor time of each test, its process and its children's: the ten slowest at the end.

With ATI_PROCESSOR_TIMES set to a file, all tests are written to it, one a line: the seconds of
setting up, of the test and of clearing up, and its name, with tabs between them. A fixture of a
module or session counts for the test that needed it first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

SLOWEST = 10
PHASES = ("setup", "call", "teardown")
_SPENT = pytest.StashKey[float]()


def processor_seconds() -> float:
    """Return the seconds of this process and of its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _measured(item: pytest.Item) -> Iterator[None]:
    before = processor_seconds()
    try:
        return (yield)
    finally:
        item.stash[_SPENT] = processor_seconds() - before


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    return (yield from _measured(item))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    return (yield from _measured(item))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    return (yield from _measured(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    report.processor_seconds = item.stash.get(_SPENT, 0.0)  # travels from a worker as it is
    return report


class Times:
    """The processor time of all tests, gathered where the reports come together."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, float]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the time of one phase of a test."""
        phases = self.tests.setdefault(report.nodeid, dict.fromkeys(PHASES, 0.0))
        phases[report.when] += getattr(report, "processor_seconds", 0.0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the slowest; pytest's own line of the counts follows."""
        if len(self.tests) <= SLOWEST:
            return
        totals = {name: sum(phases.values()) for name, phases in self.tests.items()}
        spent = sum(totals.values())
        terminalreporter.section(f"slowest {SLOWEST} of {spent:.0f} s of processor time")
        for name in sorted(totals, key=lambda name: -totals[name])[:SLOWEST]:
            terminalreporter.write_line(f"{totals[name]:7.2f} s  {name}")

    def pytest_sessionfinish(self) -> None:
        """Write all of them where the environment says."""
        place = os.environ.get("ATI_PROCESSOR_TIMES")
        if place:
            lines = [
                "\t".join([*(f"{phases[phase]:.2f}" for phase in PHASES), name])
                for name, phases in sorted(self.tests.items())
            ]
            Path(place).write_text("\n".join([*lines, ""]), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Times(), "processor-times")
