"""The attacker over several releases agrees with trying every way of filling in what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from tests.attacks.over_time.columns import State
from tests.attacks.over_time.packages import Cell, Package, Question
from tests.attacks.over_time.promise import Attack

WHOLE: Cell = frozenset()
SEXES = ("1", "2")
FULL = {"sex": SEXES}
JANUARY, MARCH = 24001, 24003


def female(value: str = "2") -> Cell:
    return frozenset({("sex", value)})


def package(
    last: int | None, total: int, women: int | None, state: int = 0, threshold: int = 3
) -> Package:
    """Return a package by sex, up to a month, that prints how many women there are, or not."""
    shown = {WHOLE: total}
    if women is not None:
        shown |= {female(): women, female("1"): total - women}
    hidden = frozenset({female(), female("1")} - shown.keys())
    question = Question(None, last, frozenset(), threshold)
    return Package(question, state, (("sex",),), FULL, shown, hidden, (), None, {})


def people(women: Sequence[str], men: Sequence[str], name: str = "p") -> State:
    """Return so many women and men, by the months of their referrals."""
    rows = [("2", month) for month in women] + [("1", month) for month in men]
    return {
        (f"{name}{at}", 1): {"sex": sex, "month": month} for at, (sex, month) in enumerate(rows)
    }


EARLY, LATE = "2000-01", "2000-03"
NESTED = [people([EARLY] * 2 + [LATE], [EARLY] * 4 + [LATE] * 2)]


def fillings(then: Package, now: Package) -> Iterator[tuple[int, int, int, int]]:
    """Yield women and men counted by both and by the later one only, as far as is printed."""
    for both_women, both_men, new_women, new_men in product(range(10), repeat=4):
        for one, women, men in (
            (then, both_women, both_men),
            (now, both_women + new_women, both_men + new_men),
        ):
            said = one.shown.get(female())
            if women + men != one.shown[WHOLE] or min(women, men) < 1:
                break
            if said is not None and women != said:
                break
        else:
            yield both_women, both_men, new_women, new_men


@pytest.mark.parametrize("then", [None, 2])
@pytest.mark.parametrize("now", [None, 3])
def test_nested_cohorts_are_as_open_as_every_filling_in(then: int | None, now: int | None) -> None:
    packages = [package(JANUARY, 6, then, threshold=9), package(MARCH, 9, now, threshold=9)]
    every = list(fillings(*packages))
    found = {
        frozenset(each.cell): (each.low, each.high)
        for each in Attack(packages, NESTED, who_stayed=False).narrowed()
        if not each.insider
    }
    assert found[WHOLE] == (3, 3)
    new_women = [one[2] for one in every]
    if (min(new_women), max(new_women)) == (0, 3):
        assert female() not in found  # as open as zeros and whole cohorts allow: that is excused
    else:
        assert found[female()] == (min(new_women), max(new_women))


def test_of_two_states_more_came_than_the_counts_differ_by() -> None:
    """Whoever does not know that nobody left takes the difference for the least."""
    then = people([EARLY] * 20, [EARLY] * 20)
    now = then | people([LATE], [LATE], "new")
    packages = [package(None, 40, 20, 0), package(None, 42, 21, 1)]
    loose = Attack(packages, [then, now], who_stayed=False).narrowed()
    outside = {frozenset(each.cell): each for each in loose if not each.insider}
    assert outside[female()].low == 1
    assert outside[female()].high > 2


def test_whoever_is_known_to_have_stayed_did_not_leave() -> None:
    then = people([EARLY] * 20, [EARLY] * 20)
    now = then | people([LATE], [LATE], "new")
    packages = [package(None, 40, 20, 0), package(None, 42, 21, 1)]
    strict = Attack(packages, [then, now], who_stayed=True).narrowed()
    outside = {frozenset(each.cell): each for each in strict if not each.insider}
    assert (outside[female()].low, outside[female()].high) == (1, 1)


def test_what_a_printed_zero_and_a_sign_give_away_is_excused() -> None:
    """Nobody was a woman then, and somebody is now: hiding her number cannot hide that."""
    then = people([], [EARLY] * 20)
    now = then | people([LATE] * 2, [LATE] * 20, "new")
    shown = {WHOLE: 20, female(): 0, female("1"): 20}
    before = Package(
        Question(None, None, frozenset(), 3), 0, (("sex",),), FULL, shown, frozenset(), (), None, {}
    )
    after = package(None, len(now), None, 1)
    assert Attack([before, after], [then, now], who_stayed=True).narrowed() == []
    told = package(None, len(now), 2, 1)
    assert Attack([before, told], [then, now], who_stayed=True).narrowed() != []
