"""Kills a process at a moment counted in what it has said, so that no machine is too slow for it.

A worker says a line after each thing that it has kept. It is killed once it has said so many, in
the middle of the next: some part of as long as the one before took. On a busy machine both last
longer, and the kill still meets the same place.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
_FIRST = 0.05
"""Seconds that the first thing is taken to last, of which nobody knows yet."""


@dataclass(frozen=True)
class Moment:
    """After how many lines, and after which part of the next one."""

    lines: int
    part: float


def moments(seed: str | None, kills: int, most: int) -> list[Moment]:
    """Return so many moments, the first of them after something was kept.

    Args:
        seed: what they are drawn from; without it they are new ones each time.
        kills: how many.
        most: lines at most before a kill.
    """
    random = Random(seed)
    drawn = [Moment(random.randint(0, most), random.uniform(0, 1.2)) for _ in range(kills)]
    return [Moment(max(drawn[0].lines, 1), drawn[0].part), *drawn[1:]]


def killed(command: Sequence[str], moment: Moment) -> list[str]:
    """Start a worker, wait until it says ``open``, kill it at the moment; return its whole lines.

    What it did not say in full it did not acknowledge.
    """
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "open\n"
    said: list[str] = []
    began, lasted = time.monotonic(), _FIRST  # not a wait for something
    for _ in range(moment.lines):
        said.append(worker.stdout.readline())
        assert said[-1], "the worker ended by itself"
        now = time.monotonic()  # not a wait for something: how long the next will last
        began, lasted = now, now - began
    time.sleep(moment.part * lasted)  # not a wait for something: the moment of the kill
    worker.kill()
    said += worker.stdout.read().splitlines(keepends=True)
    worker.wait()
    worker.stdout.close()
    return [line.rstrip("\n") for line in said if line.endswith("\n")]
