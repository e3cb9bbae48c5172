"""Two offices that differ in hidden numbers only have the same package, byte for byte.

So no word, no state and no number of any file was worked out from what is hidden. Each pair
differs in what was once said: people, a doubt, the main reason why nobody is left, or that so few
were still followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.evaluation.spec import Spec
from tests.attacks.test_counts_beside import office, package
from tests.evaluation.courses import Row, arrest, data, enrollment, person, referral
from tests.exports.opening import files_of

WIDE = {"by": ("sex",), "measures": ("referrals", "completion_of_exits")}
FOLLOWED = {"by": (), "measures": ("rearrest", "rearrest_km"), "windows_days": (365,)}


def left(*exits: str | None) -> EvaluationData:
    """Return people who were admitted and left in these ways."""
    names = [f"p{at:03}" for at in range(len(exits))]
    stays = [
        enrollment(name, 10, exit_program=how, exited_day=None if how is None else 90)
        for name, how in zip(names, exits, strict=True)
    ]
    return data((), [referral(name) for name in names], stays)


def followed(arrested: Sequence[int], people: int) -> EvaluationData:
    """Return people followed for two years, some of them arrested on these days."""
    names = [f"p{at:03}" for at in range(people)]
    everyone: list[Row] = [person(name, arrest_complete_day=740) for name in names]
    events = [arrest(name, 10 + day) for name, day in zip(names, arrested, strict=False)]
    referrals = [referral(name) for name in names]
    return data(everyone, referrals, [enrollment(name, 10) for name in names], events)


PAIRS: dict[str, tuple[dict[str, object], EvaluationData, EvaluationData]] = {
    "a further referral of one person, or of seven": (
        {"by": ()},
        office(288, 1, 0),
        office(282, 7, 0),
    ),
    "two records without a doubt, or seven": ({}, office(41, 0, 39), office(41, 0, 34)),
    "five records in doubt, or nine": ({}, office(60, 0, 5), office(60, 0, 9)),
    "eight enrolled and six unknown, or the other way round": (
        WIDE,
        left(*[None] * 8, *["unknown"] * 6),
        left(*[None] * 6, *["unknown"] * 8),
    ),
    "eleven followed for a year, or nine": (
        FOLLOWED,
        followed([30, 60, 90, 120, 150], 16),
        followed([30, 60, 90, 120, 150, 180, 210], 16),
    ),
}


def said(evaluation: Evaluation) -> list[object]:
    """Return what a careless package would say of it."""
    words = [(each.measure, each.group, each.not_computed) for each in evaluation.figures]
    return [evaluation.cohort.people, sorted(evaluation.doubts.items()), words]


@pytest.mark.parametrize("pair", PAIRS)
def test_attack_06_no_file_says_in_which_of_two_ways_hidden_numbers_lie(
    pair: str, tmp_path: Path
) -> None:
    asked, one, other = PAIRS[pair]
    spec = Spec("Receipts", **{"by": ("program",), "measures": ("referrals",), **asked})  # type: ignore[arg-type]
    truths = [evaluate(each, spec) for each in (one, other)]
    assert said(truths[0]) != said(truths[1])  # the planted weakness
    assert truths[0].cohort.referrals == truths[1].cohort.referrals
    files = [
        files_of(package(each, tmp_path / name, **asked))
        for name, each in (("one", one), ("other", other))
    ]
    assert files[0].keys() == files[1].keys()
    assert [path for path in files[0] if files[0][path] != files[1][path]] == []
