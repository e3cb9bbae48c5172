"""Attacks on statistics: quantiles of few people, and models with a coefficient for one person."""

from __future__ import annotations

import csv
import json
import math
import re
import shutil
from itertools import product
from pathlib import Path
from random import Random
from statistics import median

from ati_desktop.evaluation.results import Evaluation, Figure, Unit
from tests.disclosure.builders import Person, curve, evaluation_of, log_rank
from tests.exports.packages import written

# --- 15: means and quantiles of few


def waits(random: Random, number: int) -> list[int]:
    return [random.randint(0, 300) for _ in range(number)]


def waiting(days: dict[str, list[int]]) -> Evaluation:
    """Return a package with the median wait of each place."""
    people = [{"place": place} for place, values in days.items() for _ in values]
    figures = tuple(
        Figure(
            "days_to_admission",
            (("place", place),),
            Unit.DAYS,
            float(median(values)),
            denominator=len(values),
            low=float(min(values)),
            high=float(max(values)),
            quantile=0.5,
            denominator_cells=((("place", place),),),
        )
        for place, values in days.items()
    )
    return evaluation_of(people, [("place",)], figures=figures)


def medians_of_few(folder: Path, least: int = 11) -> dict[str, float]:
    """Return each quantile with fewer than ``least`` people on a side: it is somebody's value."""
    content = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    found = {}
    for figure in content["figures"]:
        value, base = figure["value"], figure["denominator"]
        if figure["unit"] != "days" or not isinstance(value, int | float):
            continue
        side = min(figure["quantile"], 1 - figure["quantile"])
        if not isinstance(base, int) or base * side < least:
            found[next(iter(figure["group"].values()))] = value
    return found


def test_attack_15_no_median_is_the_value_of_one_of_a_few(tmp_path: Path) -> None:
    random = Random(3)
    days = {"north": waits(random, 301), "south": waits(random, 21), "west": waits(random, 40)}
    folder = written(waiting(days), tmp_path / "ours")
    weak = shutil.copytree(folder, tmp_path / "weak")
    content = json.loads((weak / "measures.json").read_text(encoding="utf-8"))
    for figure in content["figures"]:
        if figure["group"] == {"place": "south"}:
            figure |= {"value": int(median(days["south"])), "denominator": 21, "state": "shown"}
    (weak / "measures.json").write_text(json.dumps(content), encoding="utf-8")
    found = medians_of_few(weak)
    assert set(found) == {"south"}
    assert found["south"] in days["south"]
    assert medians_of_few(folder) == {}
    shown = json.loads((folder / "measures.json").read_text(encoding="utf-8"))["figures"]
    north = next(figure for figure in shown if figure["group"] == {"place": "north"})
    assert north["value"] == median(days["north"])


def test_attack_15_the_slowest_of_a_group_is_not_its_upper_bound(tmp_path: Path) -> None:
    """An interval of order statistics that reaches the extremes would print two people's values."""
    random = Random(9)
    days = {"north": waits(random, 24)}
    extremes = {min(days["north"]), max(days["north"])}

    def bounds(folder: Path) -> set[float]:
        figure = json.loads((folder / "measures.json").read_text(encoding="utf-8"))["figures"][0]
        return {figure[name] for name in ("low", "high")}

    folder = written(waiting(days), tmp_path / "ours")
    weak = shutil.copytree(folder, tmp_path / "weak")
    content = json.loads((weak / "measures.json").read_text(encoding="utf-8"))
    content["figures"][0] |= {"low": min(extremes), "high": max(extremes)}
    (weak / "measures.json").write_text(json.dumps(content), encoding="utf-8")
    assert bounds(weak) == extremes
    assert bounds(folder) == {"s"}


# --- 19: models and scores

_SCORES = re.compile(
    r"propensity|coefficient|odds.?ratio|residual|leverage|matched|score|weight|beta|hazard",
    re.IGNORECASE,
)


def small_cells_of_models(folder: Path) -> list[str]:
    """Return every column of a package that holds a coefficient or a value for one person."""
    found = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            head = next(csv.reader(file))
        found += [f"{path.relative_to(folder)}: {name}" for name in head if _SCORES.search(name)]
    for path in sorted(folder.rglob("*.json")):
        keys = re.findall(r'"([^"]+)":', path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(folder)}: {key}" for key in keys if _SCORES.search(key)]
    return sorted(set(found))


def saturated(people: list[Person]) -> list[tuple[str, float]]:
    """Return the log odds of a model with one dummy for each place: one cell, one coefficient."""
    rows = []
    for place in sorted({each["place"] for each in people}):
        inside = [each["result"] == "left" for each in people if each["place"] == place]
        share = min(max(sum(inside) / len(inside), 1e-9), 1 - 1e-9)
        rows.append((place, math.log(share / (1 - share))))
    return rows


def test_attack_19_no_model_with_a_coefficient_for_one_person_is_in_a_package(
    tmp_path: Path,
) -> None:
    people = [{"place": "north", "result": r} for r in ["left"] * 30 + ["completed"] * 50]
    people += [{"place": "south", "result": "left"}]
    evaluation = evaluation_of(people, [("place", "result")])
    folder = written(evaluation, tmp_path / "ours")
    weak = shutil.copytree(folder, tmp_path / "weak")
    with (weak / "model.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("place", "coefficient"), *saturated(people)])
    assert small_cells_of_models(weak) == ["model.csv: coefficient"]
    with (weak / "model.csv").open(newline="", encoding="utf-8") as file:
        south = next(row for row in csv.DictReader(file) if row["place"] == "south")
    assert 1 / (1 + math.exp(-float(south["coefficient"]))) > 0.999  # the one person left
    assert small_cells_of_models(folder) == []


def chi_square(events: list[bool], in_group: list[bool]) -> float:
    """Return the log-rank statistic of two groups, everybody followed to the same times 1 .. n."""
    observed = expected = variance = 0.0
    for at in range(len(events)):
        if not events[at]:
            continue
        at_risk = len(events) - at
        inside = sum(in_group[at:])
        observed += in_group[at]
        expected += inside / at_risk
        variance += inside / at_risk * (1 - inside / at_risk)
    return (observed - expected) ** 2 / variance if variance else 0.0


def test_attack_19_no_test_statistic_gives_the_course_of_two_people_away(tmp_path: Path) -> None:
    """With one order of events known, the statistic of a group of two names who they are."""
    events = [True] * 40
    hers = [at in (4, 30) for at in range(40)]
    true = round(chi_square(events, hers), 6)
    guesses = [
        pair
        for pair in product(range(40), repeat=2)
        if pair[0] < pair[1]
        and round(chi_square(events, [at in pair for at in range(40)]), 6) == true
    ]
    assert guesses == [(4, 30)]
    times = [(float(at + 1), True) for at in range(40)]
    groups = {
        "1": [t for t, g in zip(times, hers, strict=True) if not g],
        "2": [times[4], times[30]],
    }
    people = [{"sex": name} for name, inside in groups.items() for _ in inside]
    test = log_rank("sex", ["1", "2"])
    evaluation = evaluation_of(
        people,
        [("sex",)],
        curves=tuple(curve(inside, (("sex", name),)) for name, inside in groups.items()),
        tests=(test,),
    )
    folder = written(evaluation, tmp_path / "ours")
    shown = json.loads((folder / "measures.json").read_text(encoding="utf-8"))["tests"][0]
    assert {shown[name] for name in ("state", "chi_square", "p_value")} == {"hidden", "s"}
