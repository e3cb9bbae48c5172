from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from ati_desktop.disclosure import protect as module
from ati_desktop.disclosure.primary import find_sensitive
from ati_desktop.disclosure.proposals import Remedy
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.suppress import Wish, suppress
from ati_desktop.disclosure.system import build_system
from ati_desktop.disclosure.views import Shown
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation, Exclusion, Figure, Unit
from tests.disclosure.builders import (
    SDC,
    crowd,
    evaluation_of,
    grid,
    linked,
    people_of,
    seven,
    share,
    shares,
)

PAIR = [("row", "column")]


def sdc():
    return evaluation_of(grid(SDC), PAIR)


def test_a_small_cell_takes_others_with_it_until_it_is_safe() -> None:
    protected = protect(sdc(), 11)
    (view,) = protected.tables
    assert ("x", "c") in view.hidden
    assert protected.hidden_cells >= 4
    assert protected.reasons == {"small": 1, "alike": 0, "others": protected.hidden_cells - 1}
    assert protected.holds


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_packages_of_linked_tables_hold(seed: int) -> None:
    protected = protect(linked(20 + seed, 800), 11)
    assert protected.holds
    assert not protected.withheld


def test_the_same_evaluation_is_always_hidden_the_same_way() -> None:
    evaluation = seven(8)
    assert protect(evaluation, 5).views == protect(evaluation, 5).views


@pytest.mark.parametrize("threshold", [2, 21])
def test_a_threshold_out_of_range_is_refused(threshold: int) -> None:
    with pytest.raises(Refused, match="from 3 to 20"):
        protect(sdc(), threshold)


def test_a_cohort_smaller_than_the_threshold_is_refused() -> None:
    with pytest.raises(Refused, match="fewer than 11"):
        protect(evaluation_of(grid({"w": (3, 4)}), PAIR), 11)


