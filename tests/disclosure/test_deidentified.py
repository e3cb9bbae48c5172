"""The seal of rows from elsewhere, and the order that tells nothing."""

from __future__ import annotations

import copy
import dataclasses
import random
from hashlib import sha256

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure import coded_rows as coded_rows_module
from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.disclosure.deidentified import (
    Claim,
    SealedRows,
    check_claim,
    check_size,
    order_that_tells_nothing,
    require_sealed_rows,
    seal_rows,
)
from ati_desktop.disclosure.lattice import Model
from ati_desktop.errors import Refused
from ati_desktop.exports.deidentified import deidentified_files
from tests.disclosure.coded import coded_rows

FIELDS = (
    Field("court", "Court", Kind.CODE, {"a": "A", "b": "B"}),
    Field("charge", "Charge", Kind.CODE, {"x": "X", "y": "Y", "": "Not recorded"}, ("",)),
)
ROWS = tuple(("ab"[at % 2], ("x", "y", "")[at % 3]) for at in range(60))
CLAIM = Claim(Model(k=30, l=3), ("court",), ("charge",))


def rows_of(rows=ROWS, fields=FIELDS) -> DataSet:
    return DataSet("rows", "Some rows", fields, tuple(rows))


def test_what_holds_is_sealed_with_what_was_measured() -> None:
    sealed = seal_rows("Some rows", rows_of(), CLAIM, {"model": "k-anonymity"})
    assert require_sealed_rows(sealed) is sealed
    assert sealed.measured is not None
    assert (sealed.measured.k, sealed.measured.l, sealed.measured.t) == (30, 3, 0.0)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(Model(k=31), ("court",), ("charge",)),
        Claim(Model(k=2, l=4), ("court",), ("charge",)),
        Claim(
            Model(k=2), ("court", "charge"), (), pl.Series(["one"] * 10 + [*map(str, range(50))])
        ),
    ],
    ids=["k", "l", "groups"],
)
def test_what_does_not_hold_is_not_sealed(claim: Claim) -> None:
    rows = ROWS if claim.groups is None else [("a", "x")] * 10 + list(ROWS[10:])
    claim = claim if claim.groups is None else dataclasses.replace(claim, model=Model(k=9))
    with pytest.raises(Refused, match="does not hold"):
        seal_rows("Some rows", rows_of(rows), claim, {})


def test_too_far_a_class_is_not_sealed() -> None:
    rows = [("a", "x")] * 30 + [("b", "y")] * 30
    near = Claim(Model(k=2, t=0.5), ("court",), ("charge",))
    assert seal_rows("Some rows", rows_of(rows), near, {}).measured is not None
    far = dataclasses.replace(near, model=Model(k=2, t=0.49))
    with pytest.raises(Refused, match="does not hold"):
        seal_rows("Some rows", rows_of(rows), far, {})
    ordered = dataclasses.replace(far, orders={"charge": ("x", "", "y")})
    with pytest.raises(Refused, match="does not hold"):
        seal_rows("Some rows", rows_of(rows), ordered, {})


def test_fewer_than_fifty_people_are_not_sealed() -> None:
    check_size(50)
    with pytest.raises(Refused, match="fewer than 50"):
        seal_rows("Some rows", rows_of(ROWS[:49]), None, {})
    claim = dataclasses.replace(CLAIM, groups=pl.Series([str(at % 49) for at in range(60)]))
    with pytest.raises(Refused, match="fewer than 50"):
        seal_rows("Some rows", rows_of(), claim, {})


def test_a_code_outside_its_list_is_a_fault() -> None:
    with pytest.raises(TypeError, match="closed list"):
        seal_rows("Some rows", rows_of([("c", "x"), *ROWS]), None, {})


def test_only_what_was_sealed_is_written() -> None:
    sealed = seal_rows("Some rows", rows_of(), CLAIM, {})
    assert "data/rows.csv" in deidentified_files(sealed)
    with pytest.raises(TypeError):
        SealedRows(object(), "x", (rows_of(),), {}, None)
    for other in (copy.copy(sealed), None, rows_of()):
        with pytest.raises(TypeError, match="only sealed rows"):
            deidentified_files(other)  # type: ignore[arg-type]


def test_a_file_is_measured_whatever_it_says() -> None:
    frame = pl.DataFrame(ROWS, schema=["court", "charge"], orient="row")
    assert check_claim(frame, CLAIM).k == 30
    with pytest.raises(Refused):
        check_claim(frame.with_row_index().with_columns(pl.col("index").alias("court")), CLAIM)


def order_by_hand(rows: list[tuple[Value, ...]]) -> list[int]:
    """Return the order of rows as texts, all of them at once: as it was first written down."""
    texts = ["\x1f".join("\x00" if v is None else str(v) for v in row) for row in rows]
    ordered = sorted(range(len(rows)), key=texts.__getitem__)
    checksum = sha256("\x1e".join(texts[at] for at in ordered).encode()).digest()
    words = np.random.PCG64(int.from_bytes(checksum)).random_raw(len(rows))
    return [ordered[at] for at in np.argsort(words, kind="stable")]


def order_of(rows: list[tuple[Value, ...]]) -> list[int]:
    return order_that_tells_nothing(coded_rows(rows)).tolist()


def test_the_order_is_that_of_the_rows_and_not_of_the_source() -> None:
    rows: list[tuple[Value, ...]] = [
        (str(at), "ab"[at % 2], None if at % 5 else at) for at in range(300)
    ]
    first = [rows[at] for at in order_of(rows)]
    draw = random.Random(1)
    for _ in range(5):
        mixed = draw.sample(rows, len(rows))
        assert [mixed[at] for at in order_of(mixed)] == first
    assert first != rows
    assert sorted(map(str, first)) == sorted(map(str, rows))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "a\tb", "ab", "b\n", "\u00e9"]),
            st.sampled_from([None, 1, 10, 2.5]),
            st.sampled_from(["", "x", "x\ty", "xy"]),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_the_order_is_the_same_as_ever(rows: list[tuple[Value, ...]]) -> None:
    assert order_of(rows) == order_by_hand(rows)


def test_an_order_of_many_rows_is_worked_out_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[tuple[Value, ...]] = [(str(at % 41), str(at % 7)) for at in range(500)]
    monkeypatch.setattr(coded_rows_module, "_BATCH", 64)
    assert order_of(rows) == order_by_hand(rows)


def test_the_order_of_other_rows_is_another() -> None:
    rows: list[tuple[Value, ...]] = [(str(at),) for at in range(100)]
    assert order_of(rows) != order_of([*rows[:-1], ("x",)])
    assert order_that_tells_nothing(coded_rows([], 2)).tolist() == []
