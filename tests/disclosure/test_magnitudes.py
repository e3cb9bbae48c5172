"""Sums of amounts are protected as one system, from outsiders and from contributors."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from ati_desktop.disclosure.magnitude_audit import audit_magnitudes, sum_range
from ati_desktop.disclosure.magnitude_problem import build_sums, cell_of
from ati_desktop.disclosure.magnitude_rules import is_sensitive, uncertainty
from ati_desktop.disclosure.magnitudes import print_sums, protect_magnitudes
from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.sealed import seal
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.amounts import Attacker, Payment, costs, spending, subsets

FEW = 3


def paid(**groups: tuple[int, ...]) -> list[Payment]:
    """Return payments of people who are all different; groups are called like ``x_a``."""
    found: list[Payment] = []
    for name, amounts in groups.items():
        row, column = name.split("_")
        found += [({"row": row, "column": column}, "", amount) for amount in amounts]
    return [(where, str(at), amount) for at, (where, _, amount) in enumerate(found)]


SQUARE = paid(
    x_a=(90, 5, 5),
    x_b=(30, 30, 30, 40),
    x_c=(25, 35, 30, 20),
    y_a=(40, 30, 35, 20),
    y_b=(20, 20, 25, 30),
    y_c=(35, 45, 20, 30),
    z_a=(22, 31, 41, 50),
    z_b=(12, 26, 38, 33),
    z_c=(50, 42, 31, 28),
)


def protected(evaluation: Evaluation, threshold: int = FEW, **how: object):
    counts = protect(evaluation, threshold).views
    return counts, protect_magnitudes(evaluation, counts, threshold, **how)  # type: ignore[arg-type]


def test_a_dominated_sum_takes_others_with_it_until_it_is_safe() -> None:
    evaluation = costs(SQUARE, [("row", "column")])
    counts, sums = protected(evaluation)
    view = sums.views[0]
    assert sums.holds
    assert sums.optimal
    assert ("x", "a") in view.hidden
    assert len(view.hidden) == 4
    low, high = sum_range(evaluation, counts, sums.views, ("cost", cell("x", "a")))
    assert low <= 100 - 9
    assert high >= 100 + 9


def cell(row: str | None, column: str | None):
    return cell_of(("row", "column"), (row, column))


def test_what_needs_no_hiding_is_shown_with_its_mean() -> None:
    even = paid(x_a=(30, 30, 30), x_b=(20, 25, 30), y_a=(40, 41, 42), y_b=(9, 8, 8))
    _, sums = protected(costs(even, [("row", "column")]))
    rows = {row.key: row for row in sums.views[0].rows}
    assert not sums.views[0].hidden
    assert (rows["x", "a"].total, rows["x", "a"].count, rows["x", "a"].mean) == (90, 3, 30)
    assert (rows["y", "b"].total, rows["y", "b"].mean) == (25, 8)
    assert rows[None, None].total == 313


def test_a_mean_is_shown_only_where_sum_and_count_are() -> None:
    evaluation = costs(spending(3, 160, {"a": 4, "b": 4}), [("a", "b")])
    _, sums = protected(evaluation, 5)
    for row in sums.views[0].rows:
        both = row.total is not None and row.count is not None
        assert (row.mean is not None) == (both and bool(row.count))


def test_where_a_count_is_hidden_the_sum_is_too() -> None:
    evaluation = costs(spending(5, 200, {"a": 4, "b": 5}), [("a", "b")])
    counts, sums = protected(evaluation, 11)
    hidden = {row.key for row in counts.tables[0].rows if row.count is None}
    assert hidden
    assert hidden <= sums.views[0].hidden


def test_without_an_amount_in_each_row_there_are_no_counts_and_no_means() -> None:
    _, sums = protected(costs(SQUARE, [("row", "column")], complete=False))
    assert not sums.views[0].means
    assert all(row.count is None and row.mean is None for row in sums.views[0].rows)


@pytest.mark.parametrize("seed", range(8))
def test_no_outsider_comes_within_p_percent(seed: int) -> None:
    """Every sensitive sum against an attacker who shares nothing with the program but files."""
    payments = spending(seed, 120, {"a": 3, "b": 4, "c": 2}, people=60)
    evaluation = costs(payments, [("a", "b"), ("b", "c")])
    counts, sums = protected(evaluation, 4)
    attacker = Attacker(evaluation, counts, sums.views)
    for table, view in zip(evaluation.sums, sums.views, strict=True):
        assert not view.withheld
        for key, held in table.cells.items():
            if is_sensitive(held, evaluation.sum_columns[0], 4):
                assert key in view.hidden
                low, high = attacker.range(view.variables, key)
                reach = uncertainty(held, evaluation.sum_columns[0])
                assert low <= max(held.total - reach, 0) + 0.01
                assert high >= held.total + reach - 0.01


@pytest.mark.parametrize("seed", range(8))
def test_nobody_who_is_alone_in_a_sum_learns_another(seed: int) -> None:
    payments = spending(seed, 60, {"a": 4, "b": 4})
    evaluation = costs(payments, [("a", "b")])
    counts, sums = protected(evaluation)
    attacker, view = Attacker(evaluation, counts, sums.views), sums.views[0]
    cells, column = evaluation.sums[0].cells, evaluation.sum_columns[0]
    hidden = [key for key in cells if key in view.hidden]
    for mine in (key for key in hidden if cells[key].people == 1):
        known = [
            (attacker.row(view.variables, key), cells[key].total, cells[key].total)
            for key in hidden
            if cells[key].who == cells[mine].who and cells[key].people == 1
        ]
        for other in hidden:
            held = cells[other]
            if cells[mine].who[0] in held.who or not is_sensitive(held, column, FEW):
                continue
            low, high = attacker.range(view.variables, other, known)
            reach = uncertainty(held, column)
            assert low <= max(held.total - reach, 0) + 0.01
            assert high >= held.total + reach - 0.01


@pytest.mark.parametrize("seed", range(6))
def test_hiding_costs_little_more_than_the_least_that_passes_the_audit(seed: int) -> None:
    """Every choice by hand on tables that are small enough for it."""
    evaluation = costs(spending(seed, 40, {"a": 3, "b": 3}), [("a", "b")])
    counts, sums = protected(evaluation, weights="cells")
    system = build_sums(evaluation, evaluation.sums, counts, FEW)
    must = {system.names[at] for at in (system.sensitive | system.dark) - system.empty}
    may = [name for at, name in enumerate(system.names) if at not in system.empty | {-1}]
    may = [name for name in may if name not in must]
    least = next(
        len(must) + len(more)
        for more in subsets(may)
        if audit_magnitudes(
            evaluation, counts, print_sums(evaluation, counts, {*must, *more}), FEW
        ).holds
    )
    # Three are hidden in a line with somebody alone, and none looks smaller than its largest.
    assert least <= sums.cost <= least + 2
    assert sums.bound <= sums.cost


def test_the_audit_finds_a_sum_that_is_left_over() -> None:
    evaluation = costs(SQUARE, [("row", "column")])
    counts, sums = protected(evaluation)
    bare = print_sums(evaluation, counts, {("cost", cell("x", "a"))})
    result = audit_magnitudes(evaluation, counts, bare, FEW)
    assert not result.holds
    assert result.weak == (("cost", cell("x", "a")),)
    shown = audit_magnitudes(evaluation, counts, print_sums(evaluation, counts, ()), FEW)
    assert not shown.holds
    assert audit_magnitudes(evaluation, counts, sums.views, FEW).holds


def test_the_audit_finds_what_only_a_contributor_can_work_out() -> None:
    """Two people, each alone in a sum of one row: an outsider is lost, the two are not."""
    lonely = paid(
        x_a=(100,), x_b=(50,), x_c=(30, 30, 30), y_a=(9, 9, 9), y_b=(20, 21, 22), y_c=(7, 8, 9)
    )
    evaluation = costs(lonely, [("row", "column"), ("row",)])
    counts = replace(protect(evaluation, FEW).views)
    pair = {("cost", cell("x", "a")), ("cost", cell("x", "b"))}
    columns = {("cost", cell(None, "a")), ("cost", cell(None, "b"))}
    views = print_sums(evaluation, counts, pair | columns)
    low, high = sum_range(evaluation, counts, views, ("cost", cell("x", "a")))
    assert high - low > 100
    result = audit_magnitudes(evaluation, counts, views, FEW)
    assert set(result.weak) == pair


@pytest.mark.parametrize("seed", [5, 13, 20])
def test_two_tables_protected_one_by_one_leak_and_together_they_do_not(seed: int) -> None:
    random = Random(seed)
    payments = [
        (groups, who, int(random.lognormvariate(4, 3)) + 1)
        for groups, who, _ in spending(seed, 200, {"a": 3, "b": 3, "c": 3})
    ]
    evaluation = costs(payments, [("a", "b"), ("b", "c")])
    counts = protect(evaluation, FEW).views
    alone = [
        protect_magnitudes(replace(evaluation, sums=(table,)), counts, FEW).views[0]
        for table in evaluation.sums
    ]
    assert all(not view.withheld for view in alone)
    assert not audit_magnitudes(evaluation, counts, alone, FEW).holds
    joint = protect_magnitudes(evaluation, counts, FEW)
    assert joint.holds
    assert not any(view.withheld for view in joint.views)


def test_columns_that_add_up_are_protected_together() -> None:
    """Jail and treatment make up the total: hiding one of the three is hiding none."""
    first = spending(2, 80, {"a": 3, "b": 3})
    second = [(groups, who, amount // 3 + 1) for groups, who, amount in first]
    total = [(g, w, one + two[2]) for (g, w, one), two in zip(first, second, strict=True)]
    parts = {"jail": first, "care": second, "total": total}
    made = {name: costs(each, [("a", "b")]) for name, each in parts.items()}
    evaluation = replace(
        made["jail"],
        sums=tuple(replace(each.sums[0], id=name, column=name) for name, each in made.items()),
        sum_columns=tuple(
            replace(each.sum_columns[0], name=name, title=name) for name, each in made.items()
        ),
    )
    counts = protect(replace(evaluation, sums=(), sum_columns=()), 4).views
    tied = replace(evaluation, added_up=(("total", ("care", "jail")),))
    apart = protect_magnitudes(evaluation, counts, 4)
    together = protect_magnitudes(tied, counts, 4)
    assert together.holds
    assert audit_magnitudes(tied, counts, together.views, 4).holds
    assert together.cost >= apart.cost


def test_what_cannot_be_protected_is_left_out() -> None:
    """Somebody has nearly all there is: no table that shows the whole can hide it."""
    rich = paid(x_a=(10_000, 1, 1), x_b=(1, 2, 1), y_a=(1, 1, 2), y_b=(2, 1, 1))
    evaluation = costs(rich, [("row",), ("row", "column")])
    _, sums = protected(evaluation)
    assert sums.holds
    for view in sums.views:
        assert view.withheld or (None,) * len(view.variables) in view.hidden


def test_somebody_who_has_all_of_a_sum_knows_no_more_than_that() -> None:
    """The others have nothing, which the one cannot tell: that is enough to show the table."""
    rows = paid(
        x_a=(9, 0, 0), x_b=(7, 8, 9, 9), x_c=(5, 6, 7, 8), y_a=(4, 5, 6, 7), y_b=(9, 8, 7, 6),
        y_c=(3, 4, 5, 6),
    )  # fmt: skip
    _, sums = protected(costs(rows, [("row", "column")]))
    assert sums.holds
    assert not sums.views[0].withheld
    assert ("x", "a") in sums.views[0].hidden


def test_the_same_payments_in_another_order_are_hidden_the_same_way() -> None:
    payments = spending(7, 150, {"a": 4, "b": 5}, people=70)
    views = [
        protected(costs(each, [("a", "b")]), 5)[1].views for each in (payments, payments[::-1])
    ]
    assert views[0] == views[1]


def test_a_seal_is_refused_when_a_hidden_sum_was_shown_again() -> None:
    evaluation = costs(SQUARE, [("row", "column")])
    done = protect(evaluation, FEW)
    assert seal(done).magnitudes == done.magnitudes
    leaking = print_sums(evaluation, done.views, ())
    with pytest.raises(Refused, match="cannot be released"):
        seal(replace(done, sums=replace(done.sums, views=leaking)))


def test_a_package_without_sums_has_none() -> None:
    evaluation = replace(costs(SQUARE, [("row", "column")]), sums=(), sum_columns=())
    assert protect(evaluation, FEW).magnitudes == ()
    assert seal(protect(evaluation, FEW)).magnitudes == ()


LARGE_PARTS = paid(
    x_a=(168, 76, 314),
    x_b=(194, 178, 347, 74, 42, 132, 819, 15),
    y_a=(110, 100),
    y_b=(334, 21),
    z_a=(171, 448),
    z_b=(267, 71),
)
"""Nearly all of y_b is one person's, who knows that it cannot be much less than it is."""


