"""k, l and t as measured, against plain Python; null is a value; no order and no index matters."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ati_desktop.disclosure.anonymity import measure
from ati_desktop.disclosure.sample_uniques import sample_uniques
from tests.disclosure import anonymity_by_hand as by_hand

unhurried = settings(deadline=None)
CELL = st.sampled_from(["a", "b", "c", None])
ROWS = st.lists(
    st.fixed_dictionaries({"p": CELL, "q": CELL, "r": CELL, "s": CELL, "house": CELL}),
    min_size=1,
    max_size=60,
)


def frame_of(rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(("p", "q", "r", "s", "house"), pl.String))


@unhurried
@given(rows=ROWS, by=st.sampled_from([["p"], ["p", "q"], ["r", "p", "q"]]))
def test_what_is_measured_is_what_plain_python_measures(rows, by: list[str]) -> None:
    told = measure(frame_of(rows), by, ["s"])
    assert told.k == by_hand.k_of(rows, by)
    assert told.l == by_hand.l_of(rows, by, "s")
    assert told.t == pytest.approx(by_hand.t_of(rows, by, "s"), abs=1e-12)
    assert told.classes == len(by_hand.classes_of(rows, by))
    assert (told.rows, sum(told.sizes.values())) == (len(rows), len(rows))
    grouped = measure(frame_of(rows), by, ["s"], "house")
    assert grouped.k == by_hand.k_of(rows, by, "house")
    assert (grouped.l, grouped.t) == (told.l, pytest.approx(told.t))


@unhurried
@given(rows=ROWS, shuffle=st.randoms(use_true_random=False))
def test_shuffled_sorted_and_filtered_rows_measure_the_same(rows, shuffle) -> None:
    told = measure(frame_of(rows), ["p", "q"], ["s", "r"])
    mixed = list(rows)
    shuffle.shuffle(mixed)
    for frame in (
        frame_of(mixed),
        frame_of(rows).sort("s", "p"),
        frame_of(rows + rows[:1] * 9).with_row_index().filter(pl.col("index") < len(rows)),
    ):
        again = measure(frame, ["q", "p"], ["r", "s"])
        assert (again.k, again.l, again.classes) == (told.k, told.l, told.classes)
        assert again.t == pytest.approx(told.t)


@unhurried
@given(rows=ROWS)
def test_the_ordered_distance_is_that_of_plain_python(rows) -> None:
    order = ["a", "c", None, "b"]
    told = measure(frame_of(rows), ["p"], ["s"], orders={"s": order})
    overall = by_hand.shares(rows, "s")
    worst = max(
        by_hand.distance(members, overall, "s", order)
        for members in by_hand.classes_of(rows, ["p"]).values()
    )
    assert told.t == pytest.approx(worst, abs=1e-12)


def test_a_class_in_which_all_are_alike_has_one_value() -> None:
    frame = pl.DataFrame({"p": ["a"] * 20 + ["b"] * 20, "s": ["x"] * 20 + ["x", "y"] * 10})
    told = measure(frame, ["p"], ["s"])
    assert (told.k, told.l, told.t) == (20, 1, 0.25)


def test_null_is_a_class_of_its_own() -> None:
    told = measure(pl.DataFrame({"p": ["a"] * 5 + [None]}), ["p"], [])
    assert (told.k, told.classes, told.l, told.t) == (1, 2, None, None)


def test_a_null_is_not_an_empty_text() -> None:
    told = measure(
        pl.DataFrame({"p": ["", "", None, None], "q": [None, "", "", None]}), ["p", "q"], []
    )
    assert told.classes == 4


def test_values_do_not_run_into_each_other() -> None:
    frame = pl.DataFrame({"p": ["a", "ab"], "q": ["bc", "c"]})
    assert measure(frame, ["p", "q"], []).k == 1


def test_numbers_dates_and_truths_are_measured_too() -> None:
    frame = pl.DataFrame({"p": [1, 1, 2, 2], "q": [True, True, False, None], "s": [0.5, 0.5, 1, 1]})
    told = measure(frame, ["p", "q"], ["s"])
    assert (told.k, told.l, told.classes) == (1, 1, 3)


def test_without_quasi_identifiers_all_rows_are_one_class() -> None:
    told = measure(pl.DataFrame({"s": ["x", "y", "y"]}), [], ["s"])
    assert (told.k, told.l, told.t, told.classes) == (3, 2, 0.0, 1)


def test_no_rows_have_no_anonymity() -> None:
    told = measure(
        pl.DataFrame({"p": [], "s": []}, schema=dict.fromkeys("ps", pl.String)), ["p"], ["s"]
    )
    assert (told.k, told.l, told.t, told.classes) == (0, None, None, 0)


def test_many_columns_of_many_values_do_not_run_over() -> None:
    # 15 values and null are 16; to the power of 16 that is 2 to the power of 64.
    names = [f"c{number:02}" for number in range(17)]
    rows = [dict.fromkeys(names, str(value)) for value in range(15)]
    rows.append({**rows[0], "c00": "1"})
    assert measure(pl.DataFrame(rows), names, []).classes == 16


def test_a_column_of_very_many_values_is_measured_as_any_other() -> None:
    values = [str(at) for at in range(12_000)]
    frame = pl.DataFrame({"p": [*values, *values, None, None, None], "s": ["x"] * 24_003})
    told = measure(frame, ["p"], ["s"])
    assert (told.k, told.classes, told.l) == (2, 12_001, 1)
    assert measure(frame, ["s"], [], "p").k == 12_001


def test_class_sizes_are_told_in_bands_only() -> None:
    frame = pl.DataFrame({"p": ["a"] + ["b"] * 2 + ["c"] * 7 + ["d"] * 60})
    sizes = {name: rows for name, rows in measure(frame, ["p"], []).sizes.items() if rows}
    assert sizes == {"1": 1, "2": 2, "5-10": 7, "50-99": 60}


def by_hand_uniques(rows, names: list[str]) -> dict[int, int]:
    found = dict.fromkeys((1, 2, 3), 0)
    for row in rows:
        for size in (1, 2, 3):
            if any(
                sum(all(other[n] == row[n] for n in some) for other in rows) == 1
                for some in combinations(names, size)
            ):
                found[size] += 1
                break
    return found


@unhurried
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys("pqrs", CELL)), min_size=2, max_size=25))
def test_rows_that_few_columns_tell_apart_are_counted(rows) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys("pqrs", pl.String))
    assert dict(sample_uniques(frame, list("pqrs")).rows) == by_hand_uniques(rows, list("pqrs"))
