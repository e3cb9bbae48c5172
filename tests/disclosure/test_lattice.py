"""The search of the lattice against trying every node by hand, and against known optima."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import permutations

import polars as pl
import pytest

from ati_desktop.disclosure.anonymity import measure
from ati_desktop.disclosure.hierarchies import Hierarchy, flat, hierarchy_of
from ati_desktop.disclosure.lattice import Model, search
from ati_desktop.errors import Refused
from tests.disclosure import anonymity_by_hand as by_hand

TREES = {
    "age": [["20", "20-29", "20-39", "*"], ["25", "20-29", "20-39", "*"],
            ["31", "30-39", "20-39", "*"], ["38", "30-39", "20-39", "*"],
            ["44", "40-49", "40-59", "*"], ["52", "50-59", "40-59", "*"]],
    "court": [["a", "north", "*"], ["b", "north", "*"], ["c", "south", "*"], ["d", "south", "*"]],
    "sex": [["f", "*"], ["m", "*"]],
    "zone": [["1", "12", "123", "*"], ["2", "12", "123", "*"], ["3", "3", "123", "*"]],
}  # fmt: skip
HIERARCHIES = {name: hierarchy_of(name, rows) for name, rows in TREES.items()}


def seeded(seed: int) -> tuple[list[dict[str, str | None]], list[str], dict[str, Hierarchy]]:
    """Return rows, their quasi-identifiers and hierarchies; columns and sizes differ by seed."""
    draw = random.Random(seed)
    names = draw.sample(sorted(TREES), draw.randint(1, 4))
    blank = draw.choice([0.0, 0.1])
    rows: list[dict[str, str | None]] = []
    for _ in range(draw.randint(5, 60)):
        row: dict[str, str | None] = {
            name: None if draw.random() < blank else TREES[name][_skewed(draw, len(TREES[name]))][0]
            for name in names
        }
        row["charge"] = draw.choice(["drug", "theft", "drug", "assault", None])
        row["finding"] = draw.choice(["x", "y", "z"])
        row["house"] = None if draw.random() < 0.05 else str(draw.randint(1, 20))
        rows.append(row)
    return rows, names, {name: HIERARCHIES[name] for name in names}


def _skewed(draw: random.Random, size: int) -> int:
    return min(int(draw.expovariate(0.7)), size - 1)


def asked(seed: int) -> tuple[Model, list[str], by_hand.Wanted]:
    draw = random.Random(seed + 10_000)
    what = {
        "k": draw.choice([1, 2, 3, 5, 8]),
        "l": draw.choice([1, 1, 2, 3]),
        "t": draw.choice([None, None, 0.2, 0.35, 0.5]),
        "suppression": draw.choice([0.0, 0.05, 0.1, 0.29, 0.4]),
        "loss": draw.choice(["dm", "dm", "precision", "classes"]),
        "group": draw.choice([None, None, "house"]),
    }
    sensitive = draw.choice([[], ["charge"], ["charge", "finding"]])
    return Model(**what), sensitive, by_hand.Wanted(**what)


@pytest.mark.parametrize("seed", range(300))
def test_the_search_finds_what_trying_every_node_finds(seed: int) -> None:
    rows, names, hierarchies = seeded(seed)
    model, sensitive, want = asked(seed)
    paths = {
        name: {value: hierarchies[name].path(value) for value in {row[name] for row in rows}}
        for name in names
    }
    truth = by_hand.best(rows, paths, sensitive, want)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    if truth is None:
        with pytest.raises(Refused, match="No levels"):
            search(frame, hierarchies, sensitive, model)
        return
    found = search(frame, hierarchies, sensitive, model)
    assert (found.levels, found.loss, found.suppressed) == truth[:3]
    assert found.optimal
    assert found.nodes_searched <= found.nodes_in_lattice
    assert found.frame.height == len(rows) - found.suppressed
    _holds(found.frame, names, sensitive, model)


def _holds(frame: pl.DataFrame, names: list[str], sensitive: list[str], model: Model) -> None:
    told = measure(frame, names, sensitive, model.group)
    assert told.k >= model.k
    assert told.l is None or told.l >= model.l
    assert told.t is None or model.t is None or told.t <= model.t + 1e-9
    rows = frame.to_dicts()
    assert told.k == by_hand.k_of(rows, names, model.group)
    for name in sensitive:
        assert told.l_of[name] == by_hand.l_of(rows, names, name)
        assert told.t_of[name] == pytest.approx(by_hand.t_of(rows, names, name), abs=1e-12)


@pytest.mark.parametrize("seed", range(400, 430))
def test_levels_can_begin_above_the_values(seed: int) -> None:
    rows, names, hierarchies = seeded(seed)
    above = {name: one.above(one.height - 1) for name, one in hierarchies.items()}
    paths = {
        name: {value: above[name].path(value) or () for value in {row[name] for row in rows}}
        for name in names
    }
    truth = by_hand.best(rows, paths, ["charge"], by_hand.Wanted(k=3, l=2, suppression=0.2))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    assert truth is not None
    found = search(frame, above, ["charge"], Model(k=3, l=2, suppression=0.2))
    assert (found.levels, found.loss, found.suppressed) == truth[:3]
    for name in names:
        labels = {above[name].path(row[name])[found.levels[name]] for row in rows}
        assert set(found.frame[name]) <= labels


@pytest.mark.parametrize("seed", range(300, 360))
def test_the_ordered_distance_is_searched_as_exactly(seed: int) -> None:
    rows, names, hierarchies = seeded(seed)
    order = ("drug", "theft", "assault", None)
    present = tuple(value for value in order if value in {row["charge"] for row in rows})
    want = by_hand.Wanted(k=2, t=0.15, suppression=0.3, order=present)
    paths = {
        name: {value: hierarchies[name].path(value) for value in {row[name] for row in rows}}
        for name in names
    }
    truth = by_hand.best(rows, paths, ["charge"], want)
    assert truth is not None
    found = search(
        pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)),
        hierarchies,
        ["charge"],
        Model(k=2, t=0.15, suppression=0.3, distance="ordered"),
        orders={"charge": order},
    )
    assert (found.levels, found.loss, found.suppressed) == truth[:3]


def frame_of(seed: int) -> tuple[pl.DataFrame, dict[str, Hierarchy]]:
    rows, _, hierarchies = seeded(seed)
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)), hierarchies


def test_the_order_of_columns_and_rows_changes_nothing() -> None:
    seed = next(one for one in range(99) if len(seeded(one)[1]) == 4 and len(seeded(one)[0]) > 30)
    frame, hierarchies = frame_of(seed)
    model = Model(k=3, suppression=0.1)
    first = search(frame, hierarchies, [], model)
    for names in permutations(hierarchies):
        turned = frame.select(*names, "charge").sample(fraction=1, shuffle=True, seed=1)
        again = search(turned, {name: hierarchies[name] for name in names}, [], model)
        assert (again.levels, again.loss, again.suppressed) == (
            first.levels, first.loss, first.suppressed,
        )  # fmt: skip


def test_a_search_that_meets_its_limit_says_that_it_is_not_the_best() -> None:
    seed = next(one for one in range(99) if len(seeded(one)[1]) == 4 and len(seeded(one)[0]) > 30)
    frame, hierarchies = frame_of(seed)
    found = search(frame, hierarchies, [], Model(k=3), limit=2)
    assert not found.optimal
    assert found.nodes_searched <= 2
    assert measure(found.frame, list(hierarchies), []).k >= 3


def test_a_stopped_search_leaves_nothing() -> None:
    frame, hierarchies = frame_of(1)
    with pytest.raises(Refused, match="stopped"):
        search(frame, hierarchies, [], Model(k=2), cancelled=lambda: True)


def test_progress_rises_to_no_more_than_all_nodes() -> None:
    frame, hierarchies = frame_of(3)
    told: list[tuple[int, int]] = []
    search(frame, hierarchies, [], Model(k=2), progress=lambda *at: told.append(at))
    assert told == sorted(told)
    assert all(done <= total for done, total in told)


@pytest.mark.parametrize(
    "what",
    [{"k": 0}, {"l": 0}, {"t": 1.5}, {"suppression": 1.0}, {"suppression": -0.1}],
    ids=str,
)
def test_a_model_that_means_nothing_is_refused(what: dict[str, float]) -> None:
    with pytest.raises(Refused):
        Model(**what)  # type: ignore[arg-type]


def test_a_lattice_that_is_too_large_is_refused_before_it_is_made() -> None:
    names = [f"c{number}" for number in range(40)]
    frame = pl.DataFrame({name: ["a", "b"] for name in names})
    hierarchies = {name: flat(name, ["a", "b"]) for name in names}
    with pytest.raises(Refused, match="combinations"):
        search(frame, hierarchies, [], Model(k=2))


def test_a_search_without_quasi_identifiers_is_refused() -> None:
    with pytest.raises(Refused, match="at least one"):
        search(pl.DataFrame({"a": ["x"]}), {}, [], Model())


def test_many_columns_with_many_values_do_not_run_over() -> None:
    # 16 to the power of 16 is 2 to the power of 64: the first of 17 columns would be lost.
    names = [f"c{number:02}" for number in range(17)]
    rows = [dict.fromkeys(names, f"{value:02}") for value in range(16)]
    rows.append({**rows[0], "c00": "01"})
    hierarchies = {name: flat(name, [f"{value:02}" for value in range(16)]) for name in names}
    found = search(pl.DataFrame(rows), hierarchies, [], Model(k=1))
    assert (set(found.levels.values()), found.loss) == ({0}, 17)


def test_a_column_of_more_weight_is_told_finer() -> None:
    rows = [{"age": age, "court": court} for age in ("20", "25") for court in "ab"]
    frame = pl.DataFrame(rows)
    hierarchies = {name: HIERARCHIES[name] for name in ("age", "court")}
    levels = [
        search(frame, hierarchies, [], Model(k=2, loss="precision", weights=weights)).levels
        for weights in ({"age": 9}, {"court": 9})
    ]
    assert levels == [{"age": 0, "court": 1}, {"age": 1, "court": 0}]
    found = search(frame, hierarchies, [], Model(k=2, loss="precision", weights={"age": 9}))
    assert found.loss == pytest.approx(1 / 2 / 10)


def test_the_budget_is_counted_exactly() -> None:
    # As floats 0.29 times 100 is a little below 29.
    values = ["a"] * 71 + [f"b{number}" for number in range(29)]
    frame = pl.DataFrame({"v": values})
    for share, level in ((0.29, 0), (0.289, 1)):
        found = search(frame, {"v": flat("v", values)}, [], Model(k=2, suppression=share))
        assert found.levels == {"v": level}


def test_a_value_outside_its_hierarchy_is_counted_and_not_said() -> None:
    frame = pl.DataFrame({"sex": ["f", "m", "Jane Roe", "John Doe"]})
    with pytest.raises(Refused) as told:
        search(frame, {"sex": HIERARCHIES["sex"]}, [], Model(k=1))
    assert "2 different values" in str(told.value)
    assert "Jane" not in str(told.value)
    assert "Doe" not in str(told.value)


@pytest.mark.parametrize("make", [lambda f: f, lambda f: f.reverse(), lambda f: f.head(0)])
def test_rows_keep_their_order_and_their_other_columns(
    make: Callable[[pl.DataFrame], pl.DataFrame],
) -> None:
    frame = make(pl.DataFrame({"sex": ["f", "m", "f", "m", None], "mark": [1, 2, 3, 4, 5]}))
    if not frame.height:
        with pytest.raises(Refused):
            search(frame, {"sex": HIERARCHIES["sex"]}, [], Model(k=2))
        return
    found = search(frame, {"sex": HIERARCHIES["sex"]}, [], Model(k=2, suppression=0.2))
    assert found.frame["mark"].to_list() == [m for m in frame["mark"] if m != 5]
    assert found.suppressed == 1
