"""What is large, each in a process of its own: processor time, peak memory, cost over the bound."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from multiprocessing import get_context
from random import Random

from benchmarks.timing import Measured, tell

_LIMIT = 60.0
_LINKED = (10, 50, 66, 75, 100)
_VALUES = ((3, 8), (4, 12))
_PEOPLE = 20_000
_SINGLE = {
    "60 x 60": ({"a": 60, "b": 60}, 20_000, 11),
    "4 x 3 x 3 x 2": ({"a": 4, "b": 3, "c": 3, "d": 2}, 1_500, 4),
    "5 x 4 x 3 x 3": ({"a": 5, "b": 4, "c": 3, "d": 3}, 3_000, 5),
}
_DAYS, _GROUPS, _ROWS, _RUNS = 3_000, 4, 1_000_000, 5


def measure() -> Iterator[Measured]:
    names = [(f"{number} linked tables", values) for values in _VALUES for number in _LINKED]
    for name, values in [*names, *((name, None) for name in _SINGLE)]:
        # A process of its own: the peak of its memory is that of this package alone.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            what, seconds, text = pool.submit(_package, name, values).result()
        tell(f"  {what}: {text}")
        yield Measured(what, seconds, "the limit in processor time", _LIMIT, 1.0)
    yield from _log_rank()


def _package(name: str, values: tuple[int, int] | None) -> tuple[str, float, str]:
    from ati_desktop.disclosure.protect import protect
    from benchmarks.disclosure import invented

    if values is None:
        spans, people, threshold = _SINGLE[name]
        package = invented(2, people, spans, [tuple(spans)])
    else:
        package, threshold = _linked(int(name.split(maxsplit=1)[0]), values), 11
        name = f"{name} of {values[0]} to {values[1]} values"
    start = time.process_time()
    found = protect(package, threshold)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    gap = 100 * (found.cost / found.bound - 1) if found.bound else 0.0
    held = "holds" if found.holds else "DOES NOT HOLD"
    dropped = sum(1 for table in found.tables if table.withheld)
    return name, seconds, (
        f"{held}, {seconds:.1f} s, {peak} MB, {found.hidden_cells} hidden, {dropped} left out,"
        f" cost {found.cost:.0f}, bound {found.bound:.0f}, {gap:.1f} % above"
    )  # fmt: skip


def _linked(number: int, values: tuple[int, int]):
    """Return so many tables of twelve variables, all two-way ones before any three-way one."""
    from benchmarks.disclosure import invented

    random = Random(7)
    names = [chr(97 + at) for at in range(12)]
    spans = {name: random.randint(*values) for name in names}
    pairs, triples = (list(combinations(names, several)) for several in (2, 3))
    random.shuffle(triples)
    random.shuffle(pairs)
    return invented(1, _PEOPLE, spans, (pairs + triples)[:number])


def _log_rank() -> Iterator[Measured]:
    import numpy as np

    from ati_desktop.evaluation.survival import log_rank
    from benchmarks.timing import alternate

    draw = np.random.Generator(np.random.PCG64(20261201))
    times = draw.integers(1, _DAYS, _ROWS)
    events, groups = draw.random(_ROWS) < 0.4, draw.integers(0, _GROUPS, _ROWS)

    def chosen() -> list[np.ndarray]:
        return [times[(groups == g) & (events == e)] for g in range(_GROUPS) for e in (False, True)]

    def counted(parts: list[np.ndarray]) -> list[np.ndarray]:
        return [np.bincount(part, minlength=_DAYS) for part in parts]

    what, parts = "log-rank of 1,000,000 by 4 groups", chosen()
    for against, plain, bound in (
        ("choosing and counting each", lambda: counted(chosen()), 2.0),
        ("counting what is chosen already", lambda: counted(parts), None),
    ):
        took, other = alternate(lambda: log_rank(times, events, groups, _GROUPS), plain, _RUNS)
        yield Measured(what, took, against, other, bound)
