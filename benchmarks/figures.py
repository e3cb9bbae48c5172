"""Figures and their protection at 20,000 people; cost of hiding against its lower bound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Measured, once


def measure(folder: Path) -> Iterator[Measured]:
    from ati_desktop.casework import figures
    from ati_desktop.casework.office import sign_in
    from ati_desktop.casework.refreshing import refresh
    from ati_desktop.resources import resource
    from benchmarks.sizes import LARGE, PASSWORD

    desk = sign_in(folder / str(LARGE), "demo", PASSWORD)
    built = once(lambda: refresh(desk))
    spec, _ = figures.load_spec(resource("demo/release.toml"))
    worked = once(lambda: figures.work_out(desk, spec))
    yield Measured("rebuild the figures of 20,000", built, "working all figures out", worked)
    made = []
    took = once(lambda: made.append(figures.prepare_release(desk, spec)))
    yield Measured("protect a release of 20,000", took, "working all figures out", worked)
    desk.close()
