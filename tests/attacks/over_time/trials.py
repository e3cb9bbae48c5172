"""Scenarios tried once each: what left, what was refused, and what somebody can narrow."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.models.users import Role
from tests.attacks.over_time.beside import narrowed_beside
from tests.attacks.over_time.offices import release_all
from tests.attacks.over_time.promise import Attack, Narrowed
from tests.attacks.over_time.scenarios import Kinds, Scenario, scenario
from tests.casework import offices
from tests.long_work import amount

SEEDS = range(amount("ATI_ATTACKS", by_day=30, whole=300) // 3)
"""The seeds of each of the three files of attacks."""
REMEDY = (
    r"[.:;,] (or )?(Work on|[Tt]ake|[Ww]ait|[Cc]hoose|[Ll]eave|[Jj]oin|[Aa]sk|[Rr]elease|[Uu]se|"
    r"[Ff]reeze|[Dd]rop)\b"
)
"""A refusal goes on with something to do."""


@dataclass(frozen=True)
class Trial:
    """What came of a scenario: how many packages left, what the tables and the receipts tell."""

    scenario: Scenario
    left: int
    refusals: tuple[str, ...]
    narrowed: tuple[Narrowed, ...]
    opened: tuple[Narrowed, ...]
    beside: tuple[str, ...]

    @property
    def all_left(self) -> bool:
        """Whether every release that was wished for left."""
        return self.left == len(self.scenario.wishes)


class Trials:
    """Trials of some kinds of scenarios by their seeds, each done when first asked for."""

    def __init__(self, kinds: Kinds, office: Path, folder: Path) -> None:
        self._kinds, self._office, self._folder = kinds, office, folder
        self._done: dict[int, Trial] = {}

    def __getitem__(self, seed: int) -> Trial:
        if seed not in self._done:
            self._done[seed] = self._tried(seed)
        return self._done[seed]

    def every(self) -> Iterable[Trial]:
        """Return the trials of all seeds."""
        return [self[seed] for seed in SEEDS]

    def _tried(self, seed: int) -> Trial:
        wished = scenario(self._kinds, seed)
        folder = offices.copy_of(self._office, self._folder / f"office {seed}")
        with offices.at_desk(folder, Role.SUPERVISOR) as desk:
            told = release_all(desk, wished.states, wished.wishes, folder / "out")
        shutil.rmtree(folder)
        found: list[Narrowed] = []
        opened: list[Narrowed] = []
        states = len({package.state for package in told.packages})
        for who_stayed in (False, True)[:states]:
            attack = Attack(told.packages, wished.states, who_stayed=who_stayed)
            found += attack.narrowed()
            opened += attack.opened()
        beside = tuple(narrowed_beside(told.packages, wished.states))
        told_of = (tuple(found), tuple(opened), beside)
        return Trial(wished, len(told.packages), tuple(told.refusals), *told_of)
