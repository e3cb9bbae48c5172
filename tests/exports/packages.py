"""Evaluations that are worth attacking, and packages written from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from ati_desktop.casework.release_papers import papers_for
from ati_desktop.disclosure.sealed import protect, seal
from ati_desktop.evaluation.results import Evaluation, Figure, Unit
from ati_desktop.exports.about import About
from ati_desktop.exports.package import release_files
from ati_desktop.exports.writing import write_files
from tests.disclosure.builders import (
    card,
    counting,
    crowd,
    curve,
    evaluation_of,
    log_rank,
    people_of,
    shares,
)

ABOUT = About("7KQ2-XM4P", "no second person in this office")
BY = ("program", "sex", "year")


def program(demo: bool = False, seed: int = 5) -> Evaluation:
    """Return a small program's year: three breakdowns, one outcome, one curve, doubts."""
    random = Random(seed)
    people = [
        {
            "program": {"v0": "drug court", "v1": "mental health", "v2": "veterans"}[p["a"]],
            "sex": {"v0": "1", "v1": "2", "v2": "unknown"}[p["b"]],
            "year": {"v0": "2019", "v1": "2020", "v2": "2021", "v3": "2018"}[p["c"]],
            "result": {"v0": "completed", "v1": "left", "v2": "enrolled"}[p["d"]],
        }
        for p in crowd(seed, 420, {"a": 3, "b": 3, "c": 4, "d": 3})
    ]
    figures = shares(people, BY, "completion", "result", ["completed"], ["completed", "left"])
    figures += shares(people, BY, "completion_all", "result", ["completed"])
    figures += (
        Figure("referrals", (), Unit.COUNT, 420.0, 420, numerator_cells=((),)),
        Figure("retention", (), Unit.SHARE, None, not_computed="No stay was recorded."),
    )
    weeks = [(float(random.randint(1, 60)), random.random() < 0.7) for _ in range(260)]
    first, second = weeks[:140], weeks[140:]
    made = evaluation_of(
        people,
        [*((name,) for name in BY), *((name, "result") for name in BY)],
        figures=figures,
        curves=(
            curve(weeks, horizon=40.0, restricted_mean=21.23456),
            curve(first, (("sex", "1"),)),
            curve(second, (("sex", "2"),)),
        ),
        tests=(log_rank("sex", ["1", "2"]), replace(log_rank("program", ()), chi_square=None)),
        cards=(card("completion"),),
        demo=demo,
    )
    return counting(made, 396, {"closed_before_referral": 40, "implausible_date": 2})


def alike() -> Evaluation:
    """Return a package with a group in which everybody completed."""
    counts = {
        ("north", "completed"): 60,
        ("south", "completed"): 80,
        ("south", "left"): 30,
        ("west", "completed"): 45,
        ("west", "left"): 25,
        ("east", "completed"): 70,
        ("east", "left"): 51,
    }
    people = people_of(counts, ("place", "result"))
    figures = shares(people, ["place"], "completion", "result", ["completed"])
    spans = {"result": ["completed", "left"]}
    return evaluation_of(people, [("place", "result")], spans=spans, figures=figures)


def written(evaluation: Evaluation, folder: Path, threshold: int = 11) -> Path:
    """Protect, seal and write with everything that a package holds; return the folder."""
    sealed = seal(protect(evaluation, threshold))
    write_files(release_files(sealed, papers_for(sealed, ABOUT), ABOUT), folder)
    return folder
