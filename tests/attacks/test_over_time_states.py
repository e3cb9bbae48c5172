"""Two states of one office: one to five small changes at once, beside large ones or none."""

from __future__ import annotations

from tests.attacks.over_time.attacked import KeepsThePromise
from tests.attacks.over_time.scenarios import PAIRS_OF_STATES


class TestStates(KeepsThePromise):
    kinds = PAIRS_OF_STATES
