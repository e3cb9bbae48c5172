"""What is asked of every scenario, whatever its kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.attacks.over_time.scenarios import Kinds
from tests.attacks.over_time.trials import REMEDY, SEEDS, Trials


@pytest.mark.slow
@pytest.mark.long_in_part
class KeepsThePromise:
    """Scenarios of some kinds, each a small invented office by its seed.

    Of those who came into a number, or left it, a count of 1 to the threshold less one may not be
    narrowed by anybody who has the packages; a release that cannot be protected is refused and
    says what would be possible.
    """

    kinds: Kinds

    @pytest.fixture(scope="class")
    @classmethod
    def trials(cls, empty_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Trials:
        return Trials(cls.kinds, empty_office, tmp_path_factory.mktemp("trials"))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_no_small_change_is_narrowed(self, trials: Trials, seed: int) -> None:
        assert "\n".join(str(each) for each in trials[seed].narrowed) == ""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_no_small_number_that_is_hidden_is_narrowed(self, trials: Trials, seed: int) -> None:
        assert "\n".join(str(each) for each in trials[seed].opened) == ""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_no_receipt_tells_a_small_change(self, trials: Trials, seed: int) -> None:
        assert "\n".join(trials[seed].beside) == ""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_refusal_says_what_would_be_possible(self, trials: Trials, seed: int) -> None:
        assert [one for one in trials[seed].refusals if not re.search(REMEDY, one)] == []

    def test_a_quarter_of_those_with_enough_room_leave(self, trials: Trials) -> None:
        """A program that refuses everything would keep the promise too."""
        roomy = [trial for trial in trials.every() if trial.scenario.roomy()]
        assert len(roomy) >= len(SEEDS) / 4
        assert sum(trial.all_left for trial in roomy) >= len(roomy) / 4
