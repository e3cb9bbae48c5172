"""Nested cohorts and overlapping filters of one state of an office."""

from __future__ import annotations

from tests.attacks.over_time.attacked import KeepsThePromise
from tests.attacks.over_time.scenarios import PAIRS_OF_COHORTS


class TestCohorts(KeepsThePromise):
    kinds = PAIRS_OF_COHORTS
