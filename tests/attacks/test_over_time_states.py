"""Two states of one office: one to five small changes at once, beside large ones or none."""

from __future__ import annotations

from pathlib import Path

from tests.attacks.over_time.attacked import KeepsThePromise
from tests.attacks.over_time.scenarios import PAIRS_OF_STATES
from tests.attacks.over_time.trials import Trials


class TestStates(KeepsThePromise):
    kinds = PAIRS_OF_STATES


def test_who_came_does_not_know_of_others_by_a_group_that_cannot_be_empty(
    empty_office: Path, tmp_path: Path
) -> None:
    """Whoever is not hidden as a zero was one at least before, so not all can have come since."""
    trial = Trials(PAIRS_OF_STATES, empty_office, tmp_path)[51]
    assert (trial.narrowed, trial.opened, trial.beside) == ((), (), ())
