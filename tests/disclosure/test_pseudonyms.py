"""Pseudonyms are drawn, and nothing about a person goes into them."""

from __future__ import annotations

import inspect
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.pseudonyms import (
    ALPHABET,
    draw_pseudonym,
    is_pseudonym,
    read_pseudonym,
    scope_of,
)
from ati_desktop.errors import Refused


@given(st.binary(min_size=16, max_size=16))
def test_every_bit_drawn_is_in_the_pseudonym(drawn: bytes) -> None:
    pseudonym = draw_pseudonym(lambda size: drawn[:size])
    number = 0
    for letter in pseudonym:
        number = number * 32 + ALPHABET.index(letter)
    assert number.to_bytes(16) == drawn
    assert is_pseudonym(pseudonym)


def test_only_randomness_goes_into_a_pseudonym() -> None:
    assert list(inspect.signature(draw_pseudonym).parameters) == ["randomness"]
    asked: list[int] = []

    def randomness(size: int) -> bytes:
        asked.append(size)
        return secrets.token_bytes(size)

    assert len({draw_pseudonym(randomness) for _ in range(2000)}) == 2000
    assert set(asked) == {16}


def test_a_pseudonym_that_was_typed_is_read() -> None:
    pseudonym = draw_pseudonym(secrets.token_bytes)
    typed = f" {pseudonym[:5].lower()}-{pseudonym[5:13]} {pseudonym[13:]}"
    assert read_pseudonym(typed) == pseudonym
    assert read_pseudonym("O" * 26) == "0" * 26


@pytest.mark.parametrize("typed", ["", "ABC", "A" * 27, "U" * 26, "A" * 25 + "!"])
def test_what_is_no_pseudonym_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="26 letters"):
        read_pseudonym(typed)
    assert not is_pseudonym(typed)


def test_one_recipient_is_one_however_the_name_is_typed() -> None:
    assert scope_of(" State  University ") == scope_of("state university")
    assert scope_of("State University") != scope_of("City University")
    with pytest.raises(Refused, match="who receives"):
        scope_of("  ")
