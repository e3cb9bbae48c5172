"""Other filters on another state; three filters, three states, or both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.over_time.attacked import KeepsThePromise
from tests.attacks.over_time.scenarios import MIXTURES
from tests.attacks.over_time.trials import Trials


class TestMixtures(KeepsThePromise):
    kinds = MIXTURES


@pytest.mark.parametrize("seed", [47, 58])
def test_what_was_once_narrowed_is_so_no_more(
    empty_office: Path, tmp_path: Path, seed: int
) -> None:
    """A lower threshold told of further referrals; who came knew when, of three states."""
    trial = Trials(MIXTURES, empty_office, tmp_path)[seed]
    assert (trial.narrowed, trial.opened, trial.beside) == ((), (), ())
