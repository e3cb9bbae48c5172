"""With little work a choice is as safe as with much, only dearer; how far it is is always told."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from ati_desktop.disclosure.attacks import Attacks
from ati_desktop.disclosure.audit import audit
from ati_desktop.disclosure.choice import choice_of
from ati_desktop.disclosure.cuts import Cuts
from ati_desktop.disclosure.equations import Equations
from ati_desktop.disclosure.nearby import Nearby
from ati_desktop.disclosure.patterns import Patterns
from ati_desktop.disclosure.problem import Problem, Target
from ati_desktop.disclosure.protect import Protected, protect
from ati_desktop.disclosure.solver import Work
from ati_desktop.disclosure.work import Share
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.builders import crowd, evaluation_of, linked, seven

LITTLE = 50
CUBE = {"a": 5, "b": 4, "c": 3}
PACKAGES = {
    "linked tables": (linked(3), 5),
    "whole people": (seven(8), 5),
    "one table of three": (evaluation_of(crowd(5, 200, CUBE), [tuple(CUBE)]), 5),
}


def hidden_in(protected: Protected) -> list[frozenset]:
    return [frozenset(view.hidden) for view in protected.tables]


@pytest.mark.parametrize("name", PACKAGES)
def test_with_little_work_everything_is_protected_all_the_same(name: str) -> None:
    evaluation, threshold = PACKAGES[name]
    short = protect(evaluation, threshold, work=LITTLE)
    assert short.holds
    assert audit(evaluation, short.views, threshold, short.outcomes).holds
    assert not short.optimal
    full = protect(evaluation, threshold, work=100_000)
    assert short.bound <= full.cost <= short.cost
    assert hidden_in(protect(evaluation, threshold, work=LITTLE)) == hidden_in(short)


@pytest.mark.long
@pytest.mark.parametrize("work", [1, 10, 100, 1_000, 10_000])
@pytest.mark.parametrize("seed", range(6))
def test_with_any_work_everything_is_protected(seed: int, work: int) -> None:
    evaluation = linked(seed)
    found = protect(evaluation, 5, work=work)
    assert found.holds
    assert audit(evaluation, found.views, 5, found.outcomes).holds
    assert found.bound <= found.cost


@pytest.mark.parametrize("work", [LITTLE, 100_000])
def test_progress_moves_and_never_goes_back(work: int) -> None:
    seen: list[tuple[int, int]] = []
    protect(linked(3), 5, work=work, progress=lambda *at: seen.append(at))
    done = [each for each, _ in seen]
    assert all(before < after for before, after in pairwise(done))
    assert len(done) > 20
    assert seen[-1][0] == seen[-1][1]


def test_it_is_stopped_wherever_it_is() -> None:
    evaluation: Evaluation = linked(3)
    asked = 0

    def count() -> bool:
        nonlocal asked
        asked += 1
        return False

    protect(evaluation, 5, work=LITTLE, cancelled=count)
    assert asked > 50
    for last in range(1, asked, asked // 8):
        left = iter([False] * last)
        with pytest.raises(Refused, match="stopped"):
            protect(evaluation, 5, work=LITTLE, cancelled=lambda left=left: next(left, True))


def test_rounds_that_nobody_can_count_take_less_and_less_of_what_is_left() -> None:
    seen: list[int] = []
    share = Share(lambda done, _: seen.append(done), 0, 2)
    for number in range(3):
        share.round(number)
        share.half(0)(1, 1)
        share.half(1)(1, 1)
    share.end()
    assert seen == [200, 400, 440, 480, 488, 496, 500]


def square(*targets: Target) -> Problem:
    """Return a square of 3 x 3, row by row in places 0 to 8; its sums are shown."""
    cells = np.arange(9).reshape(3, 3)
    lines = [*cells.tolist(), *cells.T.tolist()]
    return Problem(
        equations=tuple((9 + at, tuple(line)) for at, line in enumerate(lines)),
        caps=((5.0, 5.0),) * 15,
        costs=(0.0, 1.0, 3.0, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, *([9.0] * 6)),
        targets=targets,
        hidden=frozenset({0}),
    )


def test_without_work_what_no_movement_needs_is_shown_again_all_the_same() -> None:
    problem, work = square(Target(0, 1.0, 1.0)), Work(0)
    attacks = Attacks(problem, None, work)
    choice = choice_of(problem, attacks.equations[0])
    patterns = Patterns(attacks, choice, Cuts(), work)
    everything = np.arange(15) < 9
    attacks.witnesses.choose(everything)
    for side in (1.0, -1.0):
        moved = np.zeros(15)
        moved[[0, 1, 3, 4]] = side, -side, -side, side
        attacks.add(0, moved)
    shown_again = patterns.without_needless(everything)
    assert np.flatnonzero(shown_again).tolist() == [0, 1, 3, 4]


def test_what_is_near_grows_until_all_of_it_is_hidden() -> None:
    problem = square()
    open_ = np.arange(15) < 9
    near = Nearby(Equations(problem), open_)
    costs = np.array(problem.costs)
    hidden = np.arange(15) == 0
    sizes = []
    while (wider := near.wider([0], hidden, costs)) is not None:
        assert (hidden <= wider).all()
        hidden = wider
        sizes.append(np.flatnonzero(hidden).tolist())
    assert sizes == [[0, 1, 3, 4], list(range(9))]


@pytest.mark.long
def test_a_table_of_sixty_by_sixty_full_of_small_cells_is_protected() -> None:
    spans = {"a": 60, "b": 60}
    evaluation = evaluation_of(crowd(2, 20_000, spans), [("a", "b")])
    found = protect(evaluation, 11)
    assert found.holds
    assert 0 < found.cost <= 1.15 * found.bound
