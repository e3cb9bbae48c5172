"""No time decides a test: whoever waits does so for a minute at least, and for something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
SHORTEST = 60

WAITING = {"wait", "join", "result", "communicate", "wait_for", "sleep", "qWait"}
WATCHES = {"perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "process_time"}
NO_WAIT = "# not a wait for something"


def number(node: ast.expr | None) -> float | None:
    """Return a number that is written as it stands."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    return None


def short(node: ast.expr | None, name: str) -> bool:
    """Say whether a written time is too short; none at all is no wait."""
    found = number(node)
    least = SHORTEST * 1000 if name.startswith("wait") and name != "wait" else SHORTEST
    return found is not None and 0 < found < least


def refused(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = {word.arg: word.value for word in call.keywords}
    if name in WATCHES or name in {"qWait", "sleep"}:
        return True
    if name == "settings":
        checks = ast.unparse(given.get("suppress_health_check", ast.List([])))
        return number(given.get("deadline")) is not None or (
            "suppress_health_check" in given and "too_slow" not in checks
        )
    if short(given.get("timeout"), name):
        return True
    return name in WAITING and any(short(argument, "wait") for argument in call.args)


def hasty(source: str) -> Iterator[str]:
    """Return the lines that sleep, read a watch, or wait for less than a minute."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and refused(node):
            line = lines[node.lineno - 1].strip()
            if NO_WAIT not in line:
                yield f"{node.lineno}: {line}"


def test_no_test_hangs_on_how_fast_the_machine_is() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): list(hasty(path.read_text(encoding="utf-8")))
        for path in sorted(TESTS.rglob("*.py"))
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_search_finds_what_hangs_on_time() -> None:
    source = """
qtbot.waitUntil(done, timeout=5000)
qtbot.waitSignal(changed, timeout=59_999)
subprocess.run(command, timeout=30)
event.wait(5)
thread.join(2.5)
qtbot.wait(10)
time.sleep(1)
time.sleep(1)  # not a wait for something: the moment of a kill
began = time.perf_counter()
@settings(deadline=200)
def test_one(): ...
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two(): ...
"""
    found = sorted(int(line.partition(":")[0]) for line in hasty(source))
    assert found == [2, 3, 4, 5, 6, 7, 8, 10, 11, 13]


def test_the_search_passes_what_waits_long_or_not_at_all() -> None:
    source = """
qtbot.waitUntil(done)
qtbot.waitUntil(done, timeout=60_000)
subprocess.run(command, timeout=SECONDS)
connect(path, timeout=0)
event.wait(SECONDS)
event.wait(120)
", ".join(words)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one(): ...
"""
    assert list(hasty(source)) == []
