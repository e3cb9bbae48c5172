"""A good choice becomes better where parts of it are chosen anew, and it protects all along."""

from __future__ import annotations

import numpy as np
import pytest

from ati_desktop.disclosure.attacks import Attacks
from ati_desktop.disclosure.choice import choice_of
from ati_desktop.disclosure.cuts import Cuts
from ati_desktop.disclosure.neighbourhoods import Neighbourhoods
from ati_desktop.disclosure.patterns import Patterns
from ati_desktop.disclosure.primary import find_sensitive
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.suppress import Wish, problem_of
from ati_desktop.disclosure.system import build_system
from ati_desktop.errors import Refused
from tests.disclosure.builders import crowd, evaluation_of

NAMES = ("a", "b", "c")


def dense(seed: int, people: int, sizes: tuple[int, int, int]):
    spans = dict(zip(NAMES, sizes, strict=True))
    values = {name: [f"v{value}" for value in range(size)] for name, size in spans.items()}
    return evaluation_of(crowd(seed, people, spans), [NAMES], spans=values)


class Given:
    """A dense table as a problem, with nothing chosen yet."""

    def __init__(self, work: Work) -> None:
        evaluation = dense(5, 400, (4, 4, 4))
        system = build_system(evaluation)
        sensitive = find_sensitive(system, evaluation.tables, 5, frozenset())
        problem = problem_of(system, sensitive, 5, Wish())
        self.attacks = Attacks(problem, None, work)
        self.choice = choice_of(problem, self.attacks.equations[0])
        self.cuts = Cuts()
        patterns = Patterns(self.attacks, self.choice, self.cuts, work)
        self.everything = patterns.made(self.choice.every > 0.0)

    def unanswered(self, chosen):
        """Return the cuts that a choice does not keep; None where it protects everything."""
        self.attacks.witnesses.choose(chosen)
        found = [each.cut for each in self.attacks.failing(chosen)]
        bridges = self.choice.broken_bridges(chosen.astype(np.float64))
        return [*(cut for cut in found if cut is not None), *bridges] if found or bridges else None


def test_parts_are_chosen_anew_until_no_part_gets_cheaper() -> None:
    work = Work(200_000.0)
    given = Given(work)
    assert given.unanswered(given.everything) is None
    near = Neighbourhoods(given.choice, given.cuts, work, 20_000.0, given.unanswered)
    better = near.best(given.everything)
    assert given.choice.cost(better) < 0.7 * given.choice.cost(given.everything)
    assert given.unanswered(better) is None
    assert work.left < 200_000.0


def test_without_work_a_choice_stays_as_it_is() -> None:
    work = Work(0.0)
    given = Given(work)
    near = Neighbourhoods(given.choice, given.cuts, work, 0.0, given.unanswered)
    assert (near.best(given.everything) == given.everything).all()


def test_the_search_stops_when_asked() -> None:
    stopped = False
    work = Work(200_000.0, cancelled=lambda: stopped)
    given = Given(work)
    stopped = True
    near = Neighbourhoods(given.choice, given.cuts, work, 20_000.0, given.unanswered)
    with pytest.raises(Refused, match="stopped"):
        near.best(given.everything)


@pytest.mark.long
def test_a_dense_table_costs_no_more_than_was_once_proven() -> None:
    found = protect(dense(1, 1_000, (6, 5, 4)), 5)
    assert found.holds
    assert found.cost == 405
    assert found.cost <= 1.15 * found.bound
