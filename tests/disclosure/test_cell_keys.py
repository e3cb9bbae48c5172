"""The cell key method: the handbook's example, the same people the same number, and averaging."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from statistics import fmean

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.cell_keys import Keyed, key_number, keyed_cells, perturbed, sum_of
from ati_desktop.disclosure.cells import TOTAL, alone
from ati_desktop.disclosure.noise import KEY_BITS, NoiseTable, noise_table

WHOLE = 1 << KEY_BITS
HANDBOOK = NoiseTable(1, ({0: 1.0}, {0: 1.0}, *[{-1: 0.3, 0: 0.4, 1: 0.3}] * 2))
SEX, PROGRAM = "sex", "program"


def fraction(share: float) -> bytes:
    return round(share * WHOLE).to_bytes(8, "big")


def crowd(number: int, seed: int = 1) -> tuple[pl.DataFrame, dict[str, bytes]]:
    random = Random(seed)
    names = [f"{at:016x}" for at in range(number)]
    frame = pl.DataFrame(
        {
            "research_id": names,
            SEX: [random.choice("12") for _ in names],
            PROGRAM: [random.choice(["dc", "mh", "vc"]) for _ in names],
        }
    )
    return frame, {name: random.randbytes(8) for name in names}


def cell(**pairs: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairs.items())


def test_the_example_of_the_handbook() -> None:
    frame = pl.DataFrame({"research_id": ["a", "b", "c"], SEX: ["1", "1", "1"]})
    keys = {"a": fraction(0.9), "b": fraction(0.3), "c": fraction(0.6)}
    cells = keyed_cells(frame, [(SEX,)], keys)
    found = cells[cell(sex="1")]
    assert found.count == 3
    assert found.key / WHOLE == pytest.approx(0.8, abs=1e-15)
    assert perturbed(alone(cell(sex="1")), cells, HANDBOOK) == 4


@given(st.lists(st.integers(0, WHOLE - 1), max_size=30), st.randoms())
def test_a_cell_key_is_exact_in_any_order(keys: list[int], random: Random) -> None:
    mixed = random.sample(keys, len(keys))
    assert sum((Keyed(1, k) for k in keys), Keyed()) == sum((Keyed(1, k) for k in mixed), Keyed())
    assert sum((Keyed(1, k) for k in keys), Keyed()).key == sum(keys) % WHOLE


def test_the_keys_of_cells_are_those_of_their_people() -> None:
    frame, keys = crowd(500)
    cells = keyed_cells(frame, [(SEX, PROGRAM)], keys)
    for sex, program in (("1", "dc"), ("2", None), (None, None)):
        rows = frame
        pairs = {}
        for name, value in ((SEX, sex), (PROGRAM, program)):
            if value is not None:
                rows, pairs[name] = rows.filter(pl.col(name) == value), value
        own = [key_number(keys[name]) for name in rows["research_id"]]
        assert cells[cell(**pairs)] == Keyed(len(own), sum(own) % WHOLE)


def test_the_largest_keys_do_not_run_over() -> None:
    names = [f"{at}" for at in range(2_000)]
    frame = pl.DataFrame({"research_id": names, SEX: ["1"] * len(names)})
    cells = keyed_cells(frame, [(SEX,)], dict.fromkeys(names, b"\xff" * 8))
    assert cells[TOTAL] == Keyed(2_000, (2_000 * (WHOLE - 1)) % WHOLE)


def test_the_same_people_are_the_same_number_in_every_table_and_month() -> None:
    frame, keys = crowd(300)
    noise = noise_table(11)
    first = keyed_cells(frame, [(SEX, PROGRAM)], keys)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=7)
    again = keyed_cells(shuffled, [(PROGRAM,), (SEX,), (PROGRAM, SEX)], keys)
    assert first == again
    # A sum of cells that makes up everybody of one sex is printed as that sex is.
    parts = frozenset(cell(sex="1", program=name) for name in ("dc", "mh", "vc"))
    assert sum_of(parts, first) == first[cell(sex="1")]
    assert perturbed(parts, first, noise) == perturbed(alone(cell(sex="1")), first, noise)


def test_a_cell_of_nobody_is_nobody() -> None:
    frame, keys = crowd(10)
    cells = keyed_cells(frame, [(SEX,)], keys)
    assert perturbed(alone(cell(sex="9")), cells, noise_table(3)) == 0


def test_two_rows_of_a_person_count_twice_and_so_does_the_key() -> None:
    frame = pl.DataFrame({"research_id": ["a", "a"], SEX: ["1", "1"]})
    cells = keyed_cells(frame, [(SEX,)], {"a": fraction(0.75)})
    assert cells[TOTAL].count == 2
    assert cells[TOTAL].key / WHOLE == pytest.approx(0.5)


def test_somebody_without_a_key_and_a_key_of_another_length_are_faults() -> None:
    frame, keys = crowd(3)
    with pytest.raises(KeyError):
        keyed_cells(frame, [(SEX,)], {})
    with pytest.raises(ValueError, match="8 bytes"):
        keyed_cells(frame, [(SEX,)], {**keys, "x": b"1"})


def test_noise_made_anew_is_averaged_away_and_ours_is_not() -> None:
    frame, keys = crowd(60)
    noise = noise_table(11)
    true = frame.filter(pl.col(SEX) == "1", pl.col(PROGRAM) == "dc").height
    assert 0 < true < 11
    random = Random(3)
    # Planted: new keys for every answer. The mean of a few hundred answers is the truth.
    fresh = [noise.printed(true, random.randrange(WHOLE)) for _ in range(3_000)]
    assert round(fmean(fresh)) == true
    ours = set()
    for month in range(30):
        tables = [(SEX, PROGRAM)] if month % 2 else [(PROGRAM,), (PROGRAM, SEX)]
        cells = keyed_cells(frame.sample(fraction=1.0, shuffle=True, seed=month), tables, keys)
        ours.add(perturbed(alone(cell(sex="1", program="dc")), cells, noise))
    assert len(ours) == 1
    assert ours != {true}


def ask(frame: pl.DataFrame, keys: dict[str, bytes], noise: NoiseTable | None) -> int:
    """Answer how many rows there are: perturbed, or as they are."""
    marked = frame.with_columns(pl.lit("in").alias("all"))
    cells = keyed_cells(marked, [("all",)], keys)
    if noise is None:
        return sum_of([TOTAL], cells).count
    return perturbed(alone(TOTAL), cells, noise)


Asked = Callable[[pl.DataFrame], int]


def tracker(frame: pl.DataFrame, ask_for: Asked, beside: pl.Expr, known: int) -> bool:
    """Guess by four questions about large sets whether somebody is of sex 1.

    The general tracker (Denning 1980): sets are asked for that differ by the person and whoever
    is ``beside``, of whom the asker knows how many are of sex 1.
    """
    one, rest = pl.col(SEX) == "1", ~beside
    with_, without, sexes, sexes_without = (
        ask_for(frame.filter(where)) for where in (one | rest, rest, one, one & rest)
    )
    return (with_ - without) + (sexes - sexes_without) - 2 * known >= 1


def guesses(ask_of: Callable[[dict[str, bytes]], Asked], more: int) -> int:
    """Return how often of 300 times a tracker is right; it may leave ``more`` others out too."""
    right = 0
    for seed in range(300):
        frame, keys = crowd(200, seed)
        places = [(seed + at) % 200 for at in range(more + 1)]
        ids = [frame["research_id"][at] for at in places]
        others = frame.filter(pl.col("research_id").is_in(ids[1:]))
        known = others.filter(pl.col(SEX) == "1").height
        truth = frame[SEX][places[0]] == "1"
        beside = pl.col("research_id").is_in(ids)
        right += tracker(frame, ask_of(keys), beside, known) == truth
    return right


def test_attack_17_a_tracker_finds_one_person_in_true_counts_and_not_where_sets_differ() -> None:
    noise = noise_table(11)
    assert guesses(lambda keys: lambda frame: ask(frame, keys, None), more=0) == 300
    # Planted: filters as one likes. That nothing changed is seen, for it is the same people.
    assert guesses(lambda keys: lambda frame: ask(frame, keys, noise), more=0) > 230
    # Ours: sets differ by 11 or not at all. A coin is right in half of all cases, four draws of
    # this noise leave 61 %.
    assert guesses(lambda keys: lambda frame: ask(frame, keys, noise), more=10) < 225