@pytest.mark.parametrize(
    "evaluation",
    [seven(8), evaluation_of(grid({"w": (30, 40), "x": (50, 60)}), PAIR), sdc()],
    ids=["whole people", "nothing to hide", "one table"],
)
def test_progress_only_grows_and_reaches_the_end(evaluation: Evaluation) -> None:
    seen: list[tuple[int, int]] = []
    protect(evaluation, 5, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_it_stops_when_asked() -> None:
    with pytest.raises(Refused, match="stopped"):
        protect(seven(8), 5, cancelled=lambda: True)


def test_it_stops_in_the_middle_when_asked() -> None:
    calls = iter([False] * 25)
    with pytest.raises(Refused, match="stopped"):
        protect(seven(8), 5, cancelled=lambda: next(calls, True))


def test_cohort_files_beside_are_protected_by_themselves() -> None:
    protected = protect(replace(sdc(), beside=(seven(1, 400),)), 11)
    (beside,) = protected.beside
    assert beside.holds
    assert beside.hidden_cells > 4


def test_what_no_hiding_can_protect_gives_a_table_up() -> None:
    """Two groups of a handful in a cohort hardly larger: nothing could take the difference."""
    people = people_of({("a", "x"): 6, ("b", "x"): 2, ("b", "y"): 4}, ("place", "result"))
    protected = protect(evaluation_of(people, [("place",), ("place", "result")]), 11)
    assert protected.holds
    for view in protected.tables:
        if view.withheld:
            assert all(row.count is None for row in view.rows if None not in row.key)


def test_hiding_goes_on_next_to_what_is_weak_and_then_gives_up_the_table() -> None:
    evaluation = evaluation_of(grid(SDC), PAIR)
    system = build_system(evaluation)
    sensitive = find_sensitive(system, evaluation.tables, 11, frozenset())
    attempt = module._Attempt(system, sensitive)
    weak = [frozenset({frozenset({("row", "x"), ("column", "c")})})]
    sizes = []
    for _ in range(module._ROUNDS):
        assert module._try_more(evaluation, attempt, frozenset(attempt.more), weak)
        sizes.append(len(attempt.more))
    assert sizes == sorted(sizes)
    assert sizes[0] > 0
    assert module._try_more(evaluation, attempt, frozenset(attempt.more), weak)
    assert attempt.withheld == {"row_by_column"}
    given_up = module._given_up(evaluation, attempt)
    found = suppress(system, sensitive, 11, Wish(also=frozenset(given_up)))
    assert given_up <= found.hidden
    for _ in range(module._ROUNDS + 1):
        more = module._try_more(evaluation, attempt, frozenset(given_up), weak)
    assert not more


def figures_of(evaluation, threshold: int = 11):
    return protect(evaluation, threshold).figures


def results() -> list[dict[str, str]]:
    counts = {
        ("north", "done"): 40,
        ("north", "left"): 4,
        ("south", "done"): 300,
        ("south", "left"): 200,
        ("south", "open"): 60,
        ("west", "done"): 90,
        ("west", "left"): 60,
        ("west", "open"): 30,
    }
    return people_of(counts, ("place", "result"))


def test_a_share_is_hidden_with_the_rest_of_its_base() -> None:
    figures = shares(results(), ["place"], "completion", "result", ["done"], ["done", "left"])
    shown = figures_of(evaluation_of(results(), [("place", "result")], figures=figures))
    assert shown[1].shown is Shown.HIDDEN
    assert {"value", "low", "high"} <= shown[1].hidden
    assert (shown[0].shown, shown[0].value) == (Shown.SHOWN, round(430 / 694, 4))
    assert shown[0].excluded == (("open", 90),)


def test_a_share_that_rests_on_no_table_is_hidden_whole() -> None:
    figure = Figure("odd", (), Unit.SHARE, 0.5, 5, 10, 0.1, 0.9)
    (shown,) = figures_of(evaluation_of(results(), [("place", "result")], figures=(figure,)))
    assert shown.shown is Shown.HIDDEN
    assert shown.hidden == {"value", "numerator", "denominator", "low", "high"}


def test_counts_left_out_that_no_table_holds_are_hidden() -> None:
    figure = share(results(), (), "completion", "result", ["done"], ["done", "left"])
    figure = replace(figure, excluded=(*figure.excluded, Exclusion("elsewhere", 50)))
    (shown,) = figures_of(evaluation_of(results(), [("place", "result")], figures=(figure,)))
    assert shown.excluded == (("open", 90), ("elsewhere", None))


def days(place: str, people: int, quantile: float) -> Figure:
    cell = (("place", place), ("result", "left"))
    return Figure(
        "days", (("place", place),), Unit.DAYS, 31.6, denominator=people, low=20.2, high=44.4,
        quantile=quantile, denominator_cells=(cell,),
    )  # fmt: skip


def test_days_are_rounded_and_hidden_where_too_few_lie_on_a_side() -> None:
    figures = (days("south", 200, 0.5), days("north", 4, 0.5), days("west", 60, 0.25))
    shown = figures_of(evaluation_of(results(), [("place", "result")], figures=figures))
    assert (shown[0].value, shown[0].low, shown[0].high) == (32, 20, 44)
    assert shown[1].shown is Shown.HIDDEN
    assert shown[1].denominator is None
    if shown[2].shown is Shown.SHOWN:
        assert shown[2].low is None


def test_a_figure_that_was_not_computed_says_why_unless_that_tells_a_hidden_zero() -> None:
    people = results() + people_of({("east", "open"): 50}, ("place", "result"))
    figures = shares(people, ["place"], "completion", "result", ["done"], ["done", "left"])
    figures += (Figure("stay", (), Unit.DAYS, None, not_computed="No stay was recorded."),
                Figure("stay", (("place", "east"),), Unit.DAYS, None,
                       not_computed="No stay was recorded."))  # fmt: skip
    shown = figures_of(evaluation_of(people, [("place", "result")], figures=figures))
    east = next(each for each in shown if each.group == (("place", "east"),))
    assert (east.shown, east.not_computed) == (Shown.HIDDEN, None)
    assert shown[-2].not_computed == "No stay was recorded."
    assert (shown[-1].shown, shown[-1].not_computed) == (Shown.HIDDEN, None)


def test_a_group_with_nobody_in_it_says_so_in_neutral_words() -> None:
    spans = {"place": ["north", "south", "west", "nowhere"], "result": ["done", "left", "open"]}
    figures = (
        *shares(results(), ["place"], "completion", "result", ["done"], ["done", "left"]),
        share(results(), (("place", "nowhere"),), "completion", "result", ["done"],
              ["done", "left"]),
    )  # fmt: skip
    evaluation = evaluation_of(results(), [("place", "result")], spans=spans, figures=figures)
    shown = figures_of(evaluation)[-1]
    assert shown.shown is Shown.NOT_COMPUTED
    assert shown.not_computed == "There is nobody in this group to compute it of."


def test_how_many_there_are_is_hidden_where_it_differs_by_few() -> None:
    evaluation = sdc()
    cohort = replace(evaluation.cohort, referrals=evaluation.cohort.referrals + 3, people=7)
    views = protect(replace(evaluation, cohort=cohort), 11).views
    assert (views.referrals, views.people) == (None, None)
    assert protect(evaluation, 11).views.referrals == evaluation.cohort.referrals


def years() -> list[dict[str, str]]:
    random = Random(1)
    weights = [1, 1, 30, 40, 60, 50]
    return [
        {"year": str(2015 + random.choices(range(6), weights)[0]), "result": each["result"]}
        for each in crowd(1, 500, {"result": 2})
    ]


def test_joining_years_is_proposed_where_it_saves_cells() -> None:
    figures = shares(years(), ["year"], "completion", "result", ["v0"])
    evaluation = evaluation_of(years(), [("year", "result")], figures=figures)
    proposals = protect(evaluation, 11).proposals
    kinds = {each.remedy: each for each in proposals}
    assert kinds.keys() == {Remedy.JOIN_YEARS, Remedy.DROP_VARIABLE}
    bands = kinds[Remedy.JOIN_YEARS].bands
    assert [year for band in bands for year in band] == sorted({p["year"] for p in years()})
    assert all(each.saves > 0 and each.variable == "year" for each in proposals)


def test_values_that_are_no_years_are_joined_as_values() -> None:
    people = [{"place": "p" + p["year"], "result": p["result"]} for p in years()]
    figures = shares(people, ["place"], "completion", "result", ["v0"])
    evaluation = evaluation_of(people, [("place", "result")], figures=figures)
    assert Remedy.JOIN_VALUES in {each.remedy for each in protect(evaluation, 11).proposals}


def test_nothing_is_proposed_where_nothing_is_hidden() -> None:
    evaluation = evaluation_of(grid({"w": (30, 40), "x": (50, 60)}), PAIR)
    assert protect(evaluation, 11).proposals == ()
