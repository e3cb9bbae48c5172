"""Other filters on another state; three filters, three states, or both."""

from __future__ import annotations

from tests.attacks.over_time.attacked import KeepsThePromise
from tests.attacks.over_time.scenarios import MIXTURES


class TestMixtures(KeepsThePromise):
    kinds = MIXTURES