def test_a_table_is_protected_from_somebody_with_nearly_all_of_a_sum_rather_than_left_out() -> None:
    evaluation = costs(LARGE_PARTS, [("row", "column")])
    counts, sums = protected(evaluation)
    view, attacker = sums.views[0], Attacker(evaluation, counts, sums.views)
    assert sums.holds
    assert not view.withheld
    assert (None, None) not in view.hidden
    column, cells = evaluation.sum_columns[0], evaluation.sums[0].cells
    large = (attacker.row(view.variables, ("y", "b")), 334.0, 1e6)
    for key, held in cells.items():
        if is_sensitive(held, column, FEW):
            reach = uncertainty(held, column)
            for known in ([], [] if key == ("y", "b") else [large]):
                low, high = attacker.range(view.variables, key, known)
                assert low <= held.total - reach + 0.01
                assert high >= held.total + reach - 0.01


def test_a_table_that_is_left_out_is_never_called_the_cheapest() -> None:
    evaluation = costs(SQUARE, [("row", "column")])
    counts = protect(evaluation, FEW).views
    gone = replace(counts, tables=tuple(replace(t, withheld=True) for t in counts.tables))
    sums = protect_magnitudes(evaluation, gone, FEW)
    assert sums.views[0].withheld
    assert not sums.optimal
    assert (sums.cost, sums.bound) == (0.0, 0.0)
