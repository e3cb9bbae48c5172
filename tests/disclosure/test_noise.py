"""Tables of noise: what ships keeps its promises, and a table that does not is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.noise import (
    KEY_BITS,
    REACH,
    SHIPPED,
    VARIANCE,
    NoiseTable,
    as_text,
    derive,
    entropy,
    noise_table,
    read_noise,
)
from ati_desktop.errors import Refused
from ati_desktop.resources import resource

WHOLE = 1 << KEY_BITS


def variance(row) -> float:
    return sum(chance * noise**2 for noise, chance in row.items())


@pytest.mark.parametrize("threshold", SHIPPED)
def test_what_ships_is_what_was_derived(threshold: int) -> None:
    shipped = resource(f"noise/from_{threshold}.json").read_text(encoding="utf-8")
    derived = derive(threshold)
    assert shipped == as_text(derived, VARIANCE, REACH)
    assert noise_table(threshold).rows == derived.rows


@pytest.mark.parametrize("threshold", SHIPPED)
def test_noise_is_unbiased_bounded_and_leaves_nothing_small(threshold: int) -> None:
    table = noise_table(threshold)
    assert table.rows[0] == {0: 1.0}
    for count, row in enumerate(table.rows):
        assert sum(row.values()) == pytest.approx(1, abs=1e-12)
        assert sum(noise * chance for noise, chance in row.items()) == pytest.approx(0, abs=1e-10)
        printed = {count + noise for noise in row}
        assert not printed & set(range(1, threshold))
        assert max(abs(noise) for noise in row) <= threshold + REACH
        if count > threshold:
            assert max(abs(noise) for noise in row) <= REACH
        small = count * (threshold - count) if 0 < count < threshold else 0
        if count:
            assert variance(row) == pytest.approx(max(VARIANCE, small), abs=1e-6)


@pytest.mark.parametrize("threshold", SHIPPED)
def test_no_other_noise_of_that_variance_is_more_uncertain(threshold: int) -> None:
    random = Random(threshold)
    for row in noise_table(threshold).rows[1:]:
        noises = sorted(row)
        if len(noises) < 4:
            continue
        for _ in range(50):
            # A change of four chances that moves neither the sum nor the mean nor the variance.
            four = random.sample(noises, 4)
            change = [0.0] * 4
            for at in range(4):
                others = [four[b] for b in range(4) if b != at]
                change[at] = 1.0
                for other in others:
                    change[at] /= four[at] - other
            step = 0.2 * min(row[n] / abs(c) for n, c in zip(four, change, strict=True))
            for sign in (step, -step):
                other = dict(row)
                for n, c in zip(four, change, strict=True):
                    other[n] += sign * c
                assert variance(other) == pytest.approx(variance(row), abs=1e-9)
                assert entropy(other) < entropy(row) + 1e-9


@given(st.integers(0, 400), st.integers(0, WHOLE - 1), st.sampled_from(SHIPPED))
def test_no_count_is_printed_that_may_not_be(count: int, key: int, threshold: int) -> None:
    printed = noise_table(threshold).printed(count, key)
    assert printed == 0 or printed >= threshold
    assert printed == noise_table(threshold).printed(count, key)
    assert count or not printed
    assert abs(printed - count) <= threshold + REACH


@pytest.mark.parametrize("count", [1, 2, 3, 4, 11, 60])
def test_keys_that_are_even_give_the_chances_of_the_table(count: int) -> None:
    table = noise_table(3)
    drawn = Random(1)
    keys = [drawn.randrange(WHOLE) for _ in range(40_000)]
    found = Counter(table.printed(count, key) - count for key in keys)
    row = table.rows[min(count, len(table.rows) - 1)]
    for noise, chance in row.items():
        assert found[noise] / len(keys) == pytest.approx(chance, abs=0.01)


@pytest.mark.parametrize("key", [0, WHOLE - 1])
def test_the_ends_of_the_keys_belong_to_the_table(key: int) -> None:
    for count in range(40):
        noise_table(11).printed(count, key)


@pytest.mark.parametrize(("count", "key"), [(-1, 0), (1, -1), (1, WHOLE)])
def test_a_count_or_a_key_that_is_none_is_a_fault(count: int, key: int) -> None:
    with pytest.raises(ValueError, match="no such count"):
        noise_table(3).printed(count, key)


def test_a_threshold_without_a_table_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(Refused, match="3, 5, 11; the specification says 7"):
        noise_table(7)


@pytest.mark.parametrize(
    "rows",
    [
        ({0: 0.5, 3: 0.5},),
        ({0: 1.0}, {-1: 0.5, 2: 0.5}),
        ({0: 1.0}, {-1: 0.5, 2: 0.25}),
        ({0: 1.0}, {0: 1.0}),
        ({0: 1.0}, {-1: 1.0, 0: 0.0}),
        ({0: 1.0}, {-2: 0.5, 2: 0.5}),
        ({0: 1.0}, {-1: 2 / 3, 2: 1 / 3}),
    ],
)
def test_a_table_that_breaks_its_promises_is_no_table(rows) -> None:
    with pytest.raises(ValueError, match=r"nobody|chances|below"):
        NoiseTable(3, rows)


def test_another_file_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"format": "x", "version": 1}', encoding="utf-8")
    with pytest.raises(ValueError, match="no noise table"):
        read_noise(path)
