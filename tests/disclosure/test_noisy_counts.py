"""Differentially private counts: the right amount of noise, and a word without the library."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import product
from math import exp, log
from pathlib import Path
from statistics import fmean, pvariance

import numpy as np
import pytest

from ati_desktop.disclosure.noisy_counts import NoisyTable, add_noise, off_by, sum_off_by
from ati_desktop.errors import Refused

ROOT = Path(__file__).resolve().parents[2]
VALUES = {"sex": ("1", "2"), "program": tuple(f"p{at}" for at in range(100))}
NAMES = ("sex", "program")


def noise_of(epsilon: float, contributions: int, tables: int = 1) -> list[int]:
    wanted = {NAMES: dict.fromkeys(product(*(VALUES[n] for n in NAMES)), 50)}
    if tables == 2:
        wanted[("sex",)] = {}
    made = [add_noise(wanted, VALUES, epsilon=epsilon, contributions=contributions)[0]
            for _ in range(20)]  # fmt: skip
    return [count - 50 for each in made for count in each.counts.values()]


@pytest.mark.parametrize(("epsilon", "contributions"), [(1.0, 1), (0.5, 3), (2.0, 2)])
def test_noise_has_the_variance_of_discrete_laplace(epsilon: float, contributions: int) -> None:
    noise = noise_of(epsilon, contributions)
    a = exp(-epsilon / contributions)
    assert fmean(noise) == pytest.approx(0, abs=5 * (2 * a) ** 0.5 / (1 - a) / len(noise) ** 0.5)
    assert pvariance(noise) == pytest.approx(2 * a / (1 - a) ** 2, rel=0.25)


def test_two_tables_share_one_epsilon() -> None:
    a = exp(-0.5)
    assert pvariance(noise_of(1.0, 1, tables=2)) == pytest.approx(2 * a / (1 - a) ** 2, rel=0.25)


def test_one_person_more_changes_the_chance_of_no_answer_by_more_than_epsilon() -> None:
    def answers(count: int) -> Counter[int]:
        found: Counter[int] = Counter()
        for _ in range(60):
            made = add_noise({NAMES: dict.fromkeys(product(*(VALUES[n] for n in NAMES)), count)},
                             VALUES, epsilon=1.0, contributions=1)  # fmt: skip
            found.update(made[0].counts.values())
        return found

    with_, without = answers(21), answers(20)
    often = [n for n in with_ if min(with_[n], without[n]) > 400]
    assert len(often) > 3
    for number in often:
        assert abs(log(with_[number] / without[number])) < 1.0 + 0.45
    # Planted: without noise one answer is certain with the person, and impossible without.
    assert Counter([21] * 50).keys().isdisjoint(Counter([20] * 50))


def test_nineteen_of_twenty_cells_are_as_near_as_is_said() -> None:
    noise = noise_of(0.5, 2)
    near = off_by(0.5, 2, 1)
    assert sum(abs(n) <= near for n in noise) / len(noise) == pytest.approx(0.95, abs=0.025)
    assert off_by(0.5, 2, 3) > 2 * near


@pytest.mark.parametrize(("epsilon", "contributions", "cells"), [(0.5, 3, 10), (0.1, 10, 30)])
def test_nineteen_of_twenty_sums_are_as_near_as_is_said(
    epsilon: float, contributions: int, cells: int
) -> None:
    """Of cells with nobody, which is the worst: as printed, and added up from printed parts."""
    decay = exp(-epsilon / contributions)
    draw = np.random.default_rng(7)
    size = (40_000, cells)
    noise = draw.geometric(1 - decay, size) - draw.geometric(1 - decay, size)
    near = sum_off_by(epsilon, contributions, 1, cells)
    printed, added = noise.sum(axis=1), np.maximum(noise, 0).sum(axis=1)
    far = (printed < -near) | (added > near)
    assert far.mean() == pytest.approx(0.025, abs=0.01)
    assert (np.abs(printed) > near).mean() <= 0.05
    assert sum_off_by(epsilon, contributions, 1, 1) <= near
    assert sum_off_by(epsilon, contributions, 2, cells) > 1.8 * near


def test_sums_of_a_table_are_sums_of_its_noisy_cells() -> None:
    table = NoisyTable(("a", "b"), {("x", "u"): 4, ("x", "v"): -2, ("y", "u"): 7, ("y", "v"): 0})
    cells = table.cells()
    assert cells[frozenset({("a", "x")})] == 2
    assert cells[frozenset({("b", "u")})] == 11
    assert cells[frozenset()] == 9
    assert cells[frozenset({("a", "x"), ("b", "v")})] == -2


@pytest.mark.parametrize(
    ("epsilon", "contributions"), [(0.0, 1), (-1, 1), (11, 1), (float("nan"), 1), (1, 0), (1, 21)]
)
def test_what_makes_no_sense_is_refused(epsilon: float, contributions: int) -> None:
    with pytest.raises(Refused, match="from"):
        add_noise({NAMES: {}}, VALUES, epsilon=epsilon, contributions=contributions)


def test_without_the_library_it_is_said_how_to_install_it() -> None:
    code = (
        "import sys; sys.modules['opendp'] = None\n"
        "from ati_desktop.disclosure.noisy_counts import add_noise\n"
        "from ati_desktop.errors import Refused\n"
        "try:\n    add_noise({('s',): {}}, {'s': ('1',)}, epsilon=1.0, contributions=1)\n"
        "except Refused as refusal:\n    print(refusal)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 1
    assert 'pip install "ati-desktop[privacy]"' in done.stdout
